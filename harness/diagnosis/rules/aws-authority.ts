import { all, line, type Rule } from '../rule.ts';
import { startAgain } from './start-again.ts';

/** What requests and Certificates of the same issuer say when AWS does not find, or does not let them see, the CA. */
const refused = line(
  'condition',
  /^Certificate\w* \S+ \((?<issuer>AWSPCA\w+ \S+)\): .*(AccessDenied|ResourceNotFound|InvalidArn|ValidationException)/,
);
const refusedState = line('condition', /^Certificate\w* \S+ \((?<issuer>AWSPCA\w+ \S+)\): .*InvalidState/);
const refusedLength = line('condition', /^Certificate\w* \S+ \((?<issuer>AWSPCA\w+ \S+)\): .*ValidationException/);

/** Guide, steps 2 and 5: the certificate authority that an AWS PCA issuer names, and its state. */
export const awsAuthorityRules: readonly Rule[] = [
  {
    id: 'ca-arn-malformed',
    title: 'The ARN of the CA is malformed',
    when: [
      all(
        line(
          'relation',
          /^(?<issuer>AWSPCA\w+ \S+): names the ARN (?<arn>.*), which is none of a certificate authority: (?<problem>.+)$/,
        ),
      ).supportedBy(refused),
      all(line('condition', /^(?<issuer>.+?): .*InvalidArnException: (?<problem>.+)$/)),
    ],
    cause: '{issuer} names no certificate authority: [["{arn}": ]]{problem}',
    remedy: `Take the ARN of the subordinate CA (guide, step 2): aws acm-pca list-certificate-authorities --query 'CertificateAuthorities[].Arn'. Write it into spec.arn. ${startAgain}`,
    references: ['guide, steps 2 and 5'],
  },
  {
    id: 'ca-arn-other-region',
    title: 'The CA is in another region',
    when: [
      all(
        line(
          'relation',
          /^(?<issuer>AWSPCA\w+ \S+): asks region (?<asked>\S+), but its CA (?<arn>\S+) is in region (?<home>\S+)$/,
        ),
      ).supportedBy(refused, line('journal', /ResourceNotFound/)),
    ],
    cause: '{issuer} asks AWS in {asked}, but its CA is in {home}: {arn}',
    remedy: `Set both to the CA's region: spec.region to {home}, and spec.arn to {arn}. ${startAgain}`,
    references: ['guide, step 5'],
  },
  {
    id: 'ca-arn-not-found',
    title: 'There is no such CA',
    when: [
      all(
        line('relation', /^(?<issuer>AWSPCA\w+ \S+): names the CA (?<arn>\S+), which AWS does not have$/),
      ).supportedBy(refused, line('journal', /ResourceNotFound/)),
      all(line('condition', /^(?<issuer>.+?): .*ResourceNotFoundException: (?<arn>.+)$/)),
    ],
    cause: 'AWS has no such certificate authority ({issuer}): {arn}',
    remedy: `Compare with aws acm-pca list-certificate-authorities in the same account and region, and write the right ARN into spec.arn. ${startAgain}`,
    references: ['guide, steps 2 and 5'],
  },
  ...inState(
    'DISABLED',
    'ca-disabled',
    'is disabled',
    'Enable it: aws acm-pca update-certificate-authority --certificate-authority-arn {arn} --status ACTIVE.',
  ),
  ...inState(
    'PENDING_CERTIFICATE',
    'ca-pending-certificate',
    'has no certificate yet',
    'Install its certificate, signed by the parent CA (console: Actions, Install CA certificate; or get-certificate-authority-csr, issue-certificate at the parent, import-certificate-authority-certificate). Its path length must be 1 or more.',
  ),
  ...inState(
    'EXPIRED',
    'ca-expired',
    'has expired',
    'Renew it: issue a new certificate for its CSR at the parent CA and install it (get-certificate-authority-csr, issue-certificate, import-certificate-authority-certificate), or make a new CA and name it in spec.arn.',
  ),
  ...inState(
    'DELETED',
    'ca-deleted',
    'is deleted',
    'Within its restoration period: aws acm-pca restore-certificate-authority --certificate-authority-arn {arn}, then enable it with update-certificate-authority --status ACTIVE. After that it is gone: name another CA in spec.arn.',
  ),
  ...inState(
    'CREATING',
    'ca-creating',
    'is still being created',
    'Wait until it is created, then install its certificate (guide, step 2).',
  ),
  ...inState(
    'FAILED',
    'ca-failed',
    'could not be created',
    'See why: aws acm-pca describe-certificate-authority --certificate-authority-arn {arn} --query CertificateAuthority.FailureReason. It cannot be repaired: make another CA and name it in spec.arn.',
  ),
  {
    id: 'path-length-exhausted',
    title: 'The CA in AWS has path length 0',
    when: [
      all(
        line(
          'relation',
          /^(?<certificate>Certificate \S+) \((?<issuer>.+)\): asks for a CA, and the CA that would sign it, (?<arn>\S+), has path length 0$/,
        ),
      ).supportedBy(refusedLength),
      all(line('condition', /^(?<certificate>.+?): .*(?<arn>[Pp]ath length \d is not below the path length 0).*$/)),
    ],
    cause: 'path length 0: a CA cannot be created for Istio ({certificate}; the CA that would sign it: {arn})',
    remedy: `Install the subordinate CA's certificate with path length 1 or more, or none (guide, step 2): a certificate cannot be changed, so issue a new one from template SubordinateCACertificate_PathLen1/V1 at the parent and import it. ${startAgain}`,
    references: ['guide, step 2', 'cert-manager/aws-privateca-issuer#220', 'RFC 5280 §4.2.1.9'],
  },
  {
    id: 'path-length-template',
    title: "The template's path length does not fit under the CA's",
    when: [
      all(
        line(
          'relation',
          /^(?<certificate>Certificate \S+) \((?<issuer>.+)\): asks for a CA of path length (?<wanted>\d) \(template (?<template>\S+)\), and the CA that would sign it, (?<arn>\S+), has path length (?<available>\d)$/,
        ),
      ).supportedBy(refusedLength),
      all(
        line(
          'condition',
          /^(?<certificate>.+?): .*[Pp]ath length (?<wanted>\d) is not below the path length (?<available>\d) of/,
        ),
      ),
    ],
    cause:
      '{certificate} asks for a CA of path length {wanted}[[ (template {template})]], which must be below that of the CA that signs it, {available}[[: {arn}]]',
    remedy: `Use a template with a smaller path length: without spec.pcaTemplate.defaultTemplateName the issuer asks for SubordinateCACertificate_PathLen0/V1, which is enough for Istio. ${startAgain}`,
    references: [
      'cert-manager/aws-privateca-issuer#220',
      'cert-manager/aws-privateca-issuer#98',
      'cert-manager/aws-privateca-issuer#236',
    ],
  },
];

function inState(status: string, id: string, verb: string, leave: string): readonly Rule[] {
  return [
    {
      id,
      title: `The CA ${verb}`,
      when: [
        all(line('authority', new RegExp(`^CA (?<arn>\\S+): is ${status}; (?<issuer>.+) issues from it$`))).supportedBy(
          refusedState,
          line('journal', /InvalidState/),
        ),
        all(line('condition', new RegExp(`^(?<issuer>.+?): .*InvalidStateException: (?<arn>.*\\b${status}\\b.*)$`))),
      ],
      cause: `The certificate authority ${verb} (state ${status}), so it issues nothing: {arn}`,
      remedy: `${leave} ${startAgain}`,
      references: ['guide, step 2', 'https://docs.aws.amazon.com/privateca/latest/userguide/PcaUpdateStatus.html'],
    },
  ];
}
