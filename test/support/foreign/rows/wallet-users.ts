import { CARDHOLDER_ID, list, success } from './foreign-row.js';
import { type WalletTable } from './wallet-table.js';

const WITHHELD = { success: true, message: 'listo' };
const TOKENS = '{"accessToken":"elevated-xela","refreshToken":"elevated-xela-2"}';
const GRANTS = '{"permissions":[{"roleId":2,"permissionId":44,"granted":true}]}';

/** wallet-gateway.md: users, their codes and permissions. */
export const USERS: WalletTable = {
  // Mode 1, and the direct mode, for which no field is documented as required.
  'POST /users': [
    'p o s',
    {
      body: '{"deviceId":"android:9f3c-77","invitationCode":"XELA-1","username":"rosa@xela.example","password":"Clave-Xela-1!","confirmPassword":"Clave-Xela-1!","termsAndConditionsAccepted":true}',
      requires: ['deviceId', 'invitationCode', 'username', 'password', 'confirmPassword'],
      answers: [success(`{"userId":"${CARDHOLDER_ID}"}`, 201), success('{"userId":502248}')],
    },
  ],
  'POST /users/auth/otp': [
    'p c',
    {
      body: '{"email":"rosa@xela.example","purpose":"pin_change"}',
      requires: ['email', 'purpose'],
      answers: [
        { ...success('{}'), arrives: { success: true, message: 'If the account exists, a code was sent' } },
        {
          status: 200,
          body: `{"statusCode":200,"message":"ok"}`,
          arrives: { success: true, message: 'If the account exists, a code was sent' },
        },
      ],
    },
  ],
  'PUT /users/auth/otp': [
    'p c',
    {
      body: '{"email":"rosa@xela.example","otp":"492817","purpose":"pin_change"}',
      requires: ['email', 'otp', 'purpose'],
      answers: [{ ...success(TOKENS), arrives: WITHHELD }],
    },
  ],
  'POST /users/auth/password/reset': [
    'p',
    {
      body: '{"email":"olvido@xela.example","code":"492817","newPassword":"Clave-Xela-2!"}',
      answers: [{ ...success('{"accessToken":"reset-xela"}'), arrives: WITHHELD }],
    },
  ],
  // The name and the values of the role are not documented.
  'POST /users/invitation-code': [
    'c o s',
    { body: '{"role":"cashier","branch":"centro"}', answers: [success('{"invitationCode":"XELA-2"}', 201)] },
  ],
  'GET /users/permissions': [
    'o s',
    { answers: list('{"permissionId":44,"resource":"cards","action":"checkCvv"}', 'docs') },
  ],
  'POST /users/permissions': [
    'o s',
    {
      body: '{"permissions":[{"resource":"cards","action":"x"}]}',
      requires: ['permissions'],
      answers: [success('[45]', 201)],
    },
  ],
  'POST /users/{id}/permissions': ['o s', { body: GRANTS, requires: ['permissions'], answers: [success('{}')] }],
  'PATCH /users/{id}/permissions': ['o s', { body: GRANTS, requires: ['permissions'], answers: [success('{}')] }],
};
