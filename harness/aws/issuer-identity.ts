/** The service account that the issuer runs as; the guide's names. */
export const issuerServiceAccount = { namespace: 'cert-manager', name: 'aws-pca-issuer' } as const;

/** Audience of tokens that are exchanged at STS, as EKS has it. */
export const stsAudience = 'sts.amazonaws.com';
