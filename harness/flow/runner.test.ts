import { describe, expect, test } from '@jest/globals';
import { AssertionFailedError, InterruptedError } from '../errors/harness-error.ts';
import { defaultRunOptions, type Run } from './run.ts';
import type { RunEvent } from './run-events.ts';
import { runFlow } from './runner.ts';
import type { AnyStep, StepContext } from './step.ts';
import type { StepId } from './step-outputs.ts';

const run: Run = { id: 'test', folder: 'unused', options: defaultRunOptions };

/** A step that writes down what it does; its output is its own id. */
function step(
  id: StepId,
  needs: readonly StepId[],
  log: string[],
  body: (context: StepContext<StepId>) => Promise<unknown> = async () => undefined,
): AnyStep {
  return {
    id,
    title: id,
    guideStep: 'before',
    needs,
    async run(context) {
      log.push(`start ${id}`);
      await body(context);
      log.push(`end ${id}`);
      return id as never;
    },
    async undo() {
      log.push(`undo ${id}`);
    },
  };
}

const statuses = (events: readonly RunEvent[]) =>
  Object.fromEntries(events.flatMap((event) => (event.type === 'step-ended' ? [[event.stepId, event.status]] : [])));

function execute(steps: readonly AnyStep[], options: { signal?: AbortSignal; sequential?: boolean } = {}) {
  const events: RunEvent[] = [];
  const { signal = new AbortController().signal, sequential = false } = options;
  const result = runFlow({ run, steps, signal, sequential, emit: (event) => events.push(event) });
  return { result, events };
}

/** Ends when the signal fires, with its reason, as a real wait does. */
const waitForAbort = ({ signal }: { signal: AbortSignal }) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('runFlow', () => {
  test('runs steps side by side, each as soon as its needs have passed', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { result } = execute([
      step('artifacts', [], log, () => gate.promise),
      step('network', [], log),
      step('aws', ['network'], log, async () => gate.resolve()),
      step('cluster', ['artifacts', 'network'], log),
    ]);
    expect((await result).error).toBeUndefined();
    // artifacts cannot end before aws has let it: aws ran beside it.
    expect(log.indexOf('start aws')).toBeLessThan(log.indexOf('end artifacts'));
    expect(log.indexOf('end artifacts')).toBeLessThan(log.indexOf('start cluster'));
  });

  test('runs one at a time, in order, when told to', async () => {
    const log: string[] = [];
    await execute([step('artifacts', [], log), step('network', [], log)], { sequential: true }).result;
    expect(log).toEqual(['start artifacts', 'end artifacts', 'start network', 'end network']);
  });

  test('gives a step the outputs of those before it', async () => {
    const log: string[] = [];
    let seen: unknown;
    const { result } = execute([
      step('network', [], log),
      step('aws', ['network'], log, async ({ outputs }) => {
        seen = outputs.network;
      }),
    ]);
    await result;
    expect(seen).toBe('network');
  });

  test('a failure aborts what runs, skips what waits, and is the error of the run', async () => {
    const log: string[] = [];
    const broken = new Error('no disk');
    const { result, events } = execute([
      step('artifacts', [], log, waitForAbort),
      step('network', [], log, async () => {
        throw broken;
      }),
      step('cluster', ['artifacts', 'network'], log),
    ]);
    expect((await result).error).toBe(broken);
    expect(statuses(events)).toEqual({ artifacts: 'interrupted', network: 'failed', cluster: 'skipped' });
  });

  test('an interrupt aborts what runs and is the error of the run', async () => {
    const log: string[] = [];
    const abort = new AbortController();
    const interrupted = new InterruptedError('Interrupted (SIGINT)');
    const { result, events } = execute(
      [
        step('network', [], log, (context) => {
          const wait = waitForAbort(context);
          abort.abort(interrupted);
          return wait;
        }),
        step('aws', ['network'], log),
      ],
      { signal: abort.signal },
    );
    expect((await result).error).toBe(interrupted);
    expect(statuses(events)).toEqual({ network: 'interrupted', aws: 'skipped' });
  });

  test('undoes what was started, last first, also a step that failed half-way', async () => {
    const log: string[] = [];
    const { result } = execute([
      step('network', [], log),
      step('aws', ['network'], log, async () => {
        throw new Error('broken');
      }),
      step('ca-hierarchy', ['aws'], log),
    ]);
    const errors = await (await result).undo();
    expect(errors).toEqual([]);
    expect(log.filter((line) => line.startsWith('undo'))).toEqual(['undo aws', 'undo network']);
  });

  test('an undo that fails is reported, and stops no other', async () => {
    const log: string[] = [];
    const stuck: AnyStep = {
      ...step('aws', ['network'], log),
      async undo() {
        throw new Error('still in use');
      },
    };
    const { result, events } = execute([step('network', [], log), stuck]);
    const errors = await (await result).undo();
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Could not undo "aws"',
        cause: expect.objectContaining({ message: 'still in use' }),
      }),
    ]);
    expect(log).toContain('undo network');
    expect(events.filter((event) => event.type === 'undo-ended')).toHaveLength(2);
  });

  test('a failed check fails its step once the step has run to its end, with every failed check in the message', async () => {
    const log: string[] = [];
    const { result, events } = execute([
      step('aws', [], log, async ({ check }) => {
        check({ id: 'cacerts-key', title: 'It is green', outcome: 'failed', expected: 'green', observed: 'red' });
        check({ id: 'cacerts-chain', title: 'It is round', outcome: 'passed', expected: 'round', observed: 'round' });
        check({ id: 'root-twice', title: 'It is warm', outcome: 'failed', expected: 'warm', observed: 'cold' });
      }),
      step('ca-hierarchy', ['aws'], log),
    ]);
    const { error, outputs } = await result;
    // What the step read is there for the report, and what it made for undoing; nothing goes on from it.
    expect(outputs).toEqual({ aws: 'aws' });
    expect(error).toBeInstanceOf(AssertionFailedError);
    expect((error as Error).message).toBe(
      'aws: 2 of its checks failed\nIt is green: expected green, observed red\nIt is warm: expected warm, observed cold',
    );
    expect(events.filter((event) => event.type === 'check')).toHaveLength(3);
    expect(statuses(events)).toEqual({ aws: 'failed', 'ca-hierarchy': 'skipped' });
  });

  test('does not run again what is done already', async () => {
    const log: string[] = [];
    const result = await runFlow({
      run,
      steps: [step('network', [], log), step('aws', ['network'], log)],
      alreadyDone: { network: { dockerNetwork: 'kept' } },
      signal: new AbortController().signal,
      emit: () => undefined,
    });
    expect(log).toEqual(['start aws', 'end aws']);
    expect(result.outputs).toMatchObject({ network: { dockerNetwork: 'kept' }, aws: 'aws' });
  });
});
