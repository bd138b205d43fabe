import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { runNode, type Finished } from '../support/run-node.js';

const COLLECTION = 'docs/postman/migo-gateway.postman_collection.json';
const RUN = 'scripts/postman/run.mjs';

interface Item {
  name: string;
  item?: Item[];
  event: { listen: string; script: { exec: string[] } }[];
}

const leavesOf = (one: Item): Item[] => one.item ?? [one];

function statusIn(events: Item['event']): string {
  const lines = events.filter(({ listen }) => listen === 'test').flatMap(({ script }) => script.exec);
  return /have\.status\((\d+)\)/.exec(lines.join('\n'))?.[1] ?? 'none';
}

describe('the Postman collection', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;
  let directory: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    directory = await mkdtemp(join(tmpdir(), 'postman-'));
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
    await rm(directory, { recursive: true });
  });

  it('is what `npm run postman` would write', async () => {
    expect(await runNode(['scripts/postman/generate.mjs', '--check', gateway.url])).toEqual({ code: 0, text: '' });
  });

  it('runs from top to bottom on a gateway and a simulator that were just started: every request is as expected', async () => {
    const { code, text } = await runNode([RUN, gateway.url, '--simulator', simulator.urls.control]);

    expect(text.split('\n').filter((line) => line.startsWith('  FAILED'))).toEqual([]);
    expect(text).toMatch(/^129 assertions, 0 failed$/m);
    expect(code).toBe(0);
  });

  it('has every operation of the document, with a test of its status; only two expect another one than a success', async () => {
    const { paths } = (await new Client(gateway.url).get('/openapi.json')).body;
    const summaries = Object.values<Record<string, { summary: string }>>(paths)
      .flatMap((item) => Object.values(item))
      .map(({ summary }) => summary);
    const { item } = JSON.parse(await readFile(COLLECTION, 'utf8'));
    const outsideOfTheStory: Item[] = item.filter(({ name }: Item) => name !== 'Story').flatMap(leavesOf);
    const [login, ...others] = outsideOfTheStory;
    const statuses = outsideOfTheStory.map(({ name, event }) => ({ name, status: statusIn(event) }));

    expect(login?.name).toBe('Log in (first)');
    const renamed: Readonly<Record<string, string>> = {
      'Log out': 'Log out, on every replica',
      'Log out everywhere (last)': 'Log out everywhere: end all of your own sessions',
    };
    const names = others.map(({ name }) => renamed[name] ?? name).filter((name) => name !== 'Log in once more');
    expect(names.sort()).toEqual(summaries.sort());
    expect(statuses.filter(({ status }) => !/^20[0-9]$/.test(status))).toEqual([
      { name: 'Reset a password, after a one-time code', status: '400' },
      { name: 'Give money of a settled payment back', status: '400' },
    ]);
  });

  describe('fails', () => {
    it.each([
      ['for a wrong status', "pm.test('t', () => pm.response.to.have.status(201));", 'status 200, not 201'],
      [
        'for a wrong value',
        "pm.test('t', () => pm.expect({ a: [1] }).to.eql({ a: [2] }));",
        '{"a":[1]}, not {"a":[2]}',
      ],
      ['for a text that is not there', "pm.test('t', () => pm.expect('ab').to.include('c'));", '"c" is not in "ab"'],
      ['for an unknown check', "pm.test('t', () => pm.expect(1).to.be.ok);", 'pm.expect().to.be is not known here'],
      ['for an unknown method outside of a test', 'pm.sendRequest();', 'pm.sendRequest is not known here'],
      ['for a test that nobody waits for', "pm.test('t', async () => {});", 'a test must not return anything'],
      ['for no test at all', '', '0 assertions, 0 failed'],
    ])('%s', async (_name, script, message) => {
      const { code, text } = await runLogin({ script });

      expect(text).toContain(message);
      expect(code).toBe(1);
    });

    it.each([
      ['a variable without a value', { header: [{ key: 'x', value: '{{unknown}}' }] }, '{{unknown}} has no value'],
      ['a body that is not sent yet', { body: { mode: 'file' } }, 'no requests with a body of file'],
      ['an unknown auth', { auth: { type: 'basic' } }, 'no requests with auth basic'],
    ])('for %s', async (_name, request, message) => {
      const { code, text } = await runLogin({ request });

      expect(text).toContain(message);
      expect(code).toBe(1);
    });

    it('and goes on with the tests that follow', async () => {
      const script = "pm.test('a', () => pm.expect(1).to.eql(2)); pm.test('b', () => pm.expect([1]).to.eql([1]));";

      expect(await runLogin({ script })).toMatchObject({
        code: 1,
        text: expect.stringMatching(/^2 assertions, 1 failed$/m),
      });
    });
  });

  /** The first login alone, with a script or a request of the test's. */
  async function runLogin({ script = '', request = {} }: { script?: string; request?: object }): Promise<Finished> {
    const collection = JSON.parse(await readFile(COLLECTION, 'utf8'));
    const [login] = collection.item;
    const event = [{ listen: 'test', script: { exec: [script] } }];
    collection.item = [{ ...login, request: { ...login.request, ...request }, event }];
    const file = join(directory, 'collection.json');
    await writeFile(file, JSON.stringify(collection));
    return runNode([RUN, gateway.url, file]);
  }
});
