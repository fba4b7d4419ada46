import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Problem } from '../platform/problem.js';

/** Who is asking. */
export type Session = { readonly userId: string; readonly sessionId: string };

type Checked = { readonly session: Session; readonly endsAtMs: number };

/** Far more than there are sessions at work at the same time; a token and its session are some 600 bytes. */
const rememberedMax = 10_000;

/**
 * Reads access tokens. A signature costs more to check than all else of who is
 * asking, and each token comes with every request for a quarter of an hour: those
 * that were checked are remembered until they end.
 */
@Injectable()
export class AccessTokensService {
  private readonly checked = new Map<string, Checked>();

  constructor(private readonly jwt: JwtService) {}

  /** Throws `unauthenticated` for a token that is not ours or has ended. `endsAtMs` is by the clock that signed it. */
  read(token: string): Checked {
    const known = this.checked.get(token);
    if (known && known.endsAtMs > Date.now()) return known;
    const checked = this.check(token);
    if (this.checked.size >= rememberedMax) this.forgetOldest();
    this.checked.set(token, checked);
    return checked;
  }

  private check(token: string): Checked {
    try {
      const { sub, sid, exp } = this.jwt.verify<{ sub: string; sid: string; exp: number }>(token);
      return { session: { userId: sub, sessionId: sid }, endsAtMs: exp * 1000 };
    } catch {
      throw new Problem(
        'unauthenticated',
        'The access token is not valid or has ended. Refresh it or sign in again.',
      );
    }
  }

  private forgetOldest(): void {
    const [oldest] = this.checked.keys();
    if (oldest !== undefined) this.checked.delete(oldest);
  }
}
