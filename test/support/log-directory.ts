import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'GATEWAY_TEST_LOG_DIRECTORY';

/** Where the gateways of this test run write their logs. The first to ask is `globalSetup`; Jest's workers inherit it. */
export const LOG_DIRECTORY = (process.env[VARIABLE] ??= mkdtempSync(join(tmpdir(), 'migo-gateway-test-logs-')));
