import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../mocks/contract.ts';
import { withoutRepeats } from './journal.ts';

const entry = (fields: Partial<JournalEntry>) =>
  ({ operation: 'IssueCertificate', idempotencyToken: 'a', issuedSerialHex: null, ...fields }) as JournalEntry;

describe('a journal without repeated IssueCertificate calls', () => {
  test('a call with the token of a certificate that is issued is left out', () => {
    const issued = entry({ issuedSerialHex: '01' });
    expect(withoutRepeats([issued, entry({}), entry({})])).toEqual([issued]);
  });

  test('calls that were refused before it was issued stay, and so do those for other certificates', () => {
    const refused = entry({ errorCode: 'ThrottlingException' });
    const issued = entry({ issuedSerialHex: '01' });
    const other = entry({ idempotencyToken: 'b' });
    const withoutToken = entry({ idempotencyToken: null });
    const journal = [refused, issued, other, withoutToken];
    expect(withoutRepeats(journal)).toEqual(journal);
  });

  test('a second certificate with the same token stays to be seen', () => {
    const journal = [entry({ issuedSerialHex: '01' }), entry({ issuedSerialHex: '02' })];
    expect(withoutRepeats(journal)).toEqual(journal);
  });
});
