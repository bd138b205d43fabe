import { type INestApplication, Injectable } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Settings } from '../config/settings.js';
import { CardholderLoginDto } from '../auth/logins/cardholder-login.dto.js';
import { OperatorLoginDto } from '../auth/logins/operator-login.dto.js';
import { VerifyOtpDto } from '../auth/step-up/otp.dto.js';
import { documentRules } from './rows/dto-rules.js';
import { describeImported } from './imported-operations.js';
import { Contracts } from '../contracts/contracts.js';
import { completeDocument } from './complete-document.js';
import { completeKeys } from './key-requirement.js';
import { toOpenApi30 } from './openapi-3.0.js';
import { serversOf } from './servers.js';

const DESCRIPTION = `One host in front of the four Migo APIs: log in once, call any of them. Paths are Migo’s own, below \`/v1\`.

Every error is one problem (RFC 9457) with a stable \`code\`. Amounts keep the digits that Migo gave.`;

/** Bodies of the gateway's own endpoints. */
const OWN_BODIES = [OperatorLoginDto, CardholderLoginDto, VerifyOtpDto];

/** The OpenAPI document of the running routes, made when somebody first asks for it: most replicas are never asked. */
@Injectable()
export class OpenApiDocument {
  private app: INestApplication | undefined;
  private document: OpenAPIObject | undefined;
  private document30: OpenAPIObject | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly contracts: Contracts,
  ) {}

  /** Once, when all controllers exist. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  get(): OpenAPIObject | undefined {
    if (this.app !== undefined) this.document ??= this.build(this.app);
    return this.document;
  }

  /** For generators that know no 3.1. */
  get30(): OpenAPIObject | undefined {
    const document = this.get();
    if (document !== undefined) this.document30 ??= toOpenApi30(document);
    return this.document30;
  }

  private build(app: INestApplication): OpenAPIObject {
    for (const dto of OWN_BODIES) documentRules(dto);
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle('Migo Gateway')
      .setDescription(DESCRIPTION)
      .setVersion('1')
      .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
      .build();
    const document = SwaggerModule.createDocument(app, config);
    document.info.contact = { name: 'Migo’s own documentation', url: 'https://api-docs.migopayments.com/en/' };
    document.servers = serversOf(this.settings);
    describeImported(this.contracts, document);
    completeKeys(document, this.settings.idempotency.requiredFor);
    completeDocument(document);
    return document;
  }
}
