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
  /** Added to the environment of kubectl itself. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Receives every line as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command in a container by `kubectl exec` and returns its standard output. */
export async function kubectlExec(options: ExecOptions): Promise<string> {
  const [kubectl, ...args] = kubectlExecCommand(options);
  const { signal, env = {}, onLine } = options;
  const { stdout } = await runCommand(kubectl, args, { signal, env, ...(onLine ? { onLine } : {}) });
  return stdout;
}

/** The program and arguments of {@link kubectlExec}. */
export function kubectlExecCommand(
  options: Omit<ExecOptions, 'env' | 'signal' | 'onLine'>,
): readonly [string, ...string[]] {
  const where = ['--kubeconfig', options.kubeconfig, '--namespace', options.namespace];
  const { kubectl, target, container, command } = options;
  return [kubectl, ...where, 'exec', target, '--container', container, '--', ...command];
}
