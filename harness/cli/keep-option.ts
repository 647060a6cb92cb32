import { type Command, Option } from 'commander';
import type { Keep } from './perform-run.ts';

/** `--keep`, `--keep always` or `--keep failed`, as commander hands it over. */
export type KeepFlag = true | 'always' | 'failed';

/** Adds the option that leaves things standing. */
export function addKeepOption(command: Command, description: string): Command {
  return command.addOption(new Option('--keep [when]', description).choices(['always', 'failed']));
}

export function keepOf(keep: KeepFlag | undefined): Keep {
  return keep === undefined ? 'never' : keep === true ? 'always' : keep;
}
