import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { defaultVersions } from '../../artifacts/versions.ts';
import { AssertionFailedError } from '../../errors/harness-error.ts';
import { buildArtifacts } from '../build-artifacts.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { prepareMachine } from '../prepare-machine.ts';
import { ReportedError } from '../reported-error.ts';

interface RunScenariosFlags {
  readonly bootstrap: boolean;
}

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));
const jest = fileURLToPath(new URL('../../../node_modules/jest/bin/jest.js', import.meta.url));

/** `pca-e2e run`: the jest scenarios. */
export function runScenariosCommand(io: Io): Command {
  return new Command('run')
    .argument('[scenario...]', 'parts of scenario file names')
    .option('--bootstrap', 'first install and start what this machine lacks', false)
    .action((scenarios: readonly string[], flags: RunScenariosFlags) => runScenarios(io, scenarios, flags));
}

async function runScenarios(io: Io, scenarios: readonly string[], { bootstrap }: RunScenariosFlags): Promise<void> {
  const interrupt = interruptSignal();
  try {
    await prepareMachine({ stream: io.stdout, bootstrap, artifacts: 'local', signal: interrupt.signal });
    // Before the scenarios, so that none of them pays for it with its own time, and it is seen to go on.
    await buildArtifacts(io, defaultVersions, interrupt.signal);
    // jest shares the terminal's process group: Ctrl-C reaches it and the commands it runs by itself.
    const child = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        jest,
        '--selectProjects',
        'scenarios',
        '--runInBand',
        ...scenarios,
      ],
      { cwd: projectFolder, stdio: 'inherit' },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    interrupt.signal.throwIfAborted();
    if (code !== 0) throw new ReportedError(new AssertionFailedError('A scenario failed'));
  } finally {
    interrupt.dispose();
  }
}
