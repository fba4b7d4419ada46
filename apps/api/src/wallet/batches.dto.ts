import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { plainToInstance, Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID, ValidateNested } from 'class-validator';
import { ConversionDto } from './conversions.dto.js';
import { CaptureDto, HoldDto, PlaceHoldDto } from './holds.dto.js';
import { DepositDto, TransactionDto, TransferDto, WithdrawalDto } from './wallet.dto.js';

/** One commit carries them all, and everybody else waits for it. */
const commandsMax = 100;

const Kind = (kind: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ enum: [kind] }), IsIn([kind]));

const HoldId = (): PropertyDecorator =>
  applyDecorators(ApiProperty({ format: 'uuid' }), IsUUID('all', { message: 'The hold needs its id' }));

export class DepositCommandDto extends DepositDto {
  @Kind('deposit') kind!: 'deposit';
}

export class WithdrawalCommandDto extends WithdrawalDto {
  @Kind('withdrawal') kind!: 'withdrawal';
}

export class TransferCommandDto extends TransferDto {
  @Kind('transfer') kind!: 'transfer';
}

export class ConversionCommandDto extends ConversionDto {
  @Kind('conversion') kind!: 'conversion';
}

export class HoldCommandDto extends PlaceHoldDto {
  @Kind('hold') kind!: 'hold';
}

export class CaptureCommandDto extends CaptureDto {
  @Kind('capture') kind!: 'capture';
  @HoldId() holdId!: string;
}

export class ReleaseCommandDto {
  @Kind('release') kind!: 'release';
  @HoldId() holdId!: string;
}

export type BatchCommandDto =
  | DepositCommandDto
  | WithdrawalCommandDto
  | TransferCommandDto
  | ConversionCommandDto
  | HoldCommandDto
  | CaptureCommandDto
  | ReleaseCommandDto;

const shapes = {
  deposit: DepositCommandDto,
  withdrawal: WithdrawalCommandDto,
  transfer: TransferCommandDto,
  conversion: ConversionCommandDto,
  hold: HoldCommandDto,
  capture: CaptureCommandDto,
  release: ReleaseCommandDto,
} as const satisfies Record<BatchCommandDto['kind'], new () => BatchCommandDto>;

const kinds = Object.keys(shapes);

/** What names none of the kinds: nothing else of it could be judged, so that its kind is all there is to say. */
class UnknownCommandDto {
  @IsIn(kinds, { message: `The kind must be one of ${kinds.join(', ')}` })
  readonly kind: unknown;

  constructor(command: unknown) {
    this.kind = (command as { kind?: unknown } | null)?.kind;
  }
}

const hasShape = (kind: unknown): kind is keyof typeof shapes =>
  typeof kind === 'string' && Object.hasOwn(shapes, kind);

function asCommand(command: unknown): object {
  const unknown = new UnknownCommandDto(command);
  return hasShape(unknown.kind) ? plainToInstance<object, unknown>(shapes[unknown.kind], command) : unknown;
}

const refs = (types: readonly (new () => object)[]) => types.map((type) => ({ $ref: getSchemaPath(type) }));

@ApiExtraModels(...Object.values(shapes))
export class BatchDto {
  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: commandsMax,
    description: `1 to ${commandsMax} commands, each with the body of its own route beside its \`kind\``,
    items: {
      oneOf: refs(Object.values(shapes)),
      discriminator: {
        propertyName: 'kind',
        mapping: Object.fromEntries(
          Object.entries(shapes).map(([kind, type]) => [kind, getSchemaPath(type)]),
        ),
      },
    },
  })
  @IsArray({ message: 'The commands are missing' })
  @ArrayMinSize(1, { message: 'A batch has at least one command' })
  @ArrayMaxSize(commandsMax, { message: `A batch has at most ${commandsMax} commands` })
  @ValidateNested({ each: true })
  @Transform(({ obj }: { obj: { commands: unknown } }) =>
    Array.isArray(obj.commands) ? obj.commands.map(asCommand) : obj.commands,
  )
  commands!: BatchCommandDto[];
}

@ApiExtraModels(TransactionDto, HoldDto)
export class BatchResultsDto {
  @ApiProperty({
    type: 'array',
    description: 'One for each command, in order: a transaction, or the hold as the command left it',
    items: { oneOf: refs([TransactionDto, HoldDto]) },
  })
  results!: (TransactionDto | HoldDto)[];
}
