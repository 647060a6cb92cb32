import { formatDurationMs } from '../../wait/duration.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import { endpointsWith } from './endpoints.ts';
import { type Answer, HttpClient, type HttpClientOptions, isSuccess, statusError } from './http/http-client.ts';
import { HttpError } from './http/http-error.ts';
import { parseReference } from './oci/image-reference.ts';
import { registryBase } from './oci/registry-hosts.ts';

/** A registry that answers at all does so within some hundred milliseconds; waiting longer would hold up every closed network. */
const defaultProbeTimeoutMs = 3_000;

export interface ProbeOptions extends Pick<HttpClientOptions, 'environment'> {
  /** @defaultValue 3 000 */
  readonly probeTimeoutMs?: number;
}

export type RegistryAnswer =
  | { readonly answers: true; readonly registry: string }
  | { readonly answers: false; readonly registry: string; readonly reason: string };

/**
 * Whether the registry that node images come from (or its mirror) answers. One that asks for credentials does. There is no answer where
 * no connection comes about, also because a proxy does not let it through.
 *
 * @throws HttpError when the answer is not a registry's: the network works, and what refuses there has to be looked at.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#determining-support (end-1)
 */
export async function registryAnswers(
  settings: Pick<ArtifactSettings, 'endpoints' | 'registryMirrors'>,
  signal: AbortSignal,
  { environment, probeTimeoutMs = defaultProbeTimeoutMs }: ProbeOptions = {},
): Promise<RegistryAnswer> {
  const { registry: name } = parseReference(endpointsWith(settings.endpoints).nodeImages);
  const { origin } = registryBase(name, settings.registryMirrors);
  const registry = new URL(origin).host;
  const http = new HttpClient({
    stallTimeoutMs: probeTimeoutMs,
    ...(environment === undefined ? {} : { environment }),
  });
  const tooLate = AbortSignal.timeout(probeTimeoutMs);
  try {
    const answer = await http.get(`${origin}/v2/`, { signal: AbortSignal.any([signal, tooLate]) });
    if (!isRegistry(answer)) throw await statusError(answer.from, answer, refusedRemedy);
    answer.destroy();
    return { answers: true, registry };
  } catch (error) {
    signal.throwIfAborted();
    if (tooLate.aborted)
      return { answers: false, registry, reason: `no answer within ${formatDurationMs(probeTimeoutMs)}` };
    if (error instanceof HttpError && error.status === undefined)
      return { answers: false, registry, reason: reasonOf(error) };
    throw error;
  }
}

/** The registry itself, or one that asks who is there; or that has been asked too often. */
function isRegistry(answer: Answer): boolean {
  const asksForCredentials = answer.statusCode === 401 && answer.headers['www-authenticate'] !== undefined;
  return isSuccess(answer) || asksForCredentials || answer.statusCode === 429;
}

const refusedRemedy =
  'The network works, and this address refuses. Look at HTTPS_PROXY and NO_PROXY, or give one that is let through: ' +
  '--registry-mirror docker.io=URL. --artifacts local builds everything instead (20 to 45 minutes, once).';

function reasonOf({ cause, message }: HttpError): string {
  const { code, message: said } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  // What a proxy says is worth more than that it was one.
  return code === 'ERR_PROXY_TUNNEL' ? (said ?? code) : (code ?? message);
}
