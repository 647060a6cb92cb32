import { bookinfoNamespace } from '../../flow/bookinfo-namespace.ts';
import type { RunOptions } from '../../flow/run.ts';
import { quoteCommand } from '../../process/quote-command.ts';

export interface KeptFolder {
  readonly runId: string;
  readonly folder: string;
  readonly provider: RunOptions['provider'];
}

/** Commands that look into a kept run, go on with it, and remove it; each can be pasted into a shell as it is. */
export function lookInside({ runId, folder, provider }: KeptFolder): readonly string[] {
  const namespace = bookinfoNamespace({ id: runId, options: { provider } });
  const where = namespace === 'default' ? '' : ` --namespace ${namespace}`;
  const environment = quoteCommand([`${folder}/environment`]);
  const ofRun = `--run-dir ${quoteCommand([folder])}`;
  return [
    `source ${environment}`,
    'kubectl get pods --all-namespaces',
    `istioctl proxy-config secret deployment/productpage-v1${where}`,
    'aws acm-pca list-certificate-authorities',
    ...['verify', 'diagnose', 'renew', 'up', 'down'].map((command) => `npx pca-e2e ${command} ${ofRun}`),
  ];
}
