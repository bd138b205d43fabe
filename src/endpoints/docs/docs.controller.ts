import { readFile } from 'node:fs/promises';
import { Controller, Get, type OnModuleInit, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { Access } from '../../auth/callers/access.js';
import { Problem } from '../../problems/problem.js';
import { OpenApiDocument } from '../../openapi/openapi-document.js';
import { StaticFile } from './static-file.js';

/** Copied there by the build, so that the console works without internet access. */
const FOLDER = new URL('../../console/', import.meta.url);

/** What the console needs and nothing more: its own scripts, inline styles, calls to this gateway and those of the settings. */
function consolePolicy(servers: readonly { url: string }[]): string {
  const callable = ["'self'", ...servers.map(({ url }) => new URL(url).origin)].join(' ');
  return (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
    `connect-src ${callable}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  );
}

/** Kept by browsers, and asked for again each time. */
const REVALIDATED = { 'cache-control': 'no-cache' };
const SCRIPT = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' };

const PAGE = 'index.html';
const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [PAGE]: {
    ...REVALIDATED,
    'content-type': 'text/html; charset=utf-8',
    // Its address tells nobody where it was, and no page that opened it holds on to it: somebody is logged in here.
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  },
  'console.js': SCRIPT,
  'console.css': { ...SCRIPT, 'content-type': 'text/css; charset=utf-8' },
  'scalar.js': SCRIPT,
};

@ApiExcludeController()
@Controller()
export class DocsController implements OnModuleInit {
  private readonly files = new Map<string, StaticFile>();
  private contract: StaticFile | undefined;
  private contract30: StaticFile | undefined;

  constructor(
    private readonly document: OpenApiDocument,
    private readonly settings: Settings,
  ) {}

  /** @throws Error where the gateway was compiled without `npm run build` */
  async onModuleInit(): Promise<void> {
    for (const [name, headers] of Object.entries(FILES)) {
      const policy = name === PAGE && { 'content-security-policy': consolePolicy(this.settings.docs.servers) };
      this.files.set(name, new StaticFile(await readFile(new URL(name, FOLDER)), { ...headers, ...policy }));
    }
  }

  @Get('openapi.json')
  @Access({ route: 'docs.openapi', callers: 'anyone' })
  openapi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.contract ??= asFile(this.document.get());
    return this.contract.send(request, reply);
  }

  @Get('openapi-3.0.json')
  @Access({ route: 'docs.openapi30', callers: 'anyone' })
  openapi30(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.contract30 ??= asFile(this.document.get30());
    return this.contract30.send(request, reply);
  }

  @Get('docs')
  @Access({ route: 'docs.console', callers: 'anyone' })
  console(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(PAGE, request, reply);
  }

  /** `/docs/` is the page too. */
  @Get('docs/*')
  @Access({ route: 'docs.asset', callers: 'anyone' })
  asset(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(name === '' ? PAGE : name, request, reply);
  }

  private send(name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined) throw new Problem('route_not_found');
    return file.send(request, reply);
  }
}

function asFile(document: OpenAPIObject | undefined): StaticFile {
  if (document === undefined) throw new Problem('internal_error');
  const content = Buffer.from(JSON.stringify(document));
  return new StaticFile(content, { ...REVALIDATED, 'content-type': 'application/json; charset=utf-8' });
}
