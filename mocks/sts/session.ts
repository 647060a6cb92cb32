import type { PolicyDocument } from '../iam/policy/policy-document.ts';
import type { ConditionContext } from '../services/principal.ts';

/** Temporary credentials for a role. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
  readonly accountId: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  /** What the session was narrowed to; undefined when it was not. */
  readonly policies: readonly PolicyDocument[] | undefined;
  /** Condition keys that the session carries: its tags, its OIDC subject. */
  readonly conditions: ConditionContext;
}

export const assumedRoleArn = ({ accountId, roleName, sessionName }: Session): string =>
  `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
