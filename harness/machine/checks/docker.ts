import type { Check } from '../check.ts';
import { dockerProblem } from '../docker-problem.ts';
import { fatal, ok, warning } from '../finding.ts';
import { distributionOf } from '../operating-system.ts';
import { requirements } from '../requirements.ts';

const expected = `Docker ${requirements.dockerVersion} or newer, running and usable by this user`;

export const dockerCheck: Check = {
  id: 'docker',
  title: 'Docker',
  askedFor: 'docker',
  async run({ probe, docker }) {
    const problem = dockerProblem(docker, probe.platform, await distributionOf(probe));
    if (problem !== undefined) {
      const shortcut = problem.solvedByBootstrap ? '`pca-e2e bootstrap` as root does what is needed. ' : '';
      return fatal(expected, problem.observed, `${shortcut}${problem.remedy}`);
    }
    if (docker.status !== 'running') return undefined;
    const { serverVersion, operatingSystem, isRootless } = docker.info;
    const observed = `${isRootless ? 'rootless ' : ''}Docker ${serverVersion} on ${operatingSystem}, ${docker.endpoint}`;
    if (!isRootless) return ok(expected, observed);
    return warning(
      expected,
      observed,
      'Rootless kind needs cgroup delegation and some kernel modules (https://kind.sigs.k8s.io/docs/user/rootless/); if nodes do not start, use a rootful daemon.',
    );
  },
};
