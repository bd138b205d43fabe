import { Module } from '@nestjs/common';
import { UpstreamTransports } from './transport/upstream-transports.js';
import { UPSTREAMS } from './upstreams.js';

const clients = [UpstreamTransports, ...Object.values(UPSTREAMS).map(({ client }) => client)];

@Module({ providers: clients, exports: clients })
export class ClientsModule {}
