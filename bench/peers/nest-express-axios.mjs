// Peer: what a BFF in Nest usually is, a controller on Express that calls the upstream with @nestjs/axios. Keep-alive is
// on, which is not the default everywhere and worth a lot. No session, no policy, no log, no metrics.
import 'reflect-metadata';
import { Agent } from 'node:http';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Body, Controller, Get, Headers, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { firstValueFrom } from 'rxjs';
import { PUBLIC_PREFIX } from '../fixture.mjs';

const { UPSTREAM, UPSTREAM_PREFIX, CONNECTIONS } = process.env;

class CardholdersController {
  constructor(http) {
    this.http = http;
  }

  async list(partnerId, query, authorization) {
    const path = `/partners/${encodeURIComponent(partnerId)}/cardholders`;
    const headers = { authorization, 'x-user-token': authorization };
    const { data } = await firstValueFrom(this.http.get(path, { params: query, headers }));
    return data;
  }

  async create(partnerId, body, authorization) {
    const path = `/partners/${encodeURIComponent(partnerId)}/cardholders`;
    const headers = { authorization, 'x-user-token': authorization };
    const { data } = await firstValueFrom(this.http.post(path, body, { headers }));
    return data;
  }
}
const { prototype } = CardholdersController;
Reflect.defineMetadata('design:paramtypes', [HttpService], CardholdersController);
Controller(PUBLIC_PREFIX)(CardholdersController);
Get('partners/:partnerId/cardholders')(prototype, 'list', Object.getOwnPropertyDescriptor(prototype, 'list'));
Param('partnerId')(prototype, 'list', 0);
Query()(prototype, 'list', 1);
Headers('authorization')(prototype, 'list', 2);
Post('partners/:partnerId/cardholders')(prototype, 'create', Object.getOwnPropertyDescriptor(prototype, 'create'));
Param('partnerId')(prototype, 'create', 0);
Body()(prototype, 'create', 1);
Headers('authorization')(prototype, 'create', 2);

const httpAgent = new Agent({ keepAlive: true, maxSockets: Number(CONNECTIONS) });
class PeerModule {}
Module({
  imports: [HttpModule.register({ baseURL: UPSTREAM + UPSTREAM_PREFIX, httpAgent })],
  controllers: [CardholdersController],
})(PeerModule);

const app = await NestFactory.create(PeerModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.send({ port: app.getHttpServer().address().port });
process.on('disconnect', () => process.exit());
