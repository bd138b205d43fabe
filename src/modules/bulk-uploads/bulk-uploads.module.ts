import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { bulkUploadRoutes } from './bulk-uploads.routes.js';

@Module({ imports: [RouteTableModule.for('bulk-uploads', bulkUploadRoutes)] })
export class BulkUploadsModule {}
