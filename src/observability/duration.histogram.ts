import { LabelTrie } from '../common/label-trie.js';

const UPPER_BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Series {
  /** `route="...",status="..."` */
  labels: string;
  /** Observations per bucket, not cumulated; the last one is beyond every bound. */
  counts: number[];
  sum: number;
}

interface Description {
  name: string;
  help: string;
}

/**
 * A Prometheus histogram of seconds whose observation costs a look-up per label. prom-client's hashes all labels anew each
 * time, which on the request path costs as much as finding the session.
 */
export class DurationHistogram<Label extends string> {
  private readonly trie = new LabelTrie<Series>();
  private readonly series: Series[] = [];

  constructor(private readonly description: Description) {}

  observe(labels: Readonly<Record<Label, string | number>>, seconds: number): void {
    let found = this.trie;
    for (const label in labels) found = found.with(labels[label]);
    const series = (found.value ??= this.begin(labels));
    let bucket = 0;
    while (bucket < UPPER_BOUNDS.length && seconds > (UPPER_BOUNDS[bucket] ?? Infinity)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  /** Prometheus text format 0.0.4. */
  render(): string {
    const { name, help } = this.description;
    const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
    for (const { labels, counts, sum } of this.series) {
      let cumulated = 0;
      for (const [index, count] of counts.entries()) {
        cumulated += count;
        lines.push(`${name}_bucket{${labels},le="${UPPER_BOUNDS[index] ?? '+Inf'}"} ${cumulated}`);
      }
      lines.push(`${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${cumulated}`);
    }
    return `${lines.join('\n')}\n`;
  }

  private begin(labels: Readonly<Record<Label, string | number>>): Series {
    const series = { labels: format(labels), counts: new Array<number>(UPPER_BOUNDS.length + 1).fill(0), sum: 0 };
    this.series.push(series);
    return series;
  }
}

/** Label values are route ids, kinds and numbers: nothing that needs escaping. */
function format(labels: Readonly<Record<string, string | number>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');
}
