import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { UPSTREAM_NAMES, type UpstreamName } from './upstream.settings.js';

/** What an imported operation may be called with. Each begins with the name of its upstream. */
const IMPORT_CREDENTIALS = [
  'wallet-application',
  'wallet-application-id',
  'wallet-x-application-id',
  'middleware-jwt',
  'middleware-merchant-token',
  'middleware-merchant-token-raw',
  'cms-operator',
  'payments-jwt',
] as const;
export type ImportCredential = (typeof IMPORT_CREDENTIALS)[number];

/** Some operations of one contract file. */
export class ContractSelectionSettings {
  @IsIn(UPSTREAM_NAMES)
  upstream: UpstreamName;

  /** `GET /settlements/{id}` as the file has it, also with `*` as the method or at the end; `tag:Settlements`; or an operationId. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  operations: string[];
}

/** Operations that are served to services with a scope. The first grant that names an operation counts. */
export class ContractGrantSettings extends ContractSelectionSettings {
  @Matches(/^[a-z-]+:[a-z-]+$/, { message: 'scope must look like settlements:read' })
  scope: `${string}:${string}`;

  /** Where the upstream's usual credential does not fit. */
  @IsOptional()
  @IsIn(IMPORT_CREDENTIALS)
  credential?: ImportCredential;

  /** Whether they move or commit money; without it everything but a GET counts as if it did. */
  @IsOptional()
  @IsBoolean()
  money?: boolean;
}

/** Migo's own OpenAPI files (docs/contracts.md). */
export class ContractsSettings {
  /** Folder with `<upstream>.json`. */
  @IsString()
  @MinLength(1)
  directory: string;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ContractGrantSettings)
  grants: ContractGrantSettings[] = [];

  /** Operations that are passed over as if the file did not have them. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ContractSelectionSettings)
  exclude: ContractSelectionSettings[] = [];
}
