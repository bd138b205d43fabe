import { objectOf } from '../../common/json-text/members.js';
import { asProblem } from '../../edge/problem.filter.js';
import { Problem } from '../../problems/problem.js';
import { toProblemBody } from '../../problems/problem.body.js';
import type { PreparedSection } from '../language/prepared-view.js';
import { inputsOf, type RowInputs, type Sources, type Turn } from './inputs.js';
import { type Outcome, statusOf } from './outcome.js';
import { placed } from './placed.js';
import type { Reads } from './reads.js';
import { inTurn, turnsOf } from './turns.js';

type Read = Omit<Outcome, 'durationMs'>;

export interface SectionTools {
  sources: Sources;
  reads: Reads;
  requestId: string;
}

/** Reads a section, once for each of its things. Whatever happens is an outcome. */
export async function readSection(section: PreparedSection, tools: SectionTools): Promise<Read> {
  return section.isFanOut ? readAll(section, tools) : readOnce(section, ONCE, tools).read;
}

const ONCE: Turn = { monthsBack: 0 };

interface Entry {
  inputs: RowInputs;
  read: Promise<Read>;
}

function readOnce(section: PreparedSection, turn: Turn, { sources, reads }: SectionTools): Entry {
  const inputs = inputsOf(section, sources, turn);
  const [missing] = inputs.missing;
  const read = missing === undefined ? ofData(section, reads.data(section.route, inputs)) : skipped(missing);
  return { inputs, read };
}

async function ofData(section: PreparedSection, read: Promise<string>): Promise<Read> {
  try {
    const data = placed(await read, section);
    if (data !== undefined) return { status: 'ok', data };
    return failed(new Problem('upstream_invalid_answer', { upstream: section.route.target.name }));
  } catch (error) {
    return failed(asProblem(error));
  }
}

async function readAll(section: PreparedSection, tools: SectionTools): Promise<Read> {
  const made = turnsOf(section, tools.sources);
  const { each } = section;
  if (made === undefined) return skipped(each?.section ?? `query.${each?.query ?? ''}`);
  const entries = await inTurn(made.turns, async (turn) => {
    const { inputs, read } = readOnce(section, turn, tools);
    return { inputs, read: await read };
  });
  const { omitted } = made;
  const more = omitted > 0 && { omitted };
  const wrong = entries.map(({ read }) => read).filter(({ status }) => status !== 'ok');
  const data = `[${entries.map((entry) => entryText(entry, tools.requestId)).join(',')}]`;
  const [first] = wrong;
  if (first === undefined) return { status: 'ok', data, ...more };
  // What all were refused alike is refused as a whole.
  if (wrong.length === entries.length) return { ...first, ...more };
  const problem = wrong.find((read) => read.problem !== undefined)?.problem;
  return { status: 'failed', data, ...(problem !== undefined && { problem }), ...more };
}

function entryText({ inputs, read }: { inputs: RowInputs; read: Read }, requestId: string): string {
  const { status, data, problem, missing } = read;
  return objectOf([
    ['params', JSON.stringify({ ...inputs.params, ...inputs.query })],
    ['status', JSON.stringify(status)],
    ...(data === undefined ? [] : [['data', data] as const]),
    ...(problem === undefined ? [] : [['error', JSON.stringify(toProblemBody(problem, requestId))] as const]),
    ...(missing === undefined ? [] : [['missing', JSON.stringify(missing)] as const]),
  ]);
}

export function failed(problem: Problem): Read {
  return { status: statusOf(problem), problem };
}

function skipped(missing: string): Promise<Read> {
  return Promise.resolve({ status: 'skipped', missing });
}
