import { Controller, type DynamicModule, Module, Req, RequestMapping, RequestMethod, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '../../auth/callers/access.js';
import { Problem } from '../../problems/problem.js';
import type { FastifyRequest } from 'fastify';
import type { WrongDoor } from './wrong-doors.js';

function createWrongDoorsController(doors: Readonly<Record<string, WrongDoor>>): Type {
  class WrongDoorsController {}
  Controller('v1')(WrongDoorsController);
  ApiExcludeController()(WrongDoorsController);

  const prototype: object = WrongDoorsController.prototype;
  for (const [name, { code, method, path, detail }] of Object.entries(doors)) {
    const descriptor: PropertyDescriptor = {
      configurable: true,
      value: ({ server, url }: FastifyRequest): never => {
        // RFC 9110, section 15.5.6: a 405 names the methods that exist.
        const headers = code === 'method_not_allowed' ? { allow: server.methodsOf(url) ?? '' } : {};
        throw new Problem(code, { detail, headers });
      },
    };
    Object.defineProperty(prototype, name, descriptor);
    RequestMapping({ path, method: RequestMethod[method] })(prototype, name, descriptor);
    RouteConfig({ wrongDoor: true })(prototype, name, descriptor);
    Access({ route: `wrongDoors.${name}`, callers: 'anyone' })(prototype, name, descriptor);
    Req()(prototype, name, 0);
  }
  return WrongDoorsController;
}

@Module({})
export class WrongDoorsModule {
  static for(doors: Readonly<Record<string, WrongDoor>>): DynamicModule {
    return { module: WrongDoorsModule, controllers: [createWrongDoorsController(doors)] };
  }
}
