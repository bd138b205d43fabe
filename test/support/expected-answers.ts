import { seedLeadFiles } from '../../simulator/state/lead-files.js';
import type { Reply } from './client.js';
import type { ReceivedCall } from './simulator-control.js';
import type { Stop } from './walk.js';

interface Answered {
  received: ReceivedCall;
  stop: Stop;
}

const JSON_TYPE = /^application\/json; ?charset=utf-8$/;

/** Migo's outliers in its standard envelope: common contract, section 5. */
const NORMALISED: Readonly<Record<string, (answer: string) => object>> = {
  createTerminalPayment: (answer) => {
    const { success, message, data } = parsed(answer);
    return { success, message, data };
  },
  createPaymentLink: (answer) => ({ success: true, data: parsed(answer) }),
  createPaymentLinkFromBrowser: (answer) => ({ success: true, data: parsed(answer) }),
  dismissAlternativePayment: (answer) => ({ success: true, message: answer }),
  uploadCharges: (answer) => {
    const { success, message, trackingId } = parsed(answer);
    return { success, message, data: { trackingId } };
  },
};

/** The client has what the upstream answered, in the form that the route list promises. */
export function expectAnswer(reply: Reply, { received, stop: { documented, named } }: Answered): void {
  expect(reply.status).toBe(received.status);
  const [form] = documented.notes.filter((note) => /^(acknowledged|events|file|normalised|withheld)$/.test(note));
  switch (form) {
    case undefined:
      expectJson(reply);
      expect(reply.text).toBe(received.answer);
      expect(reply.body.success).toBe(true);
      return;
    case 'acknowledged':
      expectJson(reply);
      expect(reply.body).toEqual({ success: true, message: 'If the account exists, a code was sent' });
      return;
    case 'normalised':
      expectJson(reply);
      expect(reply.body).toEqual(NORMALISED[named.name]?.(received.answer));
      return;
    case 'withheld':
      expectJson(reply);
      expect(reply.body).toEqual({ success: true, message: parsed(received.answer)['message'] });
      expect(reply.text).not.toContain('eyJ');
      return;
    case 'events':
      expectEvents(reply);
      return;
    default:
      expectFile(reply, received);
  }
}

function expectJson({ headers }: Reply): void {
  expect(headers.get('content-type')).toMatch(JSON_TYPE);
}

function expectEvents({ headers, text }: Reply): void {
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
  const frames = text.split('\n\n').filter((frame) => frame !== '');
  const data = frames.map((frame) => parsed(frame.replace(/^data: /, '')));
  // Rows may be done before anybody follows.
  const processed = data.map((frame) => Number(frame['processed']));
  expect(processed).toEqual([...new Set(processed)].sort((a, b) => a - b));
  expect(data.at(-1)).toMatchObject({ total: 2, succeeded: 2, status: 'completed' });
}

function expectFile({ headers, text }: Reply, { path }: ReceivedCall): void {
  const file = seedLeadFiles().get(path.split('/').at(-1) ?? '');
  expect(text).toBe(file?.content.toString());
  expect(headers.get('content-length')).toBe(String(file?.content.length));
  expect(headers.get('content-type')).toBe(file?.contentType);
  expect(headers.get('content-disposition')).toBe('attachment');
}

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}
