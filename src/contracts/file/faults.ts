import type { WrongSetting } from '../../config/settings.error.js';
import { printable } from './printable.js';

/** Collects what is wrong with a contract file, or with one thing in it, each with its place: file, method, path. */
export class ContractFaults {
  private constructor(
    readonly wrong: WrongSetting[],
    private readonly place: string,
  ) {}

  static of(place: string): ContractFaults {
    return new ContractFaults([], place);
  }

  /** A list of its own, for a place inside of this one. */
  inside(place: string): ContractFaults {
    return new ContractFaults([], `${this.place} ${printable(place)}`);
  }

  add(message: string): void {
    this.wrong.push({ path: this.place, message: printable(message) });
  }

  /** All of them in a sentence; undefined where there are none. */
  get text(): string | undefined {
    return this.wrong.length === 0 ? undefined : this.wrong.map(({ message }) => message).join('; ');
  }
}
