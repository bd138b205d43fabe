// Peer: the same view as one would write it in Nest: @nestjs/axios and Promise.all. No session, no rights, no partial answer, no log.
import 'reflect-metadata';
import { Agent } from 'node:http';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Headers, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { firstValueFrom } from 'rxjs';

const { UPSTREAM, CONNECTIONS } = process.env;

class ViewController {
  constructor(http) {
    this.http = http;
  }

  async partner(partnerId, authorization) {
    const partner = `/cms/rest/app/partners/${encodeURIComponent(partnerId)}`;
    const read = async (path) => {
      const headers = { authorization, 'x-user-token': authorization };
      const { data } = await firstValueFrom(this.http.get(path, { headers }));
      return data.data;
    };
    const [balance, cardholders, processRequests, plans] = await Promise.all([
      read(`${partner}/balance`),
      read(`${partner}/cardholders?page=1&limit=10&sortBy=createdAt&sortOrder=desc`),
      read(`${partner}/process-requests?page=1&limit=10`),
      read('/v1/plans/list'),
    ]);
    return { success: true, data: { balance, cardholders, processRequests, plans } };
  }
}
const { prototype } = ViewController;
Reflect.defineMetadata('design:paramtypes', [HttpService], ViewController);
Controller('v1/views')(ViewController);
Get('partners/:partnerId')(prototype, 'partner', Object.getOwnPropertyDescriptor(prototype, 'partner'));
Param('partnerId')(prototype, 'partner', 0);
Headers('authorization')(prototype, 'partner', 1);

const httpAgent = new Agent({ keepAlive: true, maxSockets: Number(CONNECTIONS) });
class PeerModule {}
Module({ imports: [HttpModule.register({ baseURL: UPSTREAM, httpAgent })], controllers: [ViewController] })(PeerModule);

const app = await NestFactory.create(PeerModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.send({ port: app.getHttpServer().address().port });
process.on('disconnect', () => process.exit());
