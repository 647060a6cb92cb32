import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkBookinfoRequest } from './bookinfo-request.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pca-e2e-bookinfo-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A kubectl whose first requests are refused, as by services that still start, and then answered without ratings. */
const kubectl = `#!/bin/sh
echo x >> "$0.calls"
calls=$(wc -l < "$0.calls")
[ "$calls" -le 2 ] && { echo 'curl: (22) The requested URL returned error: 503' >&2; exit 22; }
echo '<title>Simple Bookstore App</title> 1234567890 Reviewer1'
[ "$calls" -gt 3 ] && echo glyphicon-star
exit 0
`;

test('the product page is asked for until all four services have made one, whatever comes before', async () => {
  const program = join(folder, 'kubectl');
  await writeFile(program, kubectl);
  await chmod(program, 0o755);
  const observed: string[] = [];
  const check = await checkBookinfoRequest({
    ...{ kubectl: program, kubeconfig: join(folder, 'kubeconfig'), namespace: 'default' },
    signal: new AbortController().signal,
    waitingFor: () => undefined,
    observed: (text) => observed.push(text),
  });
  expect(check).toMatchObject({ outcome: 'passed', observed: 'request 4 had all four' });
  expect(observed).toContain('no mark of ratings');
});
