import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { cardholderRoutes } from './cardholders.routes.js';

@Module({ imports: [RouteTableModule.for('cardholders', cardholderRoutes)] })
export class CardholdersModule {}
