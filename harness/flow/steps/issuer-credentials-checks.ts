import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { type IssuerRole, issuerServiceAccount, stsAudience } from '../../aws/issuer-role.ts';
import type { SecretData } from '../../kubernetes/secrets.ts';
import { type Check, checkOf, findingOf, type Observation } from '../../pki/check.ts';
import { checked } from '../checks.ts';
import { opensSessions, sessionSecret } from '../issuer-session-secret.ts';
import { type IssuerPods, sourcesOf } from './issuer-pods.ts';

/** Whether the issuer's pods run as the service account of step 3, which carries the role. */
export function issuerServiceAccountCheck({ role, pods, serviceAccount }: IssuerPods): Check {
  const { namespace, name } = issuerServiceAccount;
  const annotated = serviceAccount.metadata?.annotations?.['eks.amazonaws.com/role-arn'];
  const others = pods.filter(({ spec }) => spec?.serviceAccountName !== name);
  const accounts = new Set(pods.map(({ spec }) => spec?.serviceAccountName ?? 'none'));
  return checked(pods.length > 0 && others.length === 0 && annotated === role.roleArn, {
    id: 'issuer-service-account',
    title: "The issuer's pods run as the service account of the role",
    expected: `every pod as ${namespace}/${name}, which is annotated with ${role.roleArn}`,
    observed: `${pods.length} pods as ${[...accounts].join(', ') || 'nothing'}; ${name} is annotated with ${annotated ?? 'no role'}`,
  });
}

/**
 * Whether the issuer has no static keys of AWS, and what it has instead: a token of its service account, with which it assumes
 * the role itself; or, where AWS cannot verify such a token, a session of the role that the run has opened for it.
 */
export function issuerCredentialsCheck(issuer: IssuerPods): Check {
  const bySession = opensSessions(issuer.role);
  const [title, expected] = bySession
    ? [
        'The issuer has a session of the role, and no static keys',
        `every container is given the session in Secret ${sessionSecret.name}, and no key of AWS beside it`,
      ]
    : [
        "The issuer has its service account's token for the role, and no static keys",
        `every container is given a projected token for ${stsAudience} and the role's ARN, and no key of AWS`,
      ];
  const containers = issuer.pods.flatMap(({ metadata, spec }) =>
    (spec?.containers ?? []).map((container) => ({ container, spec, where: `${metadata?.name}/${container.name}` })),
  );
  const observations = containers.map(({ container, spec, where }): Observation => {
    const given = bySession ? sessionOf(container, spec, issuer) : tokenOf(container, spec, issuer.role);
    const keys = spec === undefined ? [] : staticKeys(container, spec, issuer, bySession);
    const faults = [...(given === undefined ? [bySession ? 'no session' : 'no token for the role'] : []), ...keys];
    return { holds: faults.length === 0, text: `${where}: ${faults.join(', ') || `${given}, no static keys`}` };
  });
  return checkOf('issuer-credentials', title, findingOf(expected, observations));
}

const variableOf = ({ env = [] }: V1Container, wanted: string) => env.find(({ name }) => name === wanted)?.value;

/** The volume that a container mounts a file from. */
function volumeOf({ volumeMounts = [] }: V1Container, spec: V1PodSpec | undefined, file: string) {
  const mount = volumeMounts.find(({ mountPath }) => file.startsWith(`${mountPath}/`));
  return spec?.volumes?.find(({ name }) => name === mount?.name);
}

function tokenOf(container: V1Container, spec: V1PodSpec | undefined, { roleArn }: IssuerRole): string | undefined {
  const file = variableOf(container, 'AWS_WEB_IDENTITY_TOKEN_FILE') ?? '';
  const sources = volumeOf(container, spec, file)?.projected?.sources ?? [];
  const isProjected = sources.some(
    ({ serviceAccountToken: token }) => token?.audience === stsAudience && file.endsWith(`/${token.path}`),
  );
  if (!isProjected || variableOf(container, 'AWS_ROLE_ARN') !== roleArn) return undefined;
  return `token for ${stsAudience} and ${roleArn}`;
}

function sessionOf(container: V1Container, spec: V1PodSpec | undefined, { sources }: IssuerPods): string | undefined {
  const file = variableOf(container, 'AWS_SHARED_CREDENTIALS_FILE') ?? '';
  const secret = volumeOf(container, spec, file)?.secret?.secretName;
  const text = sources.get(`Secret/${secret}`)?.[sessionSecret.key] ?? '';
  if (secret !== sessionSecret.name || !/^aws_session_token = \S/m.test(text)) return undefined;
  return `session of the role in Secret ${secret}`;
}

/** What a key of AWS is stored as: a variable, a line of a credentials file, or a long-lived user's key by its own prefix. */
const keyName = /aws_(access_key_id|secret_access_key)/i;
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const userKey = /\bAKIA[A-Z0-9]{12,}/;

/** Where a container is given keys that no session ends: names alone, no values. */
function staticKeys(
  container: V1Container,
  spec: V1PodSpec,
  { sources }: IssuerPods,
  bySession: boolean,
): readonly string[] {
  const variables = (container.env ?? [])
    .filter(({ name, value = '' }) => keyName.test(name) || userKey.test(value))
    .map(({ name }) => `static keys in ${name}`);
  const stored = sourcesOf({ ...spec, containers: [container] })
    .filter((source) => !(bySession && source === `Secret/${sessionSecret.name}` && !hasUserKey(sources.get(source))))
    .filter((source) => Object.entries(sources.get(source) ?? {}).some(([key, text]) => isKey(key) || isKey(text)))
    .map((source) => `static keys in ${source}`);
  return [...new Set([...variables, ...stored])];
}

const isKey = (text: string) => keyName.test(text) || userKey.test(text);
const hasUserKey = (data: SecretData = {}) => Object.values(data).some((text) => userKey.test(text));
