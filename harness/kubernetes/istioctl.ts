import { runCommand } from '../process/run-command.ts';

export interface IstioctlOptions {
  /** Path of the istioctl binary. */
  readonly istioctl: string;
  readonly kubeconfig: string;
  readonly signal: AbortSignal;
}

/** `istioctl install` with its charts as they are; `settings` are `--set` assignments. */
export async function istioctlInstall(
  options: IstioctlOptions & { readonly settings: readonly string[]; readonly onLine?: (line: string) => void },
): Promise<void> {
  const [istioctl, ...args] = istioctlInstallCommand(options);
  const { signal, onLine } = options;
  await runCommand(istioctl, args, { signal, ...(onLine ? { onLine } : {}) });
}

/** The program and arguments of {@link istioctlInstall}. */
export function istioctlInstallCommand(
  options: Omit<IstioctlOptions, 'signal'> & { readonly settings: readonly string[] },
): readonly [string, ...string[]] {
  const settings = options.settings.flatMap((setting) => ['--set', setting]);
  return [options.istioctl, 'install', '--skip-confirmation', '--kubeconfig', options.kubeconfig, ...settings];
}

/** `istioctl uninstall --purge`: everything of Istio's in the cluster; its namespace stays. */
export async function istioctlUninstall({ istioctl, kubeconfig, signal }: IstioctlOptions): Promise<void> {
  await runCommand(istioctl, ['uninstall', '--purge', '--skip-confirmation', '--kubeconfig', kubeconfig], { signal });
}

/** One secret of Envoy's configuration dump, as `istioctl proxy-config secret -o json` prints it. */
interface ActiveSecret {
  readonly name?: string;
  readonly secret?: { readonly tlsCertificate?: { readonly certificateChain?: { readonly inlineBytes?: string } } };
}

/**
 * The certificate chain that a workload's proxy presents, as PEM: the guide's `istioctl proxy-config secret … | jq …`.
 * The secret is found by its name, not by its place: Istio does not promise an order.
 *
 * @returns undefined while the proxy has no certificate yet. The private key is never looked at.
 */
export async function workloadChainPem(
  options: IstioctlOptions & { readonly namespace: string; readonly workload: string },
): Promise<string | undefined> {
  const [istioctl, ...args] = workloadChainCommand(options);
  const { stdout } = await runCommand(istioctl, args, { signal: options.signal });
  const dump = JSON.parse(stdout) as { dynamicActiveSecrets?: readonly ActiveSecret[] };
  const workload = dump.dynamicActiveSecrets?.find((secret) => secret.name === 'default');
  const inlineBytes = workload?.secret?.tlsCertificate?.certificateChain?.inlineBytes;
  return inlineBytes === undefined ? undefined : Buffer.from(inlineBytes, 'base64').toString('utf8');
}

/** The program and arguments of {@link workloadChainPem}. */
export function workloadChainCommand(
  options: Omit<IstioctlOptions, 'signal'> & { readonly namespace: string; readonly workload: string },
): readonly [string, ...string[]] {
  const where = ['--kubeconfig', options.kubeconfig, '--namespace', options.namespace];
  return [options.istioctl, ...where, 'proxy-config', 'secret', options.workload, '--output', 'json'];
}
