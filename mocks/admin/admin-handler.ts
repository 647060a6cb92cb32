import type { PcaState } from '../acm-pca/pca-state.ts';
import type { AdjustableClock } from '../clock.ts';
import {
  accountsPath,
  authoritiesPath,
  clockPath,
  faultsPath,
  type Health,
  healthPath,
  journalPath,
  oidcIssuersPath,
  settingsPath,
} from '../contract.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { RequestQuotas } from '../faults/request-quotas.ts';
import type { Handler, WireRequest, WireResponse } from '../http/wire.ts';
import type { IamState } from '../iam/iam-state.ts';
import type { IssuerDirectory } from '../oidc/issuer-directory.ts';
import { AdminError } from './admin-error.ts';
import { forceStatus, knownAuthorities } from './authorities.ts';
import type { RequestJournal } from './journal.ts';
import { readAccount, readClock, readForcedStatus, readIssuer } from './payloads.ts';
import { readFaultRule } from './read-fault-rule.ts';
import { changeSettings, currentSettings } from './settings.ts';

export interface AdminParts {
  readonly home: { readonly accountId: string; readonly region: string };
  readonly journal: RequestJournal;
  readonly issuers: IssuerDirectory;
  readonly clock: AdjustableClock;
  readonly pca: PcaState;
  readonly iam: IamState;
  readonly faults: FaultPlan;
  readonly quotas: RequestQuotas;
}

/** Answers with a value that becomes JSON. */
type AdminOperation = (request: WireRequest, parts: AdminParts) => object;

/** The admin port: what nobody can do to AWS, and a test wants to. */
export function createAdminHandler(parts: AdminParts): Handler {
  return async (request) => {
    try {
      const operations = table[request.path];
      if (!operations) throw new AdminError(404, `There is nothing at ${request.path}.`);
      const operation = operations[request.method];
      if (!operation) throw new AdminError(405, `${request.path} answers ${Object.keys(operations).join(', ')}.`);
      return respond(200, operation(request, parts));
    } catch (error) {
      if (error instanceof AdminError) return respond(error.status, { error: error.message });
      return respond(500, { error: error instanceof Error ? error.message : String(error) });
    }
  };
}

const table: Readonly<Record<string, Readonly<Record<string, AdminOperation>>>> = {
  [healthPath]: { GET: (_request, { home }): Health => ({ status: 'ok', ...home }) },
  [journalPath]: {
    GET: (request, { journal }) => journal.read(numberIn(request, 'since') ?? 0),
    DELETE: (_request, { journal }) => {
      journal.clear();
      return {};
    },
  },
  [oidcIssuersPath]: {
    GET: (_request, { issuers }) => ({ issuers: issuers.published() }),
    PUT: (request, { issuers }) => {
      const { issuer, jwks } = readIssuer(request.body);
      issuers.publish(issuer, jwks.keys);
      return { issuer, keys: jwks.keys.length };
    },
    DELETE: (request, { issuers }) => {
      const issuer = new URLSearchParams(request.query).get('issuer') ?? '';
      if (!issuers.withdraw(issuer)) throw new AdminError(404, `The issuer ${issuer} is not published.`);
      return { issuers: issuers.published() };
    },
  },
  [clockPath]: {
    GET: (_request, { clock }) => ({ offsetMs: clock.offsetMs, time: new Date(clock.nowMs()).toISOString() }),
    PUT: (request, { clock }) => {
      clock.offsetMs = readClock(request.body).offsetMs;
      return { offsetMs: clock.offsetMs, time: new Date(clock.nowMs()).toISOString() };
    },
  },
  [settingsPath]: {
    GET: (_request, parts) => currentSettings(parts),
    PUT: (request, parts) => changeSettings(request.body, parts),
  },
  [faultsPath]: {
    GET: (_request, { faults }) => ({ faults: faults.list() }),
    POST: (request, { faults, clock }) => faults.install(readFaultRule(request.body), clock.nowMs()),
    DELETE: (request, { faults }) => {
      const id = numberIn(request, 'id');
      if (id === undefined) faults.clear();
      else if (!faults.remove(id)) throw new AdminError(404, `There is no fault ${id}.`);
      return { faults: faults.list() };
    },
  },
  [authoritiesPath]: {
    GET: (_request, { pca, clock }) => knownAuthorities(pca, clock.nowMs()),
    PUT: (request, { pca, clock }) => forceStatus(readForcedStatus(request.body), pca, clock.nowMs()),
  },
  [accountsPath]: {
    POST: (request, { iam, clock }) => {
      const { accountId } = readAccount(request.body);
      const key = iam.openAccount(accountId, clock.nowMs());
      return { accountId, accessKeyId: key.id, secretAccessKey: key.secret };
    },
  },
};

function numberIn(request: WireRequest, name: string): number | undefined {
  const value = new URLSearchParams(request.query).get(name);
  if (value === null) return undefined;
  if (!/^\d+$/.test(value)) throw new AdminError(400, `Expected ${name} to be a number.`);
  return Number(value);
}

function respond(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
