import { NUMBER, nullable, OBJECT, shape, TEXT } from '../../routes/shape.js';

export const processRequest = shape('ProcessRequest', 'assumed', {
  id: TEXT,
  'partnerId?': TEXT,
  'requestedAmount?': NUMBER,
  'observations?': nullable(TEXT),
  'status?': TEXT,
  'evidence?': OBJECT,
  'createdAt?': TEXT,
});

/** Migo: cms-api/process-requests; the types are assumed. */
export const balance = shape('Balance', 'documented', {
  id: TEXT,
  clientId: TEXT,
  available: NUMBER,
  currency: TEXT,
  updatedAt: TEXT,
  createdAt: TEXT,
});
