import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsAccount } from '../aws/aws-account.ts';
import { awsRecordFile } from '../flow/aws-record.ts';
import { clusterRecordFile } from '../flow/cluster-record.ts';
import { draftOf } from '../flow/replace-file.ts';
import { type KeptRun, stateFile } from '../flow/run-state.ts';
import { quoteCommand } from '../process/quote-command.ts';
import { ownerFile } from './run-owner.ts';

const environmentFile = 'environment';

/** What leads into a run: of no use, and partly secret, once it is gone. kind locks the kubeconfig while it writes it. */
const accessFiles = [
  ...[environmentFile, 'kubeconfig', 'kubeconfig.lock', 'kind', draftOf(stateFile), awsRecordFile],
  ...[clusterRecordFile, draftOf(clusterRecordFile)],
];
/** The state and the owner go last: as long as they are there, the run is known as a kept or a killed one. */
export const runFiles = [...accessFiles, stateFile, ownerFile];
const ownerOnly = 0o600;

/**
 * Writes the shell assignments by which a user looks inside a kept run: `source environment`, then kubectl, istioctl,
 * helm and aws all go there.
 */
export async function writeEnvironment({ run, outputs }: KeptRun): Promise<void> {
  const { cluster, aws, artifacts } = outputs;
  const variables: readonly (readonly [string, string])[] = [
    ...(cluster ? ([['KUBECONFIG', cluster.kubeconfig]] as const) : []),
    ...(aws ? awsVariables(aws) : []),
  ];
  const lines = variables.map(([name, value]) => `export ${name}=${quoteCommand([value])}`);
  // The very binaries of the run: versions of istioctl and kubectl that fit what is installed.
  if (artifacts) lines.push(`export PATH=${quoteCommand([toolFolders(artifacts.tools)])}:"$PATH"`);
  const path = join(run.folder, environmentFile);
  await writeFile(path, `${lines.join('\n')}\n`, { mode: ownerOnly });
  await chmod(path, ownerOnly);
}

/** Of an account of AWS itself names alone: its credentials stay where the SDK's chain has them. */
function awsVariables(aws: AwsAccount): readonly (readonly [string, string])[] {
  return [
    ...(aws.endpoint === undefined ? [] : ([['AWS_ENDPOINT_URL', aws.endpoint]] as const)),
    ['AWS_REGION', aws.region],
    // The first version of the AWS command line reads only this one.
    ['AWS_DEFAULT_REGION', aws.region],
    ...(aws.kind === 'mock'
      ? ([
          ['AWS_ACCESS_KEY_ID', aws.administrator.accessKeyId],
          ['AWS_SECRET_ACCESS_KEY', aws.administrator.secretAccessKey],
        ] as const)
      : []),
    ...(aws.kind === 'real' && aws.profile !== undefined ? ([['AWS_PROFILE', aws.profile]] as const) : []),
    ...(aws.kind === 'real' && aws.fips ? ([['AWS_USE_FIPS_ENDPOINT', 'true']] as const) : []),
  ];
}

function toolFolders(tools: Readonly<Record<string, string>>): string {
  return [...new Set(Object.values(tools).map((path) => path.slice(0, path.lastIndexOf('/'))))].join(':');
}

/** Forgets a run that is gone, with all that leads into it. The report stays. */
export async function forgetRun(folder: string): Promise<void> {
  for (const name of runFiles) await rm(join(folder, name), { recursive: true, force: true });
}
