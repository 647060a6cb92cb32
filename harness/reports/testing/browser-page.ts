import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium that is installed here; undefined where there is none. */
export function installedChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => programs.map((name) => join(folder, name))).find((path) => existsSync(path));
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = installedChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium');
  return chromium.launch({ executablePath });
}

/** A report opened from disk, as a reader opens it. Closed, it takes its file with it. */
export class OpenReport implements AsyncDisposable {
  readonly page: Page;
  /** Whatever the page wrote to the console, or threw. */
  readonly complaints: readonly string[];
  /** Whatever it asked for besides itself. */
  readonly requests: readonly string[];
  readonly #folder: string;

  private constructor(page: Page, folder: string, complaints: readonly string[], requests: readonly string[]) {
    this.page = page;
    this.#folder = folder;
    this.complaints = complaints;
    this.requests = requests;
  }

  static async open(browser: Browser, text: string, options: BrowserContextOptions = {}): Promise<OpenReport> {
    const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-report-'));
    const path = join(folder, 'report.html');
    writeFileSync(path, text);
    const address = pathToFileURL(path).href;
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (request.url() !== address) requests.push(request.url());
    });
    await page.goto(address);
    return new OpenReport(page, folder, complaints, requests);
  }

  /** What axe has against the page as it is, and where. */
  async accessibilityFaults(): Promise<readonly string[]> {
    const found = await this.page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${axe.source}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    );
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    rmSync(this.#folder, { recursive: true });
  }
}
