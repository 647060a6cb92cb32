import { MachineError } from '../errors/harness-error.ts';
import { CommandError } from '../process/command-error.ts';
import { type CommandOptions, type CommandResult, runCommand } from '../process/run-command.ts';

/** There is no Docker here, or nobody behind its command, or nobody whom this user may ask. */
export class DockerAwayError extends MachineError {}

/**
 * Asks Docker something.
 *
 * @throws DockerAwayError when there is no Docker that could answer; CommandError when it answers with an error.
 */
export async function askDocker(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  try {
    return await runCommand('docker', args, options);
  } catch (error) {
    throw isDockerAway(error) ? dockerAway(error) : error;
  }
}

/** Whether a docker command failed because there is no Docker that could answer. */
export const isDockerAway = (error: unknown): error is CommandError =>
  error instanceof CommandError && (error.missing || noAnswer.test(error.stderr));

/** What the docker command says when there is nobody behind it, or nobody whom this user may ask. */
const noAnswer =
  /Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect|permission denied|Is the docker daemon running/i;

function dockerAway(cause: CommandError): DockerAwayError {
  return new DockerAwayError(cause.missing ? 'There is no docker command' : 'Docker does not answer', {
    cause,
    remedy:
      '`pca-e2e doctor` says what is in the way, and `pca-e2e bootstrap` installs and starts Docker where it can.',
  });
}
