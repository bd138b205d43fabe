import { Global, Module } from '@nestjs/common';
import { AttemptLimiter } from './attempt-limiter.js';
import { Limiter } from './limiter.js';
import { SharedLimits } from './shared-limits.js';

@Global()
@Module({ providers: [Limiter, AttemptLimiter, SharedLimits], exports: [Limiter, AttemptLimiter, SharedLimits] })
export class LimitsModule {}
