import type { AuditReportFormat } from '../authority/audit-reports.ts';
import { certificateArn } from '../authority/authority-arn.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { colonHex } from '../authority/describe-authority.ts';
import type { IssuedCertificate } from '../authority/issued-certificate.ts';
import { readCertificate } from '../x509/certificate.ts';
import { displayName } from '../x509/display-name.ts';

/** One line of a report: every use of the CA's key for a certificate. */
type AuditEntry = Readonly<Record<(typeof columns)[number], string>>;

/** @see https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html */
const columns = [
  'awsAccountId',
  'requestedByServicePrincipal',
  'certificateArn',
  'serial',
  'subject',
  'notBefore',
  'notAfter',
  'issuedAt',
  'revokedAt',
  'revocationReason',
  'templateArn',
] as const;

/** The text of an audit report on everything that the CA has issued and revoked. */
export async function auditReportText(authority: CertificateAuthority, format: AuditReportFormat): Promise<string> {
  const entries = await Promise.all([...authority.issued.all()].map((issued) => entryOf(authority, issued)));
  return format === 'CSV' ? toCsv(entries) : JSON.stringify(entries.map(withoutEmpty), null, 2);
}

async function entryOf(authority: CertificateAuthority, issued: IssuedCertificate): Promise<AuditEntry> {
  const certificate = readCertificate(await authority.issued.der(issued));
  const revocation = authority.revoked.get(issued.serialHex);
  return {
    awsAccountId: authority.identity.ownerAccountId,
    requestedByServicePrincipal: '',
    certificateArn: certificateArn(authority.identity.arn, issued.serialHex),
    serial: colonHex(issued.serialHex),
    subject: displayName(certificate.subject),
    notBefore: iso(certificate.notBeforeMs),
    notAfter: iso(certificate.notAfterMs),
    issuedAt: iso(issued.issuedAtMs),
    revokedAt: revocation ? iso(revocation.atMs) : '',
    revocationReason: revocation?.reason ?? '',
    templateArn: `arn:aws:acm-pca:::template/${issued.templateName}/V1`,
  };
}

/** AWS writes `2020-02-26T18:39:57+0000`. */
const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, '+0000');

const withoutEmpty = (entry: AuditEntry): Partial<AuditEntry> =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''));

/** RFC 4180: every field in quotes, quotes doubled. */
function toCsv(entries: readonly AuditEntry[]): string {
  const line = (fields: readonly string[]) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');
  return [columns.join(','), ...entries.map((entry) => line(columns.map((column) => entry[column])))].join('\n');
}
