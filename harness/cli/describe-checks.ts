import { drawChain } from '../pki/chain-picture.ts';
import type { Check } from '../pki/check.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import type { Style } from '../reports/terminal/style.ts';

/** A chain as a picture, and below it what was checked of it. */
export function describeChecks(checks: readonly Check[], chainPem: string | undefined, style: Style): string {
  const lines = checks.map(({ outcome, title, expected, observed }) =>
    outcome === 'passed'
      ? `${style.passed} ${title}`
      : `${style.failed} ${title}\n    expected  ${expected}\n    observed  ${observed}`,
  );
  return [
    ...(chainPem ? [drawChain(parsePemBundle(chainPem), { width: 80, now: new Date() }), ''] : []),
    ...lines,
  ].join('\n');
}
