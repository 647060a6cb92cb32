import type { Command } from 'commander';
import type { Io } from './io.ts';

/** The program with every command loaded: for a command that is about all of them. */
export type WholeProgram = () => Promise<Command>;

export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Everything after its name is handed to another program. */
  readonly hasOwnCommandLine?: true;
  load(): Promise<(io: Io, wholeProgram: WholeProgram) => Command>;
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
    name: 'matrix',
    description: 'run the flow for combinations of versions: which of them works, which does not, and why',
    load: async () => (await import('./commands/matrix.ts')).matrixCommand,
  },
  {
    name: 'verify',
    description:
      'read the chain of a kept run again, or of a mesh that somebody else installed, and check it against AWS',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    name: 'renew',
    description: "renew Istio's CA in a kept run now, and follow the new certificate to istiod and to a workload",
    load: async () => (await import('./commands/renew.ts')).renewCommand,
  },
  {
    name: 'upgrade',
    description: 'give components of a kept run other versions while it serves: newer ones, or back',
    load: async () => (await import('./commands/upgrade.ts')).upgradeCommand,
  },
  {
    name: 'refresh',
    description: 'give the issuer of a kept run in an account of AWS itself a new session of its role',
    load: async () => (await import('./commands/refresh.ts')).refreshCommand,
  },
  {
    name: 'diagnose',
    description: 'say what is wrong with a kept run, from what its components show, and what to do about it',
    load: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  },
  {
    name: 'down',
    description:
      "remove a kept run: its cluster, or what it added to somebody's; its mocked AWS, its network; the report stays",
    load: async () => (await import('./commands/down.ts')).downCommand,
  },
  {
    name: 'list',
    description: 'list the runs that are kept, going on, or left by a killed process',
    load: async () => (await import('./commands/list.ts')).listCommand,
  },
  {
    name: 'clean',
    description: 'remove what killed runs left; runs that go on or are kept stay',
    load: async () => (await import('./commands/clean.ts')).cleanCommand,
  },
  {
    name: 'report',
    description:
      'show a run, or a matrix, once more from its folder: as a page, for CI systems, as a summary; or the schema of report.json',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'mock',
    description:
      'serve the mocked AWS (ACM PCA, STS, IAM, S3 for its reports) until interrupted; prints one JSON line when it serves',
    hasOwnCommandLine: true,
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
    description: 'build or fetch the components, list or prune what is cached',
    load: async () => (await import('./commands/artifacts.ts')).artifactsCommand,
  },
  {
    name: 'completion',
    description: 'print a script by which bash, zsh or fish completes commands and options',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
];
