/** The name of an account as Migo may take it, however it is spelt: one user must not be several for that. */
export function accountName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
