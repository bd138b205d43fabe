/** Pages below https://api-docs.migopayments.com/en/ that the facts about Migo name. */
export const PAGES: ReadonlySet<string> = new Set(
  `
api-reference-index concepts/architecture concepts/error-handling concepts/glossary concepts/payment-lifecycle concepts/security
introduction/authentication introduction/environments introduction/go-live introduction/overview introduction/quickstart
introduction/sandbox-cheat-sheet introduction/versioning support/error-catalog support/faq
getting-started/choose-flow getting-started/create-payment-link getting-started/payment-link-quickstart getting-started/payment-link-react
card-payments/hosted-webview card-payments/merchant-generic-callback card-payments/refunds
alternative-payments/become-a-provider alternative-payments/create-transaction alternative-payments/dismiss-transaction
alternative-payments/how-it-works alternative-payments/payment-intents alternative-payments/process-payment
recurring-payments/bulk-charges recurring-payments/lifecycle recurring-payments/on-demand recurring-payments/overview
recurring-payments/payment-methods recurring-payments/plans recurring-payments/scheduled-charges recurring-payments/subscriptions
recipes/colombia recipes/costa-rica recipes/dominican-republic recipes/guatemala recipes/honduras recipes/mexico recipes/template
wallet/assign-funds wallet/card-issuance wallet/card-lifecycle wallet/card-transfers wallet/cardholder-management wallet/overview
wallet/pin-management wallet/third-party-cards configuration/permissions merchants/document-upload merchants/leads merchants/terminals
terminal-payments/cancel-transaction terminal-payments/overview terminal-payments/process-payment
cms-api/bulk-uploads cms-api/cardholders cms-api/cms-users cms-api/overview cms-api/permissions-roles cms-api/process-requests
`
    .trim()
    .split(/\s+/),
);

/** Parameters of paths that Migo's pages call numbers. */
export const DOCUMENTED_NUMBERS: readonly string[] = [
  '/cards/{cardId}',
  '/businesses/{commerceId}',
  '/devices/:deviceId/transactions/{transactionId}',
];

/**
 * What Migo's pages say of a request, written down by hand beside the DTOs: a rule that is missing there, or that no page has,
 * shows. One line each: operation and part of the request; field; what it must be. A field that is not here may be anything.
 * `if invited`: with an `invitationCode`. `[fri]`: of the processor.
 * That `planUid` is required for a subscription is held by test/modules/subscriptions.dto.spec.ts.
 */
export const DOCUMENTED_RULES: readonly string[] = `
createAlternativePayment body | amount | required amount
createAlternativePayment body | channel | required text
createAlternativePayment body | client | required text
createAlternativePayment body | userId | required text
createAlternativePayment body | customKeys | optional object
createPaymentIntent body | processor | required text
processAlternativePayment body | processor | required text
processAlternativePayment body | data | required object
processAlternativePayment body [fri] | data.user | conditional text
processAlternativePayment body [fri] | data.phoneNumber | optional text
processAlternativePayment body [bamPaymentButton] | data.installments | optional number

createPaymentLink body | amount | optional amount
createPaymentLinkFromBrowser body | amount | optional amount
createPaymentLinkFromBrowser body | privateKey | absent
createPaymentLinkFromBrowser body | publicKey | absent

createPlan body | plan | required object
createPlan body | plan.name | required text
createPlan body | plan.amount | required amount
createPlan body | plan.currency | required ISO 4217
createPlan body | plan.type | optional one of interval fixedDay anniversary automatic
createPlan body | plan.frequency | required object
createPlan body | plan.frequency.frequency | required integer, at least 0

listSubscriptions query | userId | required
listSubscriptions query | clientId | required
verifyCard body | uid | conditional text
verifyCard body | transactionUid | optional text
verifyCard body | processor | required text
verifyCard body | cardInfo | required object
verifyCard body | shouldCreateSubscription | optional boolean
verifyCard body | planUid | optional text
addPaymentMethod body | tokenizeData | required object
submitCharges body | client | required text
submitCharges body | data | required list, at least 1 items, at most 5000 items, of objects
submitCharges body | data.subscriptionId | required text
submitCharges body | data.amount | required amount
uploadCharges form | clientId | in the form or the query
getPaymentHistory query | subscriptionId | required
revertTransaction body | transactionUid | required text
revertTransaction body | processor | required text

createCardholder body | name | required text
createCardholder body | lastName | required text
createCardholder body | address | required text
createCardholder body | countryOfBirth | required ISO 3166-1
createCardholder body | dateOfBirth | required YYYY-MM-DD, date
createCardholder body | maritalStatus | required one of soltero casado viudo divorciado separado
createCardholder body | gender | required one of F M OTHER
createCardholder body | phoneNumber | required text
createCardholder body | email | required text
createCardholder body | documentType | required one of DPI NIT PASSPORT LEGAL_ID PERSONAL_ID RESIDENCE_ID
createCardholder body | documentNumber | required text
createCardholder body | cardId | required number
associateCardholderCard body | email | required
associateCardholderCard body | suffix | required 4 digits
associateCardholderCard body | alias | required
createPermissions body | permissions | required list, of objects
createPermissions body | permissions.resource | required text
createPermissions body | permissions.action | required text
createPermissions body | permissions.description | optional text
createProcessRequest form | requestedAmount | required amount above zero, also as text
createProcessRequest form | observations | optional text
createProcessRequest form | otp | optional 6 digits

registerUser body | invitationCode | if invited text
registerUser body | deviceId | if invited text
registerUser body | username | if invited e-mail
registerUser body | password | if invited text, not empty
registerUser body | confirmPassword | if invited text, not empty, same as password
registerUser body | nit | if invited text
registerUser body | termsAndConditionsAccepted | if invited boolean
linkCard query | clientId | required
linkCard body | card | required
setPin body | pin | required digits
setUserPin body | pin | required digits
assignFunds body | amount | required amount above zero
assignFunds body | operation | required one of ADD_FUNDS WITHDRAW_FUNDS
assignFunds body | channel | required
assignFunds body | reference | required
assignFunds body | description | optional text, at most 50 characters
assignFunds body | currency | optional ISO 4217
assignFunds body | customKeys | optional object
updateFunds body | amount | required amount above zero
updateFunds body | operation | required one of ADD_FUNDS WITHDRAW_FUNDS
updateFunds body | reference | required
updateFunds body | currency | optional ISO 4217
createTransfer body | fromCardId | required number
createTransfer body | toCardId | required number
createTransfer body | amount | required amount above zero
createTransferTypes body | types | required list, of objects
createTransferTypes body | types.type | required text
createTransferTypes body | types.channel | required one of financialNetwork webService
createTransferTypes body | types.movementType | required one of debit credit
createTransferTypes body | types.model | required one of settlement reversed
createLinkedCard body | email | required
createLinkedCard body | suffix | required 4 digits
createLinkedCard body | alias | required
createLead body | firstName | required text
createLead body | lastName | required text
createLead body | commercialName | required text
createLead body | gender | optional one of F M OTHER
createLead body | cui | optional text
createLead body | expirationDate | optional YYYY-MM-DD, date
createWalletPermissions body | permissions | required list, of objects
createWalletPermissions body | permissions.resource | required text
createWalletPermissions body | permissions.action | required text
createWalletPermissions body | permissions.description | optional text
grantUserPermissions body | permissions | required list, of objects
grantUserPermissions body | permissions.permissionId | optional number
updateUserPermissions body | permissions | required list, of objects
updateUserPermissions body | permissions.permissionId | optional number
updateTerminal body | isActive | required boolean
updateTerminal body | newDeviceId | optional text
updateTerminal body | externalTerminalId | optional text
createTerminalPayment body | subtotal | required amount above zero
createTerminalPayment body | deviceId | conditional text
createTerminalPayment body | terminalId | optional number
createTerminalPayment body | externalTerminalId | optional text
createTerminalPayment body | operationId | optional text
createTerminalPayment body | additionalData | optional object
updateTerminalPayment body | status | optional one of created approved processed denied reversed refunded cancelled in_progress liquidated
updateTerminalPayment body | totalAmount | optional amount, also as text

uploadCardholders file | users | .xlsx .xls, at most 16 MiB
uploadCards file | cards | .xlsx .xls, at most 16 MiB
createProcessRequest file | evidence | .pdf .jpg .jpeg .png .webp, at most 10 MiB
uploadCharges file | file | .csv, at most 10 MiB
uploadBusinessFiles file | businessPhoto | any
uploadBusinessFiles file | utilityBill | any
`
  .split('\n')
  .filter((line) => line !== '');
