import type { V1Container, V1Volume } from '@kubernetes/client-node';
import type { IssuerRole } from '../../../aws/issuer-role.ts';
import { sessionSecret } from '../../issuer-session-secret.ts';
import { issuerCredentialsCheck, issuerServiceAccountCheck } from '../../steps/issuer-credentials-checks.ts';
import type { IssuerPods } from '../../steps/issuer-pods.ts';
import { issuerValues } from '../../steps/issuer-values.ts';
import type { CounterExample } from './counter-example.ts';

const byToken: IssuerRole = {
  roleArn: 'arn:aws:iam::111122223333:role/issuer',
  roleName: 'issuer',
  policyArn: 'arn:policy',
  oidcProviderArn: 'arn:provider',
};
const { oidcProviderArn: _, ...bySession } = byToken;

interface Shape {
  readonly role?: IssuerRole;
  readonly account?: string;
  readonly annotation?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly container?: Partial<V1Container>;
  readonly volumes?: readonly V1Volume[];
  readonly sources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pods?: number;
}

/** The issuer's pods as its chart makes them of the values that the flow gives it, and how they differ from that. */
function issuer({ role = byToken, account = 'aws-pca-issuer', pods = 2, ...shape }: Shape): IssuerPods {
  const aws = {
    kind: 'real',
    region: 'us-east-1',
    accountId: '1',
    partition: 'aws',
    principalArn: '',
    fips: false,
  } as const;
  const { env, volumes, volumeMounts } = issuerValues(aws, role);
  const container = {
    name: 'issuer',
    env: shape.env ?? Object.entries(env).map(([name, value]) => ({ name, value })),
    volumeMounts,
    ...shape.container,
  } as V1Container;
  const spec = {
    serviceAccountName: account,
    containers: [container],
    volumes: [...(shape.volumes ?? volumes)] as V1Volume[],
  };
  return {
    role,
    pods: Array.from({ length: pods }, (_unused, index) => ({ metadata: { name: `issuer-${index}` }, spec })),
    serviceAccount: { metadata: { annotations: { 'eks.amazonaws.com/role-arn': shape.annotation ?? role.roleArn } } },
    sources: new Map(Object.entries(shape.sources ?? {})),
  };
}

const account = (shape: Shape) => issuerServiceAccountCheck(issuer(shape));
const credentials = (shape: Shape) => issuerCredentialsCheck(issuer(shape));
const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
const session = (text: string) => ({ [`Secret/${sessionSecret.name}`]: { [sessionSecret.key]: text } });
const key = 'aws_access_key_id = ASIAEXAMPLE000000000\naws_secret_access_key = s\n';
const withSession = `[default]\n${key}aws_session_token = t\n`;
const token = (audience: string): V1Volume => ({
  name: 'aws-iam-token',
  projected: { sources: [{ serviceAccountToken: { audience, path: 'token' } }] },
});

export const issuerCounterExamples = {
  'issuer-service-account': {
    held: () => account({}),
    broken: {
      'they run as another account': () => account({ account: 'default' }),
      'the account names another role': () => account({ annotation: 'arn:aws:iam::111122223333:role/other' }),
      'there is no pod': () => account({ pods: 0 }),
    },
  },
  'issuer-credentials': {
    held: () => credentials({}),
    broken: {
      'a key is among its variables': () =>
        credentials({ container: { env: [...envOf(), { name: 'AWS_ACCESS_KEY_ID', value: 'key' }] } }),
      'a variable of another name holds a key': () =>
        credentials({ container: { env: [...envOf(), { name: 'KEY', value: 'AKIAEXAMPLE000000000' }] } }),
      'a Secret with keys gives its variables': () =>
        credentials({ container: { envFrom: [{ secretRef: { name: 'aws' } }] }, sources: { 'Secret/aws': keys } }),
      'a ConfigMap with keys gives its variables': () =>
        credentials({
          container: { envFrom: [{ configMapRef: { name: 'aws' } }] },
          sources: { 'ConfigMap/aws': keys },
        }),
      'a credentials file with keys is mounted': () =>
        credentials({
          volumes: [token('sts.amazonaws.com'), { name: 'aws', secret: { secretName: 'aws' } }],
          sources: { 'Secret/aws': { credentials: key } },
        }),
      'it has no token': () => credentials({ volumes: [] }),
      'its token is for another audience': () => credentials({ volumes: [token('vault')] }),
      'its token is for another role': () =>
        credentials({ env: envOf().map((one) => (one.name === 'AWS_ROLE_ARN' ? { ...one, value: 'other' } : one)) }),
      'there is no pod': () => credentials({ pods: 0 }),
      "where it has the run's session: no session is in it": () =>
        credentials({ role: bySession, sources: session(key) }),
      "where it has the run's session: a user's key is": () =>
        credentials({ role: bySession, sources: session(withSession.replace('ASIA', 'AKIA')) }),
      "where it has the run's session: a key is beside it": () =>
        credentials({
          role: bySession,
          sources: { ...session(withSession), 'Secret/aws': keys },
          container: { envFrom: [{ secretRef: { name: 'aws' } }] },
        }),
    },
  },
} as const satisfies Record<string, CounterExample>;

/** Held too, by the other way to credentials. */
export const issuerWithSession = () => credentials({ role: bySession, sources: session(withSession) });

function envOf() {
  return issuer({}).pods[0]?.spec?.containers[0]?.env ?? [];
}
