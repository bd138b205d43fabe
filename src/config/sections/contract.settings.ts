import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { LOGIN_KINDS, type LoginKind } from '../../common/caller-kinds.js';
import { Flag } from '../fields/flag.js';
import { Integer } from '../fields/numbers.js';
import { Section, SectionList } from '../fields/sections.js';
import { Text } from '../fields/text.js';
import { PermissionSettings, STEP_UPS, type StepUp } from './row.settings.js';
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

const CHECKS = ['refuse', 'report', 'off'] as const;
type Check = (typeof CHECKS)[number];

/** What a schema can refuse a value by. */
const KEYWORDS = [
  ...['type', 'enum', 'const', 'format', 'pattern', 'required', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...[
    'exclusiveMaximum',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'uniqueItems',
    'minProperties',
    'maxProperties',
  ],
  ...['additionalProperties', 'anyOf', 'oneOf', 'not', 'contains', 'propertyNames', 'dependentRequired'],
] as const;

/** A form of which the file says too little. */
export class ContractMultipartSettings {
  /** Fields that are files; each is wanted once. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  files: string[];

  /** Bytes of each file. Without it any size passes. */
  @IsOptional()
  @Integer({ min: 1 })
  maxBytes?: number;
}

/** Operations that are served to callers with a scope. The first grant that names an operation counts. */
export class ContractGrantSettings extends ContractSelectionSettings {
  @Matches(/^[a-z-]+:[a-z-]+$/, { message: 'scope must look like settlements:read' })
  scope: `${string}:${string}`;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(LOGIN_KINDS, { each: true })
  callers: [LoginKind, ...LoginKind[]] = ['service'];

  /** What an operator needs in the CMS for an operation of the Wallet Gateway. */
  @IsOptional()
  @Section(() => PermissionSettings)
  permission?: PermissionSettings;

  /** Without it none is wanted. */
  @IsOptional()
  @IsIn(STEP_UPS)
  stepUp?: StepUp;

  @IsOptional()
  @Section(() => ContractMultipartSettings)
  multipart?: ContractMultipartSettings;

  /** Whether a URL-encoded form is taken. Such a form is what any page of the web can make a browser send. */
  @Flag()
  form = false;

  /** What becomes of a request that is not as the file wants it: `report` passes it on and counts it. */
  @IsIn(CHECKS)
  check: Check = 'refuse';

  /** Keywords of JSON Schema that are not checked, where the file says by them what Migo does not mean. */
  @IsArray()
  @IsIn(KEYWORDS, { each: true })
  without: (typeof KEYWORDS)[number][] = [];

  /** Where the upstream's usual credential does not fit. */
  @IsOptional()
  @IsIn(IMPORT_CREDENTIALS)
  credential?: ImportCredential;

  /** Whether they move or commit money; without it everything but a GET counts as if it did. */
  @IsOptional()
  @Flag()
  money?: boolean;
}

/** Migo's own OpenAPI files (docs/contracts.md). */
export class ContractsSettings {
  /** Folder with `<upstream>.json`. */
  @Text()
  directory: string;

  @SectionList(() => ContractGrantSettings)
  grants: ContractGrantSettings[] = [];

  /** Operations that are passed over as if the file did not have them. */
  @SectionList(() => ContractSelectionSettings)
  exclude: ContractSelectionSettings[] = [];
}
