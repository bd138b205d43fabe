import { DOCUMENT_TYPES, MARITAL_STATUSES, type Cardholder } from './cardholders.js';

const WOMEN = ['María', 'Ana Lucía', 'Gabriela', 'Sofía', 'Ixchel', 'Karla', 'Rosa', 'Andrea', 'Claudia', 'Marta'];
const MEN = ['José', 'Luis Fernando', 'Carlos', 'Diego', 'Juan Pablo', 'Mynor', 'Otto', 'Edgar', 'Selvin', 'Byron'];
const LAST_NAMES = [
  'García López',
  'Pérez Choc',
  'Morales Xicay',
  'Hernández Tzul',
  'Castillo Ordóñez',
  'Ramírez Coc',
  'Méndez Ajú',
  'Cifuentes Barrios',
  'Juárez Sicán',
  'Velásquez Tojín',
  'De León Paz',
  'Gómez Batz',
  'Estrada Cojulún',
];
const TOWNS = ['Guatemala', 'Mixco', 'Villa Nueva', 'Quetzaltenango', 'Antigua Guatemala', 'Cobán', 'Huehuetenango'];
const FIRST_DAY = Date.parse('2026-01-05T14:00:00Z');
const TWO_DAYS_AND_SOME = 2 * 86_400_000 + 3_725_000;

export interface CardholderSeed {
  partnerId: string;
  first: number;
  last: number;
}

/** The same people at every start: everything, `ch-000001` included, follows from the person's number. */
export function seedCardholders(seed: CardholderSeed): Cardholder[] {
  return Array.from({ length: seed.last - seed.first + 1 }, (_, index) =>
    cardholder(seed.partnerId, seed.first + index),
  );
}

function cardholder(partnerId: string, number: number): Cardholder {
  const woman = number % 2 === 0;
  const name = pick(woman ? WOMEN : MEN, Math.floor(number / 2));
  const lastName = pick(LAST_NAMES, number);
  return {
    cardholderId: `ch-${String(number).padStart(6, '0')}`,
    partnerId,
    name,
    lastName,
    address: `${(number % 25) + 1} calle ${(number % 12) + 1}-${pad2((number * 7) % 100)}, ${pick(TOWNS, number)}`,
    countryOfBirth: 'GT',
    dateOfBirth: `${1960 + (number % 45)}-${pad2((number % 12) + 1)}-${pad2((number % 28) + 1)}`,
    maritalStatus: pick(MARITAL_STATUSES, number),
    gender: woman ? 'F' : 'M',
    phoneNumber: `502${41_000_000 + number * 7919}`,
    email: `${plain(name)}.${plain(lastName)}.${number}@${partnerId}.test`,
    documentType: number % 9 === 0 ? pick(DOCUMENT_TYPES, number / 9) : 'DPI',
    documentNumber: String(2_500_000_000_000 + number * 8_191_357),
    status: statusOf(number),
    createdAt: new Date(FIRST_DAY + number * TWO_DAYS_AND_SOME).toISOString(),
  };
}

function statusOf(number: number): Cardholder['status'] {
  if (number % 17 === 0) return 'blocked';
  return number % 11 === 0 ? 'inactive' : 'active';
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new RangeError('A seed list is empty');
  return item;
}

function pad2(number: number): string {
  return String(number).padStart(2, '0');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
