import { Global, Module } from '@nestjs/common';
import { Guesses } from './attempt-limiter.js';
import { Limiter } from './limiter.js';
import { SharedLimits } from './shared-limits.js';

@Global()
@Module({ providers: [Limiter, Guesses, SharedLimits], exports: [Limiter, Guesses, SharedLimits] })
export class LimitsModule {}
