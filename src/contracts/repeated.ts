import type { ContractOperation } from './file/operation.js';
import { shapeOf } from './public-path.js';

/**
 * The same operations, of two that are one to a router the later one unfit. Of two with one operationId the first has it: the
 * other goes by method and path.
 */
export function withoutRepeated(operations: readonly ContractOperation[]): ContractOperation[] {
  const places = new Map<string, ContractOperation>();
  const ids = new Set<string>();
  return operations.map((operation) => {
    const { upstream, method, upstreamPath, operationId, unfit, notes } = operation.outline;
    if (unfit !== undefined) return operation;
    const key = `${upstream} ${method} ${shapeOf(upstreamPath)}`;
    const earlier = places.get(key)?.outline;
    if (earlier !== undefined)
      return operation.with({ unfit: `${earlier.method} ${earlier.path} has this operation already` });
    places.set(key, operation);
    const id = `${upstream} ${operationId ?? ''}`;
    const isTaken = operationId !== undefined && ids.has(id);
    ids.add(id);
    if (!isTaken) return operation;
    return operation.with({
      operationId: undefined,
      notes: [...notes, `the operationId ${operationId}, which an earlier one has`],
    });
  });
}
