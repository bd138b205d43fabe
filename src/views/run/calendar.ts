import type { ClockPart } from '../../config/sections/views/view-input.settings.js';

const MINUTE_MS = 60_000;

/** What day it is, in some time zone. */
export interface Day {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

const days = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: Day }>();

/** `now` in milliseconds since the epoch. Worked out once a minute: offsets of time zones are whole minutes. */
export function dayIn(timeZone: string, now: number): Day {
  const minute = Math.floor(now / MINUTE_MS);
  const known = days.get(timeZone);
  if (known?.minute === minute) return known.day;
  const format =
    known?.format ?? new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const day = { year: parts.get('year') ?? 0, month: parts.get('month') ?? 0, day: parts.get('day') ?? 0 };
  days.set(timeZone, { format, minute, day });
  return day;
}

/** Months and years as Migo's samples have them (`10`, `2026`), so many months back; days by ISO 8601. */
export function clockText({ year, month, day }: Day, part: ClockPart, monthsBack: number): string {
  const months = year * 12 + month - 1 - monthsBack;
  switch (part) {
    case 'month':
      return String((months % 12) + 1);
    case 'year':
      return String(Math.floor(months / 12));
    case 'today':
      return [year, month, day].map((number) => String(number).padStart(2, '0')).join('-');
  }
}
