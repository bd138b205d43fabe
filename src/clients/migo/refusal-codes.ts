import { isRecord, type JsonObject, numberField, textField } from '../../common/json.js';
import type { MigoCodes } from './migo-codes.js';

const CODE = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * `errors[].code`, `ownCode`, or the `error.code` of terminal payments (docs of Migo's envelopes: common contract, 5).
 * Which field has a name or a library's code is not documented: it is looked for wherever words stand, and taken if known.
 */
export function refusalCodes(answer: unknown, known: MigoCodes): string[] {
  if (!isRecord(answer)) return [];
  const listed = Array.isArray(answer['errors']) ? answer['errors'] : [];
  const candidates = [
    ...listed.map(codeOf),
    textField(answer, 'ownCode') ?? numberField(answer, 'ownCode')?.toString(),
    codeOf(answer),
    codeOf(answer['error']),
  ];
  const codes = [...new Set(candidates.filter((code): code is string => code !== undefined && CODE.test(code)))];
  const told = codes.map((code) => known.get(code));
  const words = wordsOf(answer, listed).filter((word) => {
    const meant = known.get(word);
    return meant !== undefined && !told.includes(meant);
  });
  // A name says more than an `ownCode` that may only repeat the status.
  return [...new Set([...words, ...codes])];
}

function wordsOf(answer: JsonObject, listed: readonly unknown[]): string[] {
  const { error, name, message } = answer;
  const nested = isRecord(error) ? [error['name'], error['message']] : [error];
  return [...listed, ...nested, name, message].filter((word) => typeof word === 'string');
}

export function codeOf(value: unknown): string | undefined {
  const code = textField(value, 'code') ?? numberField(value, 'code')?.toString();
  return code !== undefined && CODE.test(code) ? code : undefined;
}
