import type { ApiDefinition } from '../http/api-server.js';
import { standardEnvelope } from '../http/envelopes.js';
import { applicationLoginRoutes } from '../tokens/application-login.routes.js';
import { bulkUploadRoutes } from './bulk-upload.routes.js';
import { cardAssociationRoutes } from './card-association.routes.js';
import { cardholderCreateRoutes } from './cardholder-create.routes.js';
import { cardholderDetailRoutes } from './cardholder-detail.routes.js';
import { cardholderListRoutes } from './cardholder-list.routes.js';
import { operatorLoginRoutes } from './operator-login.routes.js';
import { otpRoutes } from './otp.routes.js';
import { permissionRoutes } from './permission.routes.js';
import { processRequestRoutes } from './process-request.routes.js';
import { progressRoutes } from './progress.routes.js';

/** `ali-api-cms-rest`; every path begins with `/app/`. */
export const cmsApi: ApiDefinition = {
  upstream: 'cms',
  envelope: standardEnvelope,
  routes(app, world) {
    applicationLoginRoutes(app, world, { upstream: 'cms', prefix: '/app', signature: 'optional' });
    operatorLoginRoutes(app, world);
    otpRoutes(app, world);
    cardholderListRoutes(app, world);
    cardholderCreateRoutes(app, world);
    cardholderDetailRoutes(app, world);
    cardAssociationRoutes(app, world);
    bulkUploadRoutes(app, world);
    progressRoutes(app, world);
    processRequestRoutes(app, world);
    permissionRoutes(app, world);
  },
};
