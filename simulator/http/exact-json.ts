interface ReviverContext {
  /** The characters of a primitive value; absent for objects and arrays. */
  source?: string;
}

declare global {
  interface JSON {
    /** With the third parameter of ECMAScript's "JSON.parse source text access" (Node 22 and later). */
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: ReviverContext) => unknown,
    ): unknown;
  }
}

const sources = new WeakMap<object, Map<string, string>>();

/** Like `JSON.parse`, and remembers how each number was written: `125.50` and 17 digits are lost in a JavaScript number. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, function (key, value, context) {
    if (typeof value === 'number' && context.source !== undefined && typeof this === 'object' && this !== null) {
      const known = sources.get(this) ?? new Map<string, string>();
      sources.set(this, known.set(key, context.source));
    }
    return value;
  });
}

/** The digits of a number of a parsed body, as they were sent. */
export function writtenNumber(holder: object, key: string): string | undefined {
  return sources.get(holder)?.get(key);
}
