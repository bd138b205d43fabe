import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CreateTransferDto, CreateTransferTypesDto } from './transfers.dto.js';
import { listOf } from '../../routes/shape.js';
import { transfer, transferType } from './transfers.answers.js';
import { transferLookUp } from './transfers.look-ups.js';

export const transferRoutes = defineRoutes(WalletGateway, {
  createTransfer: {
    method: 'POST',
    path: '/cards/transfer',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'transfers:write',
    credential: 'wallet-x-application-id',
    permission: ['cards-admin', 'transfer'],
    money: true,
    body: CreateTransferDto,
    data: transfer,
    success: 201,
    lookUp: transferLookUp,
    summary: 'Transfer money from one card to another',
    docs: 'wallet/card-transfers',
    evidence: 'documented',
  },
  listCardTransfers: {
    method: 'GET',
    path: '/cards/:cardId/transfers/:month/:year',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'transfers:read',
    permission: ['card-movements', 'list'],
    data: listOf(transfer),
    pages: 'whole',
    summary: "List a card's incoming and outgoing transfers of a month",
    docs: 'wallet/card-transfers',
    evidence: 'documented',
  },
  getTransfer: {
    method: 'GET',
    path: '/card-transfers/:id',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'transfers:read',
    permission: ['card-movements', 'detail'],
    data: transfer,
    summary: 'Read a transfer',
    docs: 'wallet/card-transfers',
    evidence: 'documented',
  },
  createTransferTypes: {
    method: 'POST',
    path: '/card-transfers/types',
    callers: ['service'],
    scope: 'transfers:write',
    credential: 'wallet-x-application-id',
    body: CreateTransferTypesDto,
    data: listOf(transferType),
    success: 201,
    summary: 'Create transfer types',
    docs: 'wallet/card-transfers',
    evidence: 'documented',
  },
});
