import { expect, test } from '@jest/globals';
import { publishedDefaults } from '../current-releases.ts';
import { supportNotes } from './support-notes.ts';

test('a version whose support has ended is noted from that day on', () => {
  const notes = (day: string) => supportNotes({ kubernetes: '1.34.11', certManager: '1.21.2' }, new Date(day));
  expect(notes('2026-10-26')).toEqual([]);
  expect(notes('2026-10-28')).toEqual(["Kubernetes 1.34 is past its project's support, which ended on 2026-10-27."]);
});

test('lines, builds of other vendors and every component are known; folders and what is not listed are passed over', () => {
  const day = new Date('2026-11-27');
  expect(supportNotes({ certManager: '1.15.3', istio: '1.24.1-tetratefips-v0' }, day)).toHaveLength(2);
  expect(supportNotes({ kubernetes: '1.99', certManager: 'checkout', issuer: '1.9.2' }, day)).toEqual([]);
});

test('nothing of the published defaults is past its support', () => {
  expect(supportNotes(publishedDefaults, new Date('2026-11-27'))).toEqual([]);
});
