// What later requests need of earlier answers: variables of the collection, set by scripts.

/** By operation: the variable, and where the answer has it. */
const KEPT = {
  operatorLogin: { sessionToken: 'data?.sessionToken' },
  cardholderLogin: { cardholderToken: 'data?.sessionToken' },
  // A step-up gives a new handle.
  verifyOtp: { sessionToken: 'data?.sessionToken' },
  createServiceToken: { serviceToken: 'access_token' },
  listSessions: { sessionId: 'data?.sessions.find(({ current }) => !current)?.id' },
  createInvitationCode: { invitationCode: 'data?.invitationCode' },
  createLead: { invitationCode: 'data?.invitationCode' },
  createLinkedCard: { associationId: 'data?.associationId' },
  verifyCard: { createdSubUid: 'data?.subscription?.subUid' },
  uploadCards: { batchId: 'data?.id' },
};

/** Whose code is needed. */
const CODES = {
  verifyOtp: 'ana@demo.migo.test',
  verifyUserOtp: 'jose@wallet.migo.test',
};

export function valuesKeptOf(operationId) {
  return Object.entries(KEPT[operationId] ?? {}).flatMap(([variable, place]) => [
    'if (pm.response.code < 300) {',
    `  const value = pm.response.json().${place};`,
    `  if (value !== undefined) pm.collectionVariables.set('${variable}', value);`,
    '}',
  ]);
}

/** The simulator tells the code that it would have sent. With a real Migo, the user writes it into `otp`. */
export function preparationOf(operationId) {
  const email = CODES[operationId];
  if (email === undefined) return undefined;
  return [
    "const simulator = pm.collectionVariables.get('simulatorUrl');",
    "if (simulator !== '') {",
    `  pm.sendRequest(\`\${simulator}/otp?email=${encodeURIComponent(email)}\`, (error, answer) => {`,
    "    if (!error && answer.code === 200) pm.collectionVariables.set('otp', answer.json().otp);",
    '  });',
    '}',
  ];
}
