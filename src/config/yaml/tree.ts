/** A parsed YAML document before it is validated. */
export type Tree = Record<string, unknown>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Layers {
  lower: Tree;
  upper: Tree;
  /** Whether a value of the lower layer goes where the upper one has none (YAML's null), by its path. */
  isTakenAway: (path: readonly string[]) => boolean;
}

/** The upper layer wins; maps are merged, everything else (lists too) is replaced. */
export function mergeTrees({ lower, upper, isTakenAway }: Layers, above: readonly string[] = []): Tree {
  const merged: Tree = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const path = [...above, key];
    const below = merged[key];
    if (isTree(below) && isTree(value)) merged[key] = mergeTrees({ lower: below, upper: value, isTakenAway }, path);
    // An empty section must not take away the safeguards of the file below it.
    else if (value !== null || isTakenAway(path)) merged[key] = value;
  }
  return merged;
}

/** Sets one value by its dotted path and creates the maps above it. What is no map there stays, so that it is refused. */
export function setAt(tree: Tree, path: string, value: unknown): Tree {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...tree, [key]: value };
  const below = tree[key] ?? {};
  return isTree(below) ? { ...tree, [key]: setAt(below, rest.join('.'), value) } : tree;
}
