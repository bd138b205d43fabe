import { Module } from '@nestjs/common';
import { OwnOperations } from './own-operations.js';
import { SessionController } from './session.controller.js';

/** The session of a caller, with what it may do. */
@Module({ controllers: [SessionController], providers: [OwnOperations] })
export class SessionModule {}
