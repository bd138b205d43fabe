/** ISO 3166-1: two letters, three, or three digits. Migo says nothing of their case. */
export const COUNTRY_CODE = /^(?:[A-Za-z]{2,3}|\d{3})$/;

/** ISO 4217: three letters or three digits. Which of them Migo trades in is Migo's to judge. */
export const CURRENCY_CODE = /^(?:[A-Za-z]{3}|\d{3})$/;
