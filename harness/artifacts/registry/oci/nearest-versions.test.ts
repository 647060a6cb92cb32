import { describe, expect, test } from '@jest/globals';
import { nearestVersions, newestOfLine } from './nearest-versions.ts';

const there = ['latest', 'v1.20.9', 'v1.21.10', 'v1.21.2', 'v1.22.0-beta.0', '1.24.1-tetrate-v0', 'sha-0123'];

describe('the versions that are nearest to a missing one', () => {
  test('are those of its minor release, the newest first', () => {
    expect(nearestVersions('1.21.3', there)).toEqual(['v1.21.10', 'v1.21.2']);
  });

  test('are the newest of all where its minor release has none', () => {
    expect(nearestVersions('1.99.0', there)).toEqual(['1.24.1-tetrate-v0', 'v1.21.10', 'v1.21.2', 'v1.20.9']);
  });
});

describe('the newest release of a line', () => {
  test('goes by number, and is no preliminary one', () => {
    expect([newestOfLine('1.21', there), newestOfLine('1.22', there), newestOfLine('1.2', there)]).toEqual([
      'v1.21.10',
      undefined,
      undefined,
    ]);
  });
});
