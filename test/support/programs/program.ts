/** A server that tests start as a process of their own. */
export interface Program {
  /** As it is called on the PATH; one that may stand in for it comes after it. */
  names: readonly [string, ...string[]];
  /** Debian's, of which the program comes with all libraries. */
  packages: readonly string[];
  /** A line that prints its version and ends with 0. */
  version: string;
  /** Whether it will do, by what that line prints. */
  isGood?: (printed: string) => boolean;
  /** Docker's, and where the program is in it. */
  image?: readonly [image: string, path: string];
}
