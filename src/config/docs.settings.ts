import { Type } from 'class-transformer';
import { IsArray, IsOptional, IsString, IsUrl, MinLength, ValidateNested } from 'class-validator';

export class DocumentedServerSettings {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  url: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  description?: string;
}

/** What the OpenAPI document and the console say beside the routes. */
export class DocsSettings {
  /** Other gateways of the same house: sandbox, production. The console can call them, too. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DocumentedServerSettings)
  servers: DocumentedServerSettings[] = [];
}
