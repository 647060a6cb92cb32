import { all, line, type Rule } from '../rule.ts';
import { startAgain } from './start-again.ts';

/** Guide, step 3: as whom the issuer talks to AWS. A request or an issuer fails with the words of AWS's SDK. */
const failing = ['condition', 'error'] as const;

/** The object, and the end of the SDK's error: the code and AWS's own words. */
const failure = (code: string, before = '') =>
  line(failing, new RegExp(`^(?<object>.+?): ${before}.*api error (?<code>${code}): (?<words>.+)$`));

/**
 * The errors of AssumeRoleWithWebIdentity that are AWS's decision, not an outage; its SDK writes some without "api error".
 * A token that is not valid yet tells of a wrong clock.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
const webIdentityRefused = line(
  failing,
  /^(?<object>.+?): (?!.*not valid yet).*AssumeRoleWithWebIdentity\b.*\b(?<code>AccessDenied|InvalidIdentityToken|ExpiredTokenException|IDPCommunicationError|IDPRejectedClaim|ValidationError): (?<words>.+)$/,
);

const notWebIdentity = '(?!.*AssumeRoleWithWebIdentity)';

export const awsCredentialsRules: readonly Rule[] = [
  {
    id: 'web-identity-denied',
    title: "AWS does not let the issuer's service account assume the role",
    when: [
      all(
        webIdentityRefused,
        line(
          'relation',
          /^Deployment \S+: runs as service account (?<namespace>[^/]+)\/(?<account>\S+), to assume (?<role>\S+)$/,
        ),
      ).supportedBy(line('journal', /AssumeRoleWithWebIdentity/)),
      all(webIdentityRefused),
    ],
    cause:
      "AWS does not let the issuer's service account[[ {namespace}/{account}]] assume the role[[ {role}]]: {code}, {words}",
    remedy:
      "Compare the role's trust policy with the token: its principal must be the cluster's own OIDC provider, its condition PROVIDER:sub must name the service account[[, system:serviceaccount:{namespace}:{account}]], and PROVIDER:aud sts.amazonaws.com. See aws iam get-role --role-name NAME and aws iam list-open-id-connect-providers; see that the issuer's pods run as that service account (serviceAccount.create=false, serviceAccount.name).",
    references: [
      'guide, step 3',
      'cert-manager/aws-privateca-issuer#277',
      'cert-manager/aws-privateca-issuer#48',
      'cert-manager/aws-privateca-issuer#105',
    ],
  },
  {
    id: 'aws-credentials-missing',
    title: 'The issuer has no AWS credentials',
    when: [
      all(
        line(
          failing,
          /^(?<object>.+?): .*(?<words>no EC2 IMDS role found|no AWS Secret Access Key Found|no AWS Access Key ID Found|failed to retrieve secret: .*)/,
        ),
        line('relation', /^Deployment (?<deployment>\S+): runs as service account (?<account>\S+),/),
      ),
    ],
    cause: 'The issuer has no AWS credentials ({words}): {deployment} runs as service account {account}.',
    remedy:
      'Give the service account the role (eksctl create iamserviceaccount, guide, step 3) and run the issuer as it, or name a secret with both keys in spec.secretRef of the issuer. Restart the issuer after its service account was annotated: the token and the role are put into pods when they start.',
    references: ['guide, step 3', 'cert-manager/aws-privateca-issuer#48'],
  },
  {
    id: 'aws-credentials-unknown',
    title: 'AWS does not know the access key',
    when: [all(failure('UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId'))],
    cause: 'AWS does not know the access key of {object} ({code}): {words}',
    remedy: `Put a key that exists and is active into the secret that spec.secretRef names (aws iam list-access-keys), or leave secretRef out and use the service account's role, as the guide does. ${startAgain}`,
    references: ['guide, step 3', 'cert-manager/aws-privateca-issuer#48'],
  },
  {
    id: 'aws-clock-skew',
    title: "The cluster's clock is wrong",
    when: [
      all(
        line(
          failing,
          /^(?<object>.+?): .*api error (?<code>\w+): (?<words>.*(Signature expired|not yet current|must be within|Request(Time)? (has )?expired).*)$/,
        ),
      ),
      all(line(failing, /^(?<object>.+?): .*api error (?<code>RequestExpired|RequestTimeTooSkewed): (?<words>.+)$/)),
      all(line(failing, /^(?<object>.+?): .*\b(?<code>InvalidIdentityToken): (?<words>.*not valid yet.*)$/)),
    ],
    cause: "The clock of the cluster's nodes differs from AWS's by more than 5 minutes ({code}): {words}",
    remedy: `Set the clock of the machines that run the cluster: timedatectl, chronyc tracking; compare with date --utc. Containers have their machine's clock. ${startAgain}`,
    references: ['guide, step 3', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html'],
  },
  {
    id: 'aws-signature-mismatch',
    title: 'The secret key does not belong to the access key',
    when: [
      all(
        failure(
          'SignatureDoesNotMatch|InvalidSignatureException',
          '(?!.*(Signature expired|not yet current|must be within))',
        ),
      ),
    ],
    cause: 'The secret key of {object} does not belong to its access key ({code}): {words}',
    remedy: `Write both parts of one key into the secret that spec.secretRef names, without line breaks: kubectl create secret generic NAME --from-literal AWS_ACCESS_KEY_ID=… --from-literal AWS_SECRET_ACCESS_KEY=…. ${startAgain}`,
    references: ['guide, step 3'],
  },
  {
    id: 'aws-credentials-expired',
    title: "The issuer's AWS credentials have expired",
    when: [all(failure('ExpiredToken(?:Exception)?', notWebIdentity))],
    cause: 'The AWS credentials of {object} have expired ({code}): {words}',
    remedy: `Temporary credentials in a secret end within hours: use the service account's role, as the guide does, which renews itself, or the keys of a user. ${startAgain}`,
    references: ['guide, step 3', 'cert-manager/aws-privateca-issuer#105'],
  },
];
