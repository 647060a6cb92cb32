import { mockedAccount } from '../aws/aws-account.ts';
import { type AwsClients, awsClients } from '../aws/aws-clients.ts';
import { MockAdmin } from '../aws/mock-admin.ts';
import { collectEvidence } from '../diagnosis/collect-evidence.ts';
import { diagnose, unexplained } from '../diagnosis/diagnose.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { gatherEvidence } from '../diagnosis/gather-evidence.ts';
import { evidenceAccess } from '../flow/evidence-access.ts';
import type { Run } from '../flow/run.ts';
import { type KeptRun, readRunState } from '../flow/run-state.ts';
import { apply } from '../kubernetes/apply.ts';
import { connect, type KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../kubernetes/watch-until.ts';
import { findingsText } from '../reports/terminal/findings-text.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { CleanUps } from './clean-ups.ts';
import { isInTest } from './scenario-name.ts';
import type { SetUpKind, SetUpOutputs } from './set-up-kind.ts';

/** Time that gathering evidence may take. */
const evidenceBudgetMs = 60_000;

interface Present {
  readonly setUp: KeptRun;
  readonly kubernetes: KubernetesClient;
  readonly aws: AwsClients;
  readonly mock: MockAdmin;
}

/** A set-up that stands, as a scenario works with it. */
export class LiveSetUp<Kind extends SetUpKind> {
  #present: Present | undefined;
  #testStartedAt = new Date();
  readonly #abort = new AbortController();
  readonly #testCleanUps = new CleanUps();
  readonly #fileCleanUps = new CleanUps();
  #namespaces = 0;

  get run(): Run {
    return this.#get().setUp.run;
  }

  /** What the steps of the set-up have made. */
  get outputs(): SetUpOutputs<Kind> {
    return this.#get().setUp.outputs as SetUpOutputs<Kind>;
  }

  get kubernetes(): KubernetesClient {
    return this.#get().kubernetes;
  }

  /** The AWS account, as its administrator. */
  get aws(): AwsClients {
    return this.#get().aws;
  }

  /** The mocked AWS's admin port: faults, journal, clock. What a test changes there is put back by {@link onCleanUp}. */
  get mock(): MockAdmin {
    return this.#get().mock;
  }

  /** What is older belongs to another test. */
  get testStartedAt(): Date {
    return this.#testStartedAt;
  }

  /** For everything that waits: ends when the scenario file does. */
  readonly wait: WaitListener = {
    signal: this.#abort.signal,
    waitingFor: () => undefined,
    observed: () => undefined,
  };

  /**
   * Undoes something after the present test, last registered first; called in a `beforeAll` hook, after the file's last
   * test. Every one is tried; one that fails fails the test.
   */
  onCleanUp(undo: () => Promise<unknown>): void {
    (isInTest() ? this.#testCleanUps : this.#fileCleanUps).add(undo);
  }

  /** Makes a namespace that is removed with all its objects; its name begins with `purpose`. */
  async createNamespace(purpose: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    this.#namespaces += 1;
    const name = `${purpose}-${Date.now().toString(36)}-${this.#namespaces}`;
    await apply(this.kubernetes, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    // Nobody waits for its end: it takes 5 s even when it is empty, and what is in it counts no more from now on.
    this.onCleanUp(() => this.kubernetes.core.deleteNamespace({ name }));
    return name;
  }

  /** What the harness makes of the set-up's present state, and of what was logged since the present test began. */
  async diagnose(): Promise<readonly Diagnosis[]> {
    return diagnose(await gatherEvidence(this.#evidenceOptions()));
  }

  begin(setUp: KeptRun): void {
    const { cluster, aws } = setUp.outputs;
    if (!cluster || !aws) throw new Error(`The set-up ${setUp.run.id} has no cluster or no AWS account`);
    this.#present = {
      setUp,
      kubernetes: connect(cluster.kubeconfig),
      aws: awsClients(aws),
      mock: new MockAdmin(mockedAccount(aws).adminEndpoint),
    };
  }

  /** Takes up what a command has left of the set-up's run: other versions, and with them other tools. */
  async reread(): Promise<void> {
    this.begin(await readRunState(this.run.folder));
  }

  beginTest(): void {
    this.#testStartedAt = new Date();
  }

  endTest(): Promise<void> {
    return this.#testCleanUps.run();
  }

  /** @returns The set-up, or undefined when there is none because it could not be made. */
  async end(): Promise<KeptRun | undefined> {
    await this.#fileCleanUps.run();
    this.#abort.abort(new Error('The scenario file has ended'));
    return this.#present?.setUp;
  }

  /**
   * Writes down what is there when a test has failed, before anything is cleaned up.
   *
   * @returns What the harness makes of it, for whoever sees no more than the test's failure, as in the log of a CI job.
   */
  async keepEvidence(folder: string): Promise<string> {
    const { evidence, diagnosis } = await collectEvidence({ ...this.#evidenceOptions(), runFolder: folder });
    const findings = { diagnosis, rest: unexplained(evidence), unreadable: evidence.unreadable };
    const text = findingsText(findings, styleFor(process.stdout, process.env));
    return `The set-up's state when the test failed (evidence: ${folder}):\n${text}`;
  }

  #evidenceOptions() {
    return {
      ...evidenceAccess(this.#get().setUp),
      since: this.#testStartedAt,
      signal: AbortSignal.timeout(evidenceBudgetMs),
    };
  }

  #get(): Present {
    if (this.#present) return this.#present;
    throw new Error('The set-up is there from the first beforeAll hook on, not while the file is read');
  }
}
