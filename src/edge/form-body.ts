/** Route config of the one operation that takes a form, and takes nothing else. */
export const FORM_BODY = { formBody: true } as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    formBody?: boolean;
  }
}
