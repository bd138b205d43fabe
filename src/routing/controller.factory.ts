import { Body, Controller, Req, RequestMapping, RequestMethod, Res, SetMetadata, type Type } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/access.js';
import { Forwarder } from './forwarder.js';
import { routeId } from './route.prepared.js';
import { ROUTE_ID, RouteRegistry } from './route.registry.js';
import { permissionText, type RouteTable, type Row } from './route.js';
import { queryParameters } from './query-parameters.js';
import { parametersOf } from './upstream-path.js';

/**
 * Makes a Nest controller of a route table. Guards, pipes and OpenAPI apply to it like to a hand-written one: a handler's
 * `@Body()` exists so that the pipe checks it; what is forwarded is what the client sent. The query is checked by the
 * forwarder, where it is needed.
 */
export function createRouteController(capability: string, table: RouteTable): Type {
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
      return this.forwarder.forward(this.registry.get(id), request, reply);
    };
    // Nest's OpenAPI finds the parameters of a handler by the function's own name.
    Object.defineProperty(handler, 'name', { value: name });
    Object.defineProperty(RouteController.prototype, name, { configurable: true, value: handler });
    decorate(RouteController, { id, name, row, title: table.target.title });
  }
  return RouteController;
}

interface DecoratedRow {
  id: string;
  name: string;
  row: Row;
  title: string;
}

function decorate({ prototype }: { prototype: object }, { id, name, row, title }: DecoratedRow): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (descriptor === undefined) throw new Error(`${id}: no handler`);
  const decorators: MethodDecorator[] = [
    RequestMapping({ path: row.path, method: RequestMethod[row.method] }),
    Access({ route: id, callers: row.callers }),
    SetMetadata(ROUTE_ID, id),
    RouteConfig({ content: contentOf(row) }),
    ApiOperation({ operationId: name, summary: row.summary, description: describe(row, title) }),
    ApiResponse({ status: row.success ?? 200, description: 'Migo’s answer' }),
    ...parametersOf(row.path).map((parameter) => ApiParam({ name: parameter, type: String })),
    ...queryParameters(row.query),
  ];
  for (const apply of decorators) apply(prototype, name, descriptor);

  const types: unknown[] = [Object, Object];
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  if (row.body !== undefined) Body()(prototype, name, types.push(row.body) - 1);
  Reflect.defineMetadata('design:paramtypes', types, prototype, name);
}

function contentOf({ upload, maxBodyBytes }: Row): FastifyContextConfig['content'] {
  return { upload: upload !== undefined, ...(maxBodyBytes !== undefined && { maxBodyBytes }) };
}

function describe({ docs, evidence, scope, permission, callers }: Row, title: string): string {
  const operators =
    permission === undefined ? '' : ` An operator needs the CMS permission ${permissionText(permission)}.`;
  return (
    `${title}, [${docs}](https://api-docs.migopayments.com/en/${docs}), ${evidence}. ` +
    `Callers: ${callers.join(', ')}. Scope: \`${scope}\`.${operators}`
  );
}
