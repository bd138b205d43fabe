/**
 * A one-time code: text that means the same in a header, in a part of a form and in JSON. Migo's pages give it a length, six
 * digits, for one operation only (cms-api/process-requests); elsewhere its length is Migo's to judge.
 */
export const ONE_TIME_CODE = /^[\x21-\x7e]{1,64}$/;
