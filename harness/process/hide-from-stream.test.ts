import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { hideSecretsFrom } from './hide-from-stream.ts';

test('what is written to a stream has no secret in it; bytes and the end pass as they are', async () => {
  const stream = new PassThrough();
  hideSecretsFrom(stream);
  hideSecretsFrom(stream);
  const written = await new Promise((resolve) => stream.write('http://me:hunter2@host\n', 'utf8', resolve));
  expect(written).toBeFalsy();
  stream.write(Buffer.from('bytes\n'));
  stream.write('password=hunter2\n');
  stream.end();
  expect(await text(stream)).toBe('http://***@host\nbytes\npassword=***\n');
});
