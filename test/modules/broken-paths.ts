import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { brokenRules } from '../../src/problems/validation.js';

/** The paths at which a body breaks a rule of its DTO, each once. */
export async function brokenPaths(dto: Type<object>, body: object): Promise<string[]> {
  const errors = await validate(plainToInstance(dto, body), { forbidUnknownValues: false });
  return [...new Set(brokenRules(errors).map(({ path }) => path))].sort();
}
