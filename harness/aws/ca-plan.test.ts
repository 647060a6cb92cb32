import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { planCas } from './ca-plan.ts';

describe('planCas', () => {
  test("the guide's hierarchy: a root, and a subordinate CA that may sign one more CA", () => {
    expect(planCas({ depth: 2, issuingPathLength: 1 })).toEqual([
      expect.objectContaining({ role: 'root', template: 'arn:aws:acm-pca:::template/RootCACertificate/V1' }),
      expect.objectContaining({
        role: 'subordinate',
        pathLength: 1,
        template: 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen1/V1',
      }),
    ]);
  });

  test('path lengths fall by one from level to level', () => {
    expect(planCas({ depth: 4, issuingPathLength: 1 }).map((ca) => ca.pathLength)).toEqual([undefined, 3, 2, 1]);
  });

  test('no CA outlives the one above it', () => {
    const days = planCas({ depth: 4, issuingPathLength: 1 }).map((ca) => ca.validityDays);
    expect(days).toEqual([...days].sort((one, other) => other - one));
    expect(new Set(days).size).toBe(4);
  });

  test("refuses path length 0 with the guide's reason", () => {
    expect(() => planCas({ depth: 2, issuingPathLength: 0 })).toThrow(UsageError);
    expect(() => planCas({ depth: 2, issuingPathLength: 0 })).toThrow(
      'path length 0: a CA cannot be created for Istio',
    );
  });

  test.each([
    [{ depth: 1, issuingPathLength: 1 }, 'expected 2 to 4'],
    [{ depth: 5, issuingPathLength: 1 }, 'expected 2 to 4'],
    [{ depth: 2, issuingPathLength: 4 }, 'AWS issues 0 to 3'],
    [{ depth: 4, issuingPathLength: 2 }, 'AWS issues 0 to 3'],
  ])('refuses %j', (options, message) => {
    expect(() => planCas(options)).toThrow(message);
  });
});
