import type { WrongSetting } from '../../config/settings.error.js';
import { printable } from './printable.js';

/** Collects what is wrong with a contract file, or with one thing in it, each with its place. */
export class ContractFaults {
  readonly wrong: WrongSetting[] = [];
  /** What is not taken over, and keeps nothing from being served. */
  readonly notes: string[] = [];

  constructor(private readonly place: string) {}

  add(message: string): void {
    this.wrong.push({ path: this.place, message: printable(message) });
  }

  note(message: string): void {
    this.notes.push(printable(message));
  }

  /** All of them in a sentence; undefined where there are none. */
  get text(): string | undefined {
    return this.wrong.length === 0 ? undefined : [...new Set(this.wrong.map(({ message }) => message))].join('; ');
  }
}
