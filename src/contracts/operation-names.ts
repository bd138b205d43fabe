import type { ContractOperation } from './file/operation.js';

/** What a row may be called: its name becomes that of a method. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;
const TAKEN = new Set(['constructor', 'forwarder', 'registry']);

/** The operationId, or else method and path: `getSettlementsById` for `GET /settlements/{id}`. */
export function withNames(operations: readonly ContractOperation[]): ContractOperation[] {
  const names = new Map<string, Set<string>>();
  return operations.map((operation) => {
    const taken = names.get(operation.upstream) ?? new Set(TAKEN);
    names.set(operation.upstream, taken);
    const wanted = operation.operationId?.replaceAll('.', '_') ?? '';
    const wordsOfPath = operation.upstreamPath.replaceAll('/:', '/by-').split(/[^A-Za-z0-9]+/);
    const made =
      operation.method.toLowerCase() + wordsOfPath.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    let name = NAME.test(wanted) && !taken.has(wanted) ? wanted : made;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return { ...operation, name };
  });
}
