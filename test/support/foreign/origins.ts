/** Of the simulator profile's partner. */
export const ORIGIN = 'http://localhost:8080';

/** None of them is `http://localhost:8080`. */
export const FOREIGN_ORIGINS = [
  'null',
  'https://evil.example',
  'http://localhost:8080.evil.example',
  'http://localhost:80801',
  'http://localhost:808',
  'http://localhost',
  'https://localhost:8080',
  'http://evil.localhost:8080',
  'http://localhost:8080/',
  'http://localhost:8080@evil.example',
  'HTTP://LOCALHOST:8080',
  'http://localhost:8080, https://evil.example',
  '*',
];
