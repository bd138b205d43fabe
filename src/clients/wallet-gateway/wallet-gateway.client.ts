import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ApplicationTokenClient } from '../tokens/application-token.client.js';
import { UpstreamTransports } from '../transport/upstream-transports.js';

@Injectable()
export class WalletGatewayClient extends ApplicationTokenClient<'wallet'> {
  constructor(transports: UpstreamTransports, settings: Settings) {
    super('wallet', transports, settings);
  }
}
