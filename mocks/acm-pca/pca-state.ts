import { Propagation } from '../propagation.ts';
import type { S3Store } from '../s3/s3-store.ts';
import { completeReports } from './audit/complete-reports.ts';
import { AuthorityStore } from './authority/authority-store.ts';
import { IdempotencyWindow } from './authority/idempotency.ts';
import { publishCrlIfDue } from './revocation/publish-crl.ts';
import { defaultPcaSettings, type PcaSettings } from './settings.ts';

/** Everything that ACM PCA knows. It dies with the process. */
export class PcaState {
  readonly authorities: AuthorityStore;
  readonly idempotency = new IdempotencyWindow();
  readonly settings: PcaSettings;
  /** Where CRLs and audit reports go. */
  readonly s3: S3Store;

  constructor(s3: S3Store, settings: Partial<PcaSettings> = {}, propagation = Propagation.immediate) {
    this.authorities = new AuthorityStore(propagation);
    this.s3 = s3;
    this.settings = { ...defaultPcaSettings, ...settings };
  }

  /** Writes to S3 what AWS would have written by now; whoever reads the store asks for this first. */
  async writeDueObjects(nowMs: number): Promise<void> {
    for (const authority of this.authorities.all()) {
      await publishCrlIfDue(authority, this.s3, nowMs);
      await completeReports(authority, this.s3, nowMs);
    }
  }
}
