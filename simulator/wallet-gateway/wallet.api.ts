import type { ApiDefinition } from '../http/api-server.js';
import { standardEnvelope } from '../http/envelopes.js';
import { applicationLoginRoutes } from '../tokens/application-login.routes.js';
import { businessFileRoutes } from './business-file.routes.js';
import { cardIssueRoutes } from './card-issue.routes.js';
import { configRoutes } from './config.routes.js';
import { deviceRoutes } from './device.routes.js';
import { fundsRoutes } from './funds.routes.js';
import { healthRoutes } from './health.routes.js';
import { invitationCodeRoutes } from './invitation-code.routes.js';
import { leadRoutes } from './lead.routes.js';
import { linkedCardRoutes } from './linked-card.routes.js';
import { pinRoutes } from './pin.routes.js';
import { registrationRoutes } from './registration.routes.js';
import { statementRoutes } from './statements.routes.js';
import { terminalPaymentUpdateRoutes } from './terminal-payment-update.routes.js';
import { terminalPaymentRoutes } from './terminal-payment.routes.js';
import { terminalRoutes } from './terminal.routes.js';
import { transferQueryRoutes } from './transfer-query.routes.js';
import { transferRoutes } from './transfer.routes.js';
import { userLoginRoutes } from './user-login.routes.js';
import { userOtpRoutes } from './user-otp.routes.js';
import { walletPermissionRoutes } from './wallet-permission.routes.js';

/** `ali-api-gw-rest`. */
export const walletApi: ApiDefinition = {
  upstream: 'wallet',
  envelope: standardEnvelope,
  routes(app, world) {
    healthRoutes(app);
    applicationLoginRoutes(app, world, { upstream: 'wallet', prefix: '', signature: 'required' });
    userLoginRoutes(app, world);
    userOtpRoutes(app, world);
    registrationRoutes(app, world);
    invitationCodeRoutes(app, world);
    walletPermissionRoutes(app, world);
    cardIssueRoutes(app, world);
    linkedCardRoutes(app, world);
    pinRoutes(app, world);
    fundsRoutes(app, world);
    transferRoutes(app, world);
    transferQueryRoutes(app, world);
    statementRoutes(app, world);
    leadRoutes(app, world);
    businessFileRoutes(app, world);
    deviceRoutes(app, world);
    terminalRoutes(app, world);
    terminalPaymentRoutes(app, world);
    terminalPaymentUpdateRoutes(app, world);
    configRoutes(app, world);
  },
};
