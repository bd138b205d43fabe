import { membersOf } from '../common/json-text/members.js';

const ONLY = 'value';
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
/** A spreadsheet takes what begins like this for a formula, in full width too (OWASP, "CSV injection"). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** The names of the members of items, each once; of items that are no objects one name. */
export function columnsOf(items: readonly string[]): string[] {
  const names = new Set(items.flatMap((item) => [...(membersOf(item)?.keys() ?? [ONLY])]));
  return [...names];
}

/** Lines of CSV (RFC 4180). */
export class CsvLines {
  /** Members that have no column: the first items did not have them. */
  readonly unplaced = new Set<string>();
  private readonly known: ReadonlySet<string>;

  constructor(private readonly columns: readonly string[]) {
    this.known = new Set(columns);
  }

  header(): string {
    return `${this.columns.map((name) => fieldOf(name)).join(',')}\r\n`;
  }

  line(item: string): string {
    const members = membersOf(item) ?? new Map([[ONLY, item]]);
    for (const name of members.keys()) if (!this.known.has(name)) this.unplaced.add(name);
    const line = this.columns.map((name) => cellOf(members.get(name))).join(',');
    // Readers pass over a line with nothing in it.
    return `${line === '' ? '""' : line}\r\n`;
  }
}

/** A number keeps its digits, nested values their JSON; `null` and what is not there are empty. */
function cellOf(json: string | undefined): string {
  if (json === undefined || json === 'null') return '';
  return json.startsWith('"') ? fieldOf(String(JSON.parse(json))) : quoted(json);
}

export function fieldOf(text: string): string {
  return quoted(FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
