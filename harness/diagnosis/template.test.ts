import { expect, test } from '@jest/globals';
import { fillTemplate, namesOfTemplate } from './template.ts';

test.each([
  ['{a} is {b}', { a: 'x', b: 'y' }, 'x is y'],
  ['{a}[[ ({b})]]', { a: 'x', b: 'y' }, 'x (y)'],
  ['{a}[[ ({b})]]', { a: 'x' }, 'x'],
  ["--query 'CAs[].Arn' {a}", { a: 'x' }, "--query 'CAs[].Arn' x"],
])('%j with %j is %j', (template, captured, text) => {
  expect(fillTemplate(template, captured)).toBe(text);
});

test('names are required outside of [[…]], and optional in it', () => {
  expect(namesOfTemplate('{a}[[ of {b}]] {c}')).toEqual({ required: ['a', 'c'], optional: ['b'] });
});
