import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { permissionRoutes } from './permissions.routes.js';

@Module({ imports: [RouteTableModule.for('permissions', permissionRoutes)] })
export class PermissionsModule {}
