import type { Check } from '../check.ts';
import { fatal, ok } from '../finding.ts';
import { missingTools } from '../host-tools.ts';
import { howToInstallTools } from '../install-hints.ts';
import { distributionOf } from '../operating-system.ts';

export const hostToolsCheck: Check = {
  id: 'host-tools',
  title: 'Host tools',
  async run({ probe, demands: { hostTools } }) {
    if (hostTools.length === 0) return undefined;
    const expected = hostTools.map(({ command }) => command).join(', ');
    const missing = await missingTools(probe, hostTools);
    if (missing.length === 0) return ok(expected, 'all found');
    return fatal(
      expected,
      `missing: ${missing.map(({ command, why }) => `${command} (needed to ${why})`).join(', ')}`,
      `\`pca-e2e bootstrap\` installs them on a Debian-like machine as root. ${howToInstallTools(missing, await distributionOf(probe))}`,
    );
  },
};
