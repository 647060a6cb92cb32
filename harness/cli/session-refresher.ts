import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainingAws } from '../aws/explain-aws-error.ts';
import { issuerServiceAccount } from '../aws/issuer-role.ts';
import { giveIssuerSession, issuerSessionEnd, opensSessions } from '../flow/issuer-session-secret.ts';
import type { KeptRun } from '../flow/run-state.ts';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { restartDeployment } from '../kubernetes/rollout.ts';
import type { WaitListener } from '../kubernetes/watch-until.ts';
import { runVariable } from '../process/marked-processes.ts';

const program = fileURLToPath(new URL('./bin.js', import.meta.url));
/** What the refreshing process has to say; it has no terminal. */
export const refreshLogFile = 'refresh.log';
/** A session is for an hour: it is renewed halfway, so that there is as long to try again. */
const renewalMarginMs = 30 * 60_000;

/** Whether a run's issuer works with a session that somebody must renew. */
export const needsRefreshing = ({ outputs }: KeptRun): boolean =>
  outputs['iam-role'] !== undefined && outputs.issuer !== undefined && opensSessions(outputs['iam-role']);

/** When the issuer's session has to be renewed, in Unix ms; undefined for a run without a cluster. */
export async function refreshDueMs({ outputs }: KeptRun): Promise<number | undefined> {
  if (!outputs.cluster) return undefined;
  const end = await issuerSessionEnd(connect(outputs.cluster.kubeconfig));
  return end.getTime() - renewalMarginMs;
}

/**
 * Gives the issuer a new session, and new pods with it: the SDK for Go reads a credentials file once, when it starts,
 * and a pod is the one thing of which it is known that it has read the new file. They are replaced one after the other.
 *
 * @returns When the new session ends.
 */
export async function refreshSession({ outputs }: KeptRun, wait: WaitListener): Promise<Date | undefined> {
  const { aws, cluster, issuer, 'ca-hierarchy': hierarchy, 'iam-role': role } = outputs;
  if (!aws || !cluster || !issuer || !hierarchy || !role) return undefined;
  const client = connect(cluster.kubeconfig);
  const session = { account: aws, role, caArn: hierarchy.issuingCaArn, signal: wait.signal };
  const end = await explainingAws(aws, () => giveIssuerSession(client, session));
  await restartDeployment(client, { namespace: issuerServiceAccount.namespace, name: issuer.deployment }, wait);
  return end;
}

/**
 * Leaves a process behind that renews the session of a kept run's issuer until the run is removed. It signs with what
 * this process's environment gives the SDK, and carries the run's mark, by which removing the run ends it.
 */
export async function startRefresher(kept: KeptRun): Promise<void> {
  if (!needsRefreshing(kept)) return;
  const { id, folder } = kept.run;
  const { endpoint } = kept.outputs.aws ?? {};
  const log = await open(join(folder, refreshLogFile), 'a');
  try {
    const child = spawn(process.execPath, [program, 'refresh', '--follow', '--run-dir', folder], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }), [runVariable]: id },
    });
    child.unref();
  } finally {
    await log.close();
  }
}
