import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, type OnModuleInit, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Access } from '../../auth/callers/access.js';
import { Problem } from '../../problems/problem.js';
import { OpenApiDocument } from '../../openapi/openapi-document.js';

/** Copied there by the build, so that the console works without internet access. */
const FOLDER = new URL('../../console/', import.meta.url);

const PAGE = 'index.html';
const ASSETS: Readonly<Record<string, string>> = {
  'console.js': 'text/javascript; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
  'scalar.js': 'text/javascript; charset=utf-8',
};

/** What the console needs and nothing more: its own scripts, inline styles, calls to this gateway and those of the settings. */
function consolePolicy(servers: readonly { url: string }[]): string {
  const callable = ["'self'", ...servers.map(({ url }) => new URL(url).origin)].join(' ');
  return (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
    `connect-src ${callable}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  );
}

@ApiExcludeController()
@Controller()
export class DocsController implements OnModuleInit {
  private readonly files = new Map<string, Buffer>();

  constructor(private readonly document: OpenApiDocument) {}

  /** @throws Error where the gateway was compiled without `npm run build` */
  async onModuleInit(): Promise<void> {
    for (const name of [PAGE, ...Object.keys(ASSETS)]) this.files.set(name, await readFile(new URL(name, FOLDER)));
  }

  @Get('openapi.json')
  @Access({ route: 'docs.openapi', callers: 'anyone' })
  openapi(): OpenAPIObject {
    return built(this.document.get());
  }

  @Get('openapi-3.0.json')
  @Access({ route: 'docs.openapi30', callers: 'anyone' })
  openapi30(): OpenAPIObject {
    return built(this.document.get30());
  }

  @Get('docs')
  @Access({ route: 'docs.console', callers: 'anyone' })
  @Header('content-security-policy', CONSOLE_POLICY)
  console(): StreamableFile {
    return this.file(PAGE, 'text/html; charset=utf-8');
  }

  @Get('docs/:asset')
  @Access({ route: 'docs.asset', callers: 'anyone' })
  @Header('cache-control', 'public, max-age=3600')
  asset(@Param('asset') name: string): StreamableFile {
    const type = ASSETS[name];
    if (type === undefined) throw new Problem('route_not_found');
    return this.file(name, type);
  }

  private file(name: string, type: string): StreamableFile {
    const content = this.files.get(name);
    if (content === undefined) throw new Problem('route_not_found');
    return new StreamableFile(content, { type });
  }
}

function built(document: OpenAPIObject | undefined): OpenAPIObject {
  if (document === undefined) throw new Problem('internal_error');
  return document;
}
