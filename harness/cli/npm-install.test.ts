import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import packageLock from '../../package-lock.json' with { type: 'json' };
import { textOf } from './testing/documents.ts';

describe('npm ci', () => {
  const entries: readonly (readonly [string, { readonly hasInstallScript?: boolean }])[] = Object.entries(
    packageLock.packages,
  );
  const withScript = entries
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));

  test('runs the install script of one package, the one that brings Node.js; each other one is denied', () => {
    expect(Object.keys(packageJson.allowScripts).sort()).toEqual([...new Set(withScript)].sort());
    const allowed = Object.entries(packageJson.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed).toEqual([['node', true]]);
  });

  test('shows errors alone: npm warns of each package that wants the Node.js which it brings', () => {
    expect(textOf('.npmrc')).toMatch(/^loglevel=error$/m);
  });
});
