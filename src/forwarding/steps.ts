import type { Row } from '../routes/route.js';
import type { PathParams } from '../routes/path-template.js';
import { checkCallbacks } from './request/own-callbacks.js';
import { checkMerchants, ownMerchantOf } from './request/own-merchant.js';
import { reportRenewal, renewAndRepeat } from './request/renewal.js';
import { sendUpstream } from './request/send.js';
import { endSessions } from './end-sessions.js';
import { stepUpAbove } from './step-up-above.js';
import { stepUpInline } from './step-up-inline.js';
import type { Credential } from '../credentials/credential.js';
import type { RowAnswer, RowCall } from './row-call.js';
import type { Next, Step } from './step.js';
import { openUpload } from './uploads/upload-request.js';

const ALWAYS = (): boolean => true;
const isNoRead = ({ method }: Row): boolean => method !== 'GET';
/** Money is never sent twice, and a body that was streamed is gone. */
const isSentOnce = ({ money, upload }: Row): boolean => money === true || upload !== undefined;

/** The steps of a call, in the order in which they run. What was checked before them: `CHECKS` (policy/checks.ts). */
export const STEPS: readonly Step[] = [
  // First of all: an address that is not fit to be sent must not cost a login.
  { name: 'address', isFor: ALWAYS, run: address },
  // A call that names somebody else's merchant, or has somebody else told, gets no credential.
  { name: 'merchant', isFor: ALWAYS, run: merchant },
  { name: 'step-up-above', isFor: ({ stepUpAbove: most }) => most !== undefined, run: stepUpAbove },
  // Before anything that costs somebody something: a call that is repeated needs no token, no code and no body.
  { name: 'once', isFor: isNoRead, run: (call, next, { once }) => once.run(call, next) },
  // Before the credential: what was kept needs none.
  {
    name: 'reference',
    isFor: ({ cache }) => cache === 'reference',
    run: (call, next, { reference }) => reference.read(call, next),
  },
  { name: 'credential', isFor: ALWAYS, run: credential },
  { name: 'end-sessions', isFor: ({ endsSessions }) => endsSessions === true, run: endSessions },
  { name: 'upload', isFor: ({ upload }) => upload !== undefined, run: upload },
  {
    name: 'step-up-inline',
    isFor: ({ stepUp, otp }) => stepUp === 'required' && otp !== undefined,
    run: stepUpInline,
  },
  {
    name: 'inline-code',
    // Migo may look at a code in any body, also where no page of it names one.
    isFor: ({ otp, conceal, body, upload }) =>
      otp !== undefined || conceal === 'otp_refused' || body !== undefined || upload !== undefined,
    run: (call, next, { codes }) => codes.limit(call, next),
  },
  // A stored file that is asked for by POST changes nothing.
  {
    name: 'change',
    isFor: (row) => isNoRead(row) && row.answer !== 'file',
    run: (call, next, { reference }) => reference.change(call, next),
  },
  { name: 'renew-and-repeat', isFor: (row) => !isSentOnce(row), run: renewAndRepeat },
  { name: 'renew-and-report', isFor: isSentOnce, run: reportRenewal },
  // Last: what happens before it leaves the key as good as new.
  { name: 'mark-sent', isFor: isNoRead, run: markSent },
  { name: 'send', isFor: ALWAYS, run: (call, _next, tools) => sendUpstream(call, tools) },
];

function address(call: RowCall, next: Next): Promise<RowAnswer> {
  const { route, handling, caller, request } = call;
  const path = route.toUpstreamPath(request.params as PathParams);
  const isPublic = caller.kind === 'public';
  const goOn = (query: string): Promise<RowAnswer> => {
    call.path = path + query;
    return next(call);
  };
  const admitted = handling.query.admitted(request, isPublic);
  return admitted === undefined ? handling.query.admit(request, isPublic).then(goOn) : goOn(admitted);
}

function merchant(call: RowCall, next: Next): Promise<RowAnswer> {
  checkMerchants(call);
  checkCallbacks(call);
  return next(call);
}

function credential(call: RowCall, next: Next): Promise<RowAnswer> {
  const { source } = call.handling;
  const goOn = (found: Credential): Promise<RowAnswer> => {
    call.credential = found;
    return next(call);
  };
  const ready = source.ready(call.caller);
  return ready === undefined ? source.get(call.caller).then(goOn) : goOn(ready);
}

async function markSent(call: RowCall, next: Next): Promise<RowAnswer> {
  if (call.claim !== undefined) await call.claim.sent();
  return next(call);
}

function upload(call: RowCall, next: Next): Promise<RowAnswer> {
  call.upload = openUpload(call.route, call.request, { merchant: ownMerchantOf(call), hash: call.bodyHash });
  return next(call);
}
