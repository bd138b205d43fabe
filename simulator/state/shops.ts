/** A merchant at the Wallet Gateway: a business with branches and terminals (concepts/glossary). */
export interface Business {
  /** `commerceId` in the paths. */
  commerceId: number;
  name: string;
  ownerId: string;
  paymentMethods: readonly string[];
  documents: BusinessDocument[];
}

interface BusinessDocument {
  slot: string;
  fileName: string;
  size: number;
}

export interface Branch {
  branchId: number;
  commerceId: number;
  name: string;
}

export interface Terminal {
  terminalId: number;
  deviceId: string;
  externalTerminalId: string | null;
  branchId: number;
  terminalType: string;
  isActive: boolean;
  /** Of the acquirer; `null` until onboarding is done. */
  processor: string | null;
  currency: string;
}
