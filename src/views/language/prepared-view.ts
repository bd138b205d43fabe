import type { PreparedRoute } from '../../routes/prepared-route.js';
import { parametersOf } from '../../routes/path-template.js';
import { PARTNER_PARAMETER } from '../../common/cms-partner.js';
import { type Section, type View, VIEW_DEADLINE_MS } from './view.js';

/** A section with everything that can be worked out before the first request. */
export interface PreparedSection extends Section {
  name: string;
  route: PreparedRoute;
  /** Sections that it reads from. */
  needs: readonly string[];
  /** Milliseconds from the beginning of the view. */
  untilMs: number;
  /** Whether the row is called for each of several things. */
  isFanOut: boolean;
}

export interface PreparedView {
  id: string;
  /** Sections in the order of the table. */
  sections: readonly PreparedSection[];
  deadlineMs: number;
  /** Whether the path names a CMS partner, which must be one of the caller's. */
  hasPartner: boolean;
}

interface ViewOfTable {
  name: string;
  view: View;
  /** Of the settings, where it is not the view's own. */
  deadlineMs: number | undefined;
  routeOf: (id: string) => PreparedRoute;
}

export function viewId(name: string): string {
  return `views.${name}`;
}

export function prepareView({ name, view, deadlineMs: set, routeOf }: ViewOfTable): PreparedView {
  const deadlineMs = set ?? view.deadlineMs ?? VIEW_DEADLINE_MS;
  const entries = Object.entries(view.sections);
  return {
    id: viewId(name),
    deadlineMs,
    hasPartner: parametersOf(view.path).includes(PARTNER_PARAMETER),
    sections: entries.map(([section, table]) => ({
      ...table,
      name: section,
      route: routeOf(table.row),
      needs: needsOf(table),
      untilMs: Math.min(deadlineMs, table.deadlineMs ?? deadlineMs * shareOf(section, view.sections)),
      isFanOut: table.each !== undefined || table.months !== undefined,
    })),
  };
}

/** The sections that a section reads from, each once. */
function needsOf({ params = {}, query = {}, each }: Section): string[] {
  const inputs = [...Object.values(params), ...Object.values(query), ...(each === undefined ? [] : [each])];
  return [...new Set(inputs.flatMap(({ section }) => section ?? []))];
}

/** How much of the view's time may be gone when a section is there: what reads from it has an equal share for each step. */
function shareOf(name: string, sections: View['sections']): number {
  const above = stepsAbove(name, sections);
  return above / (above + stepsBelow(name, sections));
}

/** The longest way to a section, with itself. */
function stepsAbove(name: string, sections: View['sections']): number {
  const section = sections[name];
  const needs = section === undefined ? [] : needsOf(section);
  return 1 + Math.max(0, ...needs.map((need) => stepsAbove(need, sections)));
}

function stepsBelow(name: string, sections: View['sections']): number {
  const readers = Object.keys(sections).filter((other) => {
    const section = sections[other];
    return section !== undefined && needsOf(section).includes(name);
  });
  return Math.max(0, ...readers.map((reader) => 1 + stepsBelow(reader, sections)));
}
