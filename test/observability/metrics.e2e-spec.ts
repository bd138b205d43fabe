import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { deadAddress } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { Authority } from '../support/tls/authority.js';

const RULES = 'deploy/prometheus';
const OURS = /\bmigo_gateway_\w+/g;
const PLANS = '/v1/plans/list';

interface RuleFile {
  groups: {
    rules: { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }[];
  }[];
}

const rules = readdirSync(RULES).flatMap((file) =>
  (load(readFileSync(join(RULES, file), 'utf8')) as RuleFile).groups.flatMap((group) => group.rules),
);

/** `name{label=~"value", ...}` of an expression. */
function selectorsOf(expr: string): { name: string; labels: string[] }[] {
  return [...expr.matchAll(/\b(migo_gateway_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', inner = '']) => ({
    name: name.replace(/_(bucket|sum|count)$/, ''),
    labels: [...inner.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => label),
  }));
}

/** Of the table of docs/operations.md: labels by name. */
const told = new Map(
  [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(migo_gateway_\w+)` +\| ([^|]*)\|/gm)].map(
    ([, name = '', labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)] as const,
  ),
);

describe('the metrics of a running gateway', () => {
  let gateway: GatewayProcess;

  beforeAll(async () => {
    const { cert, key } = new Authority().issue();
    gateway = await GatewayProcess.start({
      config: {
        upstreams: {
          middleware: { baseUrl: await deadAddress(), breaker: { samples: 3 }, retry: { budgetPart: 0.2 } },
          payments: { baseUrl: 'https://payments.test', tls: { cert, key } },
        },
      },
    });
  });

  afterAll(() => gateway.stop());

  const scrape = async (): Promise<string> => (await fetch(`${gateway.adminUrl}/metrics`)).text();

  it('are those of docs/operations.md, which has no others', async () => {
    const names = [...(await scrape()).matchAll(/^# TYPE (migo_gateway_\w+)/gm)].map(([, name]) => name);
    expect([...told.keys()].sort()).toEqual(names.sort());
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('have what the alert %s asks for', (_alert, rule) => {
    const selectors = selectorsOf(rule.expr);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { name, labels } of selectors) {
      expect([...told.keys()]).toContain(name);
      expect(told.get(name)).toEqual(expect.arrayContaining(labels));
    }
    const grouped = [...rule.expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(/,\s*/));
    const shown = [...JSON.stringify(rule.annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
    expect(selectors.flatMap(({ name }) => told.get(name) ?? [])).toEqual(expect.arrayContaining(grouped));
    expect(grouped).toEqual(expect.arrayContaining(shown));
    expect(rule.expr.split('(').length).toBe(rule.expr.split(')').length);
    expect(['page', 'ticket']).toContain(rule.labels.severity);
  });

  it.each(rules.flatMap(({ alert, expr }) => (/increase\(.*> 0$/.test(expr) ? [[alert, expr] as const] : [])))(
    'begin at 0 where the first of them is told already: %s',
    async (_alert, expr) => {
      const [, name = '', labels = ''] = /increase\((\w+)(?:\{(.*?)\})?/.exec(expr) ?? [];
      const series = (await scrape()).split('\n').filter((line) => line.startsWith(`${name}{`) && line.endsWith(' 0'));
      const asked = labels.split(',').filter((label) => label !== '');
      expect(series.filter((line) => asked.every((label) => line.includes(label)))).not.toEqual([]);
    },
  );

  it('tell of breakers, retries, connections and certificates, by upstream', async () => {
    const service = await new Client(gateway.url).asService();
    expect(await scrape()).toMatch(/^migo_gateway_breaker_state\{upstream="middleware",state="closed"\} 1$/m);
    await eventually(async () => (await service.get(PLANS)).text.includes('upstream_unavailable'));
    const text = await scrape();
    for (const line of [
      /^migo_gateway_breaker_state\{upstream="middleware",state="open"\} 1$/m,
      /^migo_gateway_breaker_changes_total\{upstream="middleware",state="open"\} [1-9]/m,
      /^migo_gateway_retries_total\{upstream="middleware",outcome="made"\} [1-9]/m,
      /^migo_gateway_pool_calls\{upstream="middleware",pool="calls",state="running"\} 0$/m,
      /^migo_gateway_pool_queued_total\{upstream="middleware",pool="calls",outcome="refused"\} 0$/m,
      /^migo_gateway_certificate_expires_timestamp_seconds\{setting="upstreams.payments.tls.cert"\} \d+$/m,
    ])
      expect(text).toMatch(line);
    // A second look counts nothing twice.
    const retries = (from: string): unknown => /^migo_gateway_retries_total.*outcome="made"\} (\d+)/m.exec(from)?.[1];
    expect(retries(await scrape())).toBe(retries(text));
  });

  it('have labels of closed sets alone: no id, no address, no name of a user', async () => {
    const labels = new Set((await scrape()).match(OURS)?.flatMap((name) => told.get(name) ?? []));
    const closed = [
      'route',
      'status',
      'caller',
      'partner',
      'upstream',
      'kind',
      'outcome',
      'limit',
      'log',
      'result',
      'priority',
    ];
    expect([...labels].filter((label) => ![...closed, 'state', 'pool', 'setting', 'keyword'].includes(label))).toEqual(
      [],
    );
  });
});
