import { isWiderThan } from '../../src/edge/json-width.js';

const wide = (members: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: members }, (_, at) => [`k${at}`, at])));

const isWide = (json: string): boolean => isWiderThan(Buffer.from(json), 10);

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
