// The classes of app.controller.ts, in a file by the name by which the plugin of @nestjs/swagger finds them.
import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export enum Currency {
  Quetzal = 'GTQ',
  Dollar = 'USD',
}

export enum Level {
  Low = 1,
  High = 2,
}

const REFERENCE = /^[a-z]{2}\d+$/;

export class Address {
  @ApiProperty({ minLength: 2 })
  @IsString()
  @Length(2, 40)
  city: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(/^\d{5}$/)
  zip?: string;
}

export class Line {
  @ApiProperty({ minimum: 0, multipleOf: 0.01 })
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  price: number;

  @ApiProperty({ type: () => Line, isArray: true, required: false })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Line)
  parts?: Line[];
}

/** Described by decorators: files are the same with and without the plugin. */
export class CreatePayment {
  @ApiProperty({ type: Number, multipleOf: 0.01, minimum: 0, exclusiveMinimum: true })
  @IsNumber({ maxDecimalPlaces: 2 })
  @IsPositive()
  amount: number;

  @ApiProperty({ enum: Currency, enumName: 'Currency' })
  @IsEnum(Currency)
  currency: Currency;

  @ApiProperty({ enum: Level, required: false, nullable: true })
  @IsOptional()
  @IsEnum(Level)
  level?: Level | null;

  @ApiProperty({ type: Address, required: false, nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  address?: Address | null;

  @ApiProperty({ pattern: '/^[A-Z]{3}$/i', required: false })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/i)
  code?: string;

  @ApiProperty({ format: 'date-time', type: String, required: false })
  @IsOptional()
  @IsDateString()
  day?: string;

  @ApiProperty({ format: 'uri', required: false })
  @IsOptional()
  @IsUrl({ require_protocol: false })
  site?: string;

  @ApiProperty({ type: [Line], required: false, maxItems: 3 })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Line)
  lines?: Line[];

  @ApiProperty({ required: false })
  @IsOptional()
  anything?: unknown;
}

/** Described by nothing but its rules: without the plugin the file says nothing of it. */
export class CreateAccount {
  @IsString()
  @MaxLength(10)
  name: string;

  @IsEmail()
  email: string;

  @IsPositive()
  limit: number;

  @IsOptional()
  @Matches(REFERENCE)
  reference?: string;

  @IsOptional()
  @IsUUID()
  token?: string;

  @IsOptional()
  @IsBoolean()
  active?: boolean;

  @IsOptional()
  @IsIn(['a', 'b'])
  kind?: 'a' | 'b';

  @IsOptional()
  @IsObject()
  details?: Record<string, unknown>;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @IsOptional()
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of what is any the plugin writes an object
  other?: any;

  @IsOptional()
  @IsInt()
  @Max(5)
  rank?: number | null;
}

export class ChangeAccount extends PartialType(CreateAccount) {}

export class Card {
  @ApiProperty()
  @IsString()
  kind: string;

  @ApiProperty()
  @IsString()
  @Length(4, 4)
  last4: string;
}

export class Bank {
  @ApiProperty()
  @IsString()
  kind: string;

  @ApiProperty()
  @IsString()
  last4: string;
}

export class ListQuery {
  @ApiProperty({ minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  page: number;

  @ApiProperty({ enum: Currency, isArray: true, required: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => [value].flat())
  @IsEnum(Currency, { each: true })
  currency?: Currency[];

  @ApiProperty({ required: false, maxLength: 5 })
  @IsOptional()
  @IsString()
  @MaxLength(5)
  text?: string;
}
