import { type DynamicModule, Module } from '@nestjs/common';
import type { Capability } from '../routes/route.js';
import { rowsById } from './language/faults.js';
import type { Views } from './language/view.js';
import { createViewsController, PreparedViews } from './view.controller.js';
import { ViewRunner } from './view-runner.js';

/** One answer from several rows: docs/views.md. */
@Module({})
export class ViewsModule {
  static for(views: Views, capabilities: readonly Capability[]): DynamicModule {
    const controllers = [createViewsController(views, rowsById(capabilities))];
    return { module: ViewsModule, controllers, providers: [ViewRunner, PreparedViews] };
  }
}
