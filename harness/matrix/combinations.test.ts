import { describe, expect, test } from '@jest/globals';
import { describeVersions } from './cell.ts';
import { type MatrixPlan, planCells } from './combinations.ts';
import { parseExclusion } from './exclusion.ts';
import { pairsOf } from './pairwise.ts';

const listOf = (length: number) => Array.from({ length }, (_, index) => `1.${index}`);
const planOf = (lengths: readonly number[], pairwise: boolean, exclusions: MatrixPlan['exclusions'] = []) => {
  const [certManager = [], issuer = [], istio = [], kubernetes = []] = lengths.map(listOf);
  return planCells({ versions: { certManager, issuer, istio, kubernetes }, pairwise, exclusions });
};

const sizes = [1, 2, 4];
const shapes = sizes.flatMap((a) => sizes.flatMap((b) => sizes.flatMap((c) => sizes.map((d) => [a, b, c, d]))));

describe('the full product', () => {
  test('has every combination once, the last component changing first', () => {
    const cells = planOf([2, 1, 1, 2], false);
    expect(cells.map(({ versions }) => describeVersions(versions))).toEqual([
      'cert-manager 1.0, issuer 1.0, Istio 1.0, Kubernetes 1.0',
      'cert-manager 1.0, issuer 1.0, Istio 1.0, Kubernetes 1.1',
      'cert-manager 1.1, issuer 1.0, Istio 1.0, Kubernetes 1.0',
      'cert-manager 1.1, issuer 1.0, Istio 1.0, Kubernetes 1.1',
    ]);
  });

  test.each(shapes)('of %i, %i, %i and %i versions has different ids', (...lengths) => {
    const cells = planOf(lengths, false);
    expect(cells).toHaveLength(lengths.reduce((product, length) => product * length));
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  test('lacks what is excluded, and is refused when that is everything', () => {
    const exclusion = parseExclusion('cert-manager=1.0,kubernetes=1.1');
    expect(planOf([2, 1, 1, 2], false, [exclusion])).toHaveLength(3);
    expect(() => planOf([1, 1, 1, 1], false, [parseExclusion('istio=1.0')])).toThrow('Every combination is excluded');
  });
});

describe('pairwise', () => {
  test.each(shapes)('of %i, %i, %i and %i versions lets every pair meet, in no more cells', (...lengths) => {
    const all = planOf(lengths, false);
    const chosen = planOf(lengths, true);
    expect(new Set(chosen.flatMap(pairsOf))).toEqual(new Set(all.flatMap(pairsOf)));
    expect(chosen.length).toBeLessThanOrEqual(all.length);
    expect(planOf(lengths, true)).toEqual(chosen);
  });

  test('takes far fewer cells than the product, and no fewer than two components need', () => {
    const chosen = planOf([5, 5, 5, 5], true);
    expect(chosen.length).toBeGreaterThanOrEqual(25);
    expect(chosen.length).toBeLessThanOrEqual(40);
  });

  test('drops a pair only where it is excluded', () => {
    const exclusions = [parseExclusion('cert-manager=1.0,kubernetes=1.1')];
    const chosen = planOf([3, 2, 2, 3], true, exclusions);
    expect(new Set(chosen.flatMap(pairsOf))).toEqual(new Set(planOf([3, 2, 2, 3], false, exclusions).flatMap(pairsOf)));
    expect(chosen.flatMap(pairsOf)).not.toContain('certManager 1.0, kubernetes 1.1');
  });
});

describe('the id of a cell', () => {
  const versions = { certManager: '1.21.2', issuer: '1.11.0', istio: '1.31', kubernetes: '1.34.4' };
  const idOf = (issuer: string) =>
    planCells({
      versions: { certManager: ['1.21.2'], issuer: [issuer], istio: ['1.31'], kubernetes: ['1.34.4'] },
      pairwise: false,
      exclusions: [],
    })[0]?.id ?? '';

  test('names every version', () => {
    expect(idOf(versions.issuer)).toBe('cert-manager-1.21.2_issuer-1.11.0_istio-1.31_kubernetes-1.34.4');
  });

  test('is one file name for a folder, and tells folders of the same name apart', () => {
    expect(idOf('/home/me/my issuer')).toMatch(/_issuer-my-issuer-[0-9a-f]{8}_/);
    expect(idOf('/home/me/issuer')).not.toBe(idOf('/home/you/issuer'));
  });
});
