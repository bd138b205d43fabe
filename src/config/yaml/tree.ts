/** A parsed YAML document before it is validated. */
export type Tree = Record<string, unknown>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Later layers win; maps are merged, everything else (lists too) is replaced. */
export function mergeTrees(lower: Tree, upper: Tree): Tree {
  const merged: Tree = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isTree(below) && isTree(value) ? mergeTrees(below, value) : value;
  }
  return merged;
}

/** Sets one value by its dotted path and creates the maps above it. */
export function setAt(tree: Tree, path: string, value: unknown): Tree {
  const keys = path.split('.');
  return mergeTrees(
    tree,
    keys.reduceRight<Tree>((inner, key, index) => ({ [key]: index === keys.length - 1 ? value : inner }), {}),
  );
}
