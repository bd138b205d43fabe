// Puts the API console's script beside the compiled gateway: /docs loads nothing from another host.
import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist/console', { recursive: true });
cpSync('node_modules/@scalar/api-reference/dist/browser/standalone.js', 'dist/console/scalar.js');
