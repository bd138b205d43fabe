const MAX_LENGTH = 500;

/** A text of a file for messages and documents: it must not be able to write lines of its own into a log. */
export function printable(text: string): string {
  return text
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
