/** The simulator's time: real time plus what the control API added. Every expiry and `createdAt` reads it. */
export class VirtualClock {
  #offsetMs = 0;

  get offsetSeconds(): number {
    return this.#offsetMs / 1000;
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Unix time in whole seconds, the unit of `iat`, `exp` and `expirationToken`. */
  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  isoNow(): string {
    return new Date(this.nowMs()).toISOString();
  }

  isoInDays(days: number): string {
    return new Date(this.nowMs() + days * 86_400_000).toISOString();
  }

  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000;
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}
