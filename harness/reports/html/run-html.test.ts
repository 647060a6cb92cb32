import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  failedReport,
  hostileReport,
  hostileText,
  interruptedReport,
  passedReport,
} from '../testing/sample-reports.ts';
import { sampleScenarios } from '../testing/sample-scenarios.ts';
import { runHtml } from './run-html.ts';
import { scenarioHtml } from './scenario-html.ts';

const titles = (page: string) => [...page.matchAll(/<h2 [^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title);
const evidence = [{ name: 'evidence/issuer.log', text: `one\n${hostileText}\n`, sizeBytes: 2_100 }];

describe('a run that passed', () => {
  const page = runHtml(passedReport, []);

  test('has sections for what there is, and none for what there is not', () => {
    expect(titles(page)).toEqual(['Certificate chain', 'Timeline', 'Checks']);
  });

  test('shows the serials in both spellings, who signed whom, and the root once more', () => {
    for (const { serialDecimal, serialHex } of passedReport.chain.slice(0, 4)) {
      expect(page).toContain(`<code>${serialDecimal}</code>`);
      expect(page).toContain(`<code>${serialHex}</code>`);
    }
    expect(page.match(/signed <b>a[abc]<\/b>/g)).toEqual(['signed <b>ac</b>', 'signed <b>ab</b>', 'signed <b>aa</b>']);
    expect(page).toContain('is <b>ad</b> again');
  });

  test('shows what each step waited for', () => {
    expect(page).toContain('cert-manager&#39;s webhook to admit an object');
    expect(page).toContain('last seen: 2 of 3 running');
  });

  test('names no address from which anything would be loaded', () => {
    expect(page).not.toMatch(/<(img|link|iframe|object)\b|\bsrc=|@import|url\(/);
  });
});

test('what an earlier process has done has no place on the timeline of the one that went on', () => {
  const [step, ...others] = passedReport.steps.map((each) => ({ ...each, startedAt: passedReport.startedAt }));
  const steps = step === undefined ? [] : [{ ...step, startedAt: '2026-11-23T00:00:00.000Z' }, ...others];
  const page = runHtml({ ...passedReport, steps }, []);
  expect(page.match(/<span class="amount">done before<\/span>/g)).toHaveLength(1);
});

test('a signature that nobody in the chain made is shown as missing', () => {
  const chain = passedReport.chain.map((entry) => (entry.label === 'ab' ? { ...entry, signedBy: null } : entry));
  const page = runHtml({ ...passedReport, chain }, []);
  expect(page).toContain('did not sign <b>ab</b>');
  expect(page).toContain('<dd class="bad">signed by nobody in this chain</dd>');
});

describe('a run that failed', () => {
  test('tells first what went wrong, also in undoing', () => {
    const page = runHtml(failedReport, evidence);
    expect(titles(page)).toEqual(['What went wrong', 'Timeline', 'Checks', 'Evidence']);
    expect(page).toContain('Waited 2 m 00 s for AWSPCAIssuer');
    expect(page).toContain('because: connect ECONNREFUSED');
    expect(page).toContain('No known cause fits');
  });

  test('says nothing of causes where none was looked for', () => {
    const page = runHtml({ ...failedReport, undiagnosed: true }, []);
    expect(page).toContain('Waited 2 m 00 s for AWSPCAIssuer');
    expect(page).not.toContain('No known cause fits');
  });

  test('shows the cause, what to do, and links to threads and pages alone', () => {
    const page = runHtml(hostileReport, evidence);
    expect(page).toContain('<h3>The issuer does not reach AWS');
    expect(page).toContain('href="https://github.com/cert-manager/aws-privateca-issuer/issues/424"');
    expect(page).not.toContain('href="javascript');
    expect(page).not.toContain('No known cause fits');
  });
});

test('an interrupted run says why it ended, and looks for no cause', () => {
  const page = runHtml(interruptedReport, []);
  expect(titles(page)).toEqual(['Why it ended', 'Timeline', 'Checks']);
  expect(page).toContain('>Interrupted (SIGINT)</pre>');
  expect(page).not.toContain('No known cause fits');
});

test('a run that ended before its first check says so', () => {
  expect(runHtml({ ...interruptedReport, checks: [] }, [])).toContain('ended before anything was checked');
});

describe('hostile text is shown as text', () => {
  test.each([
    ['run', runHtml(hostileReport, evidence)],
    ['scenarios', scenarioHtml(withHostileScenarios())],
  ])('in the page of a %s', (_what, page) => {
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
    expect(page).not.toContain('<img');
    expect(page.match(/<script type="module">/g)?.length).toBe(page.match(/<\/script>/g)?.length);
  });
});

test('the policy lets in the styles and scripts of the page by their hashes, and nothing else', () => {
  const page = runHtml(passedReport, []);
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const texts = [...page.matchAll(/<(?:style|script type="module")>([\s\S]*?)<\/(?:style|script)>/g)];
  const hashes = texts.map(([, text = '']) => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`);
  expect(policy).toMatch(/^default-src &#39;none&#39;; style-src /);
  expect(policy.match(/&#39;sha256-[^&]*&#39;/g)).toEqual(hashes);
  expect(policy).not.toContain('unsafe');
});

describe('the page of the scenarios', () => {
  const page = scenarioHtml(sampleScenarios);

  test('names what failed, and tells its error', () => {
    expect(page).toContain('<h1>Failed: a renewal of istio-ca, and 1 other</h1>');
    expect(page).toContain('>expected &lt;new&gt;, saw &lt;old&gt; | 3 times\nat 12:01</pre>');
  });

  test('shows a scenario whose set-up failed as failed', () => {
    expect(page).toContain('<p class="note" data-outcome="failed">It failed outside of its tests');
  });
});

function withHostileScenarios() {
  const scenarios = sampleScenarios.scenarios.map((scenario) => ({
    ...scenario,
    title: hostileText,
    tests: scenario.tests.map((each) => ({ ...each, title: hostileText, error: hostileText })),
  }));
  return { ...sampleScenarios, scenarios };
}
