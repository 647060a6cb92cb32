import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from '../../../errors/error-code.ts';
import { UsageError } from '../../../errors/harness-error.ts';
import { hashFolder } from '../units/own-sources.ts';

/** A folder of the user's own with a component's sources, as it is at this moment. */
export interface Checkout {
  /** Absolute path. */
  readonly folder: string;
  /** Over all of its sources: an edit leads to a new build, and taking it back to the old one. */
  readonly hash: string;
  /** A version that sorts below every release, and tells two states of the folder apart. */
  readonly version: string;
  /** The oldest Go that builds it. */
  readonly go: string;
}

const shownHashLength = 12;

/** @throws UsageError for a folder that does not hold the component. */
export function readCheckout(component: string, folder: string, modulePath: string): Checkout {
  const goMod = readGoMod(component, folder);
  const found = /^module\s+(\S+)/m.exec(goMod)?.[1];
  if (found !== modulePath) {
    throw new UsageError(`${folder} is not a folder of ${component}: its go.mod is that of ${found ?? 'no module'}`, {
      remedy: `Give the folder of the repository whose module is ${modulePath}.`,
    });
  }
  const hash = hashFolder(folder);
  return {
    folder,
    hash,
    version: `0.0.0-checkout-${hash.slice(0, shownHashLength)}`,
    go: wholeVersion(/^go\s+(\S+)/m.exec(goMod)?.[1] ?? '1.0'),
  };
}

function readGoMod(component: string, folder: string): string {
  try {
    return readFileSync(join(folder, 'go.mod'), 'utf8');
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw new UsageError(`${folder} is not a folder of ${component}: it has no go.mod`, {
      remedy: 'Give the folder that the repository was cloned into.',
    });
  }
}

/** `1.26` → `1.26.0`: versions are compared with three parts. */
function wholeVersion(go: string): string {
  return go.split('.').length === 2 ? `${go}.0` : go;
}
