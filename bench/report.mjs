import { cpus, loadavg } from 'node:os';

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One line per contestant: medians over its rounds. */
export function printContestants(results) {
  const rows = [...results].map(([name, rounds]) => {
    const rates = rounds.map(({ rate }) => rate);
    return {
      contestant: name,
      'requests/s': whole(median(rates)),
      '(min-max)': `${whole(Math.min(...rates))}-${whole(Math.max(...rates))}`,
      'p50 ms': median(rounds.map(({ p50 }) => p50)).toFixed(2),
      'p99 ms': median(rounds.map(({ p99 }) => p99)).toFixed(2),
      'CPU us/request': medianOr(rounds, ({ cpuMicros }) => cpuMicros),
      'core busy': medianOr(rounds, ({ busy }) => busy * 100, '%'),
    };
  });
  printTable(rows);
}

/** A ratio is taken within each round, where both had the same machine, and only then the median. */
export function printRatios(results, subject, targets) {
  const rows = targets.map(({ peer, target }) => {
    const rounds = results.get(subject).map((own, index) => ({ own, other: results.get(peer)[index] }));
    const ratios = rounds.map(({ own, other }) => own.rate / other.rate);
    const ratio = median(ratios);
    return {
      ratio: `${subject} / ${peer}`,
      median: ratio.toFixed(2),
      '(min-max)': `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`,
      'by CPU': median(rounds.map(({ own, other }) => other.cpuMicros / own.cpuMicros)).toFixed(2),
      target: `>= ${target.toFixed(1)}`,
      '': ratio >= target ? 'met' : 'not met',
    };
  });
  printTable(rows);
}

export function machine() {
  const { model = 'unknown CPU' } = cpus()[0] ?? {};
  return `${model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node.js ${process.version}, load average ${loadavg()[0].toFixed(1)}`;
}

export function printTable(rows) {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => row[name].length)));
  const line = (cells) => cells.map((cell, index) => pad(cell, widths[index], index)).join('  ');
  console.log([line(names), ...rows.map((row) => line(names.map((name) => row[name])))].join('\n') + '\n');
}

function pad(cell, width, index) {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function medianOr(rounds, read, unit = '') {
  const values = rounds.map(read).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? '-' : whole(median(values)) + unit;
}

function whole(value) {
  return Math.round(value).toString();
}
