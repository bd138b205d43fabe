import everything from './jest.config.js';

/** `npm run test:unit`: the specs that need no Redis and no process of their own, so nothing is started for them. */
/** @type {import('jest').Config} */
export default { ...everything, testMatch: ['**/*.spec.ts'], globalSetup: undefined, globalTeardown: undefined };
