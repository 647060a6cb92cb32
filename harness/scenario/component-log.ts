import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { type Component, componentNamespace, componentPods } from './component-pods.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const logTimeoutMs = 30_000;

/** The first line that a component logs since the test began and that matches. A log cannot be watched. */
export async function untilLogged(
  setUp: LiveSetUp<SetUpKind>,
  component: Component,
  expression: RegExp,
): Promise<string> {
  return pollUntil(
    async () => {
      const lines = await logLines(setUp, component);
      const found = lines.find((line) => expression.test(line));
      return found === undefined ? notYet(lines.at(-1) ?? 'nothing logged') : done(found);
    },
    { waitingFor: `${component} to log ${expression}`, timeoutMs: logTimeoutMs, signal: setUp.wait.signal },
  );
}

async function logLines(setUp: LiveSetUp<SetUpKind>, component: Component): Promise<readonly string[]> {
  const { core } = setUp.kubernetes;
  const running = (await componentPods(setUp, component)).filter(({ status }) => status?.phase === 'Running');
  const sinceSeconds = Math.ceil((Date.now() - setUp.testStartedAt.getTime()) / 1000);
  const logs = await Promise.all(
    running.map(({ metadata }) =>
      core.readNamespacedPodLog({ namespace: componentNamespace, name: metadata?.name ?? '', sinceSeconds }),
    ),
  );
  return logs.flatMap((log) => log.split('\n').filter(Boolean));
}
