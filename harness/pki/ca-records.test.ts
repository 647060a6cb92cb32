import { beforeAll, describe, expect, test } from '@jest/globals';
import { type CaRecord, orderCaRecords } from './ca-records.ts';
import { guideWishes, issue, recordOf } from './test-chain.ts';

describe('orderCaRecords', () => {
  /** Istio's CA, three subordinates upwards, the root. */
  let upwards: CaRecord[];

  beforeAll(async () => {
    const root = await issue(guideWishes.root);
    const top = await issue({ ...guideWishes.subordinate, subject: 'CN=top' }, root);
    const middle = await issue({ ...guideWishes.subordinate, subject: 'CN=middle' }, top);
    const low = await issue({ ...guideWishes.subordinate, subject: 'CN=low' }, middle);
    const istioCa = await issue(guideWishes.istioCa, low);
    const subordinates = Object.entries({ low, middle, top }).map(([name, issued]) => ({
      ...recordOf(issued, 'subordinate'),
      arn: name,
    }));
    upwards = [recordOf(istioCa, 'istio-ca'), ...subordinates, recordOf(root, 'root')];
  });

  const arns = (records: readonly CaRecord[]) =>
    orderCaRecords(records, 3).map((place) => ('record' in place ? place.record.arn.split('/').at(-1) : place.problem));

  test('follows the signatures, whatever order AWS lists the CAs in', () => {
    const expected = ['istio-ca', 'low', 'middle', 'top', 'root'];
    expect(arns(upwards)).toEqual(expected);
    expect(arns(upwards.toReversed())).toEqual(expected);
    expect(arns([...upwards.slice(2), ...upwards.slice(0, 2)])).toEqual(expected);
  });

  test('keeps the given order of what cannot be followed', () => {
    const unreadable = upwards.map((record) => ({ ...record, certificatePem: '' }));
    expect(arns(unreadable)).toEqual(['istio-ca', 'low', 'middle', 'top', 'root']);
  });

  test('says how many there are where the number is wrong', () => {
    expect(arns(upwards.slice(2))).toEqual([
      'AWS reports 0 CAs of the role istio-ca, expected 1',
      ...Array.from({ length: 3 }, () => 'AWS reports 2 CAs of the role subordinate, expected 3'),
      'root',
    ]);
  });
});
