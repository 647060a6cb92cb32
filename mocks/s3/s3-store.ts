import type { StoredPolicy } from '../iam/entities.ts';

export interface StoredObject {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly modifiedAtMs: number;
  /** Readable without credentials, as an object with the ACL public-read is. */
  readonly publicRead: boolean;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly ownerAccountId: string;
  readonly createdAtMs: number;
  readonly objects: Map<string, StoredObject>;
  policy: StoredPolicy | undefined;
}

/** What AWS Private CA writes CRLs and audit reports to, and who reads them reads from. Bucket names are global. */
export class S3Store {
  readonly buckets = new Map<string, Bucket>();
}
