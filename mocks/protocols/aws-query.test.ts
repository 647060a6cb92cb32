import { describe, expect, test } from '@jest/globals';
import { awsQuery } from './aws-query.ts';
import { parseQueryTree } from './query-tree.ts';
import { serviceError } from './service-error.ts';
import { xmlElement } from './xml.ts';

const parse = (query: string) => parseQueryTree(new URLSearchParams(query));

describe('a form as a tree', () => {
  test.each([
    ['A=1&B=2', { A: '1', B: '2' }],
    ['Tags.member.1.Key=a&Tags.member.1.Value=b', { Tags: [{ Key: 'a', Value: 'b' }] }],
    ['L.member.2=second&L.member.1=first', { L: ['first', 'second'] }],
    ['L.member.10=b&L.member.9=a', { L: ['a', 'b'] }],
    ['L=', { L: '' }],
    ['L.member.0=zero&L.member.x=x', { L: [] }],
  ])('%s', (query, expected) => {
    expect(parse(query)).toEqual(expected);
  });

  test.each(['A=1&A.B=2', 'A.B=2&A=1', `${'A.'.repeat(20)}B=1`])('%s is refused', (query) => {
    expect(parse(query)).toBeUndefined();
  });

  test('does not touch the prototype of anything', () => {
    parse('__proto__.polluted=yes&constructor.prototype.polluted=yes');
    expect('polluted' in {}).toBe(false);
  });
});

describe('a value as XML', () => {
  test.each([
    ['text with markup', '<&"\'>', '<V>&lt;&amp;&quot;&apos;&gt;</V>'],
    ['a control character that XML cannot carry', 'a\u0000b', '<V>ab</V>'],
    ['a list', ['a', 'b'], '<V><member>a</member><member>b</member></V>'],
    ['an empty list', [], '<V/>'],
    ['a structure without what is missing', { A: 1, B: undefined, C: false }, '<V><A>1</A><C>false</C></V>'],
    ['a time', new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)), '<V>2026-01-02T03:04:05Z</V>'],
    ['nothing', undefined, ''],
  ])('%s', (_name, value, expected) => {
    expect(xmlElement('V', value)).toBe(expected);
  });
});

test('an error tells whose fault it was', () => {
  const { failure } = awsQuery('https://example/');
  expect(failure(serviceError('NoSuchEntity', 404)('a <b>'), 'id')).toEqual({
    status: 404,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'id' },
    body: '<ErrorResponse xmlns="https://example/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>a &lt;b&gt;</Message></Error><RequestId>id</RequestId></ErrorResponse>',
  });
  expect(String(failure(serviceError('X', 500)(''), 'id').body)).toMatch(/<Type>Receiver<\/Type>/);
});
