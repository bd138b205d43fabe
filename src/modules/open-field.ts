import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Allow, ValidateBy } from 'class-validator';
import { NO_TYPE } from '../openapi/json-schema.js';

interface OpenFieldOptions {
  /** As in Migo's samples, whose type is no rule. */
  example: unknown;
  description?: string;
  /** Migo's page says that it must be there, but not what it may be. */
  required?: boolean;
  format?: string;
  writeOnly?: boolean;
  default?: unknown;
}

/** A field of which Migo's pages give a name, and perhaps samples, but neither a type nor limits: any value is passed on. */
export function OpenField({ required = false, ...described }: OpenFieldOptions): PropertyDecorator {
  return applyDecorators(ApiProperty({ ...NO_TYPE, required, ...described }), required ? IsPresent() : Allow());
}

function IsPresent(): PropertyDecorator {
  return ValidateBy({
    name: 'isPresent',
    validator: {
      validate: (value: unknown) => value !== undefined,
      defaultMessage: () => '$property must be there',
    },
  });
}
