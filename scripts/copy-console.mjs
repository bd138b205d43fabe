// Puts the API console beside the compiled gateway: /docs loads nothing from another host.
import { cpSync } from 'node:fs';

cpSync('src/endpoints/docs/console', 'dist/console', { recursive: true });
cpSync('node_modules/@scalar/api-reference/dist/browser/standalone.js', 'dist/console/scalar.js');
