import { describe, expect, test } from '@jest/globals';
import { readSerial, serialFromHex, spellSerial } from './serial-number.ts';

// The decimal is what the guide's pipeline makes of the hex: `echo 'ibase=16; E8CB…' | bc`.
const example = {
  hex: 'e8cbd2bedb122329f97706bcfec990f8',
  decimal: '309439205711549840956034985118008971512',
};

describe('spellSerial', () => {
  test.each([
    ["the guide's pipeline", serialFromHex(example.hex.toUpperCase()), example],
    ['an odd number of digits keeps its leading zero', 0xa1bn, { hex: '0a1b', decimal: '2587' }],
    ['zero is one octet', 0n, { hex: '00', decimal: '0' }],
    ['the sign of a negative serial stays', serialFromHex('-05'), { hex: '-05', decimal: '-5' }],
  ])('%s', (_, serial, spelled) => {
    expect(spellSerial(serial)).toEqual(spelled);
  });
});

describe('readSerial', () => {
  const value = serialFromHex(example.hex);

  test.each([
    ['described', example.decimal, 'decimal'],
    ['described', 'e8:cb:d2:be:db:12:23:29:f9:77:06:bc:fe:c9:90:f8', 'hex'],
    ['described', 'E8:CB:D2:BE:DB:12:23:29:F9:77:06:BC:FE:C9:90:F8', 'hex'],
    ['described', example.hex, 'hex'],
    ['certificate-arn', example.hex, 'hex'],
    ['certificate-arn', `00${example.hex}`, 'hex'],
  ] as const)('of a serial that is %s, %s is %s', (source, text, notation) => {
    expect(readSerial(text, source)).toEqual({ value, notation });
  });

  test('plain digits have one reading in each place', () => {
    expect(readSerial('10', 'described')).toEqual({ value: 10n, notation: 'decimal' });
    expect(readSerial('10', 'certificate-arn')).toEqual({ value: 16n, notation: 'hex' });
  });

  test.each(['', 'none', 'e8:cb:d', '-5', '12 34', '0x10'])('%j is no serial', (text) => {
    expect(readSerial(text, 'described')).toBeUndefined();
    expect(readSerial(text, 'certificate-arn')).toBeUndefined();
  });

  test('an ARN has no colons in its last part', () => {
    expect(readSerial('ab:cd', 'certificate-arn')).toBeUndefined();
  });
});
