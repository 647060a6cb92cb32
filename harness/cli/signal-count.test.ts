import { expect, test } from '@jest/globals';
import { SignalCount } from './signal-count.ts';

type Sent = readonly [NodeJS.Signals, number];

/** Which of the signals ends the process, by its place; undefined when none does. */
function endingSignal(sent: readonly Sent[]): number | undefined {
  const count = new SignalCount();
  const index = sent.findIndex(([name, atMs]) => count.endsAtOnce(name, atMs));
  return index < 0 ? undefined : index;
}

const cases: readonly (readonly [string, readonly Sent[], number | undefined])[] = [
  ['one Ctrl-C', [['SIGINT', 0]], undefined],
  [
    'one SIGTERM to a process and its group',
    [
      ['SIGTERM', 0],
      ['SIGTERM', 3],
    ],
    undefined,
  ],
  [
    'a Ctrl-C that npm and the starter pass on',
    [
      ['SIGINT', 0],
      ['SIGINT', 2],
      ['SIGINT', 900],
    ],
    undefined,
  ],
  [
    'a closed terminal whose shell signals too',
    [
      ['SIGHUP', 0],
      ['SIGHUP', 1],
      ['SIGTERM', 5],
    ],
    undefined,
  ],
  [
    'a job that GitHub cancels',
    [
      ['SIGINT', 0],
      ['SIGINT', 1],
      ['SIGTERM', 7_500],
      ['SIGTERM', 7_501],
    ],
    undefined,
  ],
  [
    'a second Ctrl-C',
    [
      ['SIGINT', 0],
      ['SIGINT', 2],
      ['SIGINT', 1_500],
    ],
    2,
  ],
  [
    'Ctrl-C again and again',
    [
      ['SIGINT', 0],
      ['SIGINT', 400],
      ['SIGINT', 800],
      ['SIGINT', 1_200],
    ],
    3,
  ],
  [
    'a third interruption of any kind',
    [
      ['SIGTERM', 0],
      ['SIGTERM', 5_000],
      ['SIGTERM', 10_000],
    ],
    2,
  ],
];

test.each(cases)('%s', (_what, sent, expected) => {
  expect(endingSignal(sent)).toBe(expected);
});
