import type { Check } from '../check.ts';
import { fatal, ok, warning } from '../finding.ts';
import { privilegedContainerStarts } from '../privileged-container.ts';
import { howToRegisterRuntime } from '../runtime-wrapper.ts';
import { sysResourceInBoundingSet } from '../sys-resource.ts';

const expected = 'CAP_SYS_RESOURCE in the bounding set, or a Docker runtime that does without it';

/** A kind node is a privileged container. Starting one is only tried where there is a reason to doubt it. */
export const privilegedContainersCheck: Check = {
  id: 'privileged-containers',
  title: 'Privileged containers',
  askedFor: 'node',
  async run({ probe, docker }) {
    const sysResource = await sysResourceInBoundingSet(probe);
    if (sysResource === 'unknown') return undefined;
    if (sysResource === 'present') return ok(expected, 'CAP_SYS_RESOURCE is in the bounding set');
    const missing = 'CAP_SYS_RESOURCE is missing from the bounding set';
    if (docker.status !== 'running') {
      return warning(
        expected,
        `${missing}; Docker does not run, so its runtime could not be tried`,
        'Run `pca-e2e bootstrap` as root: it starts Docker and gives it a runtime that does without the capability.',
      );
    }
    const runtime = `Docker's runtime ${docker.info.defaultRuntime}`;
    const answer = await privilegedContainerStarts(probe, docker.info.architecture);
    switch (answer.outcome) {
      case 'starts':
        return ok(expected, `${missing}; a privileged container starts all the same, with ${runtime}`);
      case 'unknown':
        return warning(expected, `${missing}; ${answer.reason}`, howToRegisterRuntime());
      case 'fails':
        return fatal(expected, `${missing}; with ${runtime}: ${answer.reason}`, howToRegisterRuntime());
    }
  },
};
