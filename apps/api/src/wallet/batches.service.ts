import { Injectable } from '@nestjs/common';
import { DomainError } from '@tradeyard/kernel';
import { linked, type Command } from '@tradeyard/ledger';
import type { Person } from '../auth/person-lookup.service.js';
import type { Call } from '../ledger/call.dto.js';
import { Problem } from '../platform/problem.js';
import type { BatchCommandDto, BatchDto, BatchResultsDto } from './batches.dto.js';
import { ConversionsService } from './conversions.service.js';
import type { HoldDto } from './holds.dto.js';
import { HoldsService } from './holds.service.js';
import { MovementsService } from './movements.service.js';
import { TransfersService } from './transfers.service.js';
import type { TransactionDto } from './wallet.dto.js';
import { WalletService } from './wallet.service.js';

type Result = TransactionDto | HoldDto;

/** Several commands of one person as one of the ledger's. */
@Injectable()
export class BatchesService {
  constructor(
    private readonly movements: MovementsService,
    private readonly wallet: WalletService,
    private readonly conversions: ConversionsService,
    private readonly transfers: TransfersService,
    private readonly holds: HoldsService,
  ) {}

  /** Throws what the first command at fault does, with its place in the batch before the field. */
  submit(person: Person, { commands }: BatchDto, call: Call): Promise<BatchResultsDto> {
    return this.movements.submit(person.id, call, async () => {
      const all = linked(await this.prepareAll(person, commands, call), inCommand);
      return { ...all, decide: (unit) => ({ results: all.decide(unit) }) };
    });
  }

  private async prepareAll(
    person: Person,
    commands: readonly BatchCommandDto[],
    { origin }: Call,
  ): Promise<[Command<Result>, ...Command<Result>[]]> {
    // The key is the whole batch's: none of its commands may be looked up under it.
    const call: Call = { origin, onReplay: () => undefined };
    const prepared = await Promise.allSettled(commands.map((command) => this.prepare(person, command, call)));
    const all = prepared.map((each, index) => {
      if (each.status === 'rejected') throw inCommand(each.reason, index);
      return each.value;
    });
    const [first, ...rest] = all;
    if (!first) throw new Error('A batch without commands was let through');
    return [first, ...rest];
  }

  private prepare(person: Person, command: BatchCommandDto, call: Call): Promise<Command<Result>> {
    const userId = person.id;
    switch (command.kind) {
      case 'deposit':
        return this.wallet.prepareDeposit(person, command, call);
      case 'withdrawal':
        return this.wallet.prepareWithdrawal(person, command, call);
      case 'transfer':
        return this.transfers.prepareTransfer(person, command, call);
      case 'conversion':
        return this.conversions.prepare(person, command, call);
      case 'hold':
        return this.holds.preparePlace(person, command, call);
      case 'capture':
        return this.holds.prepareCapture(userId, command.holdId, command, call);
      case 'release':
        return this.holds.prepareRelease(userId, command.holdId, call);
    }
  }
}

/** The error with the place of its command; what is no fault of the request stays as it is. */
function inCommand(error: unknown, index: number): unknown {
  const place = `commands.${index}`;
  if (error instanceof DomainError) {
    return new DomainError(
      error.code,
      error.message,
      error.field ? `${place}.${nameOf(error.field)}` : place,
    );
  }
  if (error instanceof Problem && error.errors) {
    const errors = error.errors.map(({ field, message }) => ({
      field: `${place}.${nameOf(field)}`,
      message,
    }));
    return new Problem(error.code, error.message, errors);
  }
  return error;
}

/** What a hold's own routes have in their address is a field here. */
const nameOf = (field: string): string => (field === 'id' ? 'holdId' : field);
