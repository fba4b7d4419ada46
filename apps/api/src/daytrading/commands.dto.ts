import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  argumentsOf,
  readCommand,
  transactionMax,
  type Command,
  type CommandName,
} from '@tradeyard/daytrading';
import { IsOptional, IsUUID } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { requireSession, type SessionRequest } from '../auth/auth.guard.js';
import { readCall, type Call } from '../ledger/call.dto.js';
import { Problem } from '../platform/problem.js';

class NumberedDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: transactionMax,
    description:
      'Numbers of a user grow. One that came before is not carried out again: its first answer is given. Without it the next is taken.',
  })
  transaction?: number;
}

export class DayUserDto extends NumberedDto {
  @ApiProperty({ example: 'oY01WVirLr' }) user!: string;
}

export class DayAddDto extends DayUserDto {
  @ApiProperty({ example: '550.50', description: 'Dollars' }) amount!: string;
}

export class DaySymbolDto extends DayUserDto {
  @ApiProperty({ example: 'ABC', description: 'One to three letters A to Z' }) symbol!: string;
}

export class DayAmountDto extends DaySymbolDto {
  @ApiProperty({ example: '550.50', description: 'Dollars' }) amount!: string;
}

export class DayTriggerPriceDto extends DaySymbolDto {
  @ApiProperty({ example: '23.10', description: 'Dollars for one share' }) price!: string;
}

export class DayDumpDto extends NumberedDto {
  @ApiPropertyOptional({ example: 'oY01WVirLr', description: 'Only the entries of this user' }) user?: string;
  @ApiProperty({ example: './testLOG', description: 'Only for the log: the file is the answer' })
  filename!: string;
}

export class DayCommandsQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The run it belongs to; by default one of your own, in comparison mode',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'Name a workload by its id' })
  workload?: string;
}

/** A command as it was asked for: by whom, of which run (undefined for the person's own), and how it came. */
export type Asked = {
  readonly ownerId: string;
  readonly workload: string | undefined;
  readonly command: Command;
  readonly call: Call;
};

/**
 * A command as its route takes it. The body has to have the command's fields, all text: what they say is for the command,
 * which is refused and logged where it makes no sense. So it is read here, past the rules for other bodies.
 */
export const Asked = createParamDecorator((name: CommandName, context: ExecutionContext): Asked => {
  const http = context.switchToHttp();
  const request = http.getRequest<SessionRequest>();
  const { workload } = request.query as { workload?: unknown };
  if (workload !== undefined && typeof workload !== 'string')
    throw malformed('workload', 'Name one workload');
  return {
    ownerId: requireSession(request).userId,
    workload,
    command: readBody(name, request.body),
    call: readCall(request, http.getResponse<FastifyReply>()),
  };
});

function readBody(name: CommandName, body: unknown): Command {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw malformed('body', 'Send the fields of the command as a JSON object');
  const given = body as Record<string, unknown>;
  const fields: readonly string[] =
    name === 'DUMPLOG' && given['user'] === undefined ? ['filename'] : argumentsOf[name];
  for (const field in given) {
    if (field !== 'transaction' && !fields.includes(field))
      throw malformed(field, `${name} takes no ${field}`);
  }
  return readCommand(readTransaction(given['transaction']), name, fields.map(readText));

  function readText(field: string): string {
    const text = given[field];
    if (typeof text === 'string') return text;
    throw malformed(field, `${name} takes ${field} as text`);
  }
}

function readTransaction(given: unknown): number {
  if (given === undefined) return 0;
  if (typeof given === 'number' && Number.isInteger(given) && given > 0 && given <= transactionMax)
    return given;
  throw malformed('transaction', `The transaction must be a whole number from 1 to ${transactionMax}`);
}

const malformed = (field: string, message: string): Problem =>
  new Problem('validation_failed', message, [{ field, message }]);
