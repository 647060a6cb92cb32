import { join } from 'node:path';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import type { Creation, NoteCreation } from '../aws/creation.ts';
import { readOwnJson } from '../process/own-json.ts';
import { replaceFile } from './replace-file.ts';
import type { Run } from './run.ts';

/** What a run has in an account of AWS itself, written down as it comes into being. Holds no credentials. */
export interface AwsRecord {
  readonly account: RealAwsAccount;
  /** The run's random value in AWS's tags; undefined for a run of a version that made none. */
  readonly instance?: string;
  /** ISO 8601: nothing of the run's in AWS is older. */
  readonly openedAt: string;
  /** What the run began to create and has not removed, in that order; noted before AWS is asked for it. */
  readonly creations: readonly Creation[];
}

/** As versions without an instance wrote it: the ARNs of CAs alone. */
type WrittenRecord = Omit<AwsRecord, 'creations'> &
  Partial<Pick<AwsRecord, 'creations'>> & {
    readonly authorities?: readonly string[];
  };

export const awsRecordFile = 'aws.json';

/** Notes the account that a run is about to make things in. What it made there before stays noted. */
export async function recordAccount({ folder, instance }: Run, account: RealAwsAccount): Promise<void> {
  const { openedAt = new Date().toISOString(), creations = [] } = (await readAwsRecord(folder)) ?? {};
  await write(folder, { account, ...(instance === undefined ? {} : { instance }), openedAt, creations });
}

/**
 * Notes what a run creates in AWS itself, so that undoing finds it however this process ends. The mocked AWS goes as a
 * whole: nothing is written down for it.
 */
export const noteCreations =
  (folder: string): NoteCreation =>
  async (creation, create) => {
    const begun: Creation = { ...creation, at: new Date().toISOString() };
    await changeCreations(folder, (creations) => [...without(creations, begun), begun]);
    try {
      const arn = await create();
      await changeCreations(folder, (creations) => [...without(creations, begun), { ...begun, arn }]);
      return arn;
    } catch (error) {
      // Refused, so nothing was made; without an answer it may have been.
      if (isRefusal(error)) await changeCreations(folder, (creations) => without(creations, begun));
      throw error;
    }
  };

/** Notes that something that the run created is gone. */
export const noteRemoval = (folder: string, arn: string): Promise<void> =>
  changeCreations(folder, (creations) => creations.filter((creation) => creation.arn !== arn));

/** @returns undefined for a run that made nothing in AWS itself. @throws As {@link readOwnJson} does. */
export async function readAwsRecord(folder: string): Promise<AwsRecord | undefined> {
  // A run that is known by Docker's labels alone has no folder.
  if (folder === '') return undefined;
  const written = await readOwnJson<WrittenRecord>(
    join(folder, awsRecordFile),
    ({ account, openedAt, creations = [], authorities = [] }) =>
      typeof account?.accountId === 'string' &&
      ['string', 'undefined'].includes(typeof account.endpoint) &&
      typeof openedAt === 'string' &&
      [creations, authorities].every(Array.isArray),
  );
  if (written === undefined) return undefined;
  const { authorities = [], ...record } = written;
  const older = authorities.map((arn): Creation => ({ kind: 'certificate-authority', arn, at: record.openedAt }));
  return { ...record, creations: [...older, ...(record.creations ?? [])] };
}

const without = (creations: readonly Creation[], { kind, arn, at }: Creation) =>
  creations.filter((other) => !(other.kind === kind && (other.at === at || (arn !== undefined && other.arn === arn))));

const isRefusal = (error: unknown): boolean => {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500;
};

/** The changes of a record that have not ended yet, by folder. */
const changing = new Map<string, Promise<void>>();

/** One change after the other: steps that are undone side by side share the record. */
function changeCreations(folder: string, change: (creations: AwsRecord['creations']) => AwsRecord['creations']) {
  const changed = (changing.get(folder) ?? Promise.resolve()).then(async () => {
    const record = await readAwsRecord(folder);
    if (record) await write(folder, { ...record, creations: change(record.creations) });
  });
  // What failed is reported to its own caller, and stops none of the others.
  changing.set(
    folder,
    changed.catch(() => undefined),
  );
  return changed;
}

async function write(folder: string, record: AwsRecord): Promise<void> {
  await replaceFile(join(folder, awsRecordFile), `${JSON.stringify(record, null, 2)}\n`);
}
