import { makeGuideChain } from '../../../pki/test-chain.ts';
import { proxiesCheck } from '../../upgrade/data-plane.ts';
import { renewalCheck } from '../../upgrade/steps/renewal.ts';
import { checkSameIstioCa, checkSameRoot } from '../../upgrade/trust.ts';
import { versionCheck } from '../../upgrade/version-check.ts';
import type { CounterExample } from './counter-example.ts';

const { root, subordinate, istioCa, certificates } = await makeGuideChain();
const other = await makeGuideChain();

const image = (tag: string) => `registry.example.org/component:${tag}`;
const version = (id: 'cert-manager' | 'issuer' | 'istiod'): CounterExample => {
  const running = (...tags: readonly string[]) =>
    versionCheck(
      { id, name: id, version: '2' },
      tags.map((tag) => ({ metadata: { name: 'pod' }, spec: { containers: [{ name: 'c', image: image(tag) }] } })),
      [{ name: image('2'), digest: `sha256:${'0'.repeat(64)}` }],
    );
  return {
    held: () => running('2', '2'),
    broken: {
      'one pod is of the version before': () => running('2', '1'),
      'all are': () => running('1'),
      'there is no pod': () => running(),
    },
  };
};

const trust = (roots: Readonly<Record<string, typeof root.certificate | undefined>>) => ({
  istioCa: istioCa.certificate,
  roots: new Map(Object.entries(roots)),
});
const before = trust({ cacerts: root.certificate, 'chain of a-1': root.certificate });
const outdated = { namespace: 'default', name: 'ratings-v1' };
const renewal = {
  before: other.istioCa.certificate,
  renewed: istioCa.certificate,
  renewedAt: new Date(),
  afterMs: { cacerts: 1, istiod: 2, workload: 3 },
  chain: certificates,
};

export const upgradeCounterExamples = {
  'upgrade-cert-manager': version('cert-manager'),
  'upgrade-issuer': version('issuer'),
  'upgrade-istiod': version('istiod'),
  'upgrade-proxies': {
    held: () => proxiesCheck([outdated], { deployments: [], others: [] }, 1),
    broken: {
      'one Deployment has the version before': () => proxiesCheck([], { deployments: [outdated], others: [] }, 1),
      'there is no proxy': () => proxiesCheck([], { deployments: [], others: [] }, 0),
    },
  },
  'upgrade-same-istio-ca': {
    held: () => checkSameIstioCa(istioCa.certificate, istioCa.certificate),
    broken: { 'it is another one': () => checkSameIstioCa(istioCa.certificate, other.istioCa.certificate) },
  },
  'upgrade-same-root': {
    held: () => checkSameRoot(before, before),
    broken: {
      'one pod trusts another': () =>
        checkSameRoot(before, trust({ cacerts: root.certificate, 'chain of a-2': other.root.certificate })),
      'one pod has no chain': () =>
        checkSameRoot(before, trust({ cacerts: root.certificate, 'chain of a-2': undefined })),
      'no pod was looked at': () => checkSameRoot(before, trust({ cacerts: root.certificate })),
      'cacerts has another': () =>
        checkSameRoot(before, trust({ cacerts: other.root.certificate, 'chain of a-2': root.certificate })),
      'there was none before': () => checkSameRoot(trust({ cacerts: undefined }), before),
    },
  },
  'upgrade-renewal': {
    held: () => renewalCheck(renewal),
    broken: {
      'it is the same certificate': () => renewalCheck({ ...renewal, before: istioCa.certificate }),
      'the workload still has the one before': () =>
        renewalCheck({ ...renewal, chain: certificates.with(1, other.istioCa.certificate) }),
      'the workload is signed by another CA': () =>
        renewalCheck({ ...renewal, chain: certificates.with(1, subordinate.certificate) }),
      'the workload has no chain': () => renewalCheck({ ...renewal, chain: [] }),
    },
  },
} as const satisfies Record<string, CounterExample>;
