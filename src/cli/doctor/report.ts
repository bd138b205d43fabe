import { failed, type Finding, type Mark, skipped } from './finding.js';

/** One step may take this long, in milliseconds. */
const STEP_MS = 5000;

const NAME_WIDTH = 26;
const COLOURS: Readonly<Record<Mark, number>> = { ok: 32, warning: 33, failed: 31, skipped: 90 };

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

interface Step<Value> {
  name: string;
  /** The setting that it stands or falls with. */
  setting: string;
  check: () => Promise<Finding<Value>>;
}

/** Runs the steps one after the other, prints a line for each, and counts. */
export class Report {
  private readonly counts: Record<Mark, number> = { ok: 0, warning: 0, failed: 0, skipped: 0 };

  constructor(private readonly output: Output) {}

  /** What the step has found for later ones; undefined where it failed or was skipped. */
  async step<Value>({ name, setting, check }: Step<Value>): Promise<Value | undefined> {
    if (this.output.isTTY === true) this.output.write(`  …      ${name}\r`);
    const finding = await withinTime(check, setting);
    this.tell(name, finding);
    return 'value' in finding ? finding.value : undefined;
  }

  skip(name: string, why: string): void {
    this.tell(name, skipped(why));
  }

  tell(name: string, finding: Finding<unknown>): void {
    this.counts[finding.mark] += 1;
    this.line(this.coloured(finding.mark), `${name.padEnd(NAME_WIDTH)} ${finding.found}`);
    if ('change' in finding) this.line(' '.repeat(7), `-> ${finding.change}`);
  }

  /** @returns whether nothing has failed */
  sum(): boolean {
    const { ok, warning, failed: wrong, skipped: left } = this.counts;
    this.output.write(`\n${ok} ok, ${warning} warnings, ${wrong} failed, ${left} skipped\n`);
    return wrong === 0;
  }

  private line(mark: string, text: string): void {
    this.output.write(`${this.output.isTTY === true ? '\u001b[K' : ''}${mark}  ${text}\n`);
  }

  private coloured(mark: Mark): string {
    const text = mark.padEnd(7);
    return this.output.isTTY === true ? `\u001b[${COLOURS[mark]}m${text}\u001b[0m` : text;
  }
}

async function withinTime<Value>(check: () => Promise<Finding<Value>>, setting: string): Promise<Finding<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding<Value>>((resolve) => {
    timer = setTimeout(() => {
      resolve(failed(`no result within ${STEP_MS / 1000} s`, `check ${setting}, and what lies between here and there`));
    }, STEP_MS);
  });
  // The error's text stays here: it may quote what was sent.
  const result = check().catch(() => failed('could not be checked', `check ${setting}`));
  const finding = await Promise.race([result, late]);
  clearTimeout(timer);
  return finding;
}
