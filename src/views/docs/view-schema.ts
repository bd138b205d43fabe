import { UPSTREAM_NAMES } from '../../config/sections/upstream.settings.js';
import { INTEGER, listOf, type Schema, TEXT } from '../../routes/shape.js';
import type { RowsById } from '../language/faults.js';
import type { Section, View } from '../language/view.js';
import { SECTION_STATUSES } from '../run/outcome.js';

const PROBLEM: Schema = { $ref: '#/components/schemas/Problem' };
const STATUS: Schema = { type: 'string', enum: [...SECTION_STATUSES] };
const MISSING: Schema = { ...TEXT, description: 'The section or parameter that it would have been read by' };
const ANYTHING: Schema = {};

/** The answer of a view: each section has the `data` of its row. */
export function viewSchema({ sections }: View, rows: RowsById): Schema {
  const entries = Object.entries(sections);
  const required = entries.filter(([, section]) => section.required === true).map(([name]) => name);
  return {
    type: 'object',
    required: ['success', 'data', 'sections'],
    properties: {
      success: { type: 'boolean', enum: [true] },
      data: {
        type: 'object',
        description: 'What has come, by section; `?sections=` selects.',
        ...(required.length > 0 && {
          description: `What has come, by section; ${required.join(', ')} in any case that was not deselected.`,
        }),
        properties: Object.fromEntries(entries.map(([name, section]) => [name, sectionSchema(section, rows)])),
      },
      sections: {
        type: 'object',
        description: 'What became of each section',
        properties: Object.fromEntries(entries.map(([name]) => [name, STATE])),
      },
    },
  };
}

function sectionSchema({ row, each, months, pick, keep }: Section, rows: RowsById): Schema {
  const data = rows.get(row)?.data ?? ANYTHING;
  const isWhole = pick === undefined && keep === undefined;
  const placed = isWhole ? data : keep === undefined ? ANYTHING : keptOf(data);
  if (each === undefined && months === undefined) return placed;
  return listOf({
    type: 'object',
    required: ['params', 'status'],
    properties: {
      params: { type: 'object', additionalProperties: TEXT, description: 'What the row was called with' },
      status: STATUS,
      data: placed,
      error: PROBLEM,
      missing: MISSING,
    },
  });
}

/** A list of which items are kept becomes a bare one. */
function keptOf(data: Schema): Schema {
  return data['type'] === 'array' ? data : listOf(ANYTHING);
}

const STATE: Schema = {
  type: 'object',
  required: ['status', 'source', 'durationMs'],
  properties: {
    status: STATUS,
    source: { type: 'string', enum: [...UPSTREAM_NAMES] },
    durationMs: INTEGER,
    omitted: { ...INTEGER, description: 'Items of a list that were left out: a view looks at 20' },
    missing: MISSING,
    error: PROBLEM,
  },
};
