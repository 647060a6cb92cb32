import { runCommand } from '../process/run-command.ts';

export interface ExecOptions {
  /** Path of the kubectl binary. */
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  /** A pod, or `deployment/NAME` for one of its pods. */
  readonly target: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs a command in a container by `kubectl exec` and returns its standard output. */
export async function kubectlExec(options: ExecOptions): Promise<string> {
  const { stdout } = await runCommand(
    options.kubectl,
    [
      '--kubeconfig',
      options.kubeconfig,
      '--namespace',
      options.namespace,
      'exec',
      options.target,
      '--container',
      options.container,
      '--',
      ...options.command,
    ],
    { signal: options.signal },
  );
  return stdout;
}
