export interface RowError {
  /** As the workbook counts, its header being row 1. */
  row: number;
  message: string;
}

/** A bulk upload. Its rows are done when it is taken in; the progress stream only tells of it step by step. */
export interface Batch {
  batchId: string;
  partnerId: string;
  kind: 'cardholders' | 'cards';
  /** One entry per row: its error, or `null`. */
  rows: readonly (RowError | null)[];
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

const MAX_STEPS = 10;

/** From nothing done to all done, in at most ten steps; Migo documents `batchId` only. */
export function progressFrames({ batchId, rows }: Batch): ProgressFrame[] {
  const step = Math.max(1, Math.ceil(rows.length / MAX_STEPS));
  const frames: ProgressFrame[] = [];
  for (let processed = 0; processed < rows.length; processed += step) frames.push(frame(batchId, rows, processed));
  return [...frames, frame(batchId, rows, rows.length)];
}

function frame(batchId: string, rows: Batch['rows'], processed: number): ProgressFrame {
  const errors = rows.slice(0, processed).filter((row) => row !== null);
  const failed = errors.length;
  const total = rows.length;
  const end = failed === total && total > 0 ? 'failed' : 'completed';
  const status = processed < total ? 'processing' : end;
  const counts = { batchId, total, processed, succeeded: processed - failed, failed, status } as const;
  return failed === 0 ? counts : { ...counts, errors };
}
