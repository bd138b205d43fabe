import { shape, TEXT } from '../../routes/shape.js';

/** Migo: terminal-payments. */
export const lead = shape('Lead', 'example', { _id: TEXT, invitationCode: TEXT });
