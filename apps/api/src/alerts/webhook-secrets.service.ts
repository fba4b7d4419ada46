import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';

/** As long as the signature's hash; the specification takes 24 to 64 bytes. */
const secretBytes = 32;
const prefix = 'whsec_';
const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Secrets that sign are needed in clear, so a hash will not do: they are stored encrypted, by a key made of AUTH_SECRET
 * (HKDF, RFC 5869). A copy of the database alone signs nothing; with another AUTH_SECRET they cannot be read any more.
 */
@Injectable()
export class WebhookSecrets {
  private readonly key: Buffer;

  constructor({ authSecret }: Config) {
    this.key = Buffer.from(hkdfSync('sha256', authSecret, '', 'tradeyard webhook secrets', 32));
  }

  /** A new secret as receivers want it, such as `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`. */
  make(): string {
    return prefix + randomBytes(secretBytes).toString('base64');
  }

  /** Bound to its webhook: moved to another row it cannot be read. */
  seal(webhookId: string, secret: string): Buffer {
    const iv = randomBytes(ivBytes);
    const encrypt = createCipheriv(cipher, this.key, iv).setAAD(Buffer.from(webhookId));
    const sealed = Buffer.concat([encrypt.update(secret, 'utf8'), encrypt.final()]);
    return Buffer.concat([iv, encrypt.getAuthTag(), sealed]);
  }

  /** Null where it was encrypted under another AUTH_SECRET. */
  open(webhookId: string, sealed: Buffer): string | null {
    const decrypt = createDecipheriv(cipher, this.key, sealed.subarray(0, ivBytes))
      .setAAD(Buffer.from(webhookId))
      .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
    try {
      return Buffer.concat([decrypt.update(sealed.subarray(ivBytes + tagBytes)), decrypt.final()]).toString();
    } catch {
      return null; // the only thing that `final` complains of is a tag that does not fit
    }
  }
}
