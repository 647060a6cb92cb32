import { beforeAll, expect, test } from '@jest/globals';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import {
  activeRoot,
  activeSubordinate,
  createAuthority,
  importCertificate,
  issueAndGet,
} from '../../testing/in-process-hierarchy.ts';

let aws: InProcessAws;
let rootArn: string;

beforeAll(async () => {
  aws = new InProcessAws();
  rootArn = await activeRoot(aws, { commonName: 'root' });
});

const subordinate = 'SubordinateCACertificate_PathLen0';

async function newSubordinate(templateName = subordinate, more: object = {}) {
  const { arn, csr } = await createAuthority(aws, 'SUBORDINATE', { commonName: 'sub' });
  return { ...(await issueAndGet(aws, rootArn, csr, { templateName, more })), authority: arn };
}

test('a certificate for another key is a mismatch', async () => {
  const one = await newSubordinate();
  const other = await newSubordinate();
  expect((await importCertificate(aws, one.authority, other.certificate, other.chain)).error).toBe(
    'CertificateMismatchException',
  );
});

interface Parts {
  readonly certificate: string;
  readonly chain?: string;
}

test.each<[string, (own: Required<Parts>) => Parts, string]>([
  ['without its chain', ({ certificate }) => ({ certificate }), 'InvalidRequestException'],
  [
    'with itself in the chain',
    ({ certificate, chain }) => ({ certificate, chain: `${certificate}\n${chain}` }),
    'CertificateMismatchException',
  ],
  ['with garbage', () => ({ certificate: 'garbage', chain: 'garbage' }), 'MalformedCertificateException'],
  ['with garbage for a chain', (own) => ({ ...own, chain: 'garbage' }), 'MalformedCertificateException'],
  [
    'with two certificates',
    ({ certificate, chain }) => ({ certificate: `${certificate}\n${certificate}`, chain }),
    'MalformedCertificateException',
  ],
])('a subordinate %s: %s', async (_name, parts, error) => {
  const own = await newSubordinate();
  const { certificate, chain } = parts(own);
  expect((await importCertificate(aws, own.authority, certificate, chain)).error).toBe(error);
});

test('an end entity’s certificate cannot become a CA’s', async () => {
  const own = await newSubordinate('EndEntityCertificate');
  expect((await importCertificate(aws, own.authority, own.certificate, own.chain)).error).toBe('ValidationException');
});

test('a critical extension that AWS does not take is malformed', async () => {
  const custom = { ObjectIdentifier: '1.2.3.4', Value: 'BQA=', Critical: true };
  const more = { ApiPassthrough: { Extensions: { CustomExtensions: [custom] } } };
  const own = await newSubordinate(`${subordinate}_APIPassthrough`, more);
  expect((await importCertificate(aws, own.authority, own.certificate, own.chain)).error).toBe(
    'MalformedCertificateException',
  );
});

test('a root takes no chain, and a subordinate no self-signed certificate', async () => {
  const { arn, csr } = await createAuthority(aws, 'ROOT', { commonName: 'other root' });
  const own = await issueAndGet(aws, arn, csr, { templateName: 'RootCACertificate' });
  expect((await importCertificate(aws, arn, own.certificate, own.certificate)).error).toBe('InvalidRequestException');
  expect((await importCertificate(aws, arn, own.certificate)).error).toBeUndefined();
});

test('a new certificate renews an expired CA', async () => {
  const fresh = new InProcessAws();
  const root = await activeRoot(fresh, { commonName: 'root' });
  const arn = await activeSubordinate(fresh, root, 0, { commonName: 'sub', validity: { Type: 'DAYS', Value: 1 } });
  const status = async () => (await fresh.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: arn })).body;
  fresh.aws.clock.offsetMs += 2 * 24 * 60 * 60 * 1000;
  expect(await status()).toMatchObject({ CertificateAuthority: { Status: 'EXPIRED' } });
  const { body } = await fresh.pca('GetCertificateAuthorityCsr', { CertificateAuthorityArn: arn });
  const renewed = await issueAndGet(fresh, root, String(body['Csr']), { templateName: subordinate });
  expect((await importCertificate(fresh, arn, renewed.certificate, renewed.chain)).error).toBeUndefined();
  expect(await status()).toMatchObject({ CertificateAuthority: { Status: 'ACTIVE' } });
});
