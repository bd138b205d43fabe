import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { Access } from '../callers/access.js';
import { KnownScopes } from './known-scopes.js';
import { type PublishedKey, ServiceTokenKeys } from './signing-keys.js';
import { KEYS_ANSWER, METADATA_ANSWER } from './token.schemas.js';

/** RFC 8414, section 2. */
interface ServerMetadata {
  issuer: string;
  token_endpoint: string;
  jwks_uri: string;
  grant_types_supported: string[];
  response_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  scopes_supported: string[];
}

/** What OAuth clients, and whoever checks tokens, can read of this gateway: a library needs its address, an id and a secret. */
@ApiTags('auth')
@Controller('.well-known')
export class DiscoveryController {
  constructor(
    private readonly settings: Settings,
    private readonly keys: ServiceTokenKeys,
    private readonly scopes: KnownScopes,
  ) {}

  @Get('oauth-authorization-server')
  @Access({ route: 'auth.metadata', callers: 'anyone' })
  @ApiOperation({ operationId: 'getAuthorizationServer', summary: 'Where and how services obtain tokens (OAuth 2.0)' })
  @ApiOkResponse({ description: 'RFC 8414', schema: METADATA_ANSWER })
  metadata(@Req() { protocol, host }: FastifyRequest): ServerMetadata {
    const issuer = this.settings.publicUrl?.replace(/\/+$/, '') ?? `${protocol}://${host}`;
    return {
      issuer,
      token_endpoint: `${issuer}/v1/auth/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      // Browsers are sent to no page for a login: there is no authorization endpoint.
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: this.scopes.all,
    };
  }

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @Access({ route: 'auth.jwks', callers: 'anyone' })
  @ApiOperation({ operationId: 'getServiceTokenKeys', summary: 'Public keys of service tokens' })
  @ApiOkResponse({ description: 'RFC 7517', schema: KEYS_ANSWER })
  async jwks(): Promise<{ keys: PublishedKey[] }> {
    return { keys: await this.keys.published() };
  }
}
