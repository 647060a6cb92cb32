import { beforeAll, describe, expect, test } from '@jest/globals';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import { activeRoot, createAuthority, issueAndGet } from '../../testing/in-process-hierarchy.ts';
import { certificateText, verifyStrict } from '../../testing/openssl.ts';
import { newCsr } from '../../testing/requests.ts';
import { extendedKeyUsage, keyUsage } from '../x509/standard-extensions.ts';
import { allTemplates, findTemplate } from './catalogue.ts';

/** What passthrough brings to blank templates; OpenSSL wants CAs to be allowed to sign. */
const authorityUsage = { DigitalSignature: true, KeyCertSign: true, CRLSign: true };
const leafUsage = { DigitalSignature: true };
const emailProtection = '1.3.6.1.5.5.7.3.4';

let aws: InProcessAws;
let rootArn: string;
let rootPem: string;

beforeAll(async () => {
  aws = new InProcessAws();
  rootArn = await activeRoot(aws, { commonName: 'root' });
  const root = await aws.pca('GetCertificateAuthorityCertificate', { CertificateAuthorityArn: rootArn });
  rootPem = String(root.body['Certificate']);
});

test('there are 61 templates, as many as AWS defines', () => {
  expect(allTemplates()).toHaveLength(61);
});

describe.each(allTemplates().map(({ name }) => name))('%s', (name) => {
  const template = findTemplate(name);
  const isCa = template?.kind !== 'end-entity';
  const usage = isCa ? authorityUsage : leafUsage;

  test('has the extensions that AWS defines, and OpenSSL verifies it strictly', async () => {
    const { certificate, issuer, chain } = await issueByTemplate();
    expect(await verifyStrict(issuer, chain, certificate)).toMatch(/: OK/);
    const text = await certificateText(certificate);
    expect(shownExtension(text, 'X509v3 Basic Constraints')).toBe(expectedBasicConstraints());
    expect(shownExtension(text, 'X509v3 Key Usage')).toBe(expectedKeyUsage());
    expect(shownExtension(text, 'X509v3 Extended Key Usage')).toBe(expectedPurposes());
    expect(text).toMatch(/X509v3 Subject Key Identifier/);
    expect(text.includes('X509v3 Authority Key Identifier')).toBe(template?.kind !== 'root-ca');
    // The alternative names come from the request in every variety.
    expect(text.includes('DNS:csr.example')).toBe(template?.kind !== 'root-ca');
  });

  async function issueByTemplate() {
    const more = { ApiPassthrough: { Extensions: { KeyUsage: usage } } };
    if (template?.kind === 'root-ca') {
      const { arn, csr } = await createAuthority(aws, 'ROOT', { commonName: name });
      const own = await issueAndGet(aws, arn, csr, { templateName: name, more });
      return { ...own, issuer: own.certificate, chain: '' };
    }
    const csr = await newCsr({ CommonName: name }, [
      keyUsage(usage),
      extendedKeyUsage([emailProtection], false),
      { oid: '2.5.29.17', critical: false, value: Buffer.from('300d820b6373722e6578616d706c65', 'hex') },
    ]);
    const issued = await issueAndGet(aws, rootArn, csr.toString(), { templateName: name, more });
    return { ...issued, issuer: rootPem };
  }

  function expectedBasicConstraints(): string {
    const critical = template?.basicConstraintsCritical ? 'critical ' : '';
    if (!isCa) return `${critical}CA:FALSE`;
    return `${critical}CA:TRUE${template?.pathLength === undefined ? '' : `, pathlen:${template.pathLength}`}`;
  }

  function expectedKeyUsage(): string | undefined {
    if (name.startsWith('EndEntity')) return 'critical Digital Signature, Key Encipherment';
    if (/^(CodeSigning|OCSPSigning)/.test(name)) return 'critical Digital Signature';
    return isCa ? 'critical Digital Signature, Certificate Sign, CRL Sign' : 'critical Digital Signature';
  }

  function expectedPurposes(): string | undefined {
    if (name.startsWith('EndEntityCertificate')) return 'TLS Web Server Authentication, TLS Web Client Authentication';
    if (name.startsWith('EndEntityClientAuth')) return 'TLS Web Client Authentication';
    if (name.startsWith('EndEntityServerAuth')) return 'TLS Web Server Authentication';
    if (name.startsWith('CodeSigning')) return 'critical Code Signing';
    if (name.startsWith('OCSPSigning')) return 'critical OCSP Signing';
    return template?.csrPassthrough ? 'E-mail Protection' : undefined;
  }
});

/** The line under an extension's heading, after the word critical if it is. */
function shownExtension(text: string, heading: string): string | undefined {
  const [, critical, value] = new RegExp(`${heading}: ?(critical)?\\s*\\n\\s+(.+)`).exec(text) ?? [];
  return value === undefined ? undefined : `${critical ? 'critical ' : ''}${value.trim()}`;
}
