import { describe, expect, test } from '@jest/globals';
import type { V1Deployment, V1Pod } from '@kubernetes/client-node';
import { groupOutdated, hasProxy, otherImagesOf } from './proxies.ts';

const image = (name: string) => ({ name, digest: 'sha256:0' });

function pod(name: string, owner: string | undefined, labels: Record<string, string> = {}): V1Pod {
  const ownerReferences = owner === undefined ? [] : [{ apiVersion: 'apps/v1', kind: owner, name: 'x', uid: 'u' }];
  return { metadata: { namespace: 'default', name, labels, ownerReferences } };
}

function withContainers(containers: Record<string, string>, sidecars: Record<string, string> = {}): V1Pod {
  const listed = (of: Record<string, string>) => Object.entries(of).map(([name, each]) => ({ name, image: each }));
  const initContainers = listed(sidecars).map((each) => ({ ...each, restartPolicy: 'Always' }));
  return {
    spec: { containers: listed(containers), initContainers: [...initContainers, { name: 'once', image: 'once' }] },
  };
}

describe('what of a pod is of another version', () => {
  test('its containers and native sidecars are looked at, not what ran before them', () => {
    const mixed = withContainers({ app: 'example.com/app:2' }, { 'istio-proxy': 'docker.io/istio/proxyv2:1.30.1' });
    expect(otherImagesOf(mixed, [image('example.com/app:2')])).toEqual(['docker.io/istio/proxyv2:1.30.1']);
    expect(hasProxy(mixed)).toBe(true);
  });

  test('an image is the same in every spelling of its name', () => {
    const short = withContainers({ 'istio-proxy': 'istio/proxyv2:1.31.0@sha256:abc' });
    expect(otherImagesOf(short, [image('docker.io/istio/proxyv2:1.31.0')])).toEqual([]);
  });
});

describe('whose proxies are outdated', () => {
  const ratings: V1Deployment = {
    metadata: { namespace: 'default', name: 'ratings' },
    spec: { selector: { matchLabels: { app: 'ratings' } }, template: {} },
  };
  const current: V1Deployment = { ...ratings, metadata: { namespace: 'other', name: 'ratings' } };

  test('a Deployment once for all its pods; pods of none by themselves', () => {
    const found = groupOutdated(
      [
        pod('ratings-1', 'ReplicaSet', { app: 'ratings' }),
        pod('ratings-2', 'ReplicaSet', { app: 'ratings' }),
        pod('by-hand', undefined, { app: 'ratings' }),
        pod('database-0', 'StatefulSet'),
      ],
      [ratings, current],
    );
    expect(found).toEqual({
      deployments: [{ namespace: 'default', name: 'ratings' }],
      others: [
        { namespace: 'default', name: 'by-hand' },
        { namespace: 'default', name: 'database-0' },
      ],
    });
  });
});
