/** Names the CMS partner that a call is about, where its path does not. */
export const CMS_PARTNER_HEADER = 'x-cms-partner';

/** Of a path that names it. */
export const PARTNER_PARAMETER = 'partnerId';
