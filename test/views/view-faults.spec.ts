import { itemsOf } from '../../src/common/json-text/items.js';
import { scalarOf, textAt } from '../../src/common/json-text/pointer.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { SettingsError } from '../../src/config/settings.error.js';
import { CAPABILITIES } from '../../src/modules/capabilities.js';
import { clockText, dayIn } from '../../src/views/run/calendar.js';
import { allViews } from '../../src/views/tables/all-views.js';
import { BUILT_IN_VIEWS } from '../../src/views/tables/built-in.views.js';
import { SettingsFolder } from '../config/settings-folder.js';
import { FOREIGN_VIEWS } from './foreign-views.js';

const PLAN = { row: 'plans.listPlans' };
const SUBSCRIPTION = { row: 'subscriptions.getSubscription', params: { subUid: { path: 'subUid' } } };
const SHOP = { path: '/shops/:subUid', callers: ['operator'], sections: { plans: PLAN, detail: SUBSCRIPTION } };

/** Settings with one view more; each replaces parts of one that is fit to be served. */
function faultsOf(view: object, name = 'shop'): string[] {
  const folder = new SettingsFolder();
  const own = folder.file('own.yaml', { views: { [name]: view } });
  try {
    allViews(loadSettings({ env: { GATEWAY_CONFIG: own }, directory: 'config' }), CAPABILITIES);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.wrong.map(({ path, message }) => `${path} ${message}`);
    throw error;
  } finally {
    folder.remove();
  }
}

describe('a view of the settings', () => {
  it('is served beside those of the gateway', () => {
    expect(faultsOf(SHOP)).toEqual([]);
  });

  it.each([
    ['that is no read', { sections: { a: { row: 'plans.createPlan' } } }, 'row is no read of JSON'],
    [
      'that streams events',
      {
        sections: {
          a: { row: 'bulk-uploads.followBatch', params: { partnerId: { value: 'x' }, batchId: { value: 'y' } } },
        },
      },
      'is no read of JSON',
    ],
    ['of no row', { sections: { a: { row: 'plans.none' } } }, 'row is no row: /ops/routes has their ids'],
    ['without parameters', { sections: { a: { row: SUBSCRIPTION.row } } }, 'needs params subUid'],
    ['with parameters too many', { sections: { a: { ...PLAN, params: { x: { value: '1' } } } } }, 'has no params x'],
    [
      'that reads from one behind it',
      {
        sections: {
          a: { row: SUBSCRIPTION.row, params: { subUid: { section: 'b', at: '/subUid' } } },
          b: SUBSCRIPTION,
        },
      },
      'reads from a section that is not before it',
    ],
    [
      'by a parameter that the path has not',
      { sections: { a: { row: SUBSCRIPTION.row, params: { subUid: { path: 'other' } } } } },
      'is not in the path',
    ],
    [
      'by an input without a source',
      { sections: { a: { row: SUBSCRIPTION.row, params: { subUid: {} } } } },
      'has no source',
    ],
    [
      'by an item of nothing',
      { sections: { a: { row: SUBSCRIPTION.row, params: { subUid: { item: '/x' } } } } },
      'has an item and no each',
    ],
    ['with a pointer that is none', { sections: { a: { ...PLAN, pick: 'items' } } }, 'pick is no pointer'],
    [
      'that is required and not for all callers',
      { callers: ['operator', 'cardholder'], sections: { a: { ...PLAN, required: true } } },
      'is required and not for cardholder',
    ],
  ])('does not start with a section %s', (_what, part, told) => {
    const [fault, ...more] = faultsOf({ ...SHOP, ...part });
    expect(more).toEqual([]);
    expect(fault).toContain(told);
    expect(fault).toMatch(/^views\.shop\.sections\.a(\.\w+)+ /);
  });

  it.each<[what: string, section: object]>([
    ['a row', { row: 'canary-4711' }],
    ['a pointer', { ...PLAN, pick: 'canary-4711' }],
    ['a pointer into an item', { ...PLAN, keep: { at: 'canary-4711', values: ['x'] } }],
    ['a section', { ...PLAN, each: { section: 'canary-4711' } }],
    ['a parameter', { ...SUBSCRIPTION, params: { subUid: { path: 'canary-4711' } } }],
    ['a query parameter', { ...PLAN, query: { page: { query: 'canary-4711' } } }],
    ['a pointer of a parameter', { ...PLAN, query: { page: { section: 'a', at: 'canary-4711' } } }],
  ])('is refused without its value: %s', (_what, section) => {
    const faults = faultsOf({ ...SHOP, sections: { a: section } });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join()).not.toContain('canary');
  });

  it('does not start with the name or the path of another, nor without sections', () => {
    expect(faultsOf(SHOP, 'card')).toEqual(['views.card is a view of the gateway']);
    expect(faultsOf({ ...SHOP, path: '/subscriptions/:id', sections: { a: PLAN } })).toEqual([
      'views.shop has the path of another view',
    ]);
    expect(faultsOf({ ...SHOP, sections: {} })).toEqual(['views.shop.sections has none']);
  });
});

describe('the views of the gateway', () => {
  it('are the six that screens need', () => {
    expect(Object.values(BUILT_IN_VIEWS).map(({ path }) => path)).toEqual([
      '/cardholders/:partnerId/:cardholderId',
      '/cards/:cardId',
      '/subscriptions/:subUid',
      '/partners/:partnerId',
      '/terminals/:deviceId',
      '/home',
    ]);
  });

  it('give each section its share of the time: what others read from must be there before', () => {
    const shares = FOREIGN_VIEWS.flatMap(({ name, sections }) =>
      sections
        .filter(({ untilMs }) => untilMs < 5000)
        .map((section) => [`${name}.${section.name}`, Math.round(section.untilMs)]),
    );
    expect(Object.fromEntries(shares)).toEqual({
      'cardholder.detail': 1667,
      'cardholder.subscriptions': 3333,
      'subscription.detail': 2500,
    });
  });
});

describe('what a parameter is taken from', () => {
  const json = '{"a":[{"b":1.50},{"b":"x/y","~/":null}],"n":90071992547409931.1000}';

  it('keeps its text', () => {
    expect(scalarOf(textAt(json, '/n'))).toBe('90071992547409931.1000');
    expect(textAt(json, '/a/0/b')).toBe('1.50');
    expect(scalarOf(textAt(json, '/a/1/b'))).toBe('x/y');
    expect(textAt(json, '/a/1/~0~1')).toBe('null');
    expect(textAt(json, '')).toBe(json);
  });

  it('is nothing where nothing stands, and where it is no scalar', () => {
    expect([textAt(json, '/a/2'), textAt(json, '/a/x'), textAt(json, '/n/x'), textAt(json, '/z/y')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect([scalarOf(textAt(json, '/a')), scalarOf('null'), scalarOf(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is an item of a list, whatever stands in it', () => {
    expect(itemsOf(' [ 1.0 , "a,]", [2,[3]], {"x":[]} ] ')).toEqual(['1.0', '"a,]"', '[2,[3]]', '{"x":[]}']);
    expect([itemsOf('[]'), itemsOf('{}'), itemsOf('1')]).toEqual([[], undefined, undefined]);
  });

  it('is a month of the partner’s own time zone, over the end of the year too', () => {
    // Five in the morning of the first of January by UTC is still December in Guatemala.
    const day = dayIn('America/Guatemala', Date.UTC(2026, 0, 1, 5));
    expect(day).toEqual({ year: 2025, month: 12, day: 31 });
    expect([0, 11, 12].map((back) => [clockText(day, 'month', back), clockText(day, 'year', back)])).toEqual([
      ['12', '2025'],
      ['1', '2025'],
      ['12', '2024'],
    ]);
    expect(clockText(day, 'today', 0)).toBe('2025-12-31');
  });
});
