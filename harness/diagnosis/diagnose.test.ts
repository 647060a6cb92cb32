import { beforeAll, describe, expect, test } from '@jest/globals';
import { diagnose, explain, unexplained } from './diagnose.ts';
import { textOf } from './evidence-line.ts';
import { observe } from './observe.ts';
import { allRules } from './rules/all-rules.ts';
import { examples } from './testing/examples.ts';
import { type HealthySetUp, healthySetUp } from './testing/healthy-evidence.ts';

let healthy: HealthySetUp;

beforeAll(async () => {
  healthy = await healthySetUp();
});

test('a chain with several roots after it leads to one of them: who trusts that one is not split off', () => {
  const { cluster } = healthy.evidence;
  const other = healthy.other.root.certificate.pem;
  const [one, ...others] = cluster.proxies;
  const moving = { ...one, chain: `${one?.chain}${other}`, roots: `${one?.roots}${other}` } as typeof one & object;
  expect(diagnose({ ...healthy.evidence, cluster: { ...cluster, proxies: [moving, ...others] } })).toEqual([]);
});

test('a healthy set-up has no finding', () => {
  expect(diagnose(healthy.evidence)).toEqual([]);
});

test('a healthy set-up has nothing that is left unexplained', () => {
  expect(unexplained(healthy.evidence)).toEqual([]);
});

test('what no rule knows is told as it was seen', () => {
  const { cluster } = healthy.evidence;
  const [one, ...others] = cluster.pods;
  const waiting = { ...one, isReady: false, summary: 'other-1 0/2 PodInitializing' } as typeof one & object;
  const evidence = { ...healthy.evidence, cluster: { ...cluster, pods: [waiting, ...others] } };
  expect(diagnose(evidence)).toEqual([]);
  expect(unexplained(evidence)).toEqual([expect.stringContaining('PodInitializing')]);
});

test('nothing that was seen gives no finding: a run that failed before it had anything', () => {
  const nothing = { ...healthy.evidence, machine: null, cluster: null, aws: null, errors: ['out of disk'] };
  expect(diagnose(nothing)).toEqual([]);
});

describe('every rule has an example, of which it names the cause, and nothing that follows from it', () => {
  test.each(examples.map((example) => [[example.id, example.when].filter(Boolean).join(': '), example] as const))(
    '%s',
    (_, { id, names, evidence }) => {
      const lines = observe(evidence(healthy));
      const found = explain(lines);
      expect([...new Set(found.map((finding) => finding.id))]).toEqual([id]);
      const [first] = found;
      expect(first?.cause).toEqual(
        typeof names === 'string' ? expect.stringContaining(names) : expect.stringMatching(names),
      );
      expect(`${first?.cause} ${first?.remedy}`).not.toMatch(/\{\w+\}|\[\[|\]\]|undefined/);
      // What is shown was seen: each line of the evidence, or its beginning.
      const seen = lines.map((line) => textOf(line).replaceAll(/\s+/g, ' '));
      expect(first?.evidence.length).toBeGreaterThan(0);
      for (const shown of first?.evidence ?? []) {
        expect(seen.some((line) => line.startsWith(shown.replace(/…$/, '')))).toBe(true);
      }
    },
  );

  test('none is left out', () => {
    expect([...new Set(examples.map(({ id }) => id))].toSorted()).toEqual(allRules.map(({ id }) => id).toSorted());
  });
});

test('several causes come in the order of the flow', () => {
  const pick = (wanted: string) => examples.find(({ id }) => id === wanted)?.evidence(healthy);
  const disabled = pick('ca-disabled');
  const incomplete = pick('cacerts-incomplete');
  const both = {
    ...healthy.evidence,
    aws: disabled?.aws ?? null,
    cluster: incomplete?.cluster ?? null,
  };
  expect(diagnose(both).map(({ id }) => id)).toEqual(['ca-disabled', 'cacerts-incomplete']);
});
