import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { Agent, errors, request } from 'undici';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { AddressRefused, lookupPublic, requirePublicHost } from './outgoing-address.dto.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import type { WebhookEntity } from './webhook.entity.js';

/** What came of one try to send something. `retryAfterMs` is what the receiver asks for. */
export type Sent = {
  readonly isDelivered: boolean;
  /** The status that it answered, where it did. */
  readonly answer: number | null;
  /** For its owner to read. */
  readonly fault: string | null;
  readonly retryAfterMs: number;
  /** Whether to try again could help. */
  readonly isFinal: boolean;
};

/** How patient a sender is; tests have less. */
@Injectable()
export class SenderPatience {
  readonly timeoutMs: number = 10_000;
}

const keepAliveMs = 5_000;

/** Sends messages to people's webhooks, signed as https://www.standardwebhooks.com says. */
@Injectable()
export class WebhookSender implements BeforeApplicationShutdown {
  private readonly agent: Agent;
  private readonly allowsPrivate: boolean;

  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
    private readonly patience: SenderPatience,
    { webhookPrivateAddresses }: Config,
  ) {
    this.allowsPrivate = webhookPrivateAddresses === 'allow';
    const { timeoutMs } = patience;
    this.agent = new Agent({
      connect: { timeout: timeoutMs, ...(!this.allowsPrivate && { lookup: lookupPublic }) },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** `id` stays the same with every try. Never throws: what goes wrong on the way is the answer. */
  async send(webhook: WebhookEntity, id: string, payload: string): Promise<Sent> {
    const signature = this.sign(webhook, id, payload);
    if (signature === null) {
      return failed('The secret cannot be read since AUTH_SECRET has changed: make a new one', {
        isFinal: true,
      });
    }
    try {
      const url = new URL(webhook.url);
      if (!this.allowsPrivate) requirePublicHost(url);
      const { statusCode, headers, body } = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.patience.timeoutMs),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Tradeyard',
          'webhook-id': id,
          'webhook-timestamp': signature.timestamp,
          'webhook-signature': signature.text,
        },
        body: payload,
      });
      const retryAfterMs = readRetryAfter(headers['retry-after'], this.clock.now());
      // The status is all that counts: nothing of the body is read, be it as long as it likes.
      body.on('error', () => undefined).destroy();
      return judged(statusCode, retryAfterMs);
    } catch (error) {
      return failed(faultOf(error, this.patience.timeoutMs), { isFinal: isRefused(error) });
    }
  }

  /** Null where the secret cannot be read. */
  private sign(
    webhook: WebhookEntity,
    id: string,
    payload: string,
  ): { timestamp: string; text: string } | null {
    const now = this.clock.now();
    const { secret, oldSecret, oldSecretUntil } = webhook;
    const sealed = oldSecret && oldSecretUntil && oldSecretUntil > now ? [secret, oldSecret] : [secret];
    const secrets = sealed.map((each) => this.secrets.open(webhook.id, each));
    if (secrets[0] === null) return null;
    const signatures = secrets.flatMap((each) =>
      each === null ? [] : new Webhook(each).sign(id, now, payload),
    );
    return { timestamp: `${Math.floor(now.getTime() / 1000)}`, text: signatures.join(' ') };
  }
}

const failed = (fault: string, rest: Partial<Sent> = {}): Sent => ({
  isDelivered: false,
  answer: null,
  fault,
  retryAfterMs: 0,
  isFinal: false,
  ...rest,
});

/** 410 means that nobody will ever want it again; a redirect is not followed, since it could lead anywhere. */
function judged(status: number, retryAfterMs: number): Sent {
  if (status >= 200 && status < 300) {
    return { isDelivered: true, answer: status, fault: null, retryAfterMs: 0, isFinal: true };
  }
  const fault =
    status >= 300 && status < 400
      ? `The receiver answered ${status}: redirects are not followed`
      : `The receiver answered ${status}`;
  return failed(fault, { answer: status, retryAfterMs, isFinal: status === 410 });
}

/** Seconds, or a date: RFC 9110, section 10.2.3. */
function readRetryAfter(value: string | string[] | undefined, now: Date): number {
  if (typeof value !== 'string') return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

const isRefused = (error: unknown): boolean =>
  error instanceof AddressRefused ||
  (error instanceof AggregateError && error.errors.some(isRefused)) ||
  (error instanceof Error && error.cause !== undefined && isRefused(error.cause));

function faultOf(error: unknown, timeoutMs: number): string {
  if (isRefused(error)) return 'The address is of a private network, where this server sends nothing';
  const isTimeout =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError');
  if (isTimeout) return `There was no answer within ${timeoutMs / 1000} seconds`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'The connection was refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The name of the receiver could not be resolved';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return `The receiver's certificate is not trusted (${code})`;
  return `The connection failed${code ? ` (${code})` : ''}`;
}
