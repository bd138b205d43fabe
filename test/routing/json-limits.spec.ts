import { brokenLimit } from '../../src/common/json-text/limits.js';

const wide = (members: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: members }, (_, at) => [`k${at}`, at])));

const isWide = (json: string): boolean => brokenLimit(json, { depth: 64, members: 10 }) === 'members';

describe('the members of an object', () => {
  it.each([
    ['at the top', wide(11)],
    ['further in', `{"a":[1,{"b":${wide(11)}}]}`],
    ['behind a string with an escaped quote', `{"a":"\\\\\\"","b":${wide(11)}}`],
    ['of one name', `{${'"a":1,'.repeat(10)}"a":1}`],
  ])('are too many %s', (_where, json) => {
    expect(isWide(json)).toBe(true);
  });

  it.each([
    ['as many as allowed', wide(10)],
    ['of several objects together', `[${Array.from({ length: 20 }, () => wide(10)).join()}]`],
    ['elements of an array', JSON.stringify({ a: Array.from({ length: 50 }, () => 1) })],
    ['commas in a string', JSON.stringify({ a: ',{,'.repeat(50) })],
    ['none', '{}'],
  ])('are not too many where they are %s', (_what, json) => {
    expect(isWide(json)).toBe(false);
  });
});

const deep = (levels: number): string => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
const isDeep = (json: string): boolean => brokenLimit(json, { depth: 10, members: 10 }) === 'depth';

describe('the levels of a text', () => {
  it.each([
    ['arrays and objects', deep(12)],
    ['behind what has closed again', `[${deep(8)},${deep(10)}]`],
    ['behind a string with brackets', `["]]]]",${deep(10)}]`],
    ['that breaks both limits', `[${wide(11)},${deep(10)}]`],
    ['of which none is closed', '['.repeat(11)],
  ])('are too many in %s', (_where, json) => {
    expect(isDeep(json)).toBe(true);
  });

  it.each([
    ['as many as allowed', deep(10)],
    ['side by side', `[${Array.from({ length: 20 }, () => deep(8)).join()}]`],
    ['brackets in a string', JSON.stringify('[{'.repeat(50))],
    ['no JSON', ']}'.repeat(50)],
    ['nothing', ''],
  ])('are not too many where they are %s', (_what, json) => {
    expect(isDeep(json)).toBe(false);
  });
});
