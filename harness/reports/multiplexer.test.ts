import { expect, test } from '@jest/globals';
import type { RunEvent } from '../flow/run-events.ts';
import { ReporterMultiplexer } from './multiplexer.ts';
import type { RunReport } from './run-report.ts';

test('a reporter that throws stops no other, and its errors come back at the end', async () => {
  const seen: string[] = [];
  const broken = {
    onEvent() {
      throw new Error('no space');
    },
    async onEnd() {
      throw new Error('no file');
    },
  };
  const whole = { onEvent: (event: RunEvent) => void seen.push(event.type), onEnd: () => void seen.push('end') };
  const reporters = new ReporterMultiplexer([broken, whole]);
  reporters.onEvent({ type: 'step-started', atMs: 0, stepId: 'istio' });
  const errors = await reporters.onEnd({} as RunReport, {
    folder: '',
    error: undefined,
    kept: false,
    chainPem: undefined,
  });
  expect(seen).toEqual(['step-started', 'end']);
  expect(errors.map((error) => (error as Error).message)).toEqual(['no space', 'no file']);
});
