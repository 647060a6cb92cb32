import { expect, test } from '@jest/globals';
import type { JournalEntry } from '../contract.ts';
import { keptEntries, RequestJournal } from './journal.ts';

const entry = (token: string | null): Omit<JournalEntry, 'sequence'> => ({
  time: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  service: 'acm-pca',
  operation: 'IssueCertificate',
  region: null,
  principalArn: null,
  status: 200,
  errorCode: null,
  resourceArn: null,
  idempotencyToken: token,
  issuedSerialHex: null,
  fault: null,
});

test('counts how often each idempotency token was sent', () => {
  const journal = new RequestJournal();
  for (const token of ['a', 'b with spaces', 'a', null]) journal.record(entry(token));
  expect(journal.read(0).idempotencyTokens).toEqual([
    { operation: 'IssueCertificate', token: 'b with spaces', count: 1 },
    { operation: 'IssueCertificate', token: 'a', count: 2 },
  ]);
});

test('returns what came after a sequence number', () => {
  const journal = new RequestJournal();
  for (let count = 0; count < 5; count += 1) journal.record(entry(null));
  expect(journal.read(3).entries.map(({ sequence }) => sequence)).toEqual([4, 5]);
});

test('keeps the newest entries and no more, and knows how many there were', () => {
  const journal = new RequestJournal();
  const many = keptEntries * 2 + 10;
  for (let count = 0; count < many; count += 1) journal.record(entry(`token ${count}`));
  const { entries, total, idempotencyTokens } = journal.read(0);
  expect(entries).toHaveLength(keptEntries);
  expect(entries.at(-1)?.sequence).toBe(many);
  expect(total).toBe(many);
  expect(idempotencyTokens.length).toBeLessThanOrEqual(50_000);
});
