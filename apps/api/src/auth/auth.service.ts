import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { InjectRepository } from '@nestjs/typeorm';
import { hash, verify, type Options } from '@node-rs/argon2';
import { DomainError, getActiveCurrency } from '@tradeyard/kernel';
import { QueryFailedError, type Repository } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { atField } from '../platform/money.dto.js';
import type { RegisterDto, SignInDto } from './auth.dto.js';
import { SessionEntity } from './session.entity.js';
import { UserEntity, type Role } from './user.entity.js';

/** The parameters that the OWASP Password Storage Cheat Sheet names for argon2id, the library's own variant. */
const passwordCost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const sessionLifeMs = 30 * 24 * 60 * 60 * 1000;
/** Two tabs may refresh with the same token at once; later than this, a used token is a stolen one. */
const reuseGraceMs = 10_000;
const handleAttemptsMax = 5;

/** `refreshToken` is absent when another tab has just been given it. */
export type SignedIn = { accessToken: string; refreshToken?: string; user: UserEntity };

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);
  private readonly noPassword = hash(randomBytes(16), passwordCost);

  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    @InjectRepository(SessionEntity) private readonly sessions: Repository<SessionEntity>,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Throws `email_taken`, or `unknown_currency` for the base currency. */
  async register({ email, password, displayName, baseCurrency }: RegisterDto): Promise<SignedIn> {
    requireBaseCurrency(baseCurrency);
    const passwordHash = await hash(password, passwordCost);
    const createdAt = this.clock.now();
    const user = { id: uuid(), email, displayName, baseCurrency, passwordHash, createdAt, closedAt: null };
    return this.openSession(await this.insertUser(user));
  }

  /** Throws `sign_in_failed`, after the same time whether or not there is such an account, or it is closed. */
  async signIn({ email, password }: SignInDto): Promise<SignedIn> {
    const user = await this.users.findOneBy({ email });
    const right = await verify(user?.passwordHash ?? (await this.noPassword), password);
    if (!user || !right || user.closedAt)
      throw new DomainError('sign_in_failed', 'Email and password do not match');
    return this.openSession(user);
  }

  /** For what a session alone may not do. Throws `sign_in_failed` at the field `password`. */
  async requirePassword(userId: string, password: string): Promise<void> {
    const { passwordHash } = await this.users.findOneByOrFail({ id: userId });
    if (await verify(passwordHash, password)) return;
    throw new DomainError('sign_in_failed', 'This is not your password', 'password');
  }

  /** Exchanges a refresh token for the next one; throws `session_expired`, and ends a session whose token was used twice. */
  async refresh(refreshToken: string): Promise<SignedIn> {
    const session = await this.findSession(refreshToken);
    const now = this.clock.now();
    if (!session || session.revokedAt || session.expiresAt <= now) throw sessionExpired();
    const presented = digest(refreshToken);
    const isCurrent = timingSafeEqual(presented, session.tokenHash);
    const isPrevious =
      session.previousHash !== null &&
      timingSafeEqual(presented, session.previousHash) &&
      now.getTime() - session.rotatedAt.getTime() <= reuseGraceMs;
    if (!isCurrent && !isPrevious) {
      this.logger.warn(`Session ${session.id} is ended: one of its used refresh tokens came back`);
      await this.sessions.update({ id: session.id }, { revokedAt: now });
      throw sessionExpired();
    }
    const user = await this.users.findOneByOrFail({ id: session.userId });
    if (user.closedAt) throw sessionExpired();
    const signedIn = { accessToken: this.accessToken(session), user };
    if (isPrevious) return signedIn;
    const next = this.newRefreshToken(session.id);
    // Only one of two simultaneous refreshes finds the token it read.
    const { affected } = await this.sessions.update(
      { id: session.id, tokenHash: session.tokenHash },
      {
        tokenHash: digest(next),
        previousHash: session.tokenHash,
        rotatedAt: now,
        expiresAt: sessionEnd(now),
      },
    );
    return affected === 1 ? { ...signedIn, refreshToken: next } : signedIn;
  }

  /** Ends the session of a token, be it the newest one or not. */
  async signOut(refreshToken: string): Promise<void> {
    const session = await this.findSession(refreshToken);
    if (session) await this.sessions.update({ id: session.id }, { revokedAt: this.clock.now() });
  }

  /**
   * The session that we issued this token for. Without our seal on it anybody
   * who has seen a session's id could make up a token, and have it end as a used one.
   */
  private async findSession(refreshToken: string): Promise<SessionEntity | null> {
    const [id = '', secret = '', seal = ''] = refreshToken.split('.');
    const isOurs = timingSafeEqual(digest(seal), digest(this.seal(id, secret)));
    return isOurs ? this.sessions.findOneBy({ id }) : null;
  }

  private newRefreshToken(sessionId: string): string {
    const secret = randomBytes(32).toString('base64url');
    return `${sessionId}.${secret}.${this.seal(sessionId, secret)}`;
  }

  private seal(sessionId: string, secret: string): string {
    const text = `refresh token ${sessionId}.${secret}`; // no access token is signed over such a text
    return createHmac('sha256', this.config.authSecret).update(text).digest('base64url');
  }

  private async openSession(user: UserEntity): Promise<SignedIn> {
    const now = this.clock.now();
    const id = uuid();
    const refreshToken = this.newRefreshToken(id);
    const session = {
      id,
      userId: user.id,
      tokenHash: digest(refreshToken),
      previousHash: null,
      rotatedAt: now,
      expiresAt: sessionEnd(now),
      revokedAt: null,
    };
    await this.sessions.insert(session);
    return { accessToken: this.accessToken(session), refreshToken, user };
  }

  private accessToken({ id, userId }: Pick<SessionEntity, 'id' | 'userId'>): string {
    return this.jwt.sign({ sub: userId, sid: id });
  }

  /** The handle is made from the name, with digits behind it where somebody has it already. */
  private async insertUser(user: Omit<UserEntity, 'handle' | 'role'>): Promise<UserEntity> {
    for (let attempt = 1; ; attempt += 1) {
      // More digits each time, so that a name never runs out.
      const digits = 10 ** (attempt + 2);
      const name = slug(user.displayName);
      const handle = attempt === 1 ? name : `${name}-${randomInt(digits / 10, digits)}`;
      try {
        return await this.insertWithRole({ ...user, handle });
      } catch (error) {
        const constraint = violatedConstraint(error);
        if (constraint === 'user_email_key') {
          throw new DomainError('email_taken', 'There is an account with this email already', 'email');
        }
        if (constraint !== 'user_handle_key' || attempt === handleAttemptsMax) throw error;
      }
    }
  }

  /**
   * Whoever registers first becomes the administrator: an installation needs
   * one, and nobody is there yet who could name them.
   */
  private async insertWithRole(user: Omit<UserEntity, 'role'>): Promise<UserEntity> {
    if (await this.users.exists()) {
      await this.users.insert({ ...user, role: 'user' });
      return { ...user, role: 'user' };
    }
    return this.users.manager.transaction(async (manager) => {
      // Of two who are first at the same instant, one waits here until the other is there.
      await manager.query('lock table "user" in share row exclusive mode');
      const role: Role = (await manager.exists(UserEntity)) ? 'user' : 'admin';
      await manager.insert(UserEntity, { ...user, role });
      return { ...user, role };
    });
  }
}

/** Throws `unknown_currency` or `currency_ended` at the field `baseCurrency`. */
export const requireBaseCurrency = (code: string): void =>
  void atField('baseCurrency', () => getActiveCurrency(code));

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '') // é is e and an accent by now
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 30) || 'trader';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
const sessionEnd = (now: Date): Date => new Date(now.getTime() + sessionLifeMs);
const sessionExpired = (): DomainError =>
  new DomainError('session_expired', 'The session has ended. Sign in again.');

const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof QueryFailedError ? (error.driverError as { constraint?: string }).constraint : undefined;
