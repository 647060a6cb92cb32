import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecret } from '../kubernetes/secrets.ts';
import type { Certificate } from '../pki/certificate.ts';
import { runCommand } from '../process/run-command.ts';
import { type Issuance, secretName } from './issuance.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/**
 * `openssl verify -CAfile ca.crt -untrusted tls.crt tls.crt` on an issued secret, as a consumer of it does.
 *
 * @returns `OK`, or openssl's first error.
 */
export async function opensslVerify({ kubernetes }: LiveSetUp<SetUpKind>, { namespace }: Issuance): Promise<string> {
  const { 'tls.crt': chain = '', 'ca.crt': root = '' } = await readSecret(kubernetes, namespace, secretName);
  return verify(chain, root);
}

/**
 * The same on what a workload presents, by its last certificate as the root.
 *
 * @returns `OK`, or openssl's first error.
 */
export async function opensslVerifyChain(chain: readonly Certificate[]): Promise<string> {
  return verify(chain.map(({ pem }) => pem).join(''), chain.at(-1)?.pem ?? '');
}

async function verify(chain: string, root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pca-e2e-'));
  try {
    await writeFile(join(folder, 'tls.crt'), chain);
    await writeFile(join(folder, 'ca.crt'), root);
    const args = ['verify', '-CAfile', 'ca.crt', '-untrusted', 'tls.crt', 'tls.crt'];
    const { stdout, stderr } = await runCommand('openssl', args, { cwd: folder, acceptExitCodes: [0, 2] });
    return /^tls\.crt: (OK)$/m.exec(stdout)?.[1] ?? /^error .*$/m.exec(stderr)?.[0] ?? stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What `openssl x509 -ext NAME` prints of an extension; '' for a certificate without it. */
export async function opensslExtension({ pem }: Certificate, name: string): Promise<string> {
  const { stdout } = await runCommand('openssl', ['x509', '-noout', '-ext', name], { input: pem });
  return stdout;
}
