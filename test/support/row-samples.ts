import { writeWorkbook } from '../../simulator/testing/workbook-writer.js';
import type { Client } from './client.js';
import type { Sample } from './dto-samples.js';
import { type FormFile, postForm } from './multipart.js';
import type { SimulatorControl } from './simulator-control.js';

/** What a preparation may call with. */
interface Preparing {
  /** May do everything at the gateway that services may. */
  service: Client;
  /** A page of the partner without any login. */
  visitor: Client;
  control: SimulatorControl;
  /** Puts the CMS users of the operator and the service in the state after a verified one-time code. */
  stepUp: () => Promise<void>;
}

/** Values with which an operation succeeds at the simulator's demo data, on top of the examples of its DTOs. */
export interface RowSample {
  params?: Readonly<Record<string, string>>;
  /** Fields of the body; undefined leaves one out. */
  body?: Sample;
  /** By form field. */
  files?: Readonly<Record<string, FormFile>>;
  headers?: Readonly<Record<string, string>>;
  /** Username of the cardholder who calls, where it is not José. */
  cardholder?: typeof OLGA;
  /** What has to be there before; what it returns goes on top. */
  prepare?: (with_: Preparing) => Promise<Pick<RowSample, 'params' | 'body'>>;
}

const JOSE = 'jose@wallet.migo.test';
const LUIS = 'luis@wallet.migo.test';
const OLGA = 'olga@shop.migo.test';
const JOSES = { userId: 'ch-000001' } as const;
const PARTNER = { partnerId: 'partner-demo' } as const;
const CARD = { cardId: '1001' } as const;
const TERMINAL = { authUserId: 'usr-000001', deviceId: 'dev-demo-1' } as const;
const MERCHANT = { 'x-merchant-id': 'migoDeveloper' } as const;
const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const CARDHOLDER_ROWS = [
  ['name', 'lastName', 'address', 'countryOfBirth', 'dateOfBirth', 'maritalStatus', 'gender', 'phoneNumber'],
  ['Lucía', 'Pérez', '6a avenida 1-23', 'GT', '1990-04-23', 'soltero', 'F', '50255551234'],
];
const MORE_COLUMNS = [
  ['email', 'documentType', 'documentNumber', 'cardId'],
  ['lucia.perez@example.com', 'DPI', '2547896310101', '5001'],
];
const CARDHOLDERS = workbook(CARDHOLDER_ROWS.map((row, index) => [...row, ...(MORE_COLUMNS[index] ?? [])]));
const CARDS = workbook([['currency'], ['GTQ'], ['USD']]);
const PDF: FormFile = { name: 'evidence.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' };
const PHOTO: FormFile = { name: 'photo.jpg', type: 'image/jpeg', content: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]) };

/** By name of the row. A row without parameters, state or file needs none. */
export const ROW_SAMPLES: Readonly<Record<string, RowSample>> = {
  registerUser: {
    prepare: async ({ service }) => {
      const carla = {
        firstName: 'Carla',
        lastName: 'Méndez',
        commercialName: 'Café Dos',
        gender: 'F',
        cui: '2547896310101',
        expirationDate: '2031-05-30',
      };
      const lead = await service.post('/v1/leads', carla, { headers: MERCHANT });
      return { body: { invitationCode: lead.body.data.invitationCode } };
    },
  },
  verifyUserOtp: { prepare: async (with_) => ({ body: { otp: await sentCode(with_) } }) },
  // Ends the sessions of its account: not José's, who goes on calling.
  resetUserPassword: {
    body: { email: LUIS, password: 'Wallet-Pass-New-1!', confirmPassword: 'Wallet-Pass-New-1!' },
    prepare: async (with_) => ({ body: { otp: await sentCode(with_, LUIS) } }),
  },
  createInvitationCode: { cardholder: OLGA },
  grantUserPermissions: { params: { id: 'ch-000001' } },
  updateUserPermissions: { params: { id: 'ch-000001' } },

  issueCard: { params: JOSES },
  linkCard: { params: JOSES },
  setPin: { params: CARD },
  setUserPin: { params: { ...CARD, authUserId: 'ch-000001' } },
  assignFunds: { params: CARD },
  updateFunds: { params: CARD },
  createStatement: { params: CARD },
  listCardTransfers: { params: { ...CARD, month: '10', year: '2026' } },
  getTransfer: { params: { id: '400001' } },
  listLinkedCards: { params: JOSES },
  createLinkedCard: { params: JOSES },
  updateLinkedCard: { params: JOSES, prepare: linkedCard },
  deleteLinkedCard: { params: JOSES, prepare: linkedCard },

  createLead: { headers: MERCHANT },
  readLeadFile: { params: { fileName: 'dpi-front.png' } },
  uploadBusinessFiles: { params: { commerceId: '7001' }, files: { businessPhoto: PHOTO, utilityBill: PDF } },
  listBusinessDocuments: { params: { commerceId: '7001' } },
  getTerminal: { params: TERMINAL, cardholder: OLGA },
  getBusinessTerminal: { params: TERMINAL, cardholder: OLGA },
  listTerminalTransactions: { params: TERMINAL, cardholder: OLGA },
  getTerminalTransaction: { params: { ...TERMINAL, transactionId: '1' }, cardholder: OLGA },
  updateTerminal: { params: TERMINAL },
  deleteTerminal: { params: TERMINAL },
  createTerminalPayment: { cardholder: OLGA },
  updateTerminalPayment: { params: { id: '1' }, cardholder: OLGA },
  updateConfigs: { body: { locale: 'es-SV' } },

  listCardholders: { params: PARTNER },
  createCardholder: { params: PARTNER },
  readCardholder: { params: { ...PARTNER, cardholderId: 'ch-000001' } },
  getCardholder: { params: { ...PARTNER, cardholderId: 'ch-000001' }, headers: { 'x-otp': '123456' } },
  associateCardholderCard: { params: { ...PARTNER, cardholderId: 'ch-000001' } },
  uploadCardholders: { params: PARTNER, files: { users: CARDHOLDERS } },
  uploadCards: { params: PARTNER, files: { cards: CARDS } },
  followBatch: {
    params: PARTNER,
    prepare: async ({ service, stepUp }) => {
      await stepUp();
      const { body } = await postForm(service, '/v1/partners/partner-demo/cards/upload', { files: [['cards', CARDS]] });
      return { params: { batchId: body.data.id } };
    },
  },
  createProcessRequest: { params: PARTNER, files: { evidence: PDF } },
  listAllProcessRequests: { params: PARTNER },
  listProcessRequests: { params: PARTNER },
  getPartnerBalance: { params: PARTNER },
  listCmsUserPermissions: { params: { ...PARTNER, cmsUserId: '501' } },

  createPaymentIntent: { params: { transactionId: 'trx_alt_created' } },
  processAlternativePayment: { params: { transactionId: 'trx_alt_created' } },
  dismissAlternativePayment: { params: { transactionId: 'trx_alt_created' } },
  getPlan: { params: { planId: 'plan_demo_gold', client: 'migoDeveloper' } },
  getSubscription: { params: { subUid: 'sub_demo_active' } },
  cancelSubscription: { params: { subUid: 'sub_demo_active' } },
  uploadCharges: {
    files: {
      file: { name: 'charges.csv', type: 'text/csv', content: 'subscriptionId,amount\nsub_demo_active,10.50\n' },
    },
  },
  refundTransaction: { body: { transactionUid: 'trx_demo00000007', processor: 'visa-cybersource' } },
};

function workbook(rows: readonly (readonly string[])[]): FormFile {
  return { name: 'rows.xlsx', type: WORKBOOK_TYPE, content: writeWorkbook(rows) };
}

async function sentCode({ visitor, control }: Preparing, email = JOSE): Promise<string> {
  await visitor.post('/v1/users/auth/otp', { email, purpose: 'pin_change' });
  return control.otp(email);
}

async function linkedCard({ service }: Preparing): Promise<Pick<RowSample, 'params'>> {
  const link = { email: 'ana@wallet.migo.test', suffix: '1002', alias: 'Ana' };
  const { body } = await service.post('/v1/users/ch-000001/linked-cards', link);
  return { params: { associationId: body.data.associationId } };
}
