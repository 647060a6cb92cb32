import { describe, expect, test } from '@jest/globals';
import { readingsOfSerial, serialFromHex, spellSerial } from './serial-number.ts';

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

describe('readingsOfSerial', () => {
  const value = serialFromHex(example.hex);

  test.each([
    ['plain hex', example.hex],
    ['upper-case hex', example.hex.toUpperCase()],
    ['colons', 'e8:cb:d2:be:db:12:23:29:f9:77:06:bc:fe:c9:90:f8'],
    ['colons, upper case, spaces around', ' E8:CB:D2:BE:DB:12:23:29:F9:77:06:BC:FE:C9:90:F8\n'],
    ['a sign octet before a high bit', `00${example.hex}`],
    ['a prefix', `0x${example.hex}`],
  ])('reads %s one way', (_, text) => {
    expect(readingsOfSerial(text)).toEqual([value]);
  });

  test('plain digits have two readings, decimal first', () => {
    expect(readingsOfSerial('10')).toEqual([10n, 16n]);
    expect(readingsOfSerial(example.decimal)[0]).toBe(value);
  });

  test.each(['', 'none', 'e8:cb:d', '-5', '12 34'])('%j is no serial', (text) => {
    expect(readingsOfSerial(text)).toEqual([]);
  });
});
