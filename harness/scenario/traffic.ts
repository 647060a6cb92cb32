import { ComponentError } from '../errors/harness-error.ts';
import { type ExecOptions, kubectlExec } from '../kubernetes/kubectl-exec.ts';
import { runVariable } from '../process/marked-processes.ts';
import type { ClientPod } from './client-pod.ts';
import type { LiveSetUp } from './live-set-up.ts';
import { readAnswer, type TrafficAnswer, type TrafficReport, trafficReport } from './traffic-report.ts';

/** Longer than any scenario: what a killed harness leaves running in the pod ends by itself. */
const longestSeconds = 900;
const pauseSeconds = 0.2;

export interface TrafficOptions {
  /** @defaultValue the page that all four services make */
  readonly path?: string;
  /** @defaultValue the ratings pod, which ends when its Deployment is restarted */
  readonly from?: ClientPod;
}

/**
 * Constant traffic through the mesh until it is stopped: two loops in a pod that ask productpage for its page several
 * times a second. Each request is a connection of its own to that pod's proxy; from there on the proxies keep theirs,
 * and make new ones to every pod that joins.
 */
export class Traffic {
  readonly #answers: TrafficAnswer[] = [];
  readonly #access: Omit<ExecOptions, 'command'>;
  readonly #ended: Promise<string>;
  /** With the first answer; its value is the loops' process id in the pod. */
  readonly #started = Promise.withResolvers<string>();
  #pid = '';
  #isOver = false;

  private constructor(setUp: LiveSetUp<'mesh'>, { path = '/productpage', from }: TrafficOptions) {
    const { artifacts, cluster, bookinfo } = setUp.outputs;
    const ratings = { namespace: bookinfo.namespace, target: 'deployment/ratings-v1', container: 'ratings' };
    this.#access = {
      kubectl: artifacts.tools.kubectl,
      kubeconfig: cluster.kubeconfig,
      ...(from ? { namespace: from.namespace, target: from.name, container: from.container } : ratings),
      // Users' traffic is no program of the run's: whoever goes on with the run leaves it alone.
      env: { [runVariable]: '' },
      signal: setUp.wait.signal,
    };
    const url = `http://productpage.${bookinfo.namespace}:9080${path}`;
    const command = ['sh', '-c', script, 'traffic', url, `${pauseSeconds}`];
    const onLine = (line: string) => this.#read(line);
    this.#ended = kubectlExec({ ...this.#access, command: [...command, `${longestSeconds}`], onLine });
    const over = (error: unknown) => {
      this.#isOver = true;
      this.#started.reject(error);
    };
    this.#ended.then(() => over(new ComponentError('The traffic ended before it began')), over);
  }

  /** Begins, and resolves with the first answer. It is stopped with the test, when the test does not. */
  static async start(setUp: LiveSetUp<'mesh'>, options: TrafficOptions = {}): Promise<Traffic> {
    const traffic = new Traffic(setUp, options);
    await traffic.#started.promise;
    setUp.onCleanUp(async () => {
      if (!traffic.#isOver) await traffic.stop();
    });
    return traffic;
  }

  /** What became of the requests so far. */
  get report(): TrafficReport {
    return trafficReport(this.#answers);
  }

  /** What became of those that were answered in this time. */
  reportOf({ startedMs, endedMs }: { readonly startedMs: number; readonly endedMs: number }): TrafficReport {
    return trafficReport(this.#answers.filter(({ at }) => Date.parse(at) >= startedMs && Date.parse(at) <= endedMs));
  }

  /**
   * Ends it. @returns What became of all requests.
   *
   * @throws ComponentError when it had ended before: what came after that was not looked at.
   */
  async stop(): Promise<TrafficReport> {
    if (this.#isOver) {
      await this.#ended;
      throw new ComponentError(`The traffic had ended by itself, after ${this.#answers.length} requests`);
    }
    const pid = await this.#started.promise;
    await kubectlExec({ ...this.#access, command: ['sh', '-c', `kill ${pid}`] });
    await this.#ended;
    return this.report;
  }

  #read(line: string): void {
    const [, pid] = /^pid (\d+)$/.exec(line) ?? [];
    if (pid !== undefined) this.#pid = pid;
    const answer = readAnswer(line, new Date());
    if (answer === undefined) return;
    this.#answers.push(answer);
    this.#started.resolve(this.#pid);
  }
}

/**
 * Both loops and what ends them. A service that is not reached leaves its excuse on the page, "… currently unavailable
 * …", and the page is served with 200 all the same: so the page is looked at.
 */
const script = String.raw`
url=$1 pause=$2 end=$(($(date +%s) + $3))
ask() {
  while [ "$(date +%s)" -lt "$end" ]; do
    answer=$(curl --silent --max-time 10 --write-out '\n%{http_code} %{time_total}' "$url")
    exit_code=$?
    case $answer in *'currently unavailable'*) page=partial ;; *) page=whole ;; esac
    echo "$(printf '%s\n' "$answer" | tail -n 1) $exit_code $page"
    sleep "$pause"
  done
}
trap 'kill $loops' TERM
ask & loops=$!
ask & loops="$loops $!"
echo "pid $$"
wait
exit 0`;
