import { formatDurationMs } from '../wait/duration.ts';
import type { CheckReport, RunReport, StepReport } from './run-report.ts';

/** A count with its noun: `1 check`, `2 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A step's title with the number that the guide gives it. */
export function titleOfStep({ title, guideStep }: Pick<StepReport, 'title' | 'guideStep'>): string {
  return guideStep === 'before' ? title : `${guideStep}. ${title}`;
}

/** `2026-11-24 10:22`, UTC. */
export function minuteOf(isoTime: string): string {
  return isoTime.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}

export function isFailed({ outcome }: Pick<CheckReport, 'outcome'>): boolean {
  return outcome === 'failed';
}

/** The outcome as a headline: `Passed`, `Failed: 6. Issue a certificate for Istio`. */
export function headlineOf(report: RunReport): string {
  const { outcome, steps, undo = [] } = report;
  if (outcome === 'passed') return 'Passed';
  if (outcome === 'interrupted') return 'Interrupted';
  const failed = steps.find(({ status }) => status === 'failed');
  if (failed) return `Failed: ${titleOfStep(failed)}`;
  const left = undo.find(({ error }) => error !== undefined);
  return left ? `Failed: not undone: ${left.title}` : 'Failed';
}

/** What a run came to, as one sentence. */
export function summaryOf({ steps, checks, durationMs }: RunReport): string {
  const passed = steps.filter(({ status }) => status === 'passed').length;
  const failed = checks.filter(isFailed).length;
  const ofSteps = passed === steps.length ? counted(passed, 'step') : `${passed} of ${counted(steps.length, 'step')}`;
  const held = `${counted(checks.length - failed, 'check')} held${failed === 0 ? '' : `, ${failed} failed`}`;
  return `${ofSteps} passed and ${held} in ${formatDurationMs(durationMs)}.`;
}

/** Names of the versions, as people write them. */
export const componentNames = {
  kubernetes: 'Kubernetes',
  certManager: 'cert-manager',
  issuer: 'aws-privateca-issuer',
  istio: 'Istio',
  envoy: 'Envoy',
  kind: 'kind',
  node: 'Node.js',
} as const;

/** Versions by the names of their components; what is new to this version of the harness under its own name. */
export function namedVersions(versions: object): readonly (readonly [string, string])[] {
  const names: Readonly<Record<string, string>> = componentNames;
  return Object.entries(versions).map(([key, version]) => [names[key] ?? key, String(version)] as const);
}

/** Where a run was: `kind, mocked AWS`. */
export function placeOf({ provider, aws }: Pick<RunReport, 'provider' | 'aws'>): string {
  return `${provider}, ${aws === 'mock' ? 'mocked AWS' : `${aws} AWS`}`;
}

/** The address of a reference, where it has one: `owner/repository#number` is a thread on GitHub. */
export function addressOf(reference: string): string | undefined {
  const thread = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(reference);
  if (thread) return `https://github.com/${thread[1]}/issues/${thread[2]}`;
  return /^https:\/\/\S+$/.test(reference) ? reference : undefined;
}
