import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { cardRoutes } from './cards.routes.js';

@Module({ imports: [RouteTableModule.for('cards', cardRoutes)] })
export class CardsModule {}
