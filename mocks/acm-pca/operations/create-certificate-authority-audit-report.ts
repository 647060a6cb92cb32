import { randomUUID } from 'node:crypto';
import { oneOf, required, string, structure } from '../../protocols/shape.ts';
import { bucketForService, writeAccess } from '../../s3/write-as-service.ts';
import { authorityIdOf } from '../authority/authority-arn.ts';
import { requireStatus } from '../authority/require-status.ts';
import { invalidArgs, requestInProgress } from '../errors.ts';
import { writeSourceOf } from '../service-identity.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreateCertificateAuthorityAuditReport.html */
export const createCertificateAuthorityAuditReport = pcaOperation({
  name: 'CreateCertificateAuthorityAuditReport',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    S3BucketName: required(string({ min: 3, max: 63 })),
    AuditReportResponseFormat: required(oneOf(['JSON', 'CSV'])),
  }),
  access: (request, call) => [
    byAuthorityArn('CreateCertificateAuthorityAuditReport')(request, call),
    writeAccess(call.state.s3, request.S3BucketName, `${reportFolder(request.CertificateAuthorityArn)}/*`),
  ],
  run(request, call) {
    const { state, nowMs } = call;
    const authority = findAuthority(request, call);
    requireStatus(authority, ['ACTIVE', 'DISABLED', 'EXPIRED'], nowMs);
    const { S3BucketName: bucketName, AuditReportResponseFormat: format } = request;
    const id = randomUUID();
    const key = `${reportFolder(authority.identity.arn)}/${id}.${format.toLowerCase()}`;
    const bucket = bucketForService(state.s3, bucketName, key, writeSourceOf(authority));
    if (typeof bucket === 'string') throw invalidArgs(bucket);
    if (!authority.auditReports.mayCreate(nowMs)) {
      throw requestInProgress('An audit report of this certificate authority was created less than 30 minutes ago.');
    }
    const readyAtMs = nowMs + state.settings.auditReportDelayMs + call.extraDelayMs;
    authority.auditReports.add({ id, bucketName, key, format, createdAtMs: nowMs, readyAtMs, status: 'CREATING' });
    return { AuditReportId: id, S3Key: key };
  },
});

const reportFolder = (authorityArn: string): string => `audit-report/${authorityIdOf(authorityArn)}`;
