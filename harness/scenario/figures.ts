import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { currentSession } from '../cli/scenario-session.ts';
import { scenarioFileName } from './scenario-name.ts';

const figuresFile = 'figures.jsonl';

/** Notes what the present test has measured, for those who read on after the assertions have held. */
export function recordFigures(figures: Readonly<Record<string, unknown>>): void {
  const record = { file: scenarioFileName(), test: expect.getState().currentTestName, ...figures };
  appendFileSync(join(currentSession().folder, figuresFile), `${JSON.stringify(record)}\n`);
}
