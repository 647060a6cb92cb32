import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AdminError } from './admin/admin-error.ts';
import { readFaultRule } from './admin/read-fault-rule.ts';
import { defaultAccountId, defaultAdminPort, defaultPort, defaultRegion, type FaultRule } from './contract.ts';
import { type HierarchyPlan, HierarchyPlanError, readHierarchyPlan } from './preload/hierarchy-plan.ts';
import type { StartOptions } from './server.ts';

export const usage = `The mocked AWS: ACM PCA, STS, IAM, and a small S3 for CRLs and audit reports.

  --host HOST               where to listen (127.0.0.1)
  --port PORT               for AWS_ENDPOINT_URL (${defaultPort}; 0 picks a free one)
  --admin-port PORT         for faults, the clock and the journal (${defaultAdminPort}; 0 picks a free one)
  --region REGION           (${defaultRegion})
  --account-id DIGITS       (${defaultAccountId})
  --issuance-delay-ms MS    how long GetCertificate answers RequestInProgressException (20)
  --propagation-delay-ms MS how long a new CA, role, policy, key or session is unknown (0)
  --published-quotas        throttles requests above AWS's published rates
  --fault JSON              commits a fault on purpose, as at the admin port; can be repeated
  --hierarchy FILE          begins with the CAs of that JSON file
  --certificates FOLDER     writes the certificates of those CAs there

Prints one line of JSON when it serves, and ends on SIGTERM or SIGINT.
`;

/** The command line was not understood; the message says what was expected. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readCommandLine(parameters: readonly string[]): StartOptions | 'help' {
  const values = parse(parameters);
  if (values.help) return 'help';
  const { host, region, 'account-id': accountId, hierarchy, certificates } = values;
  if (region !== undefined && !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region))
    throw new UsageError(`${region} is not an AWS region.`);
  if (accountId !== undefined && !/^\d{12}$/.test(accountId)) throw new UsageError('--account-id takes twelve digits.');
  const issuanceDelayMs = readNumber(values['issuance-delay-ms'], '--issuance-delay-ms', Number.MAX_SAFE_INTEGER);
  const propagationDelayMs = readNumber(
    values['propagation-delay-ms'],
    '--propagation-delay-ms',
    Number.MAX_SAFE_INTEGER,
  );
  return {
    ...(host === undefined ? {} : { host }),
    ...(region === undefined ? {} : { region }),
    ...(accountId === undefined ? {} : { accountId }),
    settings: {
      ...(issuanceDelayMs === undefined ? {} : { issuanceDelayMs }),
      ...(propagationDelayMs === undefined ? {} : { propagationDelayMs }),
    },
    ...(hierarchy === undefined ? {} : { hierarchy: readHierarchy(hierarchy) }),
    ...(certificates === undefined ? {} : { certificatesFolder: certificates }),
    publishedQuotas: values['published-quotas'] ?? false,
    faults: (values.fault ?? []).map(readFault),
    port: readNumber(values.port, '--port', highestPort) ?? defaultPort,
    adminPort: readNumber(values['admin-port'], '--admin-port', highestPort) ?? defaultAdminPort,
  };
}

const highestPort = 65_535;

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'admin-port': { type: 'string' },
        region: { type: 'string' },
        'account-id': { type: 'string' },
        'issuance-delay-ms': { type: 'string' },
        'propagation-delay-ms': { type: 'string' },
        'published-quotas': { type: 'boolean' },
        fault: { type: 'string', multiple: true },
        hierarchy: { type: 'string' },
        certificates: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}

function readNumber(value: string | undefined, flag: string, highest: number): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) > highest)
    throw new UsageError(`${flag} takes a number up to ${highest}, not ${value}.`);
  return Number(value);
}

function readFault(json: string): FaultRule {
  try {
    return readFaultRule(Buffer.from(json));
  } catch (error) {
    if (error instanceof AdminError) throw new UsageError(`--fault ${json}: ${error.message}`, { cause: error });
    throw error;
  }
}

function readHierarchy(file: string): HierarchyPlan {
  try {
    return readHierarchyPlan(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof HierarchyPlanError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    throw usageError(error);
  }
}

const usageError = (error: unknown): UsageError =>
  new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
