import { Controller, Injectable, Req, RequestMapping, RequestMethod, Res, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/callers/access.js';
import { Settings } from '../config/settings.js';
import { RouteRegistry } from '../policy/route.registry.js';
import { viewDecorators } from './docs/view.decorators.js';
import type { RowsById } from './language/faults.js';
import { type PreparedView, prepareView, viewId } from './language/prepared-view.js';
import type { View, Views } from './language/view.js';
import { COMPLETENESS_HEADER } from './run/view-answer.js';
import { ViewRunner } from './view-runner.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Every view, prepared when it is first asked for: by then all rows are there. */
@Injectable()
export class PreparedViews {
  private readonly prepared = new Map<string, PreparedView>();

  constructor(
    private readonly registry: RouteRegistry,
    private readonly settings: Settings,
  ) {}

  get(name: string, view: View): PreparedView {
    const known = this.prepared.get(name);
    if (known !== undefined) return known;
    const { deadlineMs } = this.settings.routes.get(viewId(name)) ?? {};
    const made = prepareView({ name, view, deadlineMs, routeOf: (id) => this.registry.get(id) });
    this.prepared.set(name, made);
    return made;
  }
}

/** Makes a Nest controller of views, as app.controllers.ts does of rows. */
export function createViewsController(views: Views, rows: RowsById): Type {
  class ViewsController {
    constructor(
      readonly runner: ViewRunner,
      readonly prepared: PreparedViews,
    ) {}
  }
  Reflect.defineMetadata('design:paramtypes', [ViewRunner, PreparedViews], ViewsController);
  Controller('v1/views')(ViewsController);
  ApiTags('views')(ViewsController);

  for (const [name, view] of Object.entries(views)) {
    const value = async function (this: ViewsController, request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const { completeness, text } = await this.runner.answer(this.prepared.get(name, view), request, reply.raw);
      void reply.header(COMPLETENESS_HEADER, completeness).header('content-type', JSON_TYPE).send(text);
    };
    // Nest's OpenAPI finds the parameters of a handler by the function's own name.
    Object.defineProperty(value, 'name', { value: name });
    const descriptor = { configurable: true, value };
    const { prototype }: { prototype: object } = ViewsController;
    Object.defineProperty(prototype, name, descriptor);
    const decorators: MethodDecorator[] = [
      RequestMapping({ path: view.path, method: RequestMethod.GET }),
      Access({ route: viewId(name), callers: view.callers }),
      ...viewDecorators({ name, view, rows }),
    ];
    for (const apply of decorators) apply(prototype, name, descriptor);
    Req()(prototype, name, 0);
    Res()(prototype, name, 1);
    Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, name);
  }
  return ViewsController;
}
