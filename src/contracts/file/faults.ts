import type { WrongSetting } from '../../config/settings.error.js';
import { printable } from './printable.js';

/** Collects what is wrong with a contract file, each with its place: file, method, path. */
export class ContractFaults {
  private constructor(
    readonly wrong: WrongSetting[],
    private readonly place: string,
  ) {}

  static of(place: string): ContractFaults {
    return new ContractFaults([], place);
  }

  /** The same list, for a place inside of this one. */
  at(place: string): ContractFaults {
    return new ContractFaults(this.wrong, `${this.place} ${printable(place)}`);
  }

  add(message: string): void {
    this.wrong.push({ path: this.place, message: printable(message) });
  }
}
