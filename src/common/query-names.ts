/**
 * What a name of a query means to readers that make objects of brackets, as Express does (qs): `userId[]`, `[userId]` and
 * `userId[0]` are all `userId` there. The name is decoded already.
 */
export function rootName(name: string): string {
  return /[^[\]]+/.exec(name)?.[0] ?? name;
}
