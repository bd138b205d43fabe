import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/simulator', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // A worker keeps something of every suite, and gateways need memory as well.
  workerIdleMemoryLimit: '1GB',
  // Tests wait for processes for much of their time: with no more workers than cores, cores would be idle.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Gateways and Redis servers are real processes, and CI machines are slow; no test measures time.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/support/suite-order.mjs',
  testRunner: '<rootDir>/test/support/timed-runner.mjs',
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/test/support/suite-bound.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
