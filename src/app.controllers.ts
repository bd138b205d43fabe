import {
  Body,
  Controller,
  type DynamicModule,
  Module,
  Req,
  RequestMapping,
  RequestMethod,
  Res,
  SetMetadata,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { Access } from './auth/callers/access.js';
import { URL_ENCODED } from './contracts/file/body.js';
import { Forwarder } from './forwarding/forwarder.js';
import { routeId } from './routes/prepared-route.js';
import { checksOfRow } from './policy/checks.js';
import { ROUTE_ID, RouteRegistry } from './policy/route.registry.js';
import { takesAnyJson } from './routes/open-body.dto.js';
import type { Capability, Row } from './routes/route.js';
import { rowDecorators } from './openapi/rows/row.decorators.js';
import type { Upstream } from './clients/upstreams.js';

/** The controllers of route tables. */
@Module({})
export class RouteTablesModule {
  static for(capabilities: readonly Capability[]): DynamicModule {
    return { module: RouteTablesModule, controllers: capabilities.map(createRouteController) };
  }
}

/**
 * Makes a Nest controller of a route table. Guards, pipes and OpenAPI apply to it like to a hand-written one: a handler's
 * `@Body()` exists so that the pipe checks it; what is forwarded is what the client sent. The query is checked by the
 * forwarder, where it is needed.
 */
export function createRouteController({ capability, table }: Capability): Type {
  class RouteController {
    constructor(
      readonly forwarder: Forwarder,
      readonly registry: RouteRegistry,
    ) {
      registry.add(capability, table);
    }
  }
  Object.defineProperty(RouteController, 'name', { value: `${capability}RouteController` });
  Reflect.defineMetadata('design:paramtypes', [Forwarder, RouteRegistry], RouteController);
  Controller('v1')(RouteController);
  ApiTags(capability)(RouteController);

  for (const [name, row] of Object.entries(table.rows)) {
    const id = routeId(capability, name);
    const handler = function (this: RouteController, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      row.check?.(request);
      return this.forwarder.forward(this.registry.get(id), request, reply);
    };
    // Nest's OpenAPI finds the parameters of a handler by the function's own name.
    Object.defineProperty(handler, 'name', { value: name });
    Object.defineProperty(RouteController.prototype, name, { configurable: true, value: handler });
    decorate(RouteController, { id, name, row, target: table.target });
  }
  return RouteController;
}

interface DecoratedRow {
  id: string;
  name: string;
  row: Row;
  target: Upstream;
}

function decorate({ prototype }: { prototype: object }, { id, name, row, target }: DecoratedRow): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (descriptor === undefined) throw new Error(`${id}: no handler`);
  const decorators: MethodDecorator[] = [
    RequestMapping({ path: row.path, method: RequestMethod[row.method] }),
    Access({ route: id, callers: row.callers }),
    SetMetadata(ROUTE_ID, id),
    RouteConfig({ content: contentOf(row) }),
    UseGuards(...checksOfRow(row)),
    ...rowDecorators({ id, name, row, target }),
  ];
  for (const apply of decorators) apply(prototype, name, descriptor);

  const types: unknown[] = [Object, Object];
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  if (row.body !== undefined) Body()(prototype, name, types.push(row.body) - 1);
  Reflect.defineMetadata('design:paramtypes', types, prototype, name);
}

function contentOf(row: Row): FastifyContextConfig['content'] {
  const { upload, maxBodyBytes } = row;
  return {
    upload: upload !== undefined,
    anyJson: takesAnyJson(row),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    ...(row.mediaType === URL_ENCODED && { form: true }),
  };
}
