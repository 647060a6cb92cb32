import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CommandError } from '../../../process/command-error.ts';
import { runCommand } from '../../../process/run-command.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { writeGoModule } from '../units/go-module.ts';
import { ownSources } from '../units/own-sources.ts';
import { isGoAtLeast } from '../versions/resolve-versions.ts';

const goVersion = '1.23.0';
const goTestTimeoutMs = 120_000;
const environment = { GOTOOLCHAIN: 'local', GOPROXY: 'off', GOWORK: 'off', GOFLAGS: '-mod=mod' };

// The services are Go, and so are their tests; they need only the standard library, and no network.
((await hasGo()) ? test : test.skip)(
  'the Bookinfo services behave as the real ones (their Go tests pass; skipped where there is no Go)',
  async () => {
    await using folder = await temporaryFolder();
    const source = join(folder.path, 'bookinfo');
    await cp(ownSources.bookinfo, source, { recursive: true });
    await writeGoModule(source, { path: 'local.build/bookinfo', goVersion });
    const options = { cwd: source, env: environment };
    await runCommand('go', ['vet', '.'], options);
    const { stdout } = await runCommand('go', ['test', '-count=1', '.'], options);
    expect(stdout).toMatch(/^ok\s+local\.build\/bookinfo/);
  },
  goTestTimeoutMs,
);

async function hasGo(): Promise<boolean> {
  try {
    const { stdout } = await runCommand('go', ['env', 'GOVERSION'], { env: environment });
    return isGoAtLeast(stdout, goVersion);
  } catch (error) {
    if (error instanceof CommandError && error.missing) return false;
    throw error;
  }
}
