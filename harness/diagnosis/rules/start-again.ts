/**
 * What follows every remedy for a request that failed. Neither half is enough: the issuer sets no failureTime, so
 * cert-manager takes a failed request that is still there for the new issuance's, and without a renewal it keeps to its
 * back-off (cert-manager/cert-manager#6378, cert-manager/cert-manager#9327).
 */
export const startAgain =
  'Then start a new issuance, for nobody retries a CertificateRequest that has failed: kubectl delete certificaterequest REQUEST, and after it cmctl renew CERTIFICATE.';
