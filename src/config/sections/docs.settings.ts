import { IsOptional } from 'class-validator';
import { BaseUrl } from '../fields/base-url.js';
import { Flag } from '../fields/flag.js';
import { SectionList } from '../fields/sections.js';
import { Text } from '../fields/text.js';

class DocumentedServerSettings {
  @BaseUrl()
  url: string;

  @IsOptional()
  @Text()
  description?: string;
}

/** What the OpenAPI document and the console say beside the routes. */
export class DocsSettings {
  /** Whether the console and the OpenAPI documents are served: `/docs`, `/openapi.json`, `/openapi-3.0.json`. */
  @Flag()
  enabled = true;

  /** Other gateways of the same house: sandbox, production. The console can call them, too. */
  @SectionList(() => DocumentedServerSettings)
  servers: DocumentedServerSettings[] = [];
}
