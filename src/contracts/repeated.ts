import type { ContractOperation } from './file/operation.js';
import { shapeOf } from './public-path.js';

/** The same operations, the later ones of two that are one to a router, or to a selection, unfit. */
export function withoutRepeated(operations: readonly ContractOperation[]): ContractOperation[] {
  const first = new Map<string, ContractOperation>();
  return operations.map((operation) => {
    const { upstream, method, upstreamPath, operationId, unfit } = operation;
    if (unfit !== undefined) return operation;
    const places = [
      { key: `${upstream} ${method} ${shapeOf(upstreamPath)}`, what: 'this operation' },
      ...(operationId === undefined ? [] : [{ key: `${upstream} id ${operationId}`, what: 'this operationId' }]),
    ];
    const taken = places.find(({ key }) => first.has(key));
    const earlier = taken === undefined ? undefined : first.get(taken.key);
    if (taken !== undefined && earlier !== undefined) {
      return { ...operation, unfit: `${earlier.method} ${earlier.path} has ${taken.what} already` };
    }
    for (const { key } of places) first.set(key, operation);
    return operation;
  });
}
