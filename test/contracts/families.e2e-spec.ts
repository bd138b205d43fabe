import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { GatewayProcess } from '../support/gateway-process.js';
import { findingsOf } from '../support/redocly.js';
import { runNode } from '../support/run-node.js';
import { errorsOf } from './checked-requests.js';
import { importOf } from './contract-folder.js';
import type { Family } from './families/family.js';
import { API_GATEWAYS } from './families/api-gateways.js';
import { JVM_AND_DOTNET } from './families/jvm-and-dotnet.js';
import { PYTHON } from './families/python.js';
import { NEST_PROJECTS } from './families/nest.js';
import { PUBLIC_APIS } from './families/public-apis.js';

const FAMILIES: readonly Family[] = [...NEST_PROJECTS, ...PUBLIC_APIS, ...JVM_AND_DOTNET, ...PYTHON, ...API_GATEWAYS];

const START_MS = 60_000;
const UPSTREAMS = ['wallet', 'middleware', 'payments', 'cms'];

const grantsOf = (upstreams: readonly string[]): object[] =>
  upstreams.map((upstream) => ({ upstream, scope: 'family:all', operations: ['* /*'] }));

/** Four of them at a time, one for each upstream. */
const FOURS = [0, 4, 8, 12].map((first) => FAMILIES.slice(first, first + 4));

function folderOf(four: readonly Family[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
  four.forEach(({ file }, index) => {
    writeFileSync(join(directory, `${UPSTREAMS[index]}.json`), JSON.stringify(file));
  });
  return directory;
}

it('has at least twelve of them', () => {
  expect(FAMILIES.length).toBeGreaterThanOrEqual(12);
});

describe.each(FAMILIES)('$manner', ({ file, served, asked, calls = [] }) => {
  const contracts = importOf({ files: { 'payments.json': file }, grants: grantsOf(['payments']) });
  const rows = contracts.tables().flatMap(({ table }) => Object.values(table.rows));

  it('is served', () => {
    expect(rows.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...served].sort());
    const paths = rows.map(
      ({ method, upstreamPath = '' }) => `${method} ${typeof upstreamPath === 'string' ? upstreamPath : ''}`,
    );
    if (asked !== undefined) expect(paths.sort()).toEqual([...asked].sort());
  });

  it('has its requests judged as it means them', () => {
    for (const { row: name, wrong = [], ...request } of calls) {
      const row = rows.find(({ method, path }) => `${method} ${path}` === name);
      const params = { tenantId: '6f2c0f6e-0b6e-4b57-9d0c-1c54a2a4f1c2' };
      const errors = row === undefined ? ['no row'] : errorsOf(row, { params, ...request });
      expect([name, [...new Set(errors.map((error) => error[1]))].sort()]).toEqual([name, [...wrong].sort()]);
    }
  });
});

describe.each(FOURS.map((four, index) => [index, four] as const))('four files (%i)', (_index, four) => {
  let gateway: GatewayProcess;
  const config = { contracts: { directory: folderOf(four), grants: grantsOf(UPSTREAMS) } };

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ config });
  }, START_MS);

  afterAll(() => gateway.stop());

  it(
    'leave both documents valid, the newer one for three validators',
    async () => {
      const [newer, older] = await Promise.all(
        ['/openapi.json', '/openapi-3.0.json'].map(async (path) => (await fetch(gateway.url + path)).text()),
      );
      for (const text of [newer, older]) {
        const { valid, errors } = await new Validator().validate(JSON.parse(String(text)));
        expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
      }
      // That an example which nobody gave does not match a pattern or a format is a warning.
      const findings = await findingsOf(JSON.parse(String(newer)));
      expect(findings.filter((line) => !/no-invalid-(media-type|parameter)-examples/.test(line))).toEqual([]);
      for (const text of [newer, older]) {
        await expect(SwaggerParser.validate(JSON.parse(String(text)))).resolves.toBeDefined();
      }
    },
    START_MS,
  );

  it(
    'have told what is not taken over, and why',
    async () => {
      const settings = join(mkdtempSync(join(tmpdir(), 'contracts-')), 'gateway.yaml');
      writeFileSync(settings, JSON.stringify(config));
      const { text } = await runNode(['dist/cli/contracts.js'], { GATEWAY_CONFIG: settings });
      for (const line of four.flatMap(({ told }) => told)) expect(text).toMatch(line);
    },
    START_MS,
  );
});
