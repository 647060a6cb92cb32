import type { Check } from '../check.ts';
import { fatal, ok, warning } from '../finding.ts';
import { howToInstallDocker } from '../install-hints.ts';
import { distributionOf } from '../operating-system.ts';

const supportedProcessors = ['x64', 'arm64'];
const expected = 'Linux or macOS on x64 or arm64';

/** Only Linux runs everything, local artifact builds included. */
export const operatingSystemCheck: Check = {
  id: 'operating-system',
  title: 'Operating system',
  async run({ probe }) {
    const { platform, architecture } = probe;
    const name = (await distributionOf(probe))?.name ?? platform;
    const observed = `${name} on ${architecture}`;
    if (platform !== 'linux' && platform !== 'darwin') {
      return fatal(expected, observed, howToInstallDocker(platform, undefined));
    }
    if (!supportedProcessors.includes(architecture)) {
      return fatal(
        expected,
        observed,
        'Use a machine with an x64 or arm64 processor: no node image exists for this one.',
      );
    }
    if (platform === 'darwin') {
      return warning(
        expected,
        observed,
        'Use published artifacts (`--artifacts registry`): local builds need a Debian-like Linux.',
      );
    }
    return ok(expected, observed);
  },
};
