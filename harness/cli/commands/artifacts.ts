import { Command } from 'commander';
import type { Io } from '../io.ts';

export function artifactsCommand(io: Io): Command {
  return new Command('artifacts');
}
