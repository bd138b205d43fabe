/** Enumerations of cms-api/cardholders. */
export const MARITAL_STATUSES = ['soltero', 'casado', 'viudo', 'divorciado', 'separado'] as const;
export const GENDERS = ['F', 'M', 'OTHER'] as const;
export const DOCUMENT_TYPES = ['DPI', 'NIT', 'PASSPORT', 'LEGAL_ID', 'PERSONAL_ID', 'RESIDENCE_ID'] as const;

/** What a new cardholder's body says about the person: every field is required. */
export interface CardholderProfile {
  name: string;
  lastName: string;
  address: string;
  countryOfBirth: string;
  dateOfBirth: string;
  maritalStatus: (typeof MARITAL_STATUSES)[number];
  gender: (typeof GENDERS)[number];
  phoneNumber: string;
  email: string;
  documentType: (typeof DOCUMENT_TYPES)[number];
  documentNumber: string;
}

export interface Cardholder extends CardholderProfile {
  cardholderId: string;
  partnerId: string;
  status: 'active' | 'inactive' | 'blocked';
  createdAt: string;
}
