// What the collection sends other than the document's examples, in which order, and what does not succeed.

const OTP = { otp: '{{otp}}' };

/** Members of the body, on top of the example. */
const BODIES = {
  verifyOtp: OTP,
  verifyUserOtp: OTP,
  registerUser: { invitationCode: '{{invitationCode}}' },
  // One reference, one movement; one card, one holder.
  updateFunds: { reference: 'payroll-2026-10-0002' },
  createCardholder: { cardId: 5002 },
  // The terminal goes on under its name.
  updateTerminal: { newDeviceId: '{{deviceId}}' },
};

/** Values of path parameters. */
const PATHS = {
  // Of the story.
  getOutcome: { key: 'story-payment-1' },
  // Others than those that the following folders need.
  deleteTerminal: { deviceId: 'dev-demo-2' },
  cancelSubscription: { subUid: '{{createdSubUid}}' },
};

/** Operations that make what another one of their folder needs. */
const FIRST = ['operatorLogin', 'createInvitationCode'];
/** Operations that end what others of their folder need. */
const LAST = ['cancelSubscription', 'removePaymentMethod'];

const UNKNOWN = 'Migo documents no field, so there is nothing to fill in';

/** What is not answered with the success that the document tells, and why. */
const REFUSED = {
  resetUserPassword: { status: 400, why: UNKNOWN },
  refundTransaction: { status: 400, why: UNKNOWN },
};

export function givenOf({ operationId, requestBody }) {
  const [{ example } = {}] = Object.values(requestBody?.content ?? {});
  const members = BODIES[operationId];
  return { path: PATHS[operationId], ...(members !== undefined && { body: { ...example, ...members } }) };
}

export function expectationOf({ operationId, responses }) {
  const success = Object.keys(responses).find((status) => status.startsWith('2'));
  return REFUSED[operationId] ?? { status: Number(success) };
}

export function inOrder(operations) {
  const rank = ({ operation: { operationId } }) =>
    Number(LAST.includes(operationId)) - Number(FIRST.includes(operationId));
  return operations.toSorted((one, other) => rank(one) - rank(other));
}
