import { awsJson } from '../protocols/aws-json.ts';
import { defineService, type Service } from '../services/service.ts';
import { createCertificateAuthority } from './operations/create-certificate-authority.ts';
import { createCertificateAuthorityAuditReport } from './operations/create-certificate-authority-audit-report.ts';
import { createPermission } from './operations/create-permission.ts';
import { deleteCertificateAuthority } from './operations/delete-certificate-authority.ts';
import { deletePermission } from './operations/delete-permission.ts';
import { deletePolicy } from './operations/delete-policy.ts';
import { describeCertificateAuthority } from './operations/describe-certificate-authority.ts';
import { describeCertificateAuthorityAuditReport } from './operations/describe-certificate-authority-audit-report.ts';
import { getCertificate } from './operations/get-certificate.ts';
import { getCertificateAuthorityCertificate } from './operations/get-certificate-authority-certificate.ts';
import { getCertificateAuthorityCsr } from './operations/get-certificate-authority-csr.ts';
import { getPolicy } from './operations/get-policy.ts';
import { importCertificateAuthorityCertificate } from './operations/import-certificate-authority-certificate.ts';
import { issueCertificate } from './operations/issue-certificate.ts';
import { listCertificateAuthorities } from './operations/list-certificate-authorities.ts';
import { listPermissions } from './operations/list-permissions.ts';
import { listTags } from './operations/list-tags.ts';
import { putPolicy } from './operations/put-policy.ts';
import { restoreCertificateAuthority } from './operations/restore-certificate-authority.ts';
import { revokeCertificate } from './operations/revoke-certificate.ts';
import { tagCertificateAuthority } from './operations/tag-certificate-authority.ts';
import { untagCertificateAuthority } from './operations/untag-certificate-authority.ts';
import { updateCertificateAuthority } from './operations/update-certificate-authority.ts';
import type { PcaState } from './pca-state.ts';

/** The part of X-Amz-Target before the dot. */
export const pcaTargetPrefix = 'ACMPrivateCA';

/** ACM PCA, API version 2017-08-22. */
export const pcaService: Service<PcaState> = defineService(
  'acm-pca',
  awsJson,
  [
    'CreateCertificateAuthority',
    'DeleteCertificateAuthority',
    'DescribeCertificateAuthority',
    'GetCertificate',
    'GetCertificateAuthorityCertificate',
    'GetCertificateAuthorityCsr',
    'ImportCertificateAuthorityCertificate',
    'IssueCertificate',
    'ListCertificateAuthorities',
    'ListTags',
    'RestoreCertificateAuthority',
    'TagCertificateAuthority',
    'UntagCertificateAuthority',
    'UpdateCertificateAuthority',
    'CreateCertificateAuthorityAuditReport',
    'CreatePermission',
    'DeletePermission',
    'DeletePolicy',
    'DescribeCertificateAuthorityAuditReport',
    'GetPolicy',
    'ListPermissions',
    'PutPolicy',
    'RevokeCertificate',
  ],
  [
    createCertificateAuthority,
    deleteCertificateAuthority,
    describeCertificateAuthority,
    getCertificate,
    getCertificateAuthorityCertificate,
    getCertificateAuthorityCsr,
    importCertificateAuthorityCertificate,
    issueCertificate,
    listCertificateAuthorities,
    listTags,
    restoreCertificateAuthority,
    tagCertificateAuthority,
    untagCertificateAuthority,
    updateCertificateAuthority,
    createCertificateAuthorityAuditReport,
    createPermission,
    deletePermission,
    deletePolicy,
    describeCertificateAuthorityAuditReport,
    getPolicy,
    listPermissions,
    putPolicy,
    revokeCertificate,
  ],
);
