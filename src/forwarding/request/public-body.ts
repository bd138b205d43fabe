import { membersOf, objectOf } from '../../common/json-text/members.js';
import { OpenBodyDto } from '../../routes/open-body.dto.js';
import type { Row } from '../../routes/route.js';
import { declaredFields } from '../../common/declared-fields.js';

/** Where Migo documents no fields at all, what says who somebody is, what he may do or whom to tell stays behind. */
const SAYS_WHO = /role|permission|grant|scope|admin|verified|partner|callback/i;

/** What of a stranger's body goes further: his own bytes, or these without the members that the row does not declare. */
export function publicBody({ body: dto }: Row, sent: Buffer): Buffer | string {
  const members = [...(membersOf(sent.toString('utf8')) ?? [])];
  const declared = dto === undefined ? new Set<string>() : declaredFields(dto);
  const isOpen = dto === undefined || dto === OpenBodyDto || dto.prototype instanceof OpenBodyDto;
  const passes = (name: string): boolean => (isOpen ? !SAYS_WHO.test(name) : declared.has(name));
  const kept = members.filter(([name]) => passes(name));
  return kept.length === members.length ? sent : objectOf(kept);
}
