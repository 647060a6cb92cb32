import { join } from 'node:path';
import { replaceFile } from '../../flow/replace-file.ts';
import type { Reporter } from '../reporter.ts';
import { runJunit } from './run-junit.ts';

/** Writes `junit.xml`. */
export const junitReport: Reporter = {
  async onEnd(report, { folder }) {
    await replaceFile(join(folder, 'junit.xml'), runJunit(report));
  },
};
