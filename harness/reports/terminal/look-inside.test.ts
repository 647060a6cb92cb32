import { expect, test } from '@jest/globals';
import { lookInside } from './look-inside.ts';

test.each([
  ['with a cluster of its own', 'kind', 'istioctl proxy-config secret deployment/productpage-v1'],
  ['that is a guest', 'existing', 'istioctl proxy-config secret deployment/productpage-v1 --namespace bookinfo-r1'],
] as const)('a run %s is looked into where its workloads are', (_whose, provider, command) => {
  expect(lookInside({ runId: 'r1', folder: '/out', provider })).toContain(command);
});

test('a folder with a blank in its name can be pasted into a shell', () => {
  const commands = lookInside({ runId: 'r1', folder: '/my runs/out', provider: 'kind' });
  expect(commands).toContain("source '/my runs/out/environment'");
  expect(commands.at(-1)).toBe("npx pca-e2e down --run-dir '/my runs/out'");
});
