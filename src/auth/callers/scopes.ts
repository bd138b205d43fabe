/** Whether scopes grant one: `*` grants everything, who may write may read, and nothing else is implied. */
export function grants(scopes: readonly string[], needed: string): boolean {
  return scopes.some((scope) => scope === '*' || scope === needed || scope.replace(/:write$/, ':read') === needed);
}
