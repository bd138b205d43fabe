import { join } from 'node:path';
import { CALLER_KINDS } from '../../src/common/caller-kinds.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { WRONG_DOORS } from '../../src/endpoints/wrong-doors/wrong-doors.js';
import { faultsOf, prepareRoute } from '../../src/routes/prepared-route.js';
import { EVIDENCE, METHODS, type Permission, type Row } from '../../src/routes/route.js';
import { allRows, type NamedRow } from './route-tables.js';
import { ROOT } from './source-files.js';

const settings = loadSettings({ env: {}, directory: join(ROOT, 'config') });
const rows = await allRows();
const byId = rows.map((entry): [string, NamedRow] => [`${entry.capability}.${entry.name}`, entry]);

/** The CMS permissions that Migo names. Migo: cms-api/permissions-roles. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  users: ['create', 'update', 'list', 'detail', 'change_status'],
  'bulk-create': ['create'],
  cardholders: ['create', 'update', 'list', 'detail', 'otp'],
  'cards-admin': [
    'activate',
    'block',
    'unblock',
    'transfer',
    'addFunds',
    'withdrawFunds',
    'detail',
    'otp',
    'balance-account',
  ],
  'card-movements': ['list', 'detail', 'revert'],
  'balance-management': ['create', 'list', 'cancel', 'otp'],
  approvals: ['list', 'detail', 'update'],
};

/** `/cards/:cardId` and `/cards/:id` are the same to a router. */
function shapeOf(path: string): string {
  return path.replaceAll(/:[^/]+/g, ':');
}

function permissionsOf({ permission }: Row): readonly Permission[] {
  if (permission === undefined) return [];
  return 'field' in permission ? Object.values(permission.values) : [permission];
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('the route tables', () => {
  it('are found, on all four upstreams', () => {
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(new Set(rows.map(({ target }) => target.name))).toEqual(
      new Set(['wallet', 'middleware', 'cms', 'payments']),
    );
  });

  it('let no id be the word of another operation that changes something upstream, whatever its case', () => {
    const upstream = ({ row, target }: NamedRow): string[] =>
      `${target.name} ${row.upstreamMethod ?? row.method} ${typeof row.upstreamPath === 'string' ? row.upstreamPath : row.path}`.split(
        '/',
      );
    const words = rows.flatMap((entry) => {
      const segments = upstream(entry);
      return rows.flatMap((other) => {
        const others = upstream(other);
        const isReached =
          others.length === segments.length && segments.every((one, at) => one === others[at] || one.startsWith(':'));
        if (!isReached || (other.row.upstreamMethod ?? other.row.method) === 'GET') return [];
        return others
          .filter((one, at) => one !== segments[at] && !one.startsWith(':'))
          .map((word) => [entry.name, word]);
      });
    });

    expect(words.sort()).toEqual(
      rows.flatMap(({ name, row }) => (row.reserved ?? []).map((word) => [name, word])).sort(),
    );
    expect(words.length).toBeGreaterThan(0);
  });

  it('use a name only once, because it is the operationId', () => {
    expect(repeated(rows.map(({ name }) => name))).toEqual([]);
  });

  it('use a method and path only once', () => {
    expect(repeated(rows.map(({ row }) => `${row.method} ${shapeOf(row.path)}`))).toEqual([]);
  });

  it('never declare what a wrong door answers', () => {
    const doors = Object.values(WRONG_DOORS);
    const hidden = rows.filter(({ row }) =>
      doors.some(
        ({ method, path }) => (method === 'ALL' || method === row.method) && shapeOf(path) === shapeOf(row.path),
      ),
    );
    expect(hidden.map(({ name }) => name)).toEqual([]);
  });

  it('leave every way to statements and money below a partner to wrong doors', () => {
    const paths = Object.values(WRONG_DOORS).map(({ path }) => path);
    for (const place of ['', '/cards', '/cards/:cardId', '/cardholders/:cardholderId'])
      for (const flow of ['statements', 'funds', 'transfer'])
        expect(paths).toContain(`/partners/:partnerId${place}/${flow}`);
  });

  it('have another method for every path that a wrong door answers with 405', () => {
    const doors = Object.values(WRONG_DOORS).filter(({ code }) => code === 'method_not_allowed');
    const withoutOthers = doors.filter(({ path }) => !rows.some(({ row }) => row.path === path));
    expect(doors).not.toEqual([]);
    expect(withoutOthers).toEqual([]);
  });
});

describe.each(byId)('the row %s', (_id, { capability, name, row, target }) => {
  const prepared = prepareRoute({ capability, name, row, target }, settings);

  it('is fit to be served', () => {
    expect(faultsOf(prepared)).toEqual([]);
  });

  it('says who may call it, by which method and with which scope', () => {
    expect(row.callers.length).toBeGreaterThan(0);
    expect(row.callers.filter((kind) => !CALLER_KINDS.includes(kind))).toEqual([]);
    expect(new Set(row.callers).size).toBe(row.callers.length);
    expect(METHODS).toContain(row.method);
    expect(row.scope).toMatch(/^([a-z-]+:(read|write)|cards:funds)$/);
  });

  it('has a deadline of at most ten minutes', () => {
    expect(prepared.deadlineMs).toBeGreaterThan(0);
    expect(prepared.deadlineMs).toBeLessThanOrEqual(600_000);
  });

  it('tells what it does, where Migo describes it, and how sure that is', () => {
    expect(row.summary).toMatch(/^\p{Lu}.{5,}[^.]$/u);
    expect(row.docs).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/);
    expect(EVIDENCE).toContain(row.evidence);
  });

  it('has paths that the router and the path compiler read alike', () => {
    // A parameter is letters only: in `:id2` the compiler would see `:id` and the router `:id2`.
    expect(row.path).toMatch(/^(\/(:[A-Za-z]+|[A-Za-z0-9._-]+))+$/);
    expect(prepared.upstreamPath).toMatch(/^(\/(:[A-Za-z]+|[A-Za-z0-9._~-]+))+$/);
    expect(row.path).not.toMatch(/^\/(v1|app|api)\//);
  });

  it('fills every parameter of its upstream path', () => {
    const params = Object.fromEntries([...row.path.matchAll(/:([A-Za-z]+)/g)].map(([, key]) => [key ?? '', '11']));
    const path = prepared.toUpstreamPath(params);
    expect(path).not.toContain(':');
    expect(path.split('/')).toHaveLength(prepared.upstreamPath.split('/').length);
  });

  it('names a CMS permission where the wallet is open to operators', () => {
    const needed = target.name === 'wallet' && row.callers.includes('operator');
    const named = permissionsOf(row);
    expect(named.filter(([resource, action]) => !(BUILT_IN[resource] ?? []).includes(action))).toEqual([]);
    expect(needed && named.length === 0).toBe(false);
  });

  it('sends a body only with a method that has one', () => {
    expect((row.body !== undefined || row.upload !== undefined) && row.method === 'GET').toBe(false);
  });

  it('does not call a read what moves money', () => {
    expect(row.money === true && (row.method === 'GET' || row.scope.endsWith(':read'))).toBe(false);
  });
});
