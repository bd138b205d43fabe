import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { brokenRules } from '../../src/common/broken-rules.js';

/** What the validation pipe would refuse of a body: `<field> <rule>`. */
export async function brokenFields(dto: Type<object>, body: object): Promise<string[]> {
  const errors = await validate(plainToInstance(dto, body));
  return brokenRules(errors).map(({ path, rule }) => `${path} ${rule}`);
}

/** Their messages, which a client and the logs may see. */
export async function messages(dto: Type<object>, body: object): Promise<string> {
  const errors = await validate(plainToInstance(dto, body));
  return brokenRules(errors)
    .map(({ message }) => message)
    .join('\n');
}

/** The paths at which a body breaks a rule of its DTO, each once. */
export async function brokenPaths(dto: Type<object>, body: object): Promise<string[]> {
  const errors = await validate(plainToInstance(dto, body));
  return [...new Set(brokenRules(errors).map(({ path }) => path))].sort();
}
