import { Command } from 'commander';
import { standingRuns } from '../../clusters/standing-runs.ts';
import type { Io } from '../io.ts';

/** `pca-e2e list`: the runs of which something is standing. */
export function listCommand(io: Io): Command {
  return new Command('list')
    .option('--json', 'print one JSON document', false)
    .action(async (flags: { json: boolean }) => {
      const runs = await standingRuns();
      if (flags.json) {
        io.stdout.write(`${JSON.stringify({ runs }, null, 2)}\n`);
      } else if (runs.length === 0) {
        io.stdout.write('No run is kept.\n');
      } else {
        for (const run of runs) {
          io.stdout.write(`${run.runId}  ${run.folder ?? 'folder unknown'}\n`);
          for (const container of run.containers) io.stdout.write(`  ${container}\n`);
        }
      }
    });
}
