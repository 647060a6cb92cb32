import { expect, test } from '@jest/globals';
import { describeFigures, flowFigures } from './flow-figures.ts';

const figures = flowFigures({
  fresh: {
    ours: { title: 'pca-e2e up', durationMs: 35_000, steps: [{ title: 'Kubernetes cluster', durationMs: 11_000 }] },
    guide: [
      { title: 'kind create cluster', durationMs: 15_000 },
      { title: 'helm install', durationMs: 55_000 },
    ],
  },
  next: {
    ours: { title: 'pca-e2e up --from istio', durationMs: 12_000, steps: [] },
    guide: [{ title: 'all of it', durationMs: 60_000 }],
    byHand: [{ title: 'istioctl uninstall', durationMs: 16_000 }],
  },
});

test("a ratio is ours to the guide's, with every command of both in it", () => {
  expect(figures.fresh.guide.totalMs).toBe(70_000);
  expect(figures.ratio).toEqual({ fresh: 0.5, next: 0.2, nextByHand: 0.75 });
});

test('steps that ran side by side are told, and do not count twice', () => {
  expect(figures.fresh.ours).toEqual({
    totalMs: 35_000,
    commands: [{ title: 'pca-e2e up', durationMs: 35_000 }],
    steps: [{ title: 'Kubernetes cluster', durationMs: 11_000 }],
  });
});

test('the text has every command with its time, and the ratios', () => {
  const text = describeFigures(figures);
  expect(text).toMatch(/^The guide, its commands one after another\n +15\.0 s {2}kind create cluster\n/);
  expect(text).toContain("ours takes 0.5 of the guide's time");
  expect(text).toMatch(/0\.2 of the guide's, and 0\.75 of that by hand\.\n$/);
});
