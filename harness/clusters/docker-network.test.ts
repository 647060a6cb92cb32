import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { testFolder } from '../testing/test-folder.ts';
import { createRunNetwork } from './docker-network.ts';

const path = process.env['PATH'] ?? '';
afterEach(() => {
  process.env['PATH'] = path;
});

test('an interrupt waits until Docker has made the network, so that the undo finds it', async () => {
  const folder = testFolder('docker-network-');
  const made = join(folder, 'made');
  // The daemon goes on when its client is gone; this one has nobody to go on for it.
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\nsleep 0.3\ntouch '${made}'\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  process.env['PATH'] = [folder, path].join(delimiter);
  const abort = new AbortController();
  const reason = new Error('interrupted');
  const created = createRunNetwork({ runId: 'r1', runFolder: folder, signal: abort.signal });
  abort.abort(reason);
  await expect(created).rejects.toBe(reason);
  expect(existsSync(made)).toBe(true);
});
