/** A body whose fields Migo does not document: any JSON object is passed on. */
export class OpenBodyDto {}
