import { Body, Controller, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AttemptLimiter } from '../../limits/attempt-limiter.js';
import { accountKey, addressKey } from '../../limits/limit-keys.js';
import { auditContextOf, AuditLog } from '../../observability/audit.log.js';
import { Problem } from '../../problems/problem.js';
import { Access } from '../callers/access.js';
import { BodyGuard } from '../../edge/body/body.guard.js';
import { FORM_BODY } from '../../edge/body/content.js';
import { loginLimits } from '../logins/login-limits.js';
import { grants } from '../callers/scopes.js';
import { KnownScopes } from './known-scopes.js';
import { type ServiceClient, ServiceClients } from './service-clients.js';
import { SERVICE_TOKEN_SECONDS, ServiceTokens } from './service-tokens.js';
import { invalidClient, readTokenRequest, type TokenRequest } from './token-request.js';
import { TOKEN_ANSWER, TOKEN_FORM } from './token.schemas.js';

interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  scope: string;
}

/** Access tokens for services: OAuth 2.0 client credentials (RFC 6749, section 4.4). */
@ApiTags('auth')
@Controller()
@UseGuards(BodyGuard)
export class TokenController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly tokens: ServiceTokens,
    private readonly knownScopes: KnownScopes,
    private readonly audit: AuditLog,
    private readonly attempts: AttemptLimiter,
  ) {}

  @Post('v1/auth/token')
  @HttpCode(200)
  @RouteConfig(FORM_BODY)
  @Header('pragma', 'no-cache')
  @Access({ route: 'auth.token', callers: 'anyone' })
  @ApiExtension('x-oauth-errors', true)
  @ApiOperation({
    operationId: 'createServiceToken',
    summary: 'Obtain an access token for a service (OAuth 2.0 client credentials)',
    security: [{}, { serviceClient: [] }],
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ required: true, schema: TOKEN_FORM })
  @ApiOkResponse({ description: 'RFC 6749, section 5.1', schema: TOKEN_ANSWER })
  async token(@Body() form: unknown, @Req() request: FastifyRequest): Promise<TokenAnswer> {
    const asked = readTokenRequest(form, request.headers);
    const known = await this.authenticate(asked, request);
    request.record.caller = 'service';
    request.record.partner = known.partner.id;
    const scopes = asked.scopes ?? known.client.scopes;
    const mayHave = (scope: string): boolean => this.knownScopes.names(scope) && grants(known.client.scopes, scope);
    if (asked.scopes?.every(mayHave) === false) throw new Problem('invalid_scope');
    return {
      access_token: await this.tokens.issue(known, scopes),
      token_type: 'Bearer',
      expires_in: SERVICE_TOKEN_SECONDS,
      scope: scopes.join(' '),
    };
  }

  private async authenticate({ id, secret }: TokenRequest, request: FastifyRequest): Promise<ServiceClient> {
    // Only an id of our own settings may stand in a log line.
    const named = this.clients.get(id);
    const facts = {
      ...(named && { partner: named.partner.id, client: named.client.id }),
      ...auditContextOf(request),
    };
    const known = await this.attempts.attempt({
      // A secret is too long to be guessed from many addresses, but whoever knows an id must not lock the service out.
      limits: loginLimits({
        who: `service:${addressKey(request.clientAddress)}:${accountKey(id)}`,
        address: request.clientAddress,
      }),
      run: () => Promise.resolve(this.clients.authenticate({ id, secret })),
      verdictOf: (client) => (client === undefined ? 'wrong' : 'right'),
      onLock: (limit) => {
        this.audit.write('lock', { ...facts, limit });
      },
    });
    if (known !== undefined) return known;
    this.audit.write('client_refused', facts);
    throw invalidClient(request.headers);
  }
}
