import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { permissionRoutes } from './permissions.routes.js';

@Module({ imports: [RouteTableModule.for('permissions', permissionRoutes)] })
export class PermissionsModule {}
