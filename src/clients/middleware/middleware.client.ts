import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ApplicationTokenClient } from '../migo/application-token.client.js';
import { UpstreamTransports } from '../transport/upstream-transports.js';

@Injectable()
export class MiddlewareClient extends ApplicationTokenClient<'middleware'> {
  constructor(transports: UpstreamTransports, settings: Settings) {
    super('middleware', transports, settings);
  }
}
