/** Who makes a request, as IAM names them. */
export interface Principal {
  /** The ARN that GetCallerIdentity returns. */
  readonly arn: string;
  readonly accountId: string;
  readonly userId: string;
  readonly kind: 'user' | 'assumed-role';
  /** The IAM entity behind it: the user's ARN, or the role's that was assumed. */
  readonly entityArn: string;
  /** Keys of the global condition context: `aws:username`, `aws:PrincipalTag/…`, and so on. */
  readonly conditions: ConditionContext;
}

/** Condition keys, in lower case, with their values. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;
