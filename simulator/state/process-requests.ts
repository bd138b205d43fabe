import type { Decimal } from '../http/decimal.js';

/** Migo names no statuses; these follow from its permissions (approve, reject, cancel). */
export const PROCESS_REQUEST_STATUSES = ['pending', 'approved', 'rejected', 'cancelled'] as const;

/** A partner asks for more balance; another operator decides (cms-api/process-requests). */
export interface ProcessRequest {
  id: string;
  partnerId: string;
  requestedAmount: Decimal;
  observations: string | null;
  status: (typeof PROCESS_REQUEST_STATUSES)[number];
  evidence: { fileName: string; contentType: string; size: number };
  requestedBy: number;
  createdAt: string;
}

/** One per partner. */
export interface Balance {
  id: string;
  clientId: string;
  available: Decimal;
  currency: string;
  updatedAt: string;
  createdAt: string;
}

export interface ProcessRequestState {
  processRequests: Map<string, ProcessRequest>;
  /** By partner. */
  balances: Map<string, Balance>;
}

/** An approval credits the partner's balance, once. */
export function decide(
  state: Pick<ProcessRequestState, 'balances'>,
  request: ProcessRequest,
  to: { status: ProcessRequest['status']; at: string },
): void {
  const balance = state.balances.get(request.partnerId);
  if (to.status === 'approved' && request.status !== 'approved' && balance) {
    balance.available = balance.available.plus(request.requestedAmount);
    balance.updatedAt = to.at;
  }
  request.status = to.status;
}
