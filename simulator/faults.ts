import { pathMatches, type PathSelection } from './path-match.js';
import type { Upstream } from './upstream.js';

export const FAULT_KINDS = [
  'refuse',
  'hang',
  'slow',
  'garbage',
  'garbage-body',
  'html',
  'redirect',
  'cut',
  'lost',
  'status',
  'large',
  'headers',
  'empty',
  'text',
  'scalar',
  'late',
] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultSpec extends PathSelection {
  upstream: Upstream;
  method: string | undefined;
  kind: FaultKind;
  /** How many calls it strikes; `undefined` = every one until the faults are cleared. */
  times: number | undefined;
  delayMs: number | undefined;
  /** With `late`: evenly spread from `delayMs` up to here. */
  maxDelayMs: number | undefined;
  /** With `late`: `delayMs` is the median, and one call in a hundred takes longer than this. */
  p99DelayMs: number | undefined;
  status: number;
  body: unknown;
  headers: Record<string, string | string[]>;
  bytes: number;
  chunked: boolean;
}

export interface Fault extends FaultSpec {
  id: number;
  hits: number;
}

export interface FaultTarget {
  upstream: Upstream;
  method: string;
  path: string;
}

/**
 * The faults in force, in the order in which they were set; the first that fits a call strikes. A latency profile (`late`) is
 * beside them: the first that fits delays the call, whatever else happens to it.
 */
export class FaultBoard {
  #faults: Fault[] = [];
  #lastId = 0;

  add(spec: FaultSpec): Fault {
    this.#lastId += 1;
    const fault = { ...spec, id: this.#lastId, hits: 0 };
    this.#faults.push(fault);
    return fault;
  }

  /** The profile and the fault that strike this call, counted as used. */
  take(target: FaultTarget): Fault[] {
    const fitting = this.#faults.filter((candidate) => !isSpent(candidate) && strikes(candidate, target));
    const profile = fitting.find(({ kind }) => kind === 'late');
    const fault = fitting.find(({ kind }) => kind !== 'late');
    const taken = [profile, fault].filter((one) => one !== undefined);
    for (const one of taken) one.hits += 1;
    return taken;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }
}

function isSpent(fault: Fault): boolean {
  return fault.times !== undefined && fault.hits >= fault.times;
}

function strikes(fault: Fault, target: FaultTarget): boolean {
  if (fault.upstream !== target.upstream) return false;
  if (fault.method !== undefined && fault.method !== target.method) return false;
  return pathMatches(fault, target.path);
}
