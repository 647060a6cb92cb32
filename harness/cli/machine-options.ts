import { type Command, Option } from 'commander';
import { type DockerChoice, needsDocker } from '../flow/needs-docker.ts';
import { defaultRunOptions } from '../flow/run.ts';
import { addSourceOption } from './artifact-options.ts';

/** Options that say what kind of run a machine is asked to make. */
export type MachineFlags = DockerChoice;

/** Adds the options on which it depends what a run takes of this machine: for commands about the machine alone. */
export function addMachineOptions(command: Command): Command {
  const { provider, aws } = defaultRunOptions;
  return addSourceOption(command)
    .addOption(
      new Option('--provider <name>', 'where the cluster of a run comes from')
        .choices(['kind', 'existing'])
        .default(provider),
    )
    .addOption(new Option('--aws <side>', 'which AWS a run works in').choices(['mock', 'real']).default(aws));
}

/** What such a run has on this machine. */
export const onThisMachine = (flags: MachineFlags) => ({
  makesNode: flags.provider === 'kind',
  needsDocker: needsDocker(flags),
});
