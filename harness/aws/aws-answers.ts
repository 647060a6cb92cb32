import type { AwsAccess } from './aws-account.ts';

/** What AWS, or the SDK before it gets there, answers instead of a result. */
export interface AwsAnswer {
  /** Whose matter it is: the machine's (its credentials, clock and network), the command line's, or AWS's. */
  readonly matter: 'machine' | 'usage' | 'component';
  remedy(context: RemedyContext): string;
}

export interface RemedyContext extends Partial<AwsAccess> {
  readonly region: string;
  /** What was refused, where AWS names it. */
  readonly action: string | undefined;
}

const profileOf = ({ profile }: RemedyContext) => (profile === undefined ? '' : ` --profile ${profile}`);
const again = 'Then run it again.';
const leftovers = 'Remove what killed runs left with `pca-e2e clean --aws real`';

const noCredentials: AwsAnswer = {
  matter: 'machine',
  remedy: (context) =>
    `Sign in (\`aws sso login${profileOf(context)}\`, \`aws configure${profileOf(context)}\`), name a profile with --aws-profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. \`aws sts get-caller-identity${profileOf(context)}\` shows whether it worked.`,
};

const expired: AwsAnswer = {
  matter: 'machine',
  remedy: (context) =>
    `The session has ended: sign in again (\`aws sso login${profileOf(context)}\`, or new session credentials). ${again} What the run made until then: \`pca-e2e down\` or \`pca-e2e clean\`.`,
};

const unknownKey: AwsAnswer = {
  matter: 'machine',
  remedy: ({ region }) =>
    `The access key is not known in ${region}: it was deleted or deactivated, its session token is missing, it is of another partition (aws, aws-cn, aws-us-gov), or the region is not enabled for the account. Check --region and the credentials.`,
};

const wrongSecret: AwsAnswer = {
  matter: 'machine',
  remedy: () => 'The secret access key does not belong to the access key, or a proxy changes requests. Set both anew.',
};

const skewedClock: AwsAnswer = {
  matter: 'machine',
  remedy: () => "This machine's clock is more than 5 minutes off: set it (NTP). Then run it again.",
};

const denied: AwsAnswer = {
  matter: 'machine',
  remedy: ({ action }) =>
    action === undefined
      ? 'These credentials lack a permission: the message says for which call. Allow it, or use other credentials with --aws-profile or --aws-assume-role.'
      : `Allow ${action} for these credentials, and look for an explicit deny in service control policies and permissions boundaries; or use other credentials with --aws-profile or --aws-assume-role.`,
};

const throttled: AwsAnswer = {
  matter: 'component',
  remedy: () =>
    'The account is above its request rate, also after several slower tries. Wait until what else uses AWS Private CA there is done, or ask for a higher rate in Service Quotas; then run it again.',
};

const limit: AwsAnswer = {
  matter: 'component',
  remedy: ({ region }) =>
    `The account's quota is used up in ${region}. ${leftovers}, or ask for more in Service Quotas.`,
};

const changing: AwsAnswer = {
  matter: 'component',
  remedy: () => 'Something else changes the same object. Let it finish, then run the command again.',
};

const wrongState: AwsAnswer = {
  matter: 'component',
  remedy: () =>
    'The CA is in a state in which AWS does not do that: `aws acm-pca describe-certificate-authority` shows it. An expired or disabled CA given with --issuing-ca must be renewed or enabled by its owner.',
};

const unavailable: AwsAnswer = {
  matter: 'component',
  remedy: ({ region }) =>
    `AWS has a failure of its own in ${region}, also after several tries: https://health.aws.amazon.com. ${again}`,
};

const notThere: AwsAnswer = {
  matter: 'component',
  remedy: ({ region }) =>
    `Nothing of that name is there in ${region}, or these credentials may not see it. A CA given with --issuing-ca lives in one region: give that with --region.`,
};

const unreachable: AwsAnswer = {
  matter: 'machine',
  remedy: ({ region, endpoint, fips }) =>
    endpoint === undefined
      ? `There is no way to AWS in ${region}${fips ? ' over FIPS endpoints, which not every region has' : ''}: check --region, the network, DNS and the proxy.`
      : `Nothing answers at ${endpoint}: check --aws-endpoint, and that it is served.`,
};

const refusedRequest: AwsAnswer = {
  matter: 'component',
  remedy: () => 'AWS refuses what was asked for. The message says which part; check the options of the run.',
};

const taken: AwsAnswer = {
  matter: 'component',
  remedy: () =>
    'A run of the same id made it. Give another --run-id, or remove that run with `pca-e2e down` or `pca-e2e clean --aws real`.',
};

const refusedToken: AwsAnswer = {
  matter: 'component',
  remedy: () =>
    "AWS could not verify the service account's token. `kubectl get --raw /.well-known/openid-configuration` shows the cluster's OIDC issuer: IAM must have a provider of just that URL with the client id sts.amazonaws.com, and AWS must reach its keys over HTTPS from the internet. Then run it again.",
};

const issuanceFailed: AwsAnswer = {
  matter: 'component',
  remedy: () =>
    'AWS could not do it, and says no more. Run it again; if it stays so, ask AWS Support with the request id.',
};

/**
 * By AWS's code, as the SDK's errors carry it in their name: what each of the calls that the harness makes documents,
 * what every service may answer, and what the SDK and the system say when AWS is not reached.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const awsAnswers: Readonly<Record<string, AwsAnswer | undefined>> = {
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  MissingAuthenticationToken: noCredentials,
  MissingAuthenticationTokenException: noCredentials,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  InvalidClientTokenId: unknownKey,
  UnrecognizedClientException: unknownKey,
  InvalidAccessKeyId: unknownKey,
  OptInRequired: unknownKey,
  RegionDisabledException: unknownKey,
  SignatureDoesNotMatch: wrongSecret,
  InvalidSignatureException: wrongSecret,
  IncompleteSignature: wrongSecret,
  IncompleteSignatureException: wrongSecret,
  RequestExpired: skewedClock,
  RequestTimeTooSkewed: skewedClock,
  InvalidIdentityToken: refusedToken,
  InvalidIdentityTokenException: refusedToken,
  IDPCommunicationError: refusedToken,
  IDPCommunicationErrorException: refusedToken,
  AccessDenied: denied,
  AccessDeniedException: denied,
  NotAuthorized: denied,
  UnauthorizedOperation: denied,
  Throttling: throttled,
  ThrottlingException: throttled,
  ThrottledException: throttled,
  TooManyRequestsException: throttled,
  RequestLimitExceeded: throttled,
  LimitExceeded: limit,
  LimitExceededException: limit,
  ConcurrentModification: changing,
  ConcurrentModificationException: changing,
  InvalidStateException: wrongState,
  RequestInProgressException: changing,
  RequestFailedException: issuanceFailed,
  InternalFailure: unavailable,
  InternalServerError: unavailable,
  InternalServerException: unavailable,
  ServiceFailure: unavailable,
  ServiceFailureException: unavailable,
  ServiceUnavailable: unavailable,
  ServiceUnavailableException: unavailable,
  TimeoutError: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ResourceNotFoundException: notThere,
  NoSuchEntity: notThere,
  NoSuchEntityException: notThere,
  EntityAlreadyExists: taken,
  EntityAlreadyExistsException: taken,
  DeleteConflict: changing,
  DeleteConflictException: changing,
  EntityTemporarilyUnmodifiable: changing,
  UnmodifiableEntity: refusedRequest,
  UnmodifiableEntityException: refusedRequest,
  InvalidArnException: refusedRequest,
  InvalidArgsException: refusedRequest,
  InvalidInput: refusedRequest,
  InvalidInputException: refusedRequest,
  InvalidPolicyException: refusedRequest,
  InvalidNextTokenException: refusedRequest,
  InvalidRequestException: refusedRequest,
  InvalidTagException: refusedRequest,
  TooManyTagsException: refusedRequest,
  MalformedCSRException: refusedRequest,
  MalformedCertificateException: refusedRequest,
  CertificateMismatchException: refusedRequest,
  MalformedPolicyDocument: refusedRequest,
  MalformedPolicyDocumentException: refusedRequest,
  PackedPolicyTooLarge: refusedRequest,
  PackedPolicyTooLargeException: refusedRequest,
  PolicyNotAttachable: refusedRequest,
  PolicyNotAttachableException: refusedRequest,
  OpenIdIdpCommunicationError: refusedRequest,
  OpenIdIdpCommunicationErrorException: refusedRequest,
  ValidationError: refusedRequest,
  ValidationException: refusedRequest,
};
