import { htmlReport } from './html/html-report.ts';
import { jsonReport } from './json-report.ts';
import { junitReport } from './junit/junit-report.ts';
import { markdownReport } from './markdown/markdown-report.ts';
import type { Reporter } from './reporter.ts';

/** The reports that every run leaves in its folder. */
export const fileReports: readonly Reporter[] = [jsonReport, htmlReport, junitReport, markdownReport];
