export interface PathSelection {
  path: string | undefined;
  /** `true`: only this path. Otherwise also every path below it. */
  exact: boolean;
}

/** Prefixes end at a segment, so that `/auth` selects `/auth/login` and not `/authors`. */
export function pathMatches(selection: PathSelection, path: string): boolean {
  if (selection.path === undefined || selection.path === path) return true;
  if (selection.exact) return false;
  const folder = selection.path.endsWith('/') ? selection.path : `${selection.path}/`;
  return path.startsWith(folder);
}
