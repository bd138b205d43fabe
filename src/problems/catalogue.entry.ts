type FixedBy = 'caller' | 'partner' | 'operations' | 'migo';

export interface CatalogueEntry {
  status: number;
  title: string;
  /** Whether the same request, sent again later, can succeed without anything else being changed. */
  retryable: boolean;
  fixedBy: FixedBy;
  /** What happened and what to do, for the catalogue page; `docs/errors.md` is generated from it. */
  advice: string;
}

export const entry = (
  status: number,
  title: string,
  fixedBy: FixedBy,
  advice: string,
  retryable = false,
): CatalogueEntry => ({
  status,
  title,
  retryable,
  fixedBy,
  advice,
});
