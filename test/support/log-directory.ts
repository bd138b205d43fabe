import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'GATEWAY_TEST_LOG_DIRECTORY';

/** Where the gateways of this test run write their logs. The first to ask is `globalSetup`; Jest's workers inherit it. */
export const LOG_DIRECTORY = (process.env[VARIABLE] ??= mkdtempSync(join(tmpdir(), 'migo-gateway-test-logs-')));
/** Compiled code of the processes of a run. */
export const COMPILE_CACHE = join(LOG_DIRECTORY, 'compile-cache');
/** The `tmpdir()` of every test, gone after the run: no test need clear away what it wrote. */
export const SCRATCH_DIRECTORY = join(LOG_DIRECTORY, 'tmp');
