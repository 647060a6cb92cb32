import { PcaState } from './acm-pca/pca-state.ts';
import type { PcaSettings } from './acm-pca/settings.ts';
import { createAdminHandler } from './admin/admin-handler.ts';
import { RequestJournal } from './admin/journal.ts';
import { AdjustableClock } from './clock.ts';
import { defaultAccountId, defaultRegion } from './contract.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { RequestQuotas } from './faults/request-quotas.ts';
import type { Handler } from './http/wire.ts';
import { IamState } from './iam/iam-state.ts';
import { IssuerDirectory } from './oidc/issuer-directory.ts';
import { createHandler } from './pipeline/handle.ts';
import { Propagation } from './propagation.ts';
import { S3Store } from './s3/s3-store.ts';
import { SigningKeyCache } from './sigv4/signing-key.ts';
import { StsState } from './sts/sts-state.ts';

export interface MockAwsOptions {
  /** What differs from {@link defaultPcaSettings}. */
  readonly settings?: Partial<PcaSettings>;
  /** Throttles requests above AWS's published rates. @defaultValue false */
  readonly publishedQuotas?: boolean;
  /** @defaultValue {@link defaultRegion} */
  readonly region?: string;
  /** @defaultValue {@link defaultAccountId} */
  readonly accountId?: string;
  /** @defaultValue the machine's clock, to which the admin port can add */
  readonly clock?: AdjustableClock;
  /** Told of defects of the mock itself. @defaultValue writes to standard error */
  readonly onDefect?: (error: unknown) => void;
}

/** A mocked AWS without any socket: two handlers and the administrator's key. */
export interface MockAws {
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly clock: AdjustableClock;
  readonly handle: Handler;
  readonly handleAdmin: Handler;
  readonly pca: PcaState;
  readonly faults: FaultPlan;
}

/** Puts a mocked AWS together: its state is fresh, and dies with it. */
export function createMockAws(options: MockAwsOptions = {}): MockAws {
  const home = { region: options.region ?? defaultRegion, accountId: options.accountId ?? defaultAccountId };
  const clock = options.clock ?? new AdjustableClock();
  const journal = new RequestJournal();
  const issuers = new IssuerDirectory();
  const store = new S3Store();
  const propagation = new Propagation(clock, () => pca.settings.propagationDelayMs);
  const pca: PcaState = new PcaState(store, options.settings, propagation);
  const iam = new IamState(propagation);
  const sts = new StsState(iam, issuers, propagation);
  const s3 = { store, settle: (nowMs: number) => pca.writeDueObjects(nowMs) };
  const faults = new FaultPlan();
  const quotas = new RequestQuotas();
  quotas.enforced = options.publishedQuotas ?? false;
  const administrator = iam.openAccount(home.accountId, clock.nowMs());
  return {
    ...home,
    pca,
    faults,
    accessKeyId: administrator.id,
    secretAccessKey: administrator.secret,
    clock,
    handle: createHandler({
      journal,
      clock,
      home,
      faults,
      quotas,
      states: { pca, sts, iam, s3 },
      signingKeys: new SigningKeyCache(),
      onDefect: options.onDefect ?? reportDefect,
    }),
    handleAdmin: createAdminHandler({ home, journal, issuers, clock, pca, iam, faults, quotas }),
  };
}

function reportDefect(error: unknown): void {
  process.stderr.write(
    `mocked AWS: defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}
