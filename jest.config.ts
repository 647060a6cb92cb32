import type { Config } from 'jest';

const shared = {
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ] as [string, Record<string, unknown>],
  },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/runs/'],
};

const config: Config = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{harness,mocks}/**/*.test.ts'] },
    { ...shared, displayName: 'scenarios', testMatch: ['<rootDir>/scenarios/**/*.scenario.ts'] },
  ],
};

export default config;
