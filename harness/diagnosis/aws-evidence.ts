/** AWS as seen from outside the cluster. */
export interface AwsEvidence {
  readonly authorities: readonly AuthorityFacts[];
  /** Requests as AWS answered them, oldest first. */
  readonly journal: readonly AnsweredRequest[];
  /** Whether AWS answers the operations that the issuer needs, now; looked at when something has failed. */
  readonly probes: readonly AwsProbe[];
}

/** A certificate authority in AWS. */
export interface AuthorityFacts {
  readonly arn: string;
  readonly status: string;
  /** PEM: the CA's own certificate first, then its chain; null while it has none. */
  readonly certificates: string | null;
}

export interface AnsweredRequest {
  readonly at: string;
  readonly service: string | null;
  readonly operation: string | null;
  /** Null for an unsigned request, or one whose signature did not hold. */
  readonly principalArn: string | null;
  readonly status: number;
  readonly errorCode: string | null;
  readonly resourceArn: string | null;
  readonly idempotencyToken: string | null;
  readonly issuedSerialHex: string | null;
}

/** An unsigned call: AWS refuses it, and by refusing shows that it serves. */
export interface AwsProbe {
  readonly operation: string;
  /** A refusal (4xx) counts as an answer; a 5xx or no answer does not. */
  readonly answers: boolean;
  readonly detail: string;
}
