import { Injectable } from '@nestjs/common';
import { money } from '@tradeyard/kernel';
import {
  capture,
  close,
  closeBy,
  customer,
  move,
  release,
  reserve,
  type Command,
  type HoldStatus,
  type Journal,
  type Line,
  type PersonalAction,
} from '@tradeyard/ledger';
import type { Person } from '../auth/person-lookup.service.js';
import { WorthService } from '../currency/worth.service.js';
import type { Call } from '../ledger/call.dto.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { atField, MoneyDto } from '../platform/money.dto.js';
import { Problem } from '../platform/problem.js';
import { UsersService } from '../users/users.service.js';
import { HoldEntity } from './hold.entity.js';
import { HoldsReader, type KnownHold } from './holds-reader.service.js';
import { endOf, HoldDto, type CaptureDto, type Parties, type PlaceHoldDto } from './holds.dto.js';
import { LimitsService } from '../currency/limits.service.js';
import { MovementsService } from './movements.service.js';
import type { PersonDto } from './wallet.dto.js';

/** Where a command comes from. */
type Origin = Pick<Call, 'origin'>;

/** Reserves money, and ends what is reserved. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly reader: HoldsReader,
    private readonly ledger: LedgerService,
    private readonly limits: LimitsService,
    private readonly users: UsersService,
    private readonly movements: MovementsService,
    private readonly worth: WorthService,
  ) {}

  place(payer: Person, body: PlaceHoldDto, call: Call): Promise<HoldDto> {
    return this.movements.submit(payer.id, call, () => this.preparePlace(payer, body, call));
  }

  async capture(userId: string, id: string, body: CaptureDto, call: Call): Promise<HoldDto> {
    return this.ledger.submit(await this.prepareCapture(userId, id, body, call), call);
  }

  async release(userId: string, id: string, call: Call): Promise<HoldDto> {
    return this.ledger.submit(await this.prepareRelease(userId, id, call), call);
  }

  /** Frees what is held. Each hold is answered for itself: one that cannot end keeps no other from it. */
  expire(holds: readonly KnownHold[], origin: string): Promise<PromiseSettledResult<HoldDto>[]> {
    const commands = holds.map((known) => giveBack(known, { action: 'expire', actor: null, origin }));
    return Promise.allSettled(commands.map((command) => this.ledger.submit(command)));
  }

  /** Throws `user_not_found`, `transfer_to_self` and `user_closed` at the field `to`, and `limit_exceeded`. */
  async preparePlace(payer: Person, body: PlaceHoldDto, { origin }: Origin): Promise<Command<HoldDto>> {
    const userId = payer.id;
    const amount = MoneyDto.readPositive(body.amount, 'amount');
    if (body.expiresIn !== undefined && body.expiresAt !== undefined) {
      const message = 'Give either expiresIn or expiresAt';
      throw new Problem('validation_failed', message, [{ field: 'expiresAt', message }]);
    }
    const [payee] = await Promise.all([
      this.movements.getRecipient(userId, body.to),
      this.limits.requireWithin('hold', amount, 'amount.amount'),
    ]);
    const parties = { payer: asPerson(payer), payee: asPerson(payee), payeeIsClosed: false };
    return {
      accounts: [customer(userId, amount.currency)],
      actor: userId,
      origin,
      decide: (unit) => {
        const hold: HoldEntity = {
          id: unit.newId(),
          version: 0n,
          bookId: userId,
          payeeBookId: payee.id,
          currency: amount.currency,
          amount: amount.minor,
          captured: 0n,
          status: 'open',
          memo: body.memo?.trim() || null,
          createdAt: unit.at,
          expiresAt: endOf(body, unit.at),
          closedAt: null,
        };
        const journal = explained(reserve(userId, amount), hold, parties);
        atField('amount.amount', () => unit.book(journal));
        unit.save('hold', hold);
        return HoldDto.from(hold, parties, userId, unit.at);
      },
    };
  }

  /** Throws `hold_not_found`. */
  async prepareCapture(
    userId: string,
    id: string,
    body: CaptureDto,
    { origin }: Origin,
  ): Promise<Command<HoldDto>> {
    const known = await this.reader.getOwn(userId, id);
    const { amount, currency } = known.hold;
    const taken = body.amount ? MoneyDto.readPositive(body.amount, 'amount') : money(amount, currency);
    const field = taken.currency === currency ? 'amount.amount' : 'amount.currency';
    // Nothing arrives in an account that was closed since the caller signed in.
    await this.users.getUser(userId);
    const sides = [
      customer(known.hold.bookId, currency),
      customer(known.hold.payeeBookId, currency),
    ] as const;
    const [{ detail: price }, { lines: valued }] = await Promise.all([
      this.movements.explain(currency),
      this.worth.value({ kind: 'capture', lines: move(...sides, taken.minor) }),
    ]);
    return ending(known, {
      action: 'capture',
      actor: userId,
      origin,
      captured: taken.minor,
      detail: price ?? {},
      journal: () =>
        withWorths(
          atField(field, () => capture(known.hold, taken)),
          valued,
        ),
    });
  }

  /** Throws `hold_not_found`. */
  async prepareRelease(userId: string, id: string, { origin }: Origin): Promise<Command<HoldDto>> {
    const known = await this.reader.getOwn(userId, id);
    return giveBack(known, { action: 'release', actor: userId, origin });
  }
}

/** Who ends a hold; nobody does where it expires. */
type End = Origin &
  (
    | { readonly action: PersonalAction; readonly actor: string }
    | { readonly action: 'expire'; readonly actor: null }
  );

type Ending = End & {
  readonly captured: bigint;
  readonly detail: Record<string, string>;
  readonly journal: () => Journal;
};

const giveBack = (known: KnownHold, end: End): Command<HoldDto> =>
  ending(known, { ...end, captured: 0n, detail: {}, journal: () => release(known.hold) });

/** Ends a hold. Its books, currency and amount never change; whether it is still open is looked at when it is decided. */
function ending(known: KnownHold, { captured, detail, journal, ...end }: Ending): Command<HoldDto> {
  const { action, actor, origin } = end;
  const { parties } = known;
  const { id, bookId, payeeBookId, currency } = known.hold;
  const row = { table: 'hold', id };
  const payer = customer(bookId, currency);
  return {
    accounts: action === 'capture' ? [payer, customer(payeeBookId, currency)] : [payer],
    rows: [row],
    actor,
    origin,
    decide: (unit) => {
      const hold = unit.row(row) as HoldEntity | undefined;
      if (!hold) throw new Error(`The hold ${id} is gone, and none is ever deleted`);
      const status = atField('id', () => statusAfter(end, hold, parties, unit.at));
      const told = explained(journal(), hold, parties, { ...detail, holdStatus: status });
      atField('amount.amount', () => unit.book(told));
      const closed = Object.assign(new HoldEntity(), hold, { status, captured, closedAt: unit.at });
      unit.save('hold', closed);
      return HoldDto.from(closed, parties, actor ?? bookId, unit.at);
    },
  };
}

function statusAfter(end: End, hold: HoldEntity, { payeeIsClosed }: Parties, at: Date): HoldStatus {
  if (end.actor === null) return close(hold, end.action, at);
  return closeBy({ isPayee: end.actor === hold.payeeBookId, payeeIsClosed }, hold, end.action, at);
}

/** Whether it may be captured is decided later; what the amount is worth to each side does not depend on that. */
const withWorths = (journal: Journal, valued: readonly Line[]): Journal => ({
  ...journal,
  lines: journal.lines.map((line, place) => ({ ...valued[place], ...line })),
});

/** The journal with what tells it to both: the payer's transactions show the payee, and the other way round. */
const explained = (
  journal: Journal,
  { id, memo }: HoldEntity,
  { payer, payee }: Parties,
  detail: Record<string, string> = {},
): Journal => ({
  ...journal,
  ...(memo !== null && { memo }),
  detail: {
    ...detail,
    holdId: id,
    fromHandle: payer.handle,
    fromName: payer.displayName,
    toHandle: payee.handle,
    toName: payee.displayName,
  },
});

const asPerson = ({ handle, displayName }: PersonDto): PersonDto => ({ handle, displayName });
