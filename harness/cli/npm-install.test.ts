import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { textOf } from './testing/documents.ts';

describe('npm ci', () => {
  const { packages }: { packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>> } = JSON.parse(
    textOf('package-lock.json'),
  );
  const withScript = Object.entries(packages)
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
