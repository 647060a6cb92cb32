import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptRun } from '../flow/run-state.ts';
import { quoteCommand } from '../process/quote-command.ts';

const environmentFile = 'environment';
const ownerOnly = 0o600;

/**
 * Writes the shell assignments by which a user looks inside a kept run: `source environment`, then kubectl, istioctl,
 * helm and aws all go there.
 */
export async function writeEnvironment({ run, outputs }: KeptRun): Promise<void> {
  const { cluster, aws, artifacts } = outputs;
  const variables: readonly (readonly [string, string])[] = [
    ...(cluster ? ([['KUBECONFIG', cluster.kubeconfig]] as const) : []),
    ...(aws
      ? ([
          ['AWS_ENDPOINT_URL', aws.endpoint],
          ['AWS_REGION', aws.region],
          // The first version of the AWS command line reads only this one.
          ['AWS_DEFAULT_REGION', aws.region],
          ['AWS_ACCESS_KEY_ID', aws.administrator.accessKeyId],
          ['AWS_SECRET_ACCESS_KEY', aws.administrator.secretAccessKey],
        ] as const)
      : []),
  ];
  const lines = variables.map(([name, value]) => `export ${name}=${quoteCommand([value])}`);
  // The very binaries of the run: versions of istioctl and kubectl that fit what is installed.
  if (artifacts) lines.push(`export PATH=${quoteCommand([toolFolders(artifacts.tools)])}:"$PATH"`);
  const path = join(run.folder, environmentFile);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: ownerOnly });
  await chmod(path, ownerOnly);
}

function toolFolders(tools: Readonly<Record<string, string>>): string {
  return [...new Set(Object.values(tools).map((path) => path.slice(0, path.lastIndexOf('/'))))].join(':');
}

/** Removes what leads into a run that is gone: its credentials too. The report stays. */
export async function removeAccess(folder: string): Promise<void> {
  for (const name of [environmentFile, 'kubeconfig', 'kind'])
    await rm(join(folder, name), { recursive: true, force: true });
}
