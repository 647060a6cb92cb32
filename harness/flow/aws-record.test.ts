import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import { testFolder } from '../testing/test-folder.ts';
import { awsRecordFile, noteCreations, noteRemoval, readAwsRecord, recordAccount } from './aws-record.ts';
import { defaultRunOptions } from './run.ts';

const folder = testFolder();
const account: RealAwsAccount = {
  ...{ kind: 'real', fips: false, region: 'us-east-1', partition: 'aws', accountId: '123456789012' },
  principalArn: 'arn:aws:iam::123456789012:user/u',
};
const ca = { kind: 'certificate-authority' } as const;
const role = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/r' } as const;

beforeEach(async () => {
  await rm(join(folder, awsRecordFile), { force: true });
  await recordAccount({ id: 'r1', instance: 'abc', folder, options: defaultRunOptions }, account);
});

const creations = async () => (await readAwsRecord(folder))?.creations.map(({ kind, arn }) => [kind, arn]);

describe('what a run notes of AWS itself', () => {
  test('is there before AWS is asked, and has its ARN when AWS has answered', async () => {
    const note = noteCreations(folder);
    await note(ca, async () => {
      expect(await creations()).toEqual([['certificate-authority', undefined]]);
      return 'arn:1';
    });
    await note(role, async () => role.arn);
    expect(await creations()).toEqual([
      ['certificate-authority', 'arn:1'],
      ['role', role.arn],
    ]);
    await noteRemoval(folder, 'arn:1');
    expect(await creations()).toEqual([['role', role.arn]]);
    expect(await readAwsRecord(folder)).toMatchObject({ instance: 'abc', account });
  });

  test('is whole when several steps note at a time', async () => {
    const note = noteCreations(folder);
    const kinds = ['role', 'policy', 'oidc-provider'] as const;
    const arns = kinds.map((kind) => `arn:${kind}`);
    await Promise.all(kinds.map((kind) => note({ kind, arn: `arn:${kind}` }, async () => `arn:${kind}`)));
    expect((await creations())?.map(([, arn]) => arn).sort()).toEqual(arns.toSorted());
    await Promise.all(arns.map((arn) => noteRemoval(folder, arn)));
    expect(await creations()).toEqual([]);
  });

  test('stays when the answer was lost, and not when AWS refused', async () => {
    const note = noteCreations(folder);
    await expect(note(ca, () => Promise.reject(new Error('socket hang up')))).rejects.toThrow('socket hang up');
    const refusal = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    await expect(note(role, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(await creations()).toEqual([['certificate-authority', undefined]]);
  });

  test('is read from a run of a version that noted CAs alone', async () => {
    const older = { account, openedAt: '2026-01-01T00:00:00.000Z', authorities: ['arn:1'] };
    await writeFile(join(folder, awsRecordFile), JSON.stringify(older));
    expect(await readAwsRecord(folder)).toEqual({
      ...{ account, openedAt: older.openedAt },
      creations: [{ ...ca, arn: 'arn:1', at: older.openedAt }],
    });
  });
});
