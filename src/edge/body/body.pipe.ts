import { type ArgumentMetadata, type Type, ValidationPipe } from '@nestjs/common';
import { declaredFields, hasRules } from '../../common/declared-fields.js';
import { isRecord } from '../../common/json.js';
import { shareNumberTexts } from '../../common/number-text.js';
import { validationProblem } from '../../problems/validation.js';

/** Holds a body against its DTO. Only the members that this declares are looked at: what makes objects of them takes its time. */
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({ exceptionFactory: validationProblem });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype } = metadata;
    const dto = metatype === Object ? undefined : metatype;
    // Nest's own pipe takes no array and no bare value for a DTO, whether it has rules or not; `json-body.ts` has let them in.
    if (dto !== undefined && !isRecord(value) && !hasRules(dto)) return Promise.resolve(value);
    return super.transform(
      dto !== undefined && isRecord(value) ? declared(value, dto) : value,
      metadata,
    ) as Promise<unknown>;
  }
}

function declared(value: object, dto: Type): object {
  const fields = declaredFields(dto);
  const kept = Object.fromEntries(Object.entries(value).filter(([name]) => fields.has(name)));
  shareNumberTexts(value, kept);
  return kept;
}
