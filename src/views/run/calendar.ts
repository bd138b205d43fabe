import type { ClockPart } from '../../config/sections/view.settings.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** What day it is, in some time zone. */
export interface Day {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

/** `now` in milliseconds since the epoch. */
export function dayIn(timeZone: string, now: number): Day {
  const made = formats.get(timeZone);
  const format =
    made ?? new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 0, day: parts.get('day') ?? 0 };
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
