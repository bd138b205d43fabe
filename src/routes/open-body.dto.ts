import { ApiSchema } from '@nestjs/swagger';
import { hasRules } from '../common/declared-fields.js';
import type { Row } from './route.js';

/** Body of an operation whose fields Migo does not document: any JSON is passed on, unread. */
@ApiSchema({ description: 'Migo documents no fields: any JSON is passed on.' })
export class OpenBodyDto {}

/**
 * Whether a body may also be an array or a bare value: where Migo documents no more than names of fields, or its own file says
 * what the body is. Of a caller without a login only named members pass.
 */
export function takesAnyJson({ body, callers }: Pick<Row, 'body' | 'callers'>): boolean {
  return body !== undefined && !hasRules(body) && !callers.includes('public');
}
