import type { S3Store } from '../../s3/s3-store.ts';
import { bucketForService } from '../../s3/write-as-service.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { writeSourceOf } from '../service-identity.ts';
import { auditReportText } from './report-text.ts';

/** Writes the audit reports of a CA that AWS would have written by now. */
export async function completeReports(authority: CertificateAuthority, store: S3Store, nowMs: number): Promise<void> {
  for (const report of authority.auditReports.due(nowMs)) {
    const bucket = bucketForService(store, report.bucketName, report.key, writeSourceOf(authority));
    report.status = typeof bucket === 'string' ? 'FAILED' : 'SUCCESS';
    if (typeof bucket === 'string') continue;
    const body = Buffer.from(await auditReportText(authority, report.format));
    const contentType = report.format === 'CSV' ? 'text/csv' : 'application/json';
    bucket.objects.set(report.key, { key: report.key, body, contentType, modifiedAtMs: nowMs, publicRead: false });
  }
}
