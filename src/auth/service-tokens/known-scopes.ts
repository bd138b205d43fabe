import { Injectable } from '@nestjs/common';
import { grants } from '../callers/scopes.js';

/** Every scope that an operation of this gateway asks for. */
@Injectable()
export class KnownScopes {
  private readonly scopes = new Set<string>();

  /** While the application starts. */
  add(scope: string): void {
    this.scopes.add(scope);
  }

  /** Whether a scope names anything: one that is asked for, or one that grants it. */
  names(scope: string): boolean {
    return [...this.scopes].some((asked) => grants([scope], asked));
  }

  get all(): string[] {
    return [...this.scopes].sort();
  }
}
