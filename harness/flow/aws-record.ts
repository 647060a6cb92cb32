import { join } from 'node:path';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import { unless } from '../errors/error-code.ts';
import { readOwnFile } from '../process/own-file.ts';
import { replaceFile } from './replace-file.ts';

/** What a run has in an account of AWS itself, written down as it comes into being. Holds no credentials. */
export interface AwsRecord {
  readonly account: RealAwsAccount;
  /** ISO 8601: nothing of the run's in AWS is older. */
  readonly openedAt: string;
  /** ARNs of the CAs that the run created, in that order; noted as soon as AWS names them. */
  readonly authorities: readonly string[];
}

export const awsRecordFile = 'aws.json';

/** Notes the account that a run is about to make things in. What it made there before stays noted. */
export async function recordAccount(folder: string, account: RealAwsAccount): Promise<void> {
  const { openedAt = new Date().toISOString(), authorities = [] } = (await readAwsRecord(folder)) ?? {};
  await write(folder, { account, openedAt, authorities });
}

/** Notes a CA that AWS has just named, so that undoing finds it however this process ends. */
export async function recordAuthority(folder: string, arn: string): Promise<void> {
  const record = await readAwsRecord(folder);
  // The mocked AWS goes as a whole: nothing is written down for it.
  if (record) await write(folder, { ...record, authorities: [...record.authorities, arn] });
}

/** @returns undefined for a run that made nothing in AWS itself. */
export async function readAwsRecord(folder: string): Promise<AwsRecord | undefined> {
  // A run that is known by Docker's labels alone has no folder.
  if (folder === '') return undefined;
  const text = await unless(['ENOENT', 'ENOTDIR'], readOwnFile(join(folder, awsRecordFile)));
  return text === undefined ? undefined : (JSON.parse(text) as AwsRecord);
}

async function write(folder: string, record: AwsRecord): Promise<void> {
  await replaceFile(join(folder, awsRecordFile), `${JSON.stringify(record, null, 2)}\n`);
}
