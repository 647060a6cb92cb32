import { describe, expect, test } from '@jest/globals';
import { hostileText } from '../../reports/testing/sample-reports.ts';
import { everyOutcome } from '../testing/sample-matrix.ts';
import { matrixJunit } from './matrix-junit.ts';

describe("a matrix's junit.xml", () => {
  const text = matrixJunit(everyOutcome());

  test('has a case per combination', () => {
    const names = [...text.matchAll(/<testcase name="([^"]+)"/g)].map(([, name]) => name);
    expect(names.slice(0, 2)).toEqual([
      'cert-manager 1.21.2, issuer 1.11.0, Istio 1.31, Kubernetes 1.34.4',
      'cert-manager 1.21.2, issuer 1.12.0, Istio 1.31, Kubernetes 1.34.4',
    ]);
    expect(text).toContain('tests="4" failures="2" errors="0" skipped="1"');
  });

  test("tells the cause first, then the error's own words and what to do", () => {
    expect(text).toContain(
      '<failure message="The role is refused" type="failed">The role is refused\n\nThe issuer is not Ready',
    );
    expect(text).toContain('What to do: Give the issuer a policy that allows it.');
    expect(text).toContain('Report and evidence: cert-manager-1.21.2_issuer-1.12.0_istio-1.31_kubernetes-1.34.4');
  });

  test('takes an interrupt for no success, and says what was not run', () => {
    expect(text).toContain('<failure message="Interrupted (SIGINT)" type="interrupted">');
    expect(text).toContain('<skipped message="The matrix was interrupted before it"/>');
  });

  test('lets no text become markup', () => {
    expect(matrixJunit(everyOutcome(hostileText))).not.toContain('<img');
  });
});
