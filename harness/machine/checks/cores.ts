import type { Check, CheckContext } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { ok, warning } from '../finding.ts';
import { requirements } from '../requirements.ts';

/** The cluster's processors are the daemon's, which on Docker Desktop are not this machine's. */
export const coresCheck: Check = {
  id: 'cores',
  title: 'Processor cores',
  askedFor: 'docker',
  run(context) {
    const expected = `at least ${requirements.comfortableCores}`;
    const cores = coresOfDaemon(context);
    if (cores >= requirements.comfortableCores) return ok(expected, `${cores}`);
    return warning(expected, `${cores}`, 'Give the machine another core, or allow longer step timeouts.');
  },
};

function coresOfDaemon(context: CheckContext): number {
  const daemon = placeOfDaemon(context.probe, context.docker);
  return daemon.kind === 'elsewhere' ? daemon.info.cores : context.probe.logicalCores;
}
