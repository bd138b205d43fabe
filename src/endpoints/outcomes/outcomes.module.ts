import { Module } from '@nestjs/common';
import { OpenOutcomes } from './open-outcomes.js';
import { OutcomeLookUp } from './look-up.js';
import { OutcomesController } from './outcomes.controller.js';
import { OutcomeSettler } from './settler.js';

/** What became of calls with a key: told to whoever made them, and found out where it is not known. */
@Module({
  controllers: [OutcomesController],
  providers: [OpenOutcomes, OutcomeLookUp, OutcomeSettler],
})
export class OutcomesModule {}
