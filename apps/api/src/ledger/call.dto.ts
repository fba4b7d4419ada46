import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import type { Idempotency } from '@tradeyard/ledger';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What surrounds a money command: the address it came from, and the key to
 * repeat it under. `onReplay` is called when the answer is the one that an
 * earlier request got.
 */
export type Call = { readonly origin: string; readonly idempotency?: Idempotency; onReplay(): void };

const keyLengthMax = 200;

export const CurrentCall = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  const http = context.switchToHttp();
  return readCall(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** The request's address and its `Idempotency-Key`, with a fingerprint of what was asked under it. */
export function readCall(request: FastifyRequest, reply: FastifyReply): Call {
  const origin = request.ip;
  const onReplay = () => void reply.header('idempotency-replayed', 'true');
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { origin, onReplay };
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key) || key.length > keyLengthMax) {
    throw new DomainError(
      'idempotency_key_malformed',
      `An idempotency key has 1 to ${keyLengthMax} visible ASCII characters`,
      'Idempotency-Key',
    );
  }
  const asked = `${request.method} ${request.url} ${JSON.stringify(request.body)}`;
  const fingerprint = hash('sha256', asked, 'base64');
  return { origin, idempotency: { key, fingerprint }, onReplay };
}
