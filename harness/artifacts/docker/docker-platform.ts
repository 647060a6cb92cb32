import { ComponentError } from '../../errors/harness-error.ts';
import type { runCommand } from '../../process/run-command.ts';

/**
 * What Docker runs containers on, in Go's words: `amd64`, `arm64`. Not this machine's architecture: Docker may be in a virtual machine,
 * or elsewhere.
 */
export async function dockerArchitecture(run: typeof runCommand, signal: AbortSignal): Promise<string> {
  const { stdout } = await run('docker', ['version', '--format', '{{.Server.Arch}}'], { signal });
  const architecture = stdout.trim();
  if (/^[a-z0-9]+$/.test(architecture)) return architecture;
  throw new ComponentError(`docker version does not say what Docker runs on: ${architecture || 'nothing'}`);
}
