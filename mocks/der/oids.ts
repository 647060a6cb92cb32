/** Object identifiers, with the document that assigns them. */
export const oid = {
  // RFC 5280 section 4.2.1 and 4.2.2: certificate extensions.
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  subjectInfoAccess: '1.3.6.1.5.5.7.1.11',
  // RFC 2985 section 5.4.2: the CSR attribute that holds requested extensions.
  extensionRequest: '1.2.840.113549.1.9.14',
  // RFC 5280 section 4.2.1.4 and 4.2.2: qualifiers and access methods.
  cpsQualifier: '1.3.6.1.5.5.7.2.1',
  accessOcsp: '1.3.6.1.5.5.7.48.1',
  accessCaRepository: '1.3.6.1.5.5.7.48.5',
  // RFC 6960 section 4.2.1 and 4.4.1: the online status protocol.
  ocspBasicResponse: '1.3.6.1.5.5.7.48.1.1',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  // RFC 6487 and RFC 8182: resource PKI.
  accessRpkiManifest: '1.3.6.1.5.5.7.48.10',
  accessRpkiNotify: '1.3.6.1.5.5.7.48.13',
} as const;
