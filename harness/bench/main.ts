import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Artifacts } from '../artifacts/artifact-source.ts';
import { interruptSignal } from '../cli/interrupt.ts';
import { exitCode } from '../errors/exit-code.ts';
import { defaultRunOptions } from '../flow/run.ts';
import { errorText } from '../reports/error-text.ts';
import { describeFigures, flowFigures, type MeasuredTimings } from './flow-figures.ts';
import { GuideCommands } from './guide-commands.ts';
import { GuideSetUp } from './guide-set-up.ts';
import { OurFlow } from './our-flow.ts';
import { Stopwatch } from './stopwatch.ts';

/**
 * `npm run bench:flow`: the flow and the guide's own commands one after another, on the same machine with the same
 * artifacts, each against a mocked AWS of its own; then what is done the second time. Nothing of it stays.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const note = (text: string) => process.stderr.write(`${text}\n`);

const interrupt = interruptSignal();
const folder = await mkdtemp(join(tmpdir(), 'pca-e2e-bench-'));
try {
  const figures = flowFigures(await measure(interrupt.signal));
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : describeFigures(figures));
} catch (error) {
  note(errorText(error));
  process.exitCode = exitCode.componentFailed;
} finally {
  await rm(folder, { recursive: true });
  interrupt.dispose();
}

/** Ours before the guide's: what reads its files for the first time is then not the one that it is compared with. */
async function measure(signal: AbortSignal): Promise<MeasuredTimings> {
  const { artifacts, ...ours } = await measureOurs(signal);
  const guide = await measureGuide(artifacts, signal);
  return {
    fresh: { ours: ours.fresh, guide: guide.fresh },
    next: { ours: ours.next, guide: guide.again, byHand: guide.byHand },
  };
}

async function measureOurs(signal: AbortSignal) {
  note('Ours:');
  await using flow = new OurFlow({ runId: `bench-ours-${process.pid}`, folder: join(folder, 'ours'), signal, note });
  const fresh = await flow.fresh();
  const next = await flow.again('istio');
  const { artifacts } = (await flow.state()).outputs;
  if (artifacts === undefined) throw new Error('The run says nothing of its artifacts');
  return { fresh, next, artifacts };
}

async function measureGuide(artifacts: Artifacts, signal: AbortSignal) {
  const [fresh, byHand, again] = [new Stopwatch(note), new Stopwatch(note), new Stopwatch(note)];
  await inSetUp('guide', { artifacts, signal }, async (setUp) => {
    note("The guide's commands:");
    await new GuideCommands(setUp, fresh).whole();
    note("The guide's commands again, from Istio on, in the same cluster:");
    const more = new GuideCommands(setUp, byHand);
    await more.removeFromIstio();
    await more.fromIstio();
    note("The guide's commands again, on a new cluster:");
    await new GuideCommands(setUp, again).deleteCluster();
  });
  // With the CA of the first time, AWS would answer the new cluster's first request with the old cluster's certificate:
  // both requests have the same name, and the issuer makes its idempotency token of that.
  await inSetUp('guide-again', { artifacts, signal }, (setUp) => new GuideCommands(setUp, again).whole());
  return { fresh: fresh.timings, byHand: byHand.timings, again: again.timings };
}

/** What the guide takes for granted is made before, and removed after, and not timed. */
async function inSetUp(
  name: string,
  { artifacts, signal }: { readonly artifacts: Artifacts; readonly signal: AbortSignal },
  work: (setUp: GuideSetUp) => Promise<void>,
): Promise<void> {
  const { region } = defaultRunOptions;
  const where = { runId: `bench-${name}-${process.pid}`, folder: join(folder, name) };
  await using setUp = await GuideSetUp.open({ ...where, region, artifacts, signal });
  await work(setUp);
}
