import { Global, Module } from '@nestjs/common';
import { AttemptLimiter } from './attempt-limiter.js';
import { CodeAttempts } from './code-attempts.js';
import { Limiter } from './limiter.js';
import { SharedLimits } from './shared-limits.js';

const PROVIDERS = [Limiter, AttemptLimiter, CodeAttempts, SharedLimits];

@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class LimitsModule {}
