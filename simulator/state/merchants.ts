/** An application that may log in, with the key Migo validates it with. */
export interface Merchant {
  slug: string;
  /** SPKI PEM, Ed25519. */
  publicKey: string;
  /** Permissions of the application (wallet/cardholder-management, merchants/document-upload). */
  permissions: readonly string[];
}
