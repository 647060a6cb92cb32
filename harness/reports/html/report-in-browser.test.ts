import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { runJunit } from '../junit/run-junit.ts';
import { installedChromium, launchChromium, OpenReport } from '../testing/browser-page.ts';
import { hostileReport, hostileText, passedReport } from '../testing/sample-reports.ts';
import { sampleScenarios } from '../testing/sample-scenarios.ts';
import { runHtml } from './run-html.ts';
import { scenarioHtml } from './scenario-html.ts';

/** A machine that builds or runs clusters meanwhile is slow. */
jest.setTimeout(60_000);

const issuerLog = `${'a line of the log\n'.repeat(300)}dial tcp: connection refused\n${hostileText}\nconnection refused (again)\n`;
const evidence = [
  { name: 'evidence/issuer.log', text: issuerLog, sizeBytes: issuerLog.length },
  { name: 'evidence/pods.txt', text: 'productpage 2/2 Running\nConnection Refused\n', sizeBytes: 43 },
  { name: 'commands.log', text: '[1] $ kind create cluster\n', sizeBytes: 26 },
];
const passed = runHtml(passedReport, evidence);
const hostile = runHtml(hostileReport, evidence);
const scenarios = scenarioHtml(sampleScenarios);

const inChromium = installedChromium() === undefined ? describe.skip : describe;

inChromium('in Chromium (skipped where none is installed: apt-get install chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const pages = { passed, hostile, scenarios };
  // Every pair of a page, a theme and a width, not every three: axe takes its time.
  const views = [
    { name: 'passed', colorScheme: 'light', width: 360 },
    { name: 'passed', colorScheme: 'dark', width: 1_280 },
    { name: 'hostile', colorScheme: 'light', width: 1_280 },
    { name: 'hostile', colorScheme: 'dark', width: 360 },
    { name: 'scenarios', colorScheme: 'light', width: 1_280 },
    { name: 'scenarios', colorScheme: 'dark', width: 360 },
  ] as const;

  test.each(views)(
    '$name, $colorScheme, $width px wide: silent, asks for nothing, and fits and is accessible with everything open',
    async ({ name, colorScheme, width }) => {
      const viewport = { width, height: 900 };
      await using report = await OpenReport.open(browser, pages[name], { colorScheme, viewport });
      const { page } = report;
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await report.accessibilityFaults()).toEqual([]);
      expect({ complaints: report.complaints, requests: report.requests }).toEqual({ complaints: [], requests: [] });
    },
  );

  test('the keyboard reaches every control, each visibly focused, the way past them first', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const { page } = report;
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the report');
    const wanted =
      await page.evaluate<number>(`[...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
        .filter((each) => each.checkVisibility() && !(each.type === 'radio' && !each.checked)).length`);
    let reached = 1;
    for (; reached < wanted + 1; reached += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate<string>(`(() => {
          const at = document.activeElement;
          if (at === document.body) return 'left';
          const outlined = [at, at.closest('fieldset')].some((each) => each && getComputedStyle(each).outlineStyle === 'solid');
          return outlined ? 'seen' : at.outerHTML.slice(0, 120);
        })()`);
      if (focus === 'left') break;
      expect(focus).toBe('seen');
    }
    expect(reached).toBe(wanted);
  });

  test('the skip link leads to the report', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const { page } = report;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  test('a step is opened by the keyboard, and shows its waits', async () => {
    await using report = await OpenReport.open(browser, passed);
    const { page } = report;
    const wait = page.getByText('helm to install the chart').first();
    expect(await wait.isVisible()).toBe(false);
    await page.locator('summary', { hasText: '1. Install cert-manager' }).focus();
    await page.keyboard.press('Enter');
    expect(await wait.isVisible()).toBe(true);
  });

  test('search marks what it finds in all files, hides the others, and goes from match to match', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const { page } = report;
    const files = page.locator('[data-file]');
    await page.getByLabel('Search in all files').fill('connection refused');
    await page.getByText('3 matches in 2 files').waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual([
      'connection refused',
      'connection refused',
      'Connection Refused',
    ]);
    expect(await Promise.all((await files.all()).map((file) => file.isVisible()))).toEqual([true, true, false]);
    await page.keyboard.press('Enter');
    await page.getByText('1 of 3 matches').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('3 of 3 matches').waitFor();
    expect(await page.locator('mark.current').textContent()).toBe('Connection Refused');
    await page.getByLabel('Next match').click();
    await page.getByText('1 of 3 matches').waitFor();
    await page.getByLabel('Search in all files').fill('');
    await page.locator('mark').first().waitFor({ state: 'detached' });
    expect(await Promise.all((await files.all()).map((file) => file.isVisible()))).toEqual([true, true, true]);
    expect(await page.locator('[data-file][open]').count()).toBe(0);
  });

  test('search takes every text literally, and leaves the files as they were', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const { page } = report;
    for (const [text, count] of [
      ['(again)', '1 match in 1 file'],
      ['<img src=x onerror=', '1 match in 1 file'],
      ['.*', 'Found nowhere'],
    ] as const) {
      await page.getByLabel('Search in all files').fill(text);
      await page.getByText(count).waitFor();
    }
    expect(await page.locator('[data-file] pre').first().textContent()).toBe(issuerLog.replaceAll('\u0000', ''));
    expect(await page.locator('img').count()).toBe(0);
  });

  test('the filter leaves what failed, and says when nothing did', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const shown = report.page.locator('#checks-list [data-outcome]:visible');
    const all = await shown.count();
    expect(all).toBe(hostileReport.checks.length);
    await report.page.getByRole('radio', { name: /^All/ }).focus();
    await report.page.keyboard.press('ArrowRight');
    expect(await shown.count()).toBe(1);
    expect(await report.page.locator('#checks-list [data-group]:visible').count()).toBe(1);
    await report.page.keyboard.press('ArrowLeft');
    expect(await shown.count()).toBe(all);

    await using healthy = await OpenReport.open(browser, passed);
    await healthy.page.locator('label', { hasText: 'Failed' }).click();
    expect(await healthy.page.getByText('No check failed.').isVisible()).toBe(true);
  });

  test('every check is opened at once, and closed again', async () => {
    await using report = await OpenReport.open(browser, passed);
    const { page } = report;
    const open = page.locator('#checks-list details[open]');
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await open.count()).toBe(passedReport.checks.length);
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await open.count()).toBe(0);
  });

  test('serials are copied, and the reader is told', async () => {
    await using report = await OpenReport.open(browser, passed);
    const { page } = report;
    const [, istioCa] = passedReport.chain;
    await page.getByLabel('Copy the decimal serial of ab').click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(istioCa?.serialDecimal);
    expect(await page.locator('#status').textContent()).toBe('Copied');
    await page.getByLabel('Copy the hexadecimal serial of ab').press('Enter');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(istioCa?.serialHex);
  });

  test('the theme follows the system until the reader chooses', async () => {
    await using report = await OpenReport.open(browser, passed, { colorScheme: 'light' });
    const { page } = report;
    const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await ground()).toBe(light);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await ground()).toBe(dark);
  });

  test('on paper everything but the evidence is open, and no control is there', async () => {
    await using report = await OpenReport.open(browser, passed, { colorScheme: 'dark' });
    const { page } = report;
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('details:not([open])').count()).toBe(evidence.length);
    expect(await page.locator('button:visible, input:visible, nav:visible').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(26, 31, 39)');
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('details[open]').count()).toBe(0);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('without scripts all is there but the controls', async () => {
    await using report = await OpenReport.open(browser, hostile, { javaScriptEnabled: false });
    const { page } = report;
    expect(await page.locator('button:visible, input:visible').count()).toBe(0);
    await page.locator('summary', { hasText: 'evidence/issuer.log' }).click();
    expect(await page.locator('pre', { hasText: 'connection refused (again)' }).isVisible()).toBe(true);
  });

  test('nothing moves for those who want no motion', async () => {
    await using report = await OpenReport.open(browser, passed, { reducedMotion: 'reduce' });
    expect(await report.page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe('auto');
  });

  test('junit.xml is well-formed whatever it tells', async () => {
    await using report = await OpenReport.open(browser, '<!doctype html><title>XML</title>');
    const failures = await report.page.evaluate<string[]>(`[...new DOMParser()
      .parseFromString(${JSON.stringify(runJunit(hostileReport))}, 'text/xml')
      .querySelectorAll('parsererror, failure')].map((each) => each.textContent)`);
    expect(failures).toHaveLength(3);
    expect(failures.join('\n')).toContain(
      '</script><img src=x onerror="alert(\'1\')"> | **bold** `code` ]]> red &amp;',
    );
  });
});
