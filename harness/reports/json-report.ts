import { join } from 'node:path';
import { replaceFile } from '../flow/replace-file.ts';
import { splitAsGuide } from '../pki/split-as-guide.ts';
import type { Reporter } from './reporter.ts';

/** Writes `report.json`, and the chain as the guide does: `chain.pem` split into `cert-aa`, `cert-ab` and so on. */
export const jsonReport: Reporter = {
  async onEnd(report, { folder, chainPem }) {
    await replaceFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    if (chainPem === undefined) return;
    await replaceFile(join(folder, 'chain.pem'), chainPem);
    for (const { name, text } of splitAsGuide(chainPem)) await replaceFile(join(folder, name), text);
  },
};
