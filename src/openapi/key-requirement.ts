import type { OpenAPIObject } from '@nestjs/swagger';
import type { CallerKind } from '../common/caller-kinds.js';
import { operationsOf, type Operation } from './operation.js';

const HEADER = 'Idempotency-Key';

/** An operation that moves money demands a key of whom the settings name: of all who may call it, of some, or of nobody. */
export function completeKeys(document: OpenAPIObject, requiredFor: readonly CallerKind[]): void {
  for (const { operation } of operationsOf(document)) {
    const header = keyHeaderOf(operation);
    if (header?.required !== true) continue;
    const callers = operation['x-callers'];
    const those = callers === undefined || callers === 'anyone' ? requiredFor : callers;
    const bound = those.filter((kind) => requiredFor.includes(kind));
    if (bound.length === those.length) continue;
    header.required = false;
    if (bound.length > 0) header.description = `${header.description ?? ''}. Required of: ${bound.join(', ')}`;
  }
}

type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: string }>;

function keyHeaderOf({ parameters = [] }: Operation): Parameter | undefined {
  return parameters.find((one): one is Parameter => 'in' in one && one.in === 'header' && one.name === HEADER);
}
