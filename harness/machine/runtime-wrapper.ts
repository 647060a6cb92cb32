import { join } from 'node:path';
import { MachineError } from '../errors/harness-error.ts';
import type { Machine } from './machine.ts';

/** Docker's name for runc without CAP_SYS_RESOURCE; the script itself says why and how. */
export const runtimeName = 'istio-pca-e2e';
export const runtimePath = '/usr/local/lib/istio-pca-e2e/runc-without-sys-resource';
export const daemonConfigPath = '/etc/docker/daemon.json';
export const daemonConfigBackupPath = `${daemonConfigPath}.before-istio-pca-e2e`;

const shippedScript = join(import.meta.dirname, 'runc-without-sys-resource.sh');

/** Runtimes that the wrapper takes the place of without taking anything away. */
const plainRuntimes = ['runc', 'io.containerd.runc.v2', runtimeName];

/**
 * Installs the wrapper and makes it Docker's default runtime, which takes effect when dockerd starts next. Everything
 * else in daemon.json stays, and the file as it was stays beside it.
 *
 * @throws MachineError when daemon.json cannot be read as JSON, or names a default runtime of somebody else
 */
export async function registerRuntimeWrapper(machine: Machine): Promise<void> {
  const before = await machine.readText(daemonConfigPath);
  const after = withRuntimeWrapper(before);
  const script = await machine.readText(shippedScript);
  if (script === undefined)
    throw new MachineError(`${shippedScript} is not there`, { remedy: 'Install the package again.' });
  await machine.writeText(runtimePath, script, 0o755);
  if (before === after) return;
  if (before !== undefined && !(await machine.pathExists(daemonConfigBackupPath))) {
    await machine.writeText(daemonConfigBackupPath, before, 0o644);
  }
  await machine.writeText(daemonConfigPath, after, 0o644);
}

/** The content of daemon.json with the wrapper as the default runtime; equal to `before` when it is that already. */
export function withRuntimeWrapper(before: string | undefined): string {
  const config = parseDaemonConfig(before);
  const { 'default-runtime': defaultRuntime, runtimes } = config;
  if (defaultRuntime !== undefined && !plainRuntimes.includes(String(defaultRuntime))) {
    throw new MachineError(
      `${daemonConfigPath} already names a default runtime, ${String(defaultRuntime)}, with which privileged containers do not start`,
      {
        remedy: `Make that runtime drop CAP_SYS_RESOURCE, or remove "default-runtime" from ${daemonConfigPath} and run \`pca-e2e bootstrap\` again.`,
      },
    );
  }
  const merged = {
    ...config,
    'default-runtime': runtimeName,
    runtimes: { ...asObject(runtimes), [runtimeName]: { path: runtimePath } },
  };
  return JSON.stringify(merged) === JSON.stringify(config) && before !== undefined
    ? before
    : `${JSON.stringify(merged, undefined, 2)}\n`;
}

/** What a user does when bootstrap may not: this Docker is not ours to restart. */
export function howToRegisterRuntime(): string {
  return [
    `As root: install -D -m 755 ${shippedScript} ${runtimePath};`,
    `add to ${daemonConfigPath}: {"default-runtime": "${runtimeName}", "runtimes": {"${runtimeName}": {"path": "${runtimePath}"}}};`,
    'then restart dockerd (`systemctl restart docker`, or `service docker restart`; it stops running containers).',
    'Or give the machine CAP_SYS_RESOURCE: a virtual machine has it, a container gets it from --privileged or --cap-add SYS_RESOURCE.',
  ].join(' ');
}

function parseDaemonConfig(text: string | undefined): Readonly<Record<string, unknown>> {
  // dockerd takes an empty file for no configuration.
  if (text === undefined || text.trim() === '') return {};
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config };
  } catch (error) {
    throw new MachineError(`${daemonConfigPath} is not valid JSON`, {
      remedy: `Correct ${daemonConfigPath}; dockerd does not start with it either.`,
      cause: error,
    });
  }
  throw new MachineError(`${daemonConfigPath} does not hold a JSON object`, { remedy: `Correct ${daemonConfigPath}.` });
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
