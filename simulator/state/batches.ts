export interface RowError {
  /** As the workbook counts, its header being row 1. */
  row: number;
  message: string;
}

/** A bulk upload: taken in at once, its rows are done one after another. */
export interface Batch {
  batchId: string;
  partnerId: string;
  kind: 'cardholders' | 'cards';
  /** Rows of the workbook that are not empty. */
  total: number;
  /** One entry per row that is done: its error, or `null`. */
  done: (RowError | null)[];
}

export interface ProgressFrame {
  batchId: string;
  total: number;
  processed: number;
  succeeded: number;
  failed: number;
  status: 'processing' | 'completed' | 'failed';
  errors?: RowError[];
}

/** How far a batch is; Migo documents `batchId` only. */
export function progressOf({ batchId, total, done }: Batch): ProgressFrame {
  const errors = done.filter((row) => row !== null);
  const failed = errors.length;
  const processed = done.length;
  const end = failed === total && total > 0 ? 'failed' : 'completed';
  const status = processed < total ? 'processing' : end;
  const counts = { batchId, total, processed, succeeded: processed - failed, failed, status } as const;
  return failed === 0 ? counts : { ...counts, errors };
}
