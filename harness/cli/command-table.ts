import type { Command } from 'commander';
import type { Io } from './io.ts';

export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  load(): Promise<(io: Io) => Command>;
}

/** Every command, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'up',
    description: "run the guide's steps and prove each of its claims; everything is removed again unless kept",
    load: async () => (await import('./commands/up.ts')).upCommand,
  },
  {
    name: 'run',
    description: 'run the scenarios: all of them, or those whose file name matches',
    load: async () => (await import('./commands/run.ts')).runScenariosCommand,
  },
  {
    name: 'verify',
    description: "read the productpage pod's chain of a kept run again, and check it against AWS",
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    name: 'down',
    description: 'remove a kept run: its cluster, its mocked AWS, its network; the report stays',
    load: async () => (await import('./commands/down.ts')).downCommand,
  },
  {
    name: 'list',
    description: 'list the runs that are kept, going on, or left by a killed process',
    load: async () => (await import('./commands/list.ts')).listCommand,
  },
  {
    name: 'mock',
    description: 'serve the mocked AWS (ACM PCA, STS, IAM) until interrupted; prints one JSON line when it serves',
    load: async () => (await import('./commands/mock.ts')).mockCommand,
  },
  {
    name: 'doctor',
    description: 'say whether this machine can run the flow; ends with exit code 3 when it cannot',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    name: 'bootstrap',
    description: 'install and start what this machine lacks (Docker, build tools); a working Docker is left alone',
    load: async () => (await import('./commands/bootstrap.ts')).bootstrapCommand,
  },
  {
    name: 'artifacts',
    description: 'build, list or prune the locally built components',
    load: async () => (await import('./commands/artifacts.ts')).artifactsCommand,
  },
];
