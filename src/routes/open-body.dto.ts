import { ApiSchema } from '@nestjs/swagger';

/** Body of an operation whose fields Migo does not document: any JSON object is passed on, unread. */
@ApiSchema({ description: 'Migo documents no fields: any JSON object is passed on.' })
export class OpenBodyDto {}
