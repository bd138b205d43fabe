import { shape, TEXT } from '../../routes/shape.js';

/** Migo: merchants/document-upload: short-lived signed URLs. */
export const businessDocument = shape('BusinessDocument', 'assumed', { 'name?': TEXT, url: TEXT });
