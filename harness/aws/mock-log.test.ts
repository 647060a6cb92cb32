import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { MockLog } from './mock-log.ts';

const ready = {
  endpoint: 'http://0.0.0.0:4566',
  admin: 'http://0.0.0.0:4567',
  accessKeyId: 'AKIA',
  secretAccessKey: 'x',
};

function logOf(chunks: readonly string[], onLine?: (line: string) => void): MockLog {
  const stream = new PassThrough();
  const log = new MockLog(onLine);
  log.read(stream);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return log;
}

describe("the mocked AWS's log", () => {
  test('says where it serves, also when the line comes in pieces', async () => {
    const line = `${JSON.stringify(ready)}\n`;
    await expect(logOf([line.slice(0, 20), line.slice(20)]).ready).resolves.toEqual(ready);
  });

  test('passes on every other line, and never the one with the keys', async () => {
    const lines: string[] = [];
    const log = logOf(['a warning\n', `${JSON.stringify(ready)}\n`, 'another\n'], (line) => lines.push(line));
    await log.ready;
    expect(lines.join()).not.toContain('AKIA');
    expect(lines[0]).toBe('a warning');
  });

  test('that ends too early is told, and nobody waits for ever', async () => {
    await expect(logOf(['out of memory\n']).ready).rejects.toThrow('ended before it said where it serves');
  });
});
