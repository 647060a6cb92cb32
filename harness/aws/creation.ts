/** What a run creates in IAM. */
export type IamKind = 'role' | 'policy' | 'oidc-provider';

/** Something that a run has begun to create in AWS. */
export interface Creation {
  readonly kind: IamKind | 'certificate-authority';
  /** Undefined for a CA that AWS has not named yet. */
  readonly arn?: string;
  /** ISO 8601: AWS may not know it before some time has passed since then. */
  readonly at: string;
}

/** Notes a creation before AWS is asked for it, and the ARN that AWS answers; not one that AWS refused. */
export type NoteCreation = (creation: Omit<Creation, 'at'>, create: () => Promise<string>) => Promise<string>;

/** For who needs no notes: what is made elsewhere than in an account of AWS itself goes as a whole. */
export const unnoted: NoteCreation = (_creation, create) => create();
