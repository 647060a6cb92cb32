import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const namespace = 'cert-manager';
/** Pods whose logs tell of certificates, by their charts' labels. */
const labelSelectors = {
  issuer: 'app.kubernetes.io/name=aws-privateca-issuer',
  'cert-manager': 'app.kubernetes.io/instance=cert-manager,app.kubernetes.io/component=controller',
} as const;

const logTimeoutMs = 30_000;

/** The first line that a component logs since the test began and that matches. A log cannot be watched. */
export async function untilLogged(
  setUp: LiveSetUp<SetUpKind>,
  component: keyof typeof labelSelectors,
  expression: RegExp,
): Promise<string> {
  return pollUntil(
    async () => {
      const lines = await logLines(setUp, labelSelectors[component]);
      const found = lines.find((line) => expression.test(line));
      return found === undefined ? notYet(lines.at(-1) ?? 'nothing logged') : done(found);
    },
    { waitingFor: `${component} to log ${expression}`, timeoutMs: logTimeoutMs, signal: setUp.wait.signal },
  );
}

async function logLines(setUp: LiveSetUp<SetUpKind>, labelSelector: string): Promise<readonly string[]> {
  const { core } = setUp.kubernetes;
  const { items } = await core.listNamespacedPod({ namespace, labelSelector });
  const running = items.filter(({ status }) => status?.phase === 'Running');
  const sinceSeconds = Math.ceil((Date.now() - setUp.testStartedAt.getTime()) / 1000);
  const logs = await Promise.all(
    running.map(({ metadata }) => core.readNamespacedPodLog({ namespace, name: metadata?.name ?? '', sinceSeconds })),
  );
  return logs.flatMap((log) => log.split('\n').filter(Boolean));
}
