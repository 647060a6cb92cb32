import type { AwsAccount } from './aws-account.ts';

export interface OpenAccountOptions {
  readonly runId: string;
  readonly runFolder: string;
  readonly region: string;
  /** The run's own network; undefined for a run that needs no Docker. */
  readonly dockerNetwork: string | undefined;
  /** Docker image that has Node.js 24 as `node` on its PATH; the mocked AWS runs in it. Undefined as the network is. */
  readonly nodeImage: string | undefined;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Where AWS comes from: a mocked one of the run's own, or AWS itself. */
export interface AwsEnvironment {
  readonly name: AwsAccount['kind'];
  /** @throws HarnessError with the remedy when the account cannot be worked in. */
  open(options: OpenAccountOptions): Promise<AwsAccount>;
  /** Makes AWS reachable for a cluster's pods, where it is not yet. */
  reachFrom(cluster: ClusterOnDocker, options: ReachOptions): Promise<void>;
  /**
   * Makes the cluster's OIDC issuer reachable for AWS where that can be done, as EKS does for its clusters.
   *
   * @returns Whether AWS can read the issuer's keys now, and so verify the tokens of the cluster's service accounts.
   */
  publishOidcIssuer(account: AwsAccount, issuer: OidcIssuer, signal: AbortSignal): Promise<boolean>;
  /** Removes what `open` made for this run. Nothing to remove is no error. */
  close(runId: string, options: { readonly signal: AbortSignal }): Promise<void>;
}

/** Where a cluster's nodes are; without a network, not in this machine's Docker. */
export interface ClusterOnDocker {
  readonly dockerNetwork?: string;
}

export interface ReachOptions {
  readonly runId: string;
  /** The run's own network, on which `open` has put what it started; undefined where it started nothing. */
  readonly runNetwork: string | undefined;
  readonly signal: AbortSignal;
}

/** A cluster's OIDC issuer: its URL and the JSON Web Key Set that its tokens are verified with (RFC 7517 §5). */
export interface OidcIssuer {
  readonly issuer: string;
  readonly jwks: { readonly keys: readonly unknown[] };
}
