type Part = string | number | boolean | undefined;

/**
 * A value for each combination of a few parts. One look-up a part is cheaper than one key made of all parts: that would be
 * joined, hashed and compared anew each time.
 */
export class Combination<Value> {
  value: Value | undefined;
  private readonly longer = new Map<Part, Combination<Value>>();

  /** The combination of this one and one more part. */
  with(part: Part): Combination<Value> {
    const known = this.longer.get(part);
    if (known !== undefined) return known;
    const made = new Combination<Value>();
    this.longer.set(part, made);
    return made;
  }
}
