import { guestNamespace } from '../clusters/ownership.ts';
import type { Run } from './run.ts';

/** Where Bookinfo is deployed: as in the guide, unless the cluster's `default` is somebody's. */
export const bookinfoNamespace = ({ id, options }: Pick<Run, 'id' | 'options'>): string =>
  options.provider === 'existing' ? guestNamespace(id) : 'default';
