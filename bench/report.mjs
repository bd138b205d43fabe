import { cpus, loadavg } from 'node:os';

// What a run prints, which is what docs/performance.md has: Markdown.

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function machine() {
  const { model = 'unknown CPU' } = cpus()[0] ?? {};
  return `${model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node.js ${process.version}`;
}

export function loadAverage() {
  return loadavg()[0].toFixed(1);
}

/** The heading and tables of a scenario. */
export function scenarioText({ name, about, warmUps, rounds, ratios }, { columns }) {
  const cases = Object.keys(rounds[0]).map((own) => ({
    '': `\`${own}\``,
    ...Object.fromEntries(
      columns.map((column) => [
        column.title,
        cell(
          column,
          rounds.map((round) => round[own]),
        ),
      ]),
    ),
    ...(warmUps !== undefined && { 'warm after': warmUpText(warmUps[own]) }),
  }));
  const judged = ratios.map(({ name: ratio, values, atLeast, atMost }) => ({
    ratio,
    median: median(values).toFixed(2),
    '(min-max)': spread(values, 2),
    aim: aimText(atLeast, atMost),
    '': verdict(median(values), atLeast, atMost),
  }));
  const tables = [cases, judged].filter((rows) => rows.length > 0).map(table);
  return [`### ${name}: ${about}`, ...tables].join('\n\n');
}

/** With the padding that Prettier wants. */
export function table(rows) {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(3, name.length, ...rows.map((row) => row[name].length)));
  const line = (cells) => `| ${cells.map((text, index) => pad(text, widths[index], index)).join(' | ')} |`;
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(names), `| ${rule.join(' | ')} |`, ...rows.map((row) => line(names.map((name) => row[name])))].join(
    '\n',
  );
}

function cell({ of, digits = 0, unit = '', hasSpread = false }, figures) {
  const values = figures.map(of);
  const text = median(values).toFixed(digits) + unit;
  return hasSpread && values.length > 1 ? `${text} (${spread(values, digits)})` : text;
}

function spread(values, digits) {
  return `${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
}

function warmUpText({ seconds, isSteady }) {
  return isSteady ? `${seconds} s` : `not in ${seconds} s`;
}

function aimText(atLeast, atMost) {
  if (atLeast !== undefined) return `>= ${atLeast}`;
  return atMost === undefined ? '' : `<= ${atMost}`;
}

function verdict(value, atLeast = -Infinity, atMost = Infinity) {
  if (atLeast === -Infinity && atMost === Infinity) return '';
  return value >= atLeast && value <= atMost ? 'met' : 'not met';
}

function pad(text, width, index) {
  return index === 0 ? text.padEnd(width) : text.padStart(width);
}
