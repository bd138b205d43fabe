import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { cardholderRoutes } from './cardholders.routes.js';

@Module({ imports: [RouteTableModule.for('cardholders', cardholderRoutes)] })
export class CardholdersModule {}
