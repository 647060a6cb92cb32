import { describe, expect, test } from '@jest/globals';
import { readPem, writePem } from './pem.ts';
import {
  childrenOf,
  DerError,
  readDer,
  readNamedBits,
  readObjectIdentifier,
  readSmallInteger,
  readTime,
  readUnsignedInteger,
} from './reader.ts';
import {
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
  time,
  unsignedInteger,
  utf8String,
} from './writer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('writing', () => {
  test.each([
    ['0', smallInteger(0), '02 01 00'],
    ['127', smallInteger(127), '02 01 7f'],
    ['128, which must not look negative', smallInteger(128), '02 02 00 80'],
    ['65536', smallInteger(65_536), '02 03 01 00 00'],
    ['a magnitude with zeros before it', unsignedInteger(hex('00 00 05')), '02 01 05'],
    ['an OID (X.690 section 8.19.5)', objectIdentifier('2.100.3'), '06 03 81 34 03'],
    ['an OID with a long arc', objectIdentifier('1.2.840.113549'), '06 06 2a 86 48 86 f7 0d'],
    ['named bits without the zeros after the last one', namedBits([true, false, true, false, false]), '03 02 05 a0'],
    ['no named bits at all', namedBits([false]), '03 01 00'],
    ['a set in the order of its encodings', setOf(utf8String('b'), utf8String('a')), '31 06 0c 01 61 0c 01 62'],
    ['UTCTime through 2049', time(Date.UTC(2049, 11, 31, 23, 59, 59)), '17 0d 34 39 31 32 33 31 32 33 35 39 35 39 5a'],
    ['GeneralizedTime from 2050', time(Date.UTC(2050, 0)), '18 0f 32 30 35 30 30 31 30 31 30 30 30 30 30 30 5a'],
  ])('%s', (_name, written, expected) => {
    expect(written).toEqual(hex(expected));
  });

  test.each([127, 128, 255, 256, 65_535, 65_536])('a length of %i reads back', (length) => {
    const { content } = readDer(octetString(Buffer.alloc(length, 7)));
    expect(content).toHaveLength(length);
  });
});

describe('reading', () => {
  test('what was written', () => {
    const parts = childrenOf(
      readDer(sequence(smallInteger(300), objectIdentifier('1.3.6.1'), time(Date.UTC(2060, 1, 2)))),
    );
    expect(readSmallInteger(parts[0], 'a')).toBe(300);
    expect(readObjectIdentifier(parts[1], 'b')).toBe('1.3.6.1');
    expect(readTime(parts[2], 'c')).toBe(Date.UTC(2060, 1, 2));
    expect(readNamedBits(readDer(namedBits([true, false, true])), 'd').slice(0, 3)).toEqual([true, false, true]);
  });

  test.each([
    ['nothing', ''],
    ['a tag without a length', '30'],
    ['content that is cut off', '04 05 01'],
    ['bytes after the end', '05 00 00'],
    ['an indefinite length', '30 80 00 00'],
    ['a length in more bytes than it needs', '04 81 05 01 02 03 04 05'],
    ['a length beyond all reason', '04 84 ff ff ff ff'],
    ['a tag of several bytes', '1f 81 00 00'],
  ])('%s is refused', (_name, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow(DerError);
  });

  test.each([
    ['a negative number', () => readUnsignedInteger(readDer(hex('02 01 ff')), 'x')],
    ['an OID that is cut off', () => readObjectIdentifier(readDer(hex('06 02 2a 86')), 'x')],
    [
      'a date that does not exist',
      () => readTime(readDer(Buffer.concat([hex('17 0d'), Buffer.from('261301000000Z')])), 'x'),
    ],
  ])('%s is refused', (_name, read) => {
    expect(read).toThrow(DerError);
  });
});

test('PEM reads back, several blocks in order, with text between them', () => {
  const [first, second] = [Buffer.alloc(100, 1), Buffer.alloc(3, 2)];
  const text = `before\n${writePem('CERTIFICATE', first)}\nbetween\r\n${writePem('X', second)}\nafter`;
  expect(readPem(text)).toEqual([
    { label: 'CERTIFICATE', der: first },
    { label: 'X', der: second },
  ]);
  expect(readPem('-----BEGIN A-----\nAAAA\n-----END B-----')).toEqual([]);
});
