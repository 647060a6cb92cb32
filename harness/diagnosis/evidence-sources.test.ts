import { describe, expect, test } from '@jest/globals';
import { evidenceSources } from './evidence-sources.ts';

const commandsOf = (from: Parameters<typeof evidenceSources>[0]) =>
  new Set(evidenceSources(from).map(({ command }) => command));
const cluster = { kubectl: 'kubectl', kubeconfig: '/out/kubeconfig', namespaces: ['istio-system'] };

describe('what is collected of a failed run', () => {
  test('with a node of its own: what Docker and the cluster show', () => {
    expect(commandsOf({ runId: 'r1', cluster })).toEqual(new Set(['docker', 'kubectl']));
  });

  test('without anything in Docker: what the cluster shows alone', () => {
    expect(commandsOf({ runId: 'r1', cluster, ownsNode: false, usesDocker: false })).toEqual(new Set(['kubectl']));
    expect(evidenceSources({ runId: 'r1', ownsNode: false, usesDocker: false })).toEqual([]);
  });
});
