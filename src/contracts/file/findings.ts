import { printable } from './printable.js';

/** What is found in one thing of a contract file while it is read. */
export class Findings {
  /** What keeps it from being served. */
  readonly wrong = new Set<string>();
  /** What is not taken over, and keeps nothing from being served. */
  readonly notes: string[] = [];
  /** Names of the schemas that it refers to. */
  readonly references = new Set<string>();
  /** Those of them that the same value is held against. */
  readonly inPlace = new Set<string>();

  add(message: string): void {
    this.wrong.add(printable(message));
  }

  /** What was found in a part of it, too. */
  take({ wrong, notes, references, inPlace }: Findings): void {
    for (const one of wrong) this.wrong.add(one);
    for (const one of references) this.references.add(one);
    for (const one of inPlace) this.inPlace.add(one);
    this.notes.push(...notes);
  }

  note(message: string): void {
    this.notes.push(printable(message));
  }
}
