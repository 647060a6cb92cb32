import type { ArtifactSource } from '../artifacts/artifact-source.ts';
import { artifactDemands, hostToolsFor } from '../artifacts/select-source.ts';
import { podCidr, serviceCidr } from '../clusters/kind-config.ts';
import { MachineError } from '../errors/harness-error.ts';
import { bootstrapMachine } from '../machine/bootstrap.ts';
import type { MachineDemands } from '../machine/check.ts';
import { examineMachine } from '../machine/doctor.ts';

export interface PrepareOptions {
  /** Where actions are shown as they begin. */
  readonly stream: { write(text: string): unknown };
  /** First install and start what is missing; otherwise the missing is only named. */
  readonly bootstrap: boolean;
  readonly artifacts: ArtifactSource['name'];
  /** Whether what follows uses a node that stands already. @defaultValue false */
  readonly nodeStands?: boolean;
  /** Whether the run makes a node on this machine; a cluster that is there has its own. @defaultValue true */
  readonly makesNode?: boolean;
  /** Whether it has anything in this machine's Docker. @defaultValue true */
  readonly needsDocker?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that the machine can run the flow, before anything is made.
 *
 * @throws MachineError (exit code 3) naming everything that is in the way, each with its remedy.
 */
export async function prepareMachine(options: PrepareOptions): Promise<void> {
  const { stream, bootstrap, artifacts, nodeStands = false, makesNode = true, needsDocker = true, signal } = options;
  if (bootstrap) {
    const hostTools = hostToolsFor(artifacts);
    const onAction = (action: string) => stream.write(`Machine: ${action}\n`);
    await bootstrapMachine({ hostTools, needsDocker, signal, onAction });
  }
  const demands = { ...machineDemands(artifacts), nodeStands, makesNode, needsDocker };
  const { findings } = await examineMachine({ ...demands, signal });
  const fatal = findings.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return;
  const problems = fatal.map(({ title, expected, observed }) => `${title}: expected ${expected}; got ${observed}`);
  const remedies = [...new Set(fatal.map(({ remedy }) => remedy ?? ''))];
  throw new MachineError(['This machine cannot run the flow.', ...problems].join('\n  '), {
    remedy: remedies.join('\n  '),
  });
}

/** What a run of the flow asks of the machine. */
export function machineDemands(artifacts: ArtifactSource['name']): MachineDemands {
  return {
    ...artifactDemands(artifacts),
    // The mocked AWS is published on ports that Docker chooses; the API server's too.
    hostPorts: [],
    clusterNetworks: [
      { name: 'pod', cidr: podCidr },
      { name: 'service', cidr: serviceCidr },
    ],
  };
}
