import { describe, expect, test } from '@jest/globals';
import type { EvidenceLine } from './evidence-line.ts';
import { matchesOf } from './match-rule.ts';
import { all, line, type Rule } from './rule.ts';

const ruleWhen = (...when: Rule['when']): Rule => ({
  id: 'r',
  title: 'R',
  when,
  cause: '',
  remedy: '',
  references: [],
});

const issuer = (name: string): EvidenceLine => ({ kind: 'condition', subject: `Issuer ${name}`, text: 'not ready' });
const log = (name: string, text: string): EvidenceLine => ({ kind: 'log', subject: `Issuer ${name}`, text });

const notReady = line('condition', /^Issuer (?<name>\w+): not ready$/);
const denied = line('log', /^Issuer (?<name>\w+): (?<words>denied.*)$/);

describe('matchesOf', () => {
  test('all patterns must match, and agree on what they capture', () => {
    const lines = [issuer('a'), issuer('b'), log('b', 'denied: no'), log('c', 'denied: never')];
    expect(matchesOf(ruleWhen(all(notReady, denied)), lines)).toEqual([
      {
        lines: [issuer('b'), log('b', 'denied: no')],
        needed: [issuer('b'), log('b', 'denied: no')],
        captured: { name: 'b', words: 'denied: no' },
      },
    ]);
  });

  test('a pattern sees only lines of its kinds', () => {
    expect(matchesOf(ruleWhen(all(line('log', /not ready/))), [issuer('a')])).toEqual([]);
  });

  test('supporting lines are added when they agree, and are not needed', () => {
    const rule = ruleWhen(all(notReady).supportedBy(denied));
    expect(matchesOf(rule, [issuer('a'), log('a', 'denied'), log('b', 'denied')])).toEqual([
      { lines: [issuer('a'), log('a', 'denied')], needed: [issuer('a')], captured: { name: 'a' } },
    ]);
  });

  test('the first combination that is there counts', () => {
    const rule = ruleWhen(all(notReady, denied), all(notReady));
    expect(
      matchesOf(rule, [issuer('a'), issuer('b'), log('b', 'denied')]).map(({ captured }) => captured['name']),
    ).toEqual(['b']);
    expect(matchesOf(rule, [issuer('a')]).map(({ captured }) => captured['name'])).toEqual(['a']);
  });
});
