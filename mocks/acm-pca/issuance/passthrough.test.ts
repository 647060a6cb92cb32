import { beforeAll, describe, expect, test } from '@jest/globals';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import { activeRoot, issue, issueAndGet } from '../../testing/in-process-hierarchy.ts';
import { certificateText } from '../../testing/openssl.ts';
import { newCsr } from '../../testing/requests.ts';
import { extendedKeyUsage, keyUsage } from '../x509/standard-extensions.ts';

const codeSigning = '1.3.6.1.5.5.7.3.3';

let aws: InProcessAws;
let rootArn: string;
let csr: string;

beforeAll(async () => {
  aws = new InProcessAws();
  rootArn = await activeRoot(aws, { commonName: 'root' });
  const requested = [keyUsage({ KeyAgreement: true }), extendedKeyUsage([codeSigning], false)];
  csr = (await newCsr({ CommonName: 'from the request' }, requested)).toString();
});

async function textOf(templateName: string, ApiPassthrough: object = {}): Promise<string> {
  const { certificate } = await issueAndGet(aws, rootArn, csr, { templateName, more: { ApiPassthrough } });
  return certificateText(certificate);
}

const everything = {
  Subject: { Country: 'DE', Organization: 'Example', CommonName: 'from the API' },
  Extensions: {
    KeyUsage: { DataEncipherment: true },
    ExtendedKeyUsage: [{ ExtendedKeyUsageType: 'TIME_STAMPING' }, { ExtendedKeyUsageObjectIdentifier: '1.2.3.4.5' }],
    SubjectAlternativeNames: [
      { DnsName: 'a.example' },
      { IpAddress: '10.0.0.1' },
      { IpAddress: '2001:db8::1' },
      { IpAddress: '::ffff:192.0.2.1' },
      { Rfc822Name: 'me@a.example' },
      { UniformResourceIdentifier: 'spiffe://cluster.local/ns/default' },
      { DirectoryName: { CommonName: 'directory' } },
      { RegisteredId: '1.2.3' },
      { OtherName: { TypeId: '1.2.3', Value: 'other' } },
    ],
    CertificatePolicies: [
      {
        CertPolicyId: '1.2.3.9',
        PolicyQualifiers: [{ PolicyQualifierId: 'CPS', Qualifier: { CpsUri: 'http://cps.example' } }],
      },
    ],
    CustomExtensions: [{ ObjectIdentifier: '1.2.3.10', Value: 'BQA=', Critical: true }],
  },
};

describe('what the API passes through', () => {
  test('is in the certificate, where the template lets it', async () => {
    const text = await textOf('BlankEndEntityCertificate_APIPassthrough', everything);
    expect(text).toMatch(/Subject: C ?= ?DE, O ?= ?Example, CN ?= ?from the API/);
    expect(text).toMatch(/Key Usage: critical\s+Data Encipherment/);
    expect(text).toMatch(/Time Stamping, 1\.2\.3\.4\.5/);
    for (const name of [
      'DNS:a.example',
      'IP Address:10.0.0.1',
      'IP Address:2001:DB8:0:0:0:0:0:1',
      'IP Address:0:0:0:0:0:FFFF:C000:201',
      'email:me@a.example',
      'URI:spiffe://cluster.local/ns/default',
      'Registered ID:1.2.3',
      'othername:',
    ]) {
      expect(text).toContain(name);
    }
    // Versions of OpenSSL differ in how they write names.
    expect(text).toMatch(/DirName:\/?CN ?= ?directory/);
    expect(text).toMatch(/Policy: 1\.2\.3\.9\s+CPS: http:\/\/cps\.example/);
    expect(text).toMatch(/1\.2\.3\.10: critical/);
  });

  test('does not override what the template fixes', async () => {
    const text = await textOf('EndEntityServerAuthCertificate_APIPassthrough', everything);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment/);
    expect(text).not.toMatch(/Time Stamping/);
    expect(text).toContain('DNS:a.example');
  });

  test('comes before what the request asks for', async () => {
    const text = await textOf('BlankEndEntityCertificate_APICSRPassthrough', {
      Extensions: { KeyUsage: { DataEncipherment: true } },
    });
    expect(text).toMatch(/Key Usage: critical\s+Data Encipherment\n/);
    // What the API leaves open, the request fills.
    expect(text).toMatch(/Code Signing/);
  });

  test.each(['EndEntityCertificate', 'BlankEndEntityCertificate_CSRPassthrough'])(
    'is ignored by %s',
    async (templateName) => {
      const text = await textOf(templateName, everything);
      expect(text).toMatch(/Subject: CN ?= ?from the request/);
      expect(text).not.toMatch(/a\.example|Data Encipherment|1\.2\.3\.10/);
    },
  );

  test.each<[string, object]>([
    ['a name in two forms at once', { SubjectAlternativeNames: [{ DnsName: 'a', IpAddress: '10.0.0.1' }] }],
    ['an address that is none', { SubjectAlternativeNames: [{ IpAddress: '10.0.0.256' }] }],
    ['a host name that is not ASCII', { SubjectAlternativeNames: [{ DnsName: 'bücher.example' }] }],
    ['a purpose with neither type nor identifier', { ExtendedKeyUsage: [{}] }],
    [
      'the same extension twice',
      { KeyUsage: {}, CustomExtensions: [{ ObjectIdentifier: '2.5.29.15', Value: 'BQA=' }] },
    ],
  ])('is refused with %s', async (_name, Extensions) => {
    const options = {
      templateName: 'BlankEndEntityCertificate_APIPassthrough',
      more: { ApiPassthrough: { Extensions } },
    };
    expect((await issue(aws, rootArn, csr, options)).error).toBe('InvalidArgsException');
  });
});

test('what a request asks for counts only where the template passes it through', async () => {
  expect(await textOf('EndEntityCertificate_CSRPassthrough')).not.toMatch(/Key Agreement|Code Signing/);
  expect(await textOf('BlankEndEntityCertificate_CSRPassthrough')).toMatch(/Key Agreement/);
});

test('a request cannot make itself a CA', async () => {
  const greedy = await newCsr({ CommonName: 'greedy' }, [
    { oid: '2.5.29.19', critical: true, value: Buffer.from('30030101ff', 'hex') },
  ]);
  const options = { templateName: 'BlankEndEntityCertificate_CSRPassthrough' };
  const { certificate } = await issueAndGet(aws, rootArn, greedy.toString(), options);
  expect(await certificateText(certificate)).toMatch(/CA:FALSE/);
});
