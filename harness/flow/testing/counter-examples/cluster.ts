import { KeyObject, type webcrypto } from 'node:crypto';
import type { AddedToCluster } from '../../../clusters/existing/added-to-cluster.ts';
import type { ConditionedObject } from '../../../kubernetes/conditions.ts';
import type { CheckId } from '../../../pki/check-ids.ts';
import { type GuideChain, makeGuideChain, pemOf } from '../../../pki/test-chain.ts';
import { bookinfoRequestCheck } from '../../steps/bookinfo-request.ts';
import { checkCacerts } from '../../steps/cacerts-checks.ts';
import { type AdmissionAnswer, webhookCheck } from '../../steps/cert-manager-webhook.ts';
import { checkGuest } from '../../steps/guest-checks.ts';
import { pluggedInCaCheck } from '../../steps/istio.ts';
import { type HopCounters, mutualTlsCheck } from '../../steps/mutual-tls.ts';
import { readyCheck } from '../../steps/ready-check.ts';
import type { CounterExample } from './counter-example.ts';

const denied = (by: string, why: string): AdmissionAnswer => ({
  refusal: `admission webhook "${by}" denied the request: spec.selfSigned: Forbidden: ${why}`,
});
const byCertManager = denied('webhook.cert-manager.io', 'may not specify more than one issuer type');
const webhook = (invalid: AdmissionAnswer, valid: AdmissionAnswer = 'admitted') => webhookCheck({ valid, invalid });

const ready = (status: string, generation: number, observedGeneration?: number): ConditionedObject => ({
  metadata: { generation },
  status: {
    conditions: [{ type: 'Ready', status, ...(observedGeneration === undefined ? {} : { observedGeneration }) }],
  },
});
const readiness = (id: CheckId, where?: 'noted'): CounterExample => {
  const check = (object: ConditionedObject | undefined) => readyCheck(id, 'It is Ready', object, where);
  const ofUnknown =
    where === 'noted' ? {} : { 'it was changed, and nothing says since when': () => check(ready('True', 2)) };
  return {
    held: () => check(ready('True', 2, 2)),
    broken: {
      'it does not exist': () => check(undefined),
      'nothing has looked at it': () => check({ metadata: { generation: 1 } }),
      'it is not': () => check(ready('False', 1, 1)),
      'it was, with the spec before this one': () => check(ready('True', 2, 1)),
      ...ofUnknown,
    },
  };
};

const chain = await makeGuideChain();
const other = await makeGuideChain();
const keyPem = (key: webcrypto.CryptoKey) => KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
const cacertsOf = ({ istioCa, subordinate, root }: GuideChain) => ({
  'tls.crt': pemOf([istioCa.certificate, subordinate.certificate]),
  'ca.crt': root.certificate.pem,
  'tls.key': keyPem(istioCa.keys.privateKey),
});
const cacerts = (change: Record<string, string> = {}) =>
  checkCacerts(
    { ...cacertsOf(chain), ...change },
    {
      cas: [
        { arn: 'arn:root', role: 'root', certificatePem: chain.root.certificate.pem, serial: '' },
        { arn: 'arn:sub', role: 'subordinate', certificatePem: chain.subordinate.certificate.pem, serial: '' },
      ],
      issuingCaArn: 'arn:sub',
      origin: 'created',
    },
  );
const missing = (key: string) => () => cacerts({ [key]: '' });
const tlsCrt = (...certificates: readonly { certificate: GuideChain['root']['certificate'] }[]) =>
  cacerts({ 'tls.crt': pemOf(certificates.map(({ certificate }) => certificate)) });

const whole = '<title>Simple Bookstore App</title> 1234567890 Reviewer1 glyphicon-star';
const page = (text: string | undefined) => bookinfoRequestCheck({ request: 1, page: text });
const without = (mark: string) => () => page(whole.replace(mark, ''));

const mutual: HopCounters = { connections: 2, handshakes: 2, answered: 5, accepted: 2, withoutCertificate: 0 };
const hop = (to: Parameters<typeof mutualTlsCheck>[1]): CounterExample => {
  const counted = (change: Partial<HopCounters>) => mutualTlsCheck(['caller'], to, { ...mutual, ...change });
  return {
    held: () => counted({}),
    broken: {
      'one connection of two was in plain text': () => counted({ handshakes: 1 }),
      'all were in plain text': () => counted({ handshakes: 0 }),
      'nothing was answered': () => counted({ answered: 0 }),
      'there was no connection': () => counted({ connections: 0, handshakes: 0 }),
      'one client showed no certificate': () => counted({ withoutCertificate: 1 }),
      'its proxy has seen no handshake': () => counted({ accepted: 0 }),
    },
  };
};

const guest = (names: readonly string[]) =>
  checkGuest({
    cluster: { context: 'team' } as AddedToCluster['cluster'],
    before: names.map((name) => ({ name, uid: name })),
    installs: ['issuer', 'istio'],
    namespaces: [],
    images: [],
    imagesBefore: {},
  });
const definition = (name: string) => () => guest([`customresourcedefinitions.apiextensions.k8s.io ${name}`]);

export const clusterCounterExamples = {
  'cert-manager-webhook': {
    held: () => webhook(byCertManager),
    broken: {
      'no webhook is asked: both are admitted': () => webhook('admitted'),
      'another webhook denies it': () =>
        webhook(denied('policy.example.org', 'may not specify more than one issuer type')),
      'it denies it because it cannot read it': () =>
        webhook(denied('webhook.cert-manager.io', 'unexpected end of JSON input')),
      'the definition denies it': () =>
        webhook({ refusal: 'Issuer is invalid: spec: Too many: 2: must have at most 1 items' }),
      'it cannot be reached': () => webhook({ refusal: 'failed calling webhook "webhook.cert-manager.io": EOF' }),
      'it denies everything': () => webhook(byCertManager, byCertManager),
    },
  },
  'aws-pca-issuer-ready': readiness('aws-pca-issuer-ready'),
  'issuer-ready': readiness('issuer-ready', 'noted'),
  'istio-ca-ready': readiness('istio-ca-ready'),
  'cacerts-complete': {
    held: () => cacerts(),
    broken: { 'no chain': missing('tls.crt'), 'no key': missing('tls.key'), 'no root': missing('ca.crt') },
  },
  'cacerts-key': {
    held: () => cacerts(),
    broken: { 'it is the key of another CA': () => cacerts({ 'tls.key': keyPem(other.istioCa.keys.privateKey) }) },
  },
  'cacerts-chain': {
    held: () => cacerts(),
    broken: {
      'the subordinate CA is missing': () => tlsCrt(chain.istioCa),
      'the subordinate CA is in the place of the CA of Istio': () => tlsCrt(chain.subordinate, chain.subordinate),
      'its first certificate is of another CA': () => tlsCrt(other.istioCa, chain.subordinate),
      'its first certificate is no CA': () => tlsCrt(chain.leaf, chain.subordinate),
      'its root is not the one in AWS': () => cacerts({ 'ca.crt': other.root.certificate.pem }),
      'it has two roots': () => cacerts({ 'ca.crt': pemOf([chain.root.certificate, other.root.certificate]) }),
    },
  },
  'istiod-plugged-in-ca': {
    held: () => pluggedInCaCheck(chain.root.certificate.pem, chain.root.certificate.pem),
    broken: {
      'istiod distributes a CA of its own': () =>
        pluggedInCaCheck(other.root.certificate.pem, chain.root.certificate.pem),
      'it distributes another one beside ours': () =>
        pluggedInCaCheck(pemOf([chain.root.certificate, other.root.certificate]), chain.root.certificate.pem),
    },
  },
  'bookinfo-request': {
    held: () => page(whole),
    broken: {
      'nothing was answered': () => page(undefined),
      'productpage is another page': without('Simple Bookstore App'),
      'details is not in it': without('1234567890'),
      'reviews is not in it': without('Reviewer1'),
      'ratings is not in it': without('glyphicon-star'),
    },
  },
  'mutual-tls-productpage': hop('productpage'),
  'mutual-tls-details': hop('details'),
  'mutual-tls-reviews': hop('reviews'),
  'mutual-tls-ratings': hop('ratings'),
  'cluster-preflight': {
    held: () =>
      guest(['deployments.apps team/shop', 'customresourcedefinitions.apiextensions.k8s.io issuers.cert-manager.io']),
    broken: {
      'there is an issuer of AWS PCA': definition('awspcaissuers.awspca.cert-manager.io'),
      'there is an Istio': definition('virtualservices.networking.istio.io'),
      'there is a CA that istiod would plug in': () => guest(['secrets istio-system/cacerts']),
    },
  },
} as const satisfies Record<string, CounterExample>;
