import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DomainError } from '@tradeyard/kernel';
import type { Idempotency } from '@tradeyard/ledger';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `onReplay` is called when the answer is the one that an earlier request got. */
export type Retry = { readonly idempotency?: Idempotency; onReplay(): void };

const keyLengthMax = 200;

/** The request's `Idempotency-Key`, with a fingerprint of what was asked under it. */
export const RetryKey = createParamDecorator((_: unknown, context: ExecutionContext): Retry => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const onReplay = () => void reply.header('idempotency-replayed', 'true');
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { onReplay };
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key) || key.length > keyLengthMax) {
    throw new DomainError(
      'idempotency_key_malformed',
      `An idempotency key has 1 to ${keyLengthMax} visible ASCII characters`,
      'Idempotency-Key',
    );
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url} ${JSON.stringify(request.body)}`)
    .digest('base64');
  return { idempotency: { key, fingerprint }, onReplay };
});

/** Documents the header on a POST that moves money. */
export const ApiRetryKey = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any text of your own, new for each movement. A repeat with the same key and body moves nothing and gets the first ' +
        'answer again, with the header `Idempotency-Replayed: true`; with another body it is refused (`idempotency_key_reused`).',
    }),
  );
