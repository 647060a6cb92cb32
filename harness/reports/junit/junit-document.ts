import { type Element, xmlDocument } from './xml.ts';

/** One thing that passed, failed or did not run. */
export interface TestCase {
  readonly name: string;
  /** Groups cases in the views of CI systems. */
  readonly group: string;
  readonly durationMs: number;
  /** The real words of the failure. */
  readonly failure?: { readonly type: string; readonly text: string };
  /** Why it did not run. */
  readonly skipped?: string;
}

export interface TestSuite {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly TestCase[];
}

/**
 * Test suites in JUnit's format as Jenkins, GitLab and GitHub actions read it: there is no standard, so only what all of
 * them know is written. @see https://github.com/testmoapp/junitxml
 */
export function junitDocument(name: string, suites: readonly TestSuite[]): string {
  return xmlDocument({
    name: 'testsuites',
    attributes: { name, ...totals(suites.flatMap(({ cases }) => cases)), time: seconds(sum(suites)) },
    content: suites.map(suiteElement),
  });
}

function suiteElement({ name, startedAt, durationMs, properties, cases }: TestSuite): Element {
  const timestamp = startedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  const property = ([key, value]: readonly [string, string]) => ({
    name: 'property',
    attributes: { name: key, value },
  });
  return {
    name: 'testsuite',
    attributes: { name, timestamp, ...totals(cases), time: seconds(durationMs) },
    content: [
      ...(properties.length === 0 ? [] : [{ name: 'properties', content: properties.map(property) }]),
      ...cases.map(caseElement),
    ],
  };
}

function caseElement({ name, group, durationMs, failure, skipped }: TestCase): Element {
  return {
    name: 'testcase',
    attributes: { name, classname: group, time: seconds(durationMs) },
    content: [
      ...(failure ? [failureElement(failure)] : []),
      ...(skipped === undefined ? [] : [{ name: 'skipped', attributes: { message: skipped } }]),
    ],
  };
}

/** CI systems show the message in lists: the first line, and the text when it is opened. */
function failureElement({ type, text }: NonNullable<TestCase['failure']>): Element {
  const [message] = text.split('\n');
  return { name: 'failure', attributes: { message, type }, content: text };
}

function totals(cases: readonly TestCase[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
  };
}

function sum(suites: readonly TestSuite[]): number {
  return suites.reduce((total, { durationMs }) => total + durationMs, 0);
}

function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3);
}
