import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, IsOptional, IsPositive, IsString } from 'class-validator';
import { defineRoutes } from '../../src/routes/define-routes.js';
import type { Row } from '../../src/routes/route.js';
import { CSV, DOCUMENT } from '../../src/routes/upload.js';
import { WalletGateway } from '../../src/clients/wallet-gateway/wallet-gateway.upstream.js';

class PayDto {
  // As OpenAPI 3.0 had it.
  @ApiProperty({ example: 12.5, minimum: 0, exclusiveMinimum: true })
  @IsNumber()
  @IsPositive()
  amount: number;

  @ApiPropertyOptional({ type: String, example: 'rent', nullable: true })
  @IsOptional()
  @IsString()
  note?: string | null;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  unused?: string;
}

class EvidenceDto {
  @ApiProperty({ example: '2500.00' })
  @IsString()
  amount: string;
}

class FilterQuery {
  @ApiProperty({ example: '2026-10-01' })
  @IsString()
  from: string;

  @ApiPropertyOptional({ minimum: 1 })
  @IsOptional()
  @IsNumber()
  page?: number;
}

const common = { scope: 'samples:write', docs: 'samples', evidence: 'assumed' } as const satisfies Partial<Row>;

/** One row for everything that a row can say of itself. */
export const sampleRoutes = defineRoutes(WalletGateway, {
  pay: {
    ...common,
    method: 'POST',
    path: '/samples/:cardId/payments',
    callers: ['operator', 'service'],
    permission: ['cards-admin', 'addFunds'],
    body: PayDto,
    otp: 'body',
    money: true,
    stepUp: 'required',
    success: 201,
    summary: 'Pay',
  },
  list: {
    ...common,
    method: 'GET',
    path: '/samples',
    callers: ['cardholder', 'public'],
    query: FilterQuery,
    headers: ['x-merchant-id'],
    answer: 'envelope',
    summary: 'List samples',
  },
  sendFile: {
    ...common,
    method: 'POST',
    path: '/samples/files',
    callers: ['service'],
    upload: { files: { csv: CSV } },
    answer: 'withheld',
    summary: 'Send a file',
  },
  sendEvidence: {
    ...common,
    method: 'POST',
    path: '/samples/evidence',
    callers: ['service'],
    upload: { files: { evidence: DOCUMENT }, fields: EvidenceDto },
    otp: 'form',
    summary: 'Send a file with text fields',
  },
  watch: {
    ...common,
    method: 'GET',
    path: '/samples/progress',
    callers: ['service'],
    answer: 'events',
    summary: 'Watch progress',
  },
  download: {
    ...common,
    method: 'GET',
    path: '/samples/:fileName/download',
    callers: ['service'],
    answer: 'file',
    summary: 'Download a file',
  },
  remove: {
    ...common,
    method: 'DELETE',
    path: '/samples/:cardId',
    callers: ['service'],
    success: 204,
    summary: 'Remove a sample',
  },
});
