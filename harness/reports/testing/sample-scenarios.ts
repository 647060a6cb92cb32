import { defaultVersions } from '../../artifacts/versions.ts';
import type { ScenarioReport } from '../scenario-report.ts';

/** For tests: scenarios of every outcome, one of them without a test because its set-up failed. */
export const sampleScenarios: ScenarioReport = {
  schemaVersion: 1,
  startedAt: '2026-11-24T12:00:00.000Z',
  durationMs: 95_500,
  outcome: 'failed',
  versions: defaultVersions,
  scenarios: [
    {
      file: 'scenarios/five-certificate-chain.scenario.ts',
      title: 'the verified five-certificate chain',
      outcome: 'passed',
      durationMs: 45_000,
      setUp: { name: 'the install flow', durationMs: 40_000, folder: 'runs/20261124-120000-ab2c' },
      tests: [{ title: 'every check holds', outcome: 'passed', durationMs: 12 }],
    },
    {
      file: 'scenarios/renewal.scenario.ts',
      title: 'a renewal of istio-ca',
      outcome: 'failed',
      durationMs: 50_000,
      tests: [
        {
          title: 'is noticed',
          outcome: 'failed',
          durationMs: 30_000,
          error: 'expected <new>, saw <old> | 3 times\nat 12:01',
        },
        { title: 'is followed by workloads', outcome: 'skipped', durationMs: 0 },
      ],
    },
    {
      file: 'scenarios/no-cluster.scenario.ts',
      title: 'a set-up that never came up',
      outcome: 'failed',
      durationMs: 500,
      setUp: { name: 'the install flow', durationMs: 500, folder: 'runs/20261124-120000-zz9z' },
      tests: [],
    },
  ],
};
