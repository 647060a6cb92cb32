import { describe, expect, test } from '@jest/globals';
import { CleanUps } from './clean-ups.ts';

describe('clean-ups', () => {
  test('run last registered first, and once', async () => {
    const cleanUps = new CleanUps();
    const done: string[] = [];
    cleanUps.add(async () => done.push('first'));
    cleanUps.add(async () => done.push('second'));
    await cleanUps.run();
    await cleanUps.run();
    expect(done).toEqual(['second', 'first']);
  });

  test('are all tried when one fails, and the failure is told', async () => {
    const cleanUps = new CleanUps();
    const done: string[] = [];
    cleanUps.add(async () => done.push('first'));
    cleanUps.add(() => Promise.reject(new Error('the namespace is stuck')));
    await expect(cleanUps.run()).rejects.toThrow('the namespace is stuck');
    expect(done).toEqual(['first']);
  });

  test('tell of every failure', async () => {
    const cleanUps = new CleanUps();
    cleanUps.add(() => Promise.reject(new Error('one')));
    cleanUps.add(() => Promise.reject(new Error('two')));
    await expect(cleanUps.run()).rejects.toThrow(/two[\s\S]*one/);
  });
});
