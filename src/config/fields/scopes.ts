import { applyDecorators } from '@nestjs/common';
import { IsArray, Matches } from 'class-validator';

const SCOPE = /^(\*|[a-z-]+:[a-z-]+)$/;

/** Texts like `cards:read`, or `*` for all. */
export function Scopes(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    Matches(SCOPE, { each: true, message: 'each scope must look like cards:read, or be *' }),
  );
}
