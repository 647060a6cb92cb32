import { kindClusterLabel } from '../../clusters/ownership.ts';
import { runCommand } from '../../process/run-command.ts';

/** The end of a tar archive (POSIX, pax): two blocks of zeros. Alone, it is an archive of nothing. */
const emptyArchive = '\0'.repeat(1024);

/**
 * Somebody else's Docker objects that look like a run's: a kind node, its network, its volume and its image, by names
 * such as a run's. Only what runs and nobody else write is missing: the labels of a run.
 */
export class ForeignObjects {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async make(): Promise<void> {
    const name = this.#name;
    await runCommand('docker', ['import', '-', name], { input: emptyArchive });
    await runCommand('docker', ['network', 'create', name]);
    await runCommand('docker', ['volume', 'create', name]);
    const likeNode = ['--label', `${kindClusterLabel}=${name}`, '--network', name, '--volume', `${name}:/var`];
    await runCommand('docker', ['create', '--name', name, ...likeNode, name, '/nothing']);
  }

  /** Those that are gone. */
  async missing(): Promise<readonly string[]> {
    const kinds = ['container', 'network', 'volume', 'image'];
    const looks = kinds.map(async (kind) => {
      const { exitCode } = await runCommand('docker', [kind, 'inspect', this.#name], { acceptExitCodes: [0, 1] });
      return exitCode === 0 ? [] : [kind];
    });
    return (await Promise.all(looks)).flat();
  }

  async remove(): Promise<void> {
    const name = this.#name;
    await runCommand('docker', ['rm', '--force', name]);
    await runCommand('docker', ['volume', 'rm', '--force', name]);
    await runCommand('docker', ['network', 'rm', name]);
    await runCommand('docker', ['image', 'rm', name]);
  }
}
