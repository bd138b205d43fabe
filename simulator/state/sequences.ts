/** Counts what was created since the start; seeded things have names of their own. */
export class Sequences {
  readonly #last = new Map<string, number>();

  next(name: string): number {
    const number = (this.#last.get(name) ?? 0) + 1;
    this.#last.set(name, number);
    return number;
  }

  /** For instance `sub_00000001`. */
  nextId(prefix: string): string {
    return `${prefix}_${String(this.next(prefix)).padStart(8, '0')}`;
  }
}

/** A state that gives numbers to what is created in it. */
export interface Numbered {
  sequences: Sequences;
}
