import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SESSION_COOKIE } from '../../auth/session.cookie.js';
import { Settings } from '../../config/settings.js';

/** The OpenAPI document of the running routes. */
@Injectable()
export class OpenApiDocument {
  private document: OpenAPIObject | undefined;

  constructor(private readonly settings: Settings) {}

  /** Once, when all controllers exist. */
  build(app: INestApplication): void {
    const { publicUrl } = this.settings;
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Migo Gateway')
      .setDescription('One host in front of the four Migo APIs. Paths are Migo’s own, below `/v1`.')
      .setVersion('1')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .addServer(publicUrl ?? '/', 'this gateway')
      .addBearerAuth({ type: 'http', scheme: 'bearer', description: '`data.sessionToken` of a login' }, 'sessionToken')
      .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie' }, 'sessionCookie')
      .addOAuth2(
        { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/v1/auth/token', scopes: {} } } },
        'serviceToken',
      )
      .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Client id and secret' }, 'serviceClient')
      .addSecurityRequirements('sessionToken')
      .addSecurityRequirements('sessionCookie')
      .addSecurityRequirements('serviceToken')
      .build();
    this.document = SwaggerModule.createDocument(app, config);
  }

  get(): OpenAPIObject | undefined {
    return this.document;
  }
}
