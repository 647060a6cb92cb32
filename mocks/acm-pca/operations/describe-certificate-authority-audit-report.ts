import { required, string, structure } from '../../protocols/shape.ts';
import { completeReports } from '../audit/complete-reports.ts';
import { resourceNotFound } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

const reportId = string({
  min: 36,
  max: 36,
  pattern: /^[a-z0-9]{8}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{12}$/,
});

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DescribeCertificateAuthorityAuditReport.html */
export const describeCertificateAuthorityAuditReport = pcaOperation({
  name: 'DescribeCertificateAuthorityAuditReport',
  input: structure({ CertificateAuthorityArn: required(arnShape), AuditReportId: required(reportId) }),
  access: byAuthorityArn('DescribeCertificateAuthorityAuditReport'),
  async run(request, call) {
    const authority = findAuthority(request, call);
    await completeReports(authority, call.state.s3, call.nowMs);
    const report = authority.auditReports.find(request.AuditReportId);
    if (!report) throw resourceNotFound(`Could not find the audit report ${request.AuditReportId}.`);
    return {
      AuditReportStatus: report.status,
      S3BucketName: report.bucketName,
      S3Key: report.key,
      CreatedAt: report.createdAtMs / 1000,
    };
  },
});
