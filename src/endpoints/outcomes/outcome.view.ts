import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { KnownCall } from '../../idempotency/outcome-store.js';
import { sharedClock } from '../../storage/shared-clock.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';

const OUTCOME_STATUSES = ['running', 'succeeded', 'refused', 'unknown'] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

const TIME = { type: String, format: 'date-time', example: '2026-11-21T10:00:00.000Z' };

class OutcomeEvidence {
  @ApiProperty({ example: 'answer', description: '`answer`, `conflict`, or the id of the row that was asked' })
  by: string;

  @ApiProperty({ example: "Migo's answer" })
  detail: string;

  @ApiPropertyOptional({ example: '500001', description: 'What it is called at Migo' })
  id?: string;
}

/** What became of a call with a key. */
export class OutcomeAnswer {
  @ApiProperty({ example: '0b6f1d1e-6a52-4f0c-9a0b-6a8f6c1f1c11' })
  key: string;

  @ApiProperty({ example: 'transfers.createTransfer', description: 'Id of the operation' })
  route: string;

  @ApiProperty({ enum: OUTCOME_STATUSES, example: 'succeeded' })
  status: OutcomeStatus;

  @ApiProperty({ description: 'Whether anything may have reached Migo' })
  sent: boolean;

  @ApiProperty({ example: 'Migo has answered.', description: 'What is known, and what to do' })
  detail: string;

  @ApiProperty({ ...TIME, description: 'When the call was made' })
  createdAt: string;

  @ApiPropertyOptional({ ...TIME, description: 'Since when it is known' })
  settledAt?: string;

  @ApiPropertyOptional({ example: 201, description: 'The status that Migo answered with, where its answer is at hand' })
  answerStatus?: number;

  @ApiPropertyOptional({ type: OutcomeEvidence, description: 'How it is known' })
  evidence?: OutcomeEvidence;

  @ApiPropertyOptional({ description: 'Where Migo is asked, and by what the call is recognized there' })
  lookUp?: string;
}

const NOT_SENT = 'Nothing was sent: whoever held the key has stopped. Send the same request with the same key.';
const RUNNING = 'The call is running. Ask again, or send the same request with the same key.';
const NO_LOOK_UP =
  'The answer is lost, and Migo shows nowhere what became of it: read the state, or ask Migo’s support.';
const LOOKING = 'The answer is lost; the gateway is asking Migo for evidence. Ask again.';
const NO_EVIDENCE =
  'The answer is lost, and Migo has shown no evidence of the call in time. That does not say that it failed.';
const KNOWN = 'It is known what became of it. Send the same request with the same key for the answer.';

function tooLittle(needs: string): string {
  return `The answer is lost, and Migo shows such a call only where its request has ${needs}. Read the state, or ask Migo’s support.`;
}

/** A call that somebody holds runs; one that was left behind is not known of. */
export function statusOf({ record, outcome }: KnownCall): OutcomeStatus {
  if (outcome !== undefined) return outcome.status;
  return record.state !== 'done' && record.state !== 'unknown' && record.leaseLeftMs > 0 ? 'running' : 'unknown';
}

/** @param evidenceMs how long Migo is asked */
export function outcomeAnswer(
  key: string,
  known: KnownCall,
  route: PreparedRoute | undefined,
  evidenceMs: number,
): OutcomeAnswer {
  const { facts, outcome, place, record } = known;
  const status = statusOf(known);
  const shown = route?.row.lookUp;
  const lookUp = facts?.lookUp === undefined ? undefined : shown?.by;
  return {
    key,
    route: place.route,
    status,
    sent: record.state !== 'claimed',
    detail: detailOf(known, status, {
      canLook: lookUp !== undefined,
      needs: shown?.needs,
      isOver: record.ageMs > evidenceMs,
    }),
    createdAt: facts?.at ?? new Date(sharedClock.now() - record.ageMs).toISOString(),
    ...(outcome !== undefined && { settledAt: outcome.at, evidence: outcome.evidence }),
    ...(outcome?.answer !== undefined && { answerStatus: outcome.answer.status }),
    ...(lookUp !== undefined && { lookUp }),
  };
}

function detailOf(
  { record }: KnownCall,
  status: OutcomeStatus,
  { canLook, needs, isOver }: { canLook: boolean; needs: string | undefined; isOver: boolean },
): string {
  if (status === 'running') return RUNNING;
  if (status !== 'unknown') return KNOWN;
  if (record.state === 'claimed') return NOT_SENT;
  if (!canLook) return needs === undefined ? NO_LOOK_UP : tooLittle(needs);
  return isOver ? NO_EVIDENCE : LOOKING;
}
