import type { Check } from '../../../pki/check.ts';
import type { ListedCheckId } from '../../../pki/check-ids.ts';
import {
  fromNow,
  type GuideChain,
  type GuideWishes,
  guideWishes,
  inputOf,
  issue,
  makeGuideChain,
  pemOf,
} from '../../../pki/test-chain.ts';
import { checkWorkloadChain, type WorkloadChainInput } from '../../../pki/workload-chain.ts';
import type { CounterExample } from './counter-example.ts';

const { root, subordinate, istioCa, leaf } = guideWishes;
const wholeInput = async (wishes: GuideWishes = {}) => inputOf(await makeGuideChain(wishes));
const made = async (wishes: GuideWishes): Promise<Check[]> => checkWorkloadChain(await wholeInput(wishes));

/** The checks of a chain of which the input is changed. */
async function changed(change: (chain: GuideChain) => Promise<Partial<WorkloadChainInput>>): Promise<Check[]> {
  const chain = await makeGuideChain();
  return checkWorkloadChain({ ...inputOf(chain), ...(await change(chain)) });
}

/** A certificate that says the same, signed by the key of another issuer of the same name. */
async function forged(place: 0 | 1 | 2): Promise<Check[]> {
  return changed(async ({ certificates }) => {
    const other = (await makeGuideChain()).certificates;
    return { chainPem: pemOf(certificates.map((one, index) => (index === place ? (other[place] ?? one) : one))) };
  });
}

const inAws = (role: string, change: { serial?: string; certificatePem?: string }) =>
  changed(async (chain) => ({
    caRecords: inputOf(chain).caRecords.map((record) => (record.role === role ? { ...record, ...change } : record)),
  }));
const otherSerial = (role: string) => ({
  'AWS reports another serial': () => inAws(role, { serial: 'abcd' }),
  'AWS reports what is no serial': () => inAws(role, { serial: 'unknown' }),
});
const otherCertificate = (role: string) => ({
  'AWS holds another certificate of the same serial': async () => {
    const { certificate } = await issue({ serialHex: istioCa.serialHex, subject: 'CN=other' });
    return inAws(role, { certificatePem: certificate.pem });
  },
});
const constrained = (wish: object) => ({ ca: true, critical: true, ...wish });

/** How each check of a pod's chain is made to fail. */
const broken = {
  'chain-count': {
    'the root is not repeated': () =>
      changed(async ({ certificates }) => ({ chainPem: pemOf(certificates.slice(0, 4)) })),
    'there is text beside the certificates': () =>
      changed(async ({ certificates }) => ({ chainPem: `${pemOf(certificates)}noise` })),
  },
  'signature-aa-by-ab': { 'another CA of that name signed it': () => forged(0) },
  'signature-ab-by-ac': { 'another CA of that name signed it': () => forged(1) },
  'signature-ac-by-ad': { 'another CA of that name signed it': () => forged(2) },
  'root-self-signed': { 'another CA issued it': () => made({ root: { ...root, issuer: 'CN=older root' } }) },
  'names-chain': { 'the issuer has another name': () => made({ istioCa: { ...istioCa, issuer: 'CN=other' } }) },
  'key-identifiers': {
    'the issuer has another key identifier': () => made({ istioCa: { ...istioCa, authorityKeyIdentifier: 'ffff' } }),
    'there is none': () => made({ leaf: { ...leaf, authorityKeyIdentifier: undefined } }),
  },
  'basic-constraints': {
    'the leaf is a CA': () => made({ leaf: { ...leaf, basicConstraints: constrained({}) } }),
    'a CA is none': () => made({ istioCa: { ...istioCa, basicConstraints: constrained({ ca: false }) } }),
    'a CA does not say so': () => made({ subordinate: { ...subordinate, basicConstraints: undefined } }),
  },
  'path-lengths': {
    'the subordinate CA allows no CA': () =>
      made({ subordinate: { ...subordinate, basicConstraints: constrained({ pathLength: 0 }) } }),
    'the root allows one CA': () => made({ root: { ...root, basicConstraints: constrained({ pathLength: 1 }) } }),
  },
  'key-usages': {
    'a CA may not sign': () => made({ istioCa: { ...istioCa, keyUsage: leaf.keyUsage } }),
    'the leaf may sign': () => made({ leaf: { ...leaf, keyUsage: istioCa.keyUsage } }),
  },
  'validity-now': {
    'the leaf has expired': () => made({ leaf: { ...leaf, notAfter: fromNow(-1_000) } }),
    'it is looked at before it begins': () => changed(async () => ({ now: fromNow(-90 * 60_000) })),
  },
  'validity-nested': {
    'the leaf outlives its issuer': () => made({ istioCa: { ...istioCa, notAfter: fromNow(3_600_000) } }),
  },
  'root-twice': {
    'the last is another root of that name': () =>
      changed(async ({ certificates }) => {
        const { certificate } = await issue(root);
        return { chainPem: pemOf([...certificates.slice(0, 4), certificate]) };
      }),
  },
  'mutual-tls-usages': {
    'it is for servers alone': () => made({ leaf: { ...leaf, extendedKeyUsage: leaf.extendedKeyUsage.slice(0, 1) } }),
    'it is for clients alone': () => made({ leaf: { ...leaf, extendedKeyUsage: leaf.extendedKeyUsage.slice(1) } }),
  },
  'spiffe-one-uri': {
    'there are two': () => made({ leaf: { ...leaf, uris: [...leaf.uris, 'spiffe://cluster.local/ns/a/sa/b'] } }),
    'there is none': () => made({ leaf: { ...leaf, uris: [] } }),
  },
  'spiffe-trust-domain': {
    'it is of another one': () =>
      made({ leaf: { ...leaf, uris: ['spiffe://cluster.local.example.org/ns/default/sa/bookinfo-productpage'] } }),
  },
  'spiffe-id': {
    "it is another service account's": () =>
      made({ leaf: { ...leaf, uris: ['spiffe://cluster.local/ns/default/sa/b'] } }),
    "it is another namespace's": () =>
      made({ leaf: { ...leaf, uris: ['spiffe://cluster.local/ns/other/sa/bookinfo-productpage'] } }),
  },
  'aws-serial-ab': otherSerial('istio-ca'),
  'aws-certificate-ab': otherCertificate('istio-ca'),
  'aws-serial-ac': otherSerial('subordinate'),
  'aws-certificate-ac': otherCertificate('subordinate'),
  'aws-serial-ad': otherSerial('root'),
  'aws-certificate-ad': otherCertificate('root'),
  'plugged-in-ca': {
    'istiod made a CA of its own': () =>
      changed(async () => {
        const own = await issue({ ...root, subject: 'O=cluster.local' });
        const { certificate } = await issue(leaf, own);
        return { chainPem: pemOf([certificate, own.certificate]) };
      }),
  },
  'cacerts-tls-crt': {
    'the subordinate CA is missing': () =>
      changed(async (chain) => ({
        cacerts: { ...inputOf(chain).cacerts, tlsCrtPem: chain.istioCa.certificate.pem },
      })),
    'the root is with them': () =>
      changed(async (chain) => {
        const { cacerts } = inputOf(chain);
        return { cacerts: { ...cacerts, tlsCrtPem: cacerts.tlsCrtPem + cacerts.caCrtPem } };
      }),
  },
  'cacerts-ca-crt': {
    'it is the subordinate CA': () =>
      changed(async (chain) => ({
        cacerts: { ...inputOf(chain).cacerts, caCrtPem: chain.subordinate.certificate.pem },
      })),
  },
  'istio-ca-root-cert': {
    'one namespace of several has another root': () =>
      changed(async (chain) => {
        const { certificate } = await issue(root);
        return { trustBundles: new Map([...inputOf(chain).trustBundles, ['shop', certificate.pem]]) };
      }),
    'a namespace with a proxy has none': () =>
      changed(async (chain) => ({ trustBundles: new Map([...inputOf(chain).trustBundles, ['shop', '']]) })),
    'there is none at all': () => changed(async () => ({ trustBundles: new Map() })),
  },
} satisfies Partial<Record<ListedCheckId, CounterExample['broken']>>;

const held = async () => checkWorkloadChain(await wholeInput());
const ids = Object.keys(broken) as (keyof typeof broken)[];
export const chainCounterExamples = Object.fromEntries(
  ids.map((id): [typeof id, CounterExample] => [id, { held, broken: broken[id] }]),
) as Record<keyof typeof broken, CounterExample>;
