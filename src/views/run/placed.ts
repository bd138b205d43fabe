import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../common/json.js';
import { itemsOf } from '../../common/json-text/items.js';
import { looksLikeJson } from '../../common/json-text/bytes.js';
import { membersOf } from '../../common/json-text/members.js';
import { scalarOf, textAt } from '../../common/json-text/pointer.js';
import type { RowAnswer } from '../../forwarding/row-call.js';
import { toEnvelope } from '../../forwarding/answer/envelope.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import { Problem } from '../../problems/problem.js';
import { problemOf } from '../../clients/migo/refusal.js';
import type { Section } from '../language/view.js';
import { firstList } from './inputs.js';

/**
 * The `data` of an answer, or all of it where it has no envelope, as the text that came: no digit is touched.
 *
 * @throws Problem where Migo has refused, or what it sent has no data in it
 */
export function dataOf(
  answer: RowAnswer,
  { row, target, hasPartner, tellsWords }: PreparedRoute,
  ownToken: boolean,
): string {
  const upstream = target.name;
  if (answer.kind === 'refused')
    throw problemOf(answer, { hasPartner, movesMoney: false, isRead: true, ownToken, tellsWords });
  if (answer.kind !== 'whole') throw new Problem('upstream_answer_too_large', { upstream });
  const { body, headers } = answer;
  const isReadable = headers['content-encoding'] === undefined && looksLikeJson(body) && isUtf8(body);
  const text = isReadable ? body.toString('utf8') : undefined;
  // Broken JSON would break all of the view.
  const whole = text === undefined || parseJson(text) === undefined ? undefined : text;
  const data = whole && dataIn(row.answer === 'envelope' ? (toEnvelope(whole) ?? '') : whole.trim());
  if (data === undefined || data === '') throw new Problem('upstream_invalid_answer', { upstream });
  return data;
}

function dataIn(text: string): string | undefined {
  const members = membersOf(text);
  if (members === undefined) return text;
  return members.get('data') ?? (members.has('success') ? undefined : text);
}

/** What of the data is placed; undefined where it is not there. */
export function placed(data: string, { pick, keep }: Pick<Section, 'pick' | 'keep'>): string | undefined {
  const picked = pick === undefined ? data : textAt(data, pick);
  if (picked === undefined || keep === undefined) return picked;
  const list = firstList(picked);
  const items = list === undefined ? undefined : itemsOf(list);
  const kept = items?.filter((item) => keep.values.includes(scalarOf(textAt(item, keep.at)) ?? ''));
  return kept && `[${kept.join(',')}]`;
}
