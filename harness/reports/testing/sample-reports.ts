import { readFileSync } from 'node:fs';
import type { RunReport } from '../run-report.ts';

/** For tests: what real runs have written, one of each outcome; and what may be in a report that they did not have. */

/** Every step passed, and the chain was proven. */
export const passedReport = sample('passed');

/** The mocked AWS was ended from outside: the AWSPCAIssuer never became Ready, and the CAs could not be undone. */
export const failedReport = sample('failed');

/** Ctrl-C while the cluster came up. */
export const interruptedReport = sample('interrupted');

/** Text that would be markup wherever it is not escaped, in HTML, XML and Markdown alike. */
export const hostileText = `</script><img src=x onerror="alert('1')"> | **bold** \`code\` ]]> \u001b[31mred\u001b[0m\u0000 &amp;`;

/** A report that has everything a report can have, every text of it hostile where it comes from outside. */
export const hostileReport: RunReport = {
  ...failedReport,
  chain: passedReport.chain.map((entry) => ({ ...entry, subject: `CN=${hostileText}` })),
  steps: failedReport.steps.map((step) =>
    step.status === 'failed'
      ? {
          ...step,
          title: hostileText,
          error: `first line ${hostileText}\nsecond line`,
          remedy: hostileText,
          waits: [{ what: hostileText, startedAt: step.startedAt ?? '', durationMs: 10, lastObserved: hostileText }],
        }
      : step,
  ),
  checks: [
    ...failedReport.checks,
    {
      id: 'policy',
      title: `The policy ${hostileText}`,
      outcome: 'failed',
      expected: `expected ${hostileText}`,
      observed: `observed ${hostileText}`,
      stepId: 'iam-role',
    },
  ],
  renewals: [
    {
      at: '2026-11-24T13:00:00.000Z',
      serialDecimal: '242816573853866807711090269938109500085',
      subject: `CN=${hostileText}`,
      notBefore: '2026-11-24T12:45:00.000Z',
      notAfter: '2026-11-24T14:00:00.000Z',
      trigger: hostileText,
    },
  ],
  undiagnosed: false,
  diagnosis: [
    {
      id: 'aws-unreachable',
      cause: `The issuer does not reach AWS ${hostileText}`,
      evidence: [hostileText],
      remedy: `Look whether it runs. ${hostileText}`,
      references: ['cert-manager/aws-privateca-issuer#424', 'javascript:alert(1)', 'https://example.org/a?b=c&d="e"'],
    },
  ],
};

function sample(name: string): RunReport {
  return JSON.parse(readFileSync(new URL(`./${name}.report.json`, import.meta.url), 'utf8')) as RunReport;
}
