import { shape, TEXT } from '../../routes/shape.js';

/** Migo: cms-api/bulk-uploads, for cardholders; for cards it is assumed to be the same. */
export const batch = shape('Batch', 'documented', { id: TEXT });
