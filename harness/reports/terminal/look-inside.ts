import { quoteCommand } from '../../process/quote-command.ts';

/** Commands that look into a kept run, go on with it, and remove it; each can be pasted into a shell as it is. */
export function lookInside(folder: string): readonly string[] {
  const environment = quoteCommand([`${folder}/environment`]);
  const ofRun = `--run-dir ${quoteCommand([folder])}`;
  return [
    `source ${environment}`,
    'kubectl get pods --all-namespaces',
    'istioctl proxy-config secret deployment/productpage-v1',
    'aws acm-pca list-certificate-authorities',
    ...['verify', 'diagnose', 'renew', 'up', 'down'].map((command) => `npx pca-e2e ${command} ${ofRun}`),
  ];
}
