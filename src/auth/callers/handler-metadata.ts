import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

/** What a decorator says of a handler, looked up once for each handler: the reflector's way to it is long. */
export class HandlerMetadata<Value> {
  private readonly reflector = new Reflector();
  private readonly known = new WeakMap<object, { value: Value | undefined }>();

  constructor(private readonly key: symbol) {}

  of(context: ExecutionContext): Value | undefined {
    const handler = context.getHandler();
    const known = this.known.get(handler);
    if (known !== undefined) return known.value;
    const value = this.reflector.get<Value | undefined>(this.key, handler);
    this.known.set(handler, { value });
    return value;
  }
}
