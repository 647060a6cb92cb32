import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type KindSignal, untilNodesAreMade } from './until-nodes-are-made.ts';

const made = ' ✓ Preparing nodes 📦 ';
let kind: KindSignal;
afterEach(() => kind.dispose());

describe('an interrupt of `kind create cluster`', () => {
  test('is held back while Docker makes the nodes, so that the undo finds them', () => {
    const interrupt = new AbortController();
    kind = untilNodesAreMade(interrupt.signal);
    kind.onLine(' • Preparing nodes 📦   ...');
    interrupt.abort('Ctrl-C');
    expect(kind.signal.aborted).toBe(false);
    kind.onLine(made);
    expect(kind.signal).toMatchObject({ aborted: true, reason: 'Ctrl-C' });
  });

  test('is passed on at once when they are made', () => {
    const interrupt = new AbortController();
    kind = untilNodesAreMade(interrupt.signal);
    kind.onLine(made);
    expect(kind.signal.aborted).toBe(false);
    interrupt.abort('Ctrl-C');
    expect(kind.signal).toMatchObject({ aborted: true, reason: 'Ctrl-C' });
  });

  test('is passed on when Docker does not come to an end', async () => {
    const interrupt = new AbortController();
    kind = untilNodesAreMade(interrupt.signal, 10);
    interrupt.abort('Ctrl-C');
    await once(kind.signal, 'abort');
    expect(kind.signal.reason).toBe('Ctrl-C');
  });
});
