import { formatDurationMs } from '../../wait/duration.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import { endpointsWith } from './endpoints.ts';
import { HttpClient, type HttpClientOptions } from './http/http-client.ts';
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
 * Whether the registry that node images come from (or its mirror) answers. One that asks for credentials does; a proxy that refuses
 * does not.
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
    answer.destroy();
    const isRegistry = answer.statusCode === 200 || (answer.statusCode === 401 && answer.headers['www-authenticate']);
    return isRegistry
      ? { answers: true, registry }
      : { answers: false, registry, reason: `status ${answer.statusCode}` };
  } catch (error) {
    signal.throwIfAborted();
    if (tooLate.aborted)
      return { answers: false, registry, reason: `no answer within ${formatDurationMs(probeTimeoutMs)}` };
    if (error instanceof HttpError) return { answers: false, registry, reason: reasonOf(error) };
    throw error;
  }
}

function reasonOf({ cause, message }: HttpError): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
