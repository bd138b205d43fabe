type FixedBy = 'caller' | 'partner' | 'operations' | 'migo';

/** What is to be known of a code; `docs/errors.md` is generated from it. */
export interface CatalogueEntry {
  status: number;
  title: string;
  fixedBy: FixedBy;
  /** What has happened where a client sees the code. */
  cause: string;
  /** What to do. */
  advice: string;
  /** Whether the same request, sent again later, can succeed without anything else being changed, where a repetition does no harm. */
  retryable?: boolean;
  /** Migo has refused the call before it did anything. */
  leavesNothing?: true;
  /** Whether and when to send the request again, where that does not follow from who fixes it. */
  retry?: string;
}
