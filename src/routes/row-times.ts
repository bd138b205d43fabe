import type { Settings } from '../config/settings.js';
import { UpstreamSettings } from '../config/sections/upstream.settings.js';
import type { RouteTable, Row } from './route.js';

interface RowTimes {
  firstByteMs: number;
  deadlineMs: number;
}

/** An upstream that is not set up has no calls, but its rows are listed with times all the same. */
const DEFAULTS = new UpstreamSettings();

/** How long an upstream call of a row may take: by the settings of the row, its table, or the settings of the upstream. */
export function timesOf(
  { id, row, target }: { id: string; row: Row; target: RouteTable['target'] },
  { upstreams, routes }: Settings,
): RowTimes {
  const own = routes.get(id);
  const upstream = upstreams[target.name] ?? DEFAULTS;
  const waits = row.processor ?? row.money === true;
  const usual = waits
    ? { firstByteMs: upstream.processorFirstByteMs, deadlineMs: upstream.processorDeadlineMs }
    : { firstByteMs: upstream.firstByteMs, deadlineMs: upstream.deadlineMs };
  const deadlineMs = own?.deadlineMs ?? row.deadlineMs ?? usual.deadlineMs;
  // An upload is answered when it is complete, a file or an event when there is one.
  const isLong = row.upload !== undefined || row.answer === 'events' || row.answer === 'file';
  return { firstByteMs: own?.firstByteMs ?? (isLong ? deadlineMs : usual.firstByteMs), deadlineMs };
}
