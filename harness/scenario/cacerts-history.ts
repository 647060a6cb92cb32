import type { V1Secret } from '@kubernetes/client-node';
import { checkCacerts } from '../flow/steps/cacerts-checks.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { type SecretData, secretDataOf } from '../kubernetes/secrets.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { notYet } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';

/** A version of `cacerts` that was there, for however short a time. */
export interface CacertsVersion {
  readonly resourceVersion: string;
  /** Of Istio's CA in it. */
  readonly serialHex: string;
  /** Ids of the checks of `cacerts` that do not hold: nothing when its parts belong together. */
  readonly failedChecks: readonly string[];
}

const longestWatchMs = 30 * 60_000;

/** Every version of `cacerts` from now on until the test ends, the present one first. Keys are compared, not kept. */
export class CacertsHistory {
  readonly versions: CacertsVersion[] = [];
  readonly #ended: Promise<unknown>;
  readonly #end = new AbortController();

  private constructor(setUp: LiveSetUp<'mesh'>) {
    const { outputs, wait, kubernetes } = setUp;
    const { namespace, secret } = outputs['istio-ca'];
    const look = ([found]: readonly V1Secret[]) => {
      if (found) this.#note(found, (data) => checkCacerts(data, outputs['ca-hierarchy']));
      return notYet('watched until the test ends');
    };
    const watched = watchUntil<V1Secret, never>(
      kubernetes,
      { path: resourcePaths.secrets(namespace), name: secret },
      look,
      {
        ...wait,
        signal: AbortSignal.any([wait.signal, this.#end.signal]),
        what: `every version of ${namespace}/${secret}`,
        timeoutMs: longestWatchMs,
      },
    );
    this.#ended = watched.catch((error: unknown) => error);
  }

  /** Begins to watch. */
  static of(setUp: LiveSetUp<'mesh'>): CacertsHistory {
    const history = new CacertsHistory(setUp);
    setUp.onCleanUp(() => history.end());
    return history;
  }

  /** Ends the watch. @throws what had ended it before: versions may then be missing. */
  async end(): Promise<void> {
    const ours = new Error('The history has ended');
    this.#end.abort(ours);
    const error = await this.#ended;
    if (error !== this.#end.signal.reason) throw error;
  }

  #note(secret: V1Secret, check: (data: SecretData) => ReturnType<typeof checkCacerts>): void {
    const resourceVersion = secret.metadata?.resourceVersion ?? '';
    if (this.versions.at(-1)?.resourceVersion === resourceVersion) return;
    const data = secretDataOf(secret);
    const failedChecks = check(data).filter(({ outcome }) => outcome === 'failed');
    const [istioCa] = parsePemBundle(data['tls.crt'] ?? '');
    this.versions.push({
      resourceVersion,
      serialHex: istioCa?.serialHex ?? '',
      failedChecks: failedChecks.map(({ id }) => id),
    });
  }
}
