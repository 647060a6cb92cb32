import type { Config } from 'jest';

// What tests and scenarios write for themselves passes as a user's own, whatever the umask is.
process.umask(process.umask() | 0o022);

const shared = {
  // Not in the temporary folder, where jest has it by default: that of unit tests goes with them.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ] as [string, Record<string, unknown>],
  },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/runs/'],
};

const scenarios = {
  ...shared,
  testEnvironment: '<rootDir>/harness/scenario/jest-environment.ts',
  runner: '<rootDir>/harness/scenario/jest-runner.ts',
};

const config: Config = {
  // A machine may be several times slower than the one that a test was written on, and do other work beside it.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/harness/scenario/jest-reporter.ts'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{harness,mocks}/**/*.test.ts'],
      globalSetup: '<rootDir>/harness/testing/own-temporary-folder.ts',
      globalTeardown: '<rootDir>/harness/testing/no-temporary-files-left.ts',
    },
    { ...scenarios, displayName: 'scenarios', testMatch: ['<rootDir>/scenarios/**/*.scenario.ts'] },
    // Scenarios that fail on purpose: a scenario runs them to see how they do.
    {
      ...scenarios,
      displayName: 'scenario-testdata',
      testMatch: ['<rootDir>/harness/scenario/testdata/*.scenario.ts'],
    },
  ],
};

export default config;
