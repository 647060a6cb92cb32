import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { installedChromium, launchChromium, OpenReport } from '../../reports/testing/browser-page.ts';
import { hostileText } from '../../reports/testing/sample-reports.ts';
import { everyOutcome } from '../testing/sample-matrix.ts';
import { matrixHtml } from './matrix-html.ts';

/** A machine that builds or runs clusters meanwhile is slow. */
jest.setTimeout(60_000);

const hostile = matrixHtml(everyOutcome(hostileText));

describe("a matrix's page", () => {
  const text = matrixHtml(everyOutcome());

  test("leads to each combination's report, and says how to look inside", () => {
    const folder = 'cert-manager-1.21.2_issuer-1.12.0_istio-1.31_kubernetes-1.34.4';
    expect(text).toContain(`<a href="${folder}/report.html">${folder}</a>`);
    expect(text).toContain('npx pca-e2e up --issuer 1.12.0 --keep');
  });

  test('tells the cause, what to do, how each version did and what has changed', () => {
    expect(text).toContain('<dd>The role is refused</dd>');
    expect(text).toContain('<dd>Give the issuer a policy that allows it.</dd>');
    expect(text).toContain('<span>aws-privateca-issuer 1.12.0</span><small>0 of 1 combination passed</small>');
    expect(text).toContain('<small>newly failing</small>');
  });

  test('lets no text become markup', () => {
    expect(hostile).not.toContain('<img');
  });
});

const inChromium = installedChromium() === undefined ? describe.skip : describe;

inChromium('in Chromium (skipped where none is installed: apt-get install chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test.each([
    ['light', 360],
    ['dark', 1_280],
  ] as const)(
    '%s, %i px wide: asks for nothing, and fits and is accessible with everything open',
    async (colorScheme, width) => {
      await using report = await OpenReport.open(browser, hostile, { colorScheme, viewport: { width, height: 900 } });
      const { page } = report;
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await report.accessibilityFaults()).toEqual([]);
      expect({ complaints: report.complaints, requests: report.requests }).toEqual({ complaints: [], requests: [] });
    },
  );

  test('shows only what failed, when that is wanted', async () => {
    await using report = await OpenReport.open(browser, hostile);
    const { page } = report;
    const shown = () => page.locator('#cells li:visible').count();
    expect(await shown()).toBe(4);
    await page.getByText('Failed 1').click();
    expect(await shown()).toBe(1);
  });
});
