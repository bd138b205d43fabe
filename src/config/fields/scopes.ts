import { IsArray, Matches } from 'class-validator';
import { stacked } from '../../common/decorators/stacked.js';

const SCOPE = /^(\*|[a-z-]+:[a-z-]+)$/;

/** Texts like `cards:read`, or `*` for all. */
export function Scopes(): PropertyDecorator {
  return stacked(IsArray(), Matches(SCOPE, { each: true, message: 'each scope must look like cards:read, or be *' }));
}
