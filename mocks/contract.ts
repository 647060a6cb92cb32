/**
 * What others may rely on: the line that the mocked AWS prints, the paths of its admin port and what they take and return. The
 * harness imports this file and nothing else of the mock.
 */

/** The one line of JSON on standard output, printed when the mock serves. */
export interface MockReady {
  /** For AWS_ENDPOINT_URL: every service is served there. */
  readonly endpoint: string;
  readonly admin: string;
  readonly region: string;
  readonly accountId: string;
  /** The key of the account's administrator. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const defaultPort = 4566;
export const defaultAdminPort = 4567;
export const defaultRegion = 'eu-central-1';
export const defaultAccountId = '123456789012';

// The admin port's paths. It speaks JSON and asks for no credentials: keep it as private as the mock itself.

/** GET: 200 with {@link Health} as soon as the mock serves. */
export const healthPath = '/health';
/** GET: {@link Journal}; `?since=SEQUENCE` returns only what came after that entry. DELETE: forgets all entries. */
export const journalPath = '/journal';
/** PUT {@link PublishedIssuer}: from now on that issuer can be reached. GET: every published one. DELETE `?issuer=URL`. */
export const oidcIssuersPath = '/oidc-issuers';
/** PUT {@link ClockSetting}: moves the mock's clock. GET: the present setting. */
export const clockPath = '/clock';
/** PUT any part of {@link Settings}. GET: all of them. */
export const settingsPath = '/settings';
/** POST {@link FaultRule}: returns {@link InstalledFault}. GET: every installed one. DELETE: all, or `?id=N`. */
export const faultsPath = '/faults';
/** PUT {@link ForcedStatus}. GET: {@link KnownAuthorities}, with their certificates. */
export const authoritiesPath = '/certificate-authorities';
/** POST {@link NewAccount}: opens another account. Returns {@link OpenedAccount}. */
export const accountsPath = '/accounts';

export interface Health {
  readonly status: 'ok';
  readonly region: string;
  readonly accountId: string;
}

/** One request as it was answered. Never holds credentials, keys or bodies. */
export interface JournalEntry {
  /** Counts up from 1. */
  readonly sequence: number;
  /** ISO 8601, on the mock's clock. */
  readonly time: string;
  readonly durationMs: number;
  readonly service: string | null;
  readonly operation: string | null;
  readonly region: string | null;
  /** The caller's ARN; null for an unsigned request, or one whose signature did not hold. */
  readonly principalArn: string | null;
  readonly status: number;
  readonly errorCode: string | null;
  readonly resourceArn: string | null;
  readonly idempotencyToken: string | null;
  /** 32 hex digits; set by IssueCertificate when it issues something new. */
  readonly issuedSerialHex: string | null;
  /** The fault that the request was given on purpose. */
  readonly fault: string | null;
}

export interface Journal {
  /** The newest entries, oldest first; older ones are forgotten. */
  readonly entries: readonly JournalEntry[];
  /** How often each idempotency token was sent, by operation: more than a few is a client that issues in a loop. */
  readonly idempotencyTokens: readonly TokenCount[];
  /** How many requests there were in all, also those that are forgotten. */
  readonly total: number;
}

export interface TokenCount {
  readonly operation: string;
  readonly token: string;
  readonly count: number;
}

/** An OIDC issuer and its keys, as its discovery document would lead to them. */
export interface PublishedIssuer {
  /** As in the tokens' `iss`: `https://oidc.eks.eu-central-1.amazonaws.com/id/ABC`. */
  readonly issuer: string;
  /** A JSON Web Key Set, as a Kubernetes API server serves it at /openid/v1/jwks. */
  readonly jwks: { readonly keys: readonly (Readonly<Record<string, unknown>> & { readonly kty: string })[] };
}

export interface ClockSetting {
  /** How far ahead of the machine's clock; negative for behind. */
  readonly offsetMs: number;
}

export interface Settings {
  /** How long a new CA is CREATING. */
  readonly creationDelayMs: number;
  /** How long GetCertificate answers RequestInProgressException. */
  readonly issuanceDelayMs: number;
  /** How long after a revocation the CRL shows it. */
  readonly crlDelayMs: number;
  /** How long an audit report is CREATING. */
  readonly auditReportDelayMs: number;
  /** How long a new CA, role, policy, attachment, OIDC provider, access key or session is unknown, as AWS's are. */
  readonly propagationDelayMs: number;
  /** Whether requests above AWS's published rates are throttled. */
  readonly publishedQuotas: boolean;
}

/** A fault to commit on purpose: which requests, when, and what happens to them. */
export interface FaultRule {
  /** Shown in the journal. */
  readonly name?: string;
  /** All that is given must fit; ARNs may have wildcards. Faults that strike before authentication know no principal. */
  readonly match?: {
    readonly service?: 'acm-pca' | 'sts' | 'iam' | 's3' | 'ocsp';
    readonly operation?: string;
    readonly principalArn?: string;
    readonly resourceArn?: string;
  };
  /** Counts requests that match. Without it every one of them is struck. */
  readonly when?: {
    /** Leaves the first ones alone. */
    readonly skip?: number;
    /** Strikes that many times and never again. */
    readonly times?: number;
    /** Strikes every so manieth. */
    readonly every?: number;
    /** Strikes that share of them, chosen by the seed. */
    readonly probability?: number;
    readonly seed?: number;
    /** A window, counted from the installation. */
    readonly startAfterMs?: number;
    readonly durationMs?: number;
  };
  readonly effect: FaultEffect;
}

export type FaultEffect =
  /** Refused as above the request rate. */
  | { readonly kind: 'throttle' }
  /** Any error of AWS's. `status` is 400 unless given. */
  | { readonly kind: 'error'; readonly code: string; readonly status?: number; readonly message?: string }
  | { readonly kind: 'internalFailure' }
  /** 503 for everyone, whoever asks. */
  | { readonly kind: 'outage' }
  | { readonly kind: 'latency'; readonly delayMs: number }
  /** The connection is closed without an answer. */
  | { readonly kind: 'drop' }
  /** The mock believes that it is later, or earlier when negative: signatures are then skewed. */
  | { readonly kind: 'clockSkew'; readonly offsetMs: number }
  /** What the call starts in the background, a certificate, a CA or a report, takes that much longer. */
  | { readonly kind: 'slowIssuance'; readonly delayMs: number }
  /** IssueCertificate issues for that long, whatever is asked. */
  | { readonly kind: 'shortValidity'; readonly validityMs: number }
  /** GetCertificate returns a broken chain. */
  | { readonly kind: 'chain'; readonly variant: ChainVariant };

export const chainVariants = [
  'missing',
  'empty',
  'withoutRoot',
  'onlyRoot',
  'reversed',
  'rootTwice',
  'stranger',
] as const;
export type ChainVariant = (typeof chainVariants)[number];

export interface InstalledFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** How many requests matched, and how many of them were struck. */
  readonly seen: number;
  readonly fired: number;
}

/** Puts a CA into a state; null gives it its own state back. */
export interface ForcedStatus {
  readonly arn: string;
  readonly status: 'CREATING' | 'PENDING_CERTIFICATE' | 'ACTIVE' | 'DELETED' | 'DISABLED' | 'EXPIRED' | 'FAILED' | null;
}

export interface KnownAuthorities {
  readonly authorities: readonly {
    readonly arn: string;
    readonly status: string;
    /** PEM: the CA's certificate and its chain up to the root; null while it has none. */
    readonly certificates: string | null;
  }[];
}

export interface NewAccount {
  /** Twelve digits. */
  readonly accountId: string;
}

export interface OpenedAccount extends NewAccount {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
