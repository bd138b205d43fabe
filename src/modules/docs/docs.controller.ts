import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, type OnModuleInit, StreamableFile } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Access } from '../../auth/access.js';
import { Problem } from '../../problems/problem.js';
import { OpenApiDocument } from './openapi-document.js';

/** Copied there by the build, so that the console works without internet access. */
const SCALAR = new URL('../../console/scalar.js', import.meta.url);

const CONSOLE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Migo Gateway</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <script
      id="api-reference"
      data-url="/openapi.json"
      data-configuration='{"telemetry":false,"withDefaultFonts":false,"showDeveloperTools":"never","agent":{"disabled":true},"mcp":{"disabled":true}}'
    ></script>
    <script src="/docs/scalar.js"></script>
  </body>
</html>
`;

/** What the console needs and nothing more: its own script, inline styles, calls to this gateway. */
const CONSOLE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

@ApiExcludeController()
@Controller()
export class DocsController implements OnModuleInit {
  private script: Buffer;

  constructor(private readonly document: OpenApiDocument) {}

  async onModuleInit(): Promise<void> {
    this.script = await readFile(SCALAR).catch(() => Buffer.from('document.body.textContent = "npm run build"'));
  }

  @Get('openapi.json')
  @Access({ route: 'docs.openapi', callers: 'anyone' })
  openapi(): OpenAPIObject {
    const document = this.document.get();
    if (document === undefined) throw new Problem('internal_error');
    return document;
  }

  @Get('docs')
  @Access({ route: 'docs.console', callers: 'anyone' })
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONSOLE_POLICY)
  console(): string {
    return CONSOLE;
  }

  @Get('docs/scalar.js')
  @Access({ route: 'docs.script', callers: 'anyone' })
  @Header('cache-control', 'public, max-age=3600')
  scalar(): StreamableFile {
    return new StreamableFile(this.script, { type: 'text/javascript; charset=utf-8' });
  }
}
