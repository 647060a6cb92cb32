import { guestNamespace } from '../clusters/ownership.ts';
import type { RunOptions } from './run.ts';

/** Where Bookinfo is deployed: as in the guide, unless the cluster's `default` is somebody's. */
export const bookinfoNamespace = ({ id, options }: RunOfNamespace): string =>
  options.provider === 'existing' ? guestNamespace(id) : 'default';

interface RunOfNamespace {
  readonly id: string;
  readonly options: Pick<RunOptions, 'provider'>;
}
