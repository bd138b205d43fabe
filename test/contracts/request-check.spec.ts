import { readFileSync } from 'node:fs';
import { Problem } from '../../src/problems/problem.js';
import type { Row } from '../../src/routes/route.js';
import { errorsOf, posting, type Request, rowOf } from './checked-requests.js';

const WALLET = readFileSync('test/contracts/samples/wallet.json', 'utf8');

describe('a body', () => {
  const row = rowOf(WALLET, 'createSettlement');
  const right = { commerceId: 5, currency: 'GTQ', lines: [{ amount: 1.5 }] };

  it.each<[why: string, body: unknown, errors: unknown[][]]>([
    ['is right', right, []],
    ['has a field more', { ...right, extra: true }, []],
    ['has null where the file allows it', { ...right, lines: [{ amount: 1, note: null }] }, []],
    [
      'contains itself, as deep as it likes',
      { ...right, lines: [{ amount: 1, parts: [{ amount: 2, parts: [] }] }] },
      [],
    ],
    ['is missing', undefined, [['required', undefined]]],
    [
      'lacks fields, but for one that only answers have',
      {},
      [
        ['required', 'commerceId'],
        ['required', 'currency'],
        ['required', 'lines'],
      ],
    ],
    ['has a text for a number', { ...right, commerceId: '5' }, [['type', 'commerceId']]],
    [
      'has a fraction for an integer',
      { ...right, commerceId: 5.5 },
      [
        ['type', 'commerceId'],
        ['format', 'commerceId'],
      ],
    ],
    ['has a text that does not match', { ...right, currency: 'quetzal' }, [['pattern', 'currency']]],
    ['has no e-mail', { ...right, email: 'nobody' }, [['format', 'email']]],
    ['has too few', { ...right, lines: [] }, [['minItems', 'lines']]],
    [
      'is wrong deep inside',
      { ...right, lines: [{ amount: 1, parts: [{ amount: 0 }] }] },
      [['exclusiveMinimum', 'lines[0].parts[0].amount']],
    ],
  ])('%s', (_why, body, errors) => {
    expect(errorsOf(row, { body })).toEqual(errors);
  });

  it('is refused where fields that the file does not name are closed, and passes where the file has none', () => {
    const block = rowOf(WALLET, 'blockCard');
    const params = { cardId: '7' };
    expect(errorsOf(block, { params, body: { reason: 'lost', why: 'x' } })).toEqual([['additionalProperties', 'why']]);
    expect(errorsOf(block, { params, body: { reason: 'eaten' } })).toEqual([['enum', 'reason']]);
    expect(errorsOf(rowOf(WALLET, 'unblockCard'), { params, body: { any: 1 } })).toEqual([]);
  });

  it('never has its values told', () => {
    const secret = 'canary-4111111111111111';
    try {
      row.check?.({
        params: {},
        query: {},
        headers: {},
        body: { commerceId: secret, currency: secret, email: secret, lines: secret },
      });
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      expect(JSON.stringify((error as Problem).options.errors)).not.toContain('canary');
    }
    expect.assertions(2);
  });

  it('has at most fifty errors told', () => {
    const body = { ...right, lines: Array.from({ length: 500 }, () => ({})) };
    expect(errorsOf(row, { body })).toHaveLength(50);
  });

  it.each<[what: string, schema: object, right: unknown, wrong: unknown]>([
    ['nullable enum', { type: 'string', nullable: true, enum: ['a', null] }, null, 'b'],
    ['nullable reference', { nullable: true, allOf: [{ $ref: '#/components/schemas/B' }] }, null, 5],
    ['exclusive maximum', { type: 'number', maximum: 5, exclusiveMaximum: true }, 4.9, 5],
    ['maximum that is not exclusive', { type: 'number', maximum: 5, exclusiveMaximum: false }, 5, 5.1],
    ['one of several', { oneOf: [{ type: 'string' }, { type: 'boolean' }] }, true, 5],
    ['unknown format', { type: 'integer', format: 'migo-id' }, 5, 'x'],
    ['map', { type: 'object', additionalProperties: { type: 'integer' } }, { x: 1 }, { x: 'y' }],
  ])('of OpenAPI 3.0 with a %s is understood', (_what, schema, right30, wrong) => {
    const row30 = posting(
      { type: 'object', properties: { v: schema } },
      { components: { schemas: { B: { type: 'string' } } } },
    );
    expect(errorsOf(row30, { body: { v: right30 } })).toEqual([]);
    expect(errorsOf(row30, { body: { v: wrong } })).not.toEqual([]);
  });

  it('does not have the fields that every object has', () => {
    const row = posting({ type: 'object', properties: { toString: { type: 'string' } }, required: ['valueOf'] });
    expect(errorsOf(row, { body: { valueOf: 1 } })).toEqual([]);
    expect(errorsOf(row, { body: {} })).toEqual([['required', 'valueOf']]);
  });

  it('of OpenAPI 3.1 is understood', () => {
    const schema = { type: 'object', properties: { v: { type: ['integer', 'null'], exclusiveMinimum: 0 } } };
    const row31 = posting(schema, { openapi: '3.1.0' });
    expect(errorsOf(row31, { body: { v: null } })).toEqual([]);
    expect(errorsOf(row31, { body: { v: 0 } })).toEqual([['exclusiveMinimum', 'v']]);
  });
});

describe('parameters', () => {
  const list = rowOf(WALLET, 'listSettlements');
  const report = rowOf(WALLET, 'getReportsTransactions');

  it.each<[why: string, row: Row, request: Request, errors: unknown[][]]>([
    ['are numbers though they are sent as text', list, { query: { page: '2' } }, []],
    ['are missing', list, {}, [['required', 'page']]],
    ['are no number', list, { query: { page: 'two' } }, [['type', 'page']]],
    ['are too small', list, { query: { page: '0' } }, [['minimum', 'page']]],
    ['are a list of one', list, { query: { page: '1', status: 'paid' } }, []],
    ['are a list of several', list, { query: { page: '1', status: ['paid', 'pending'] } }, []],
    ['are a list with a wrong one', list, { query: { page: '1', status: ['paid', 'lost'] } }, [['enum', 'status[1]']]],
    ['are a list with commas', list, { query: { page: '1', commerceIds: '5,6' } }, []],
    [
      'are a list with commas and a wrong one',
      list,
      { query: { page: '1', commerceIds: '5,x' } },
      [['type', 'commerceIds[1]']],
    ],
    ['come twice where once is meant', list, { query: { page: ['1', '2'] } }, [['type', 'page']]],
    ['are not known', list, { query: { page: '1', other: 'x' } }, []],
    ['are a date', report, { query: { from: '2026-02-28' } }, []],
    ['are no date', report, { query: { from: '28-02-2026' } }, [['format', 'from']]],
    [
      'are at an exclusive limit',
      report,
      { query: { from: '2026-01-01', limit: '0' } },
      [['exclusiveMinimum', 'limit']],
    ],
    [
      'are a header',
      list,
      { query: { page: '1' }, headers: { 'x-merchant-id': 'ab' } },
      [['minLength', 'x-merchant-id']],
    ],
  ])('%s', (_why, row, request, errors) => {
    expect(errorsOf(row, request)).toEqual(errors);
  });

  it('of the path are checked under their name on the gateway', () => {
    const row = rowOf(WALLET, 'SettlementsController_findOne');
    expect(errorsOf(row, { params: { settlementId: 'st-1' } })).toEqual([]);
    expect(errorsOf(row, { params: { settlementId: '1' } })).toEqual([['pattern', 'settlementId']]);
  });
});
