import { Module } from '@nestjs/common';
import { CmsClient } from './cms/cms.client.js';
import { MiddlewareClient } from './middleware/middleware.client.js';
import { PaymentsApiClient } from './payments-api/payments-api.client.js';
import { UpstreamTransports } from './transport/upstream-transports.js';
import { WalletGatewayClient } from './wallet-gateway/wallet-gateway.client.js';

const clients = [UpstreamTransports, WalletGatewayClient, MiddlewareClient, CmsClient, PaymentsApiClient];

@Module({ providers: clients, exports: clients })
export class ClientsModule {}
