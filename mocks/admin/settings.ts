import { defaultPcaSettings, type PcaSettings } from '../acm-pca/settings.ts';
import type { Settings } from '../contract.ts';
import type { RequestQuotas } from '../faults/request-quotas.ts';
import { expected, readObject } from './payloads.ts';

export interface AdjustableParts {
  readonly pca: { readonly settings: PcaSettings };
  readonly quotas: RequestQuotas;
}

export function currentSettings({ pca, quotas }: AdjustableParts): Settings {
  return { ...pca.settings, publishedQuotas: quotas.enforced };
}

/** Changes what the body names. @throws AdminError for an unknown setting or a value of the wrong type; then nothing changes. */
export function changeSettings(body: Buffer, parts: AdjustableParts): Settings {
  const { publishedQuotas, ...delays } = readObject(body);
  const changes: Partial<PcaSettings> = {};
  for (const [name, value] of Object.entries(delays)) {
    if (!isDelay(name))
      throw expected(`one of ${[...Object.keys(defaultPcaSettings), 'publishedQuotas'].join(', ')}, not ${name}`);
    if (typeof value !== 'number' || !(value >= 0)) throw expected(`${name}: a number of milliseconds`);
    changes[name] = value;
  }
  if (publishedQuotas !== undefined && typeof publishedQuotas !== 'boolean')
    throw expected('publishedQuotas: true or false');
  Object.assign(parts.pca.settings, changes);
  if (publishedQuotas !== undefined) parts.quotas.enforced = publishedQuotas;
  return currentSettings(parts);
}

const isDelay = (name: string): name is keyof PcaSettings => Object.hasOwn(defaultPcaSettings, name);
