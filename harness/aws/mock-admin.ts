import {
  accountsPath,
  authoritiesPath,
  type ClockSetting,
  clockPath,
  type FaultRule,
  type ForcedStatus,
  faultsPath,
  type InstalledFault,
  type Journal,
  type JournalEntry,
  journalPath,
  type KnownAuthorities,
  type OpenedAccount,
  oidcIssuersPath,
  type Settings,
  settingsPath,
} from '../../mocks/contract.ts';
import { ComponentError } from '../errors/harness-error.ts';
import type { OidcIssuer } from './aws-environment.ts';

/** The admin port of a mocked AWS: its faults, settings, clock and request journal. */
export class MockAdmin {
  readonly #endpoint: string;

  /** @param endpoint - Base URL, as `AwsAccount.adminEndpoint` has it. */
  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** What was asked of AWS after that entry, oldest first. */
  async journal(sinceSequence = 0): Promise<readonly JournalEntry[]> {
    return (await this.#call<Journal>('GET', `${journalPath}?since=${sinceSequence}`)).entries;
  }

  /** How many requests there were so far: the place in the journal to read on from. */
  async journalLength(): Promise<number> {
    return (await this.#call<Journal>('GET', `${journalPath}?since=${Number.MAX_SAFE_INTEGER}`)).total;
  }

  /** Commits a fault from now on, until it is removed or has struck as often as it says. */
  async inject(rule: FaultRule): Promise<InstalledFault> {
    return this.#call<InstalledFault>('POST', faultsPath, rule);
  }

  async removeFault(id: number): Promise<void> {
    await this.#call('DELETE', `${faultsPath}?id=${id}`);
  }

  /** Every installed fault, with how often it has struck. */
  async faults(): Promise<readonly InstalledFault[]> {
    return (await this.#call<{ readonly faults: readonly InstalledFault[] }>('GET', faultsPath)).faults;
  }

  async removeAllFaults(): Promise<void> {
    await this.#call('DELETE', faultsPath);
  }

  async settings(): Promise<Settings> {
    return this.#call('GET', settingsPath);
  }

  async changeSettings(settings: Partial<Settings>): Promise<void> {
    await this.#call('PUT', settingsPath, settings);
  }

  async setClock(setting: ClockSetting): Promise<void> {
    await this.#call('PUT', clockPath, setting);
  }

  /** Puts a CA into a state, or gives it its own state back. */
  async forceStatus(arn: string, status: ForcedStatus['status']): Promise<void> {
    await this.#call('PUT', authoritiesPath, { arn, status } satisfies ForcedStatus);
  }

  async authorities(): Promise<KnownAuthorities['authorities']> {
    return (await this.#call<KnownAuthorities>('GET', authoritiesPath)).authorities;
  }

  /** Opens another AWS account in the same mock. */
  async openAccount(accountId: string): Promise<OpenedAccount> {
    return this.#call('POST', accountsPath, { accountId });
  }

  /** Makes an OIDC issuer reachable for the mock, as EKS's issuers are for AWS. */
  async publishOidcIssuer(issuer: OidcIssuer): Promise<void> {
    await this.#call('PUT', oidcIssuersPath, issuer);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(new URL(path, this.#endpoint), {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new ComponentError(
        `The mocked AWS's admin port answered ${method} ${path} with ${response.status}: ${text}`,
      );
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
