import { describe, expect, test } from '@jest/globals';
import { InvalidArgumentError, Option } from 'commander';
import { parseSetting } from './parse-setting.ts';

const depth = new Option('--ca-depth <n>').argParser((text) => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
});
const keep = new Option('--keep [when]').choices(['always', 'failed']);
const json = new Option('--json').default(false);
const sets = new Option('--istio-set <key=value>')
  .default([])
  .argParser((text, before: readonly string[]) => [...before, text]);

describe('what the environment or a file gives for an option', () => {
  test.each([
    ['a value', depth, ['3'], 3],
    ['a choice', keep, ['failed'], 'failed'],
    ['an option whose value may be left out', keep, ['true'], true],
    ['one that is set to off', keep, ['no'], undefined],
    ['a switch', json, ['1'], true],
    ['a switch that is set to off', json, ['false'], undefined],
    ['several values of an option that may be given again', sets, ['a=1', 'b=2'], ['a=1', 'b=2']],
  ])('%s', (_what, option, texts, value) => {
    expect(parseSetting(option, texts, 'f.yaml:1:1: x')).toEqual(value);
  });

  test.each([
    ['what the option does not accept', depth, ['two'], 'f.yaml:1:1: x: expected a whole number'],
    ['no choice of it', keep, ['sometimes'], 'f.yaml:1:1: x: Allowed choices are always, failed.'],
    ['a switch that is neither on nor off', json, ['maybe'], 'f.yaml:1:1: x: expected true or false, got maybe'],
    ['several values for one', depth, ['2', '3'], 'f.yaml:1:1: x: expected one value, got 2: 2, 3'],
  ])('%s is refused, with its place', (_what, option, texts, message) => {
    expect(() => parseSetting(option, texts, 'f.yaml:1:1: x')).toThrow(message);
  });
});
