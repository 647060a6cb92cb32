import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ComponentVersions } from '../artifacts/versions.ts';

/** A component whose versions a matrix combines. */
export type MatrixComponent = 'certManager' | 'issuer' | 'istio' | 'kubernetes';

/** Every such component, in the order of ids and tables, with its name on the command line and for people. */
export const matrixComponents: readonly {
  readonly key: MatrixComponent;
  readonly option: string;
  readonly title: string;
}[] = [
  { key: 'certManager', option: 'cert-manager', title: 'cert-manager' },
  { key: 'issuer', option: 'issuer', title: 'issuer' },
  { key: 'istio', option: 'istio', title: 'Istio' },
  { key: 'kubernetes', option: 'kubernetes', title: 'Kubernetes' },
];

export type CellVersions = Pick<ComponentVersions, MatrixComponent>;

/** One combination of versions. */
export interface Cell {
  /** Names the cell's folder, and finds the same combination in another matrix. */
  readonly id: string;
  readonly versions: CellVersions;
}

export function cellOf(versions: CellVersions): Cell {
  const id = matrixComponents.map(({ key, option }) => `${option}-${fileNamePart(versions[key])}`).join('_');
  return { id, versions };
}

/** `cert-manager 1.21.2, issuer 1.11.0, Istio 1.31, Kubernetes 1.34.4` */
export function describeVersions(versions: CellVersions): string {
  return matrixComponents.map(({ key, title }) => `${title} ${versions[key]}`).join(', ');
}

/** A version may be the path of a folder: those of the same name stay apart by their hash. */
function fileNamePart(version: string): string {
  if (/^[\w.+-]+$/.test(version)) return version;
  const hash = createHash('sha256').update(version).digest('hex').slice(0, 8);
  return `${basename(version).replace(/[^\w.+-]+/g, '-')}-${hash}`;
}
