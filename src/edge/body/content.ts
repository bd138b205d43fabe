/** Route config of the one operation that takes a form, and takes nothing else. */
export const FORM_BODY = { formBody: true } as const;

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON body as the client sent it: this is forwarded, so that no number passes through a float. */
    rawBody: Buffer | undefined;
  }
  interface FastifyContextConfig {
    formBody?: boolean;
    /** What a route takes beside, or instead of, a small JSON body. */
    content?: { upload?: boolean; maxBodyBytes?: number; anyJson?: boolean; form?: boolean };
  }
}
