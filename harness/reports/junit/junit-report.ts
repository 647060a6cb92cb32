import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter } from '../reporter.ts';
import { runJunit } from './run-junit.ts';

/** Writes `junit.xml`. */
export const junitReport: Reporter = {
  async onEnd(report, { folder }) {
    await writeFile(join(folder, 'junit.xml'), runJunit(report));
  },
};
