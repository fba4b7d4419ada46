import { applyDecorators, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { isDay } from '@tradeyard/kernel';
import { Transform, Type } from 'class-transformer';
import {
  getMetadataStorage,
  IsObject,
  length,
  Matches,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { Problem, type FieldErrorDto } from './problem.js';

/** For a field of a body that may be left out. `IsOptional` lets null through as well, which no rule expects. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** For an object inside a body. `ValidateNested` alone lets a missing one through, and an empty list. */
export const IsShapeOf = (shape: () => new () => object, message?: string): PropertyDecorator =>
  applyDecorators(IsObject(message === undefined ? {} : { message }), ValidateNested(), Type(shape));

// Each is one rule and not several: of those that fail, only one is told, and it may be the one that explains least.

/** Text of `min` to `max` characters. */
export function IsText(max: number, min = 0, options: ValidationOptions = {}): PropertyDecorator {
  const subject = options.each ? 'each of $property' : '$property';
  const size = min > 0 ? `${min} to ${max}` : `at most ${max}`;
  return ValidateBy(
    { name: 'isText', validator: { validate: (value) => length(value, min, max) } },
    { message: `${subject} must be text of ${size} characters`, ...options },
  );
}

/** A whole number in a query, where everything arrives as text. */
export const IsWhole = (min: number, max: number): PropertyDecorator =>
  applyDecorators(
    Type(() => Number),
    ValidateBy(
      {
        name: 'isWhole',
        validator: { validate: (value) => Number.isInteger(value) && value >= min && value <= max },
      },
      { message: `$property must be a whole number from ${min} to ${max}` },
    ),
  );

/** Before the first, nothing here was worth anything; behind the last, a year has no four digits when a day is added. */
const [yearMin, yearMax] = ['1970', '9998'];

/** A day that exists, of a year that something here can be of. */
export const isUsableDay = (value: unknown): value is string =>
  typeof value === 'string' && isDay(value) && value.slice(0, 4) >= yearMin && value.slice(0, 4) <= yearMax;

/** A day that exists, with a time and its zone, as in RFC 3339. `Date.parse` alone takes the 31st of November for a day later. */
export const isMoment = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[\d-]{10}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(value) &&
  isDay(value.slice(0, 10));

/** A calendar day such as 2026-04-13, as text. */
export const IsDay = (subject = '$property'): PropertyDecorator =>
  ValidateBy(
    { name: 'isDay', validator: { validate: isUsableDay } },
    { message: `${subject} must be a day that exists, such as 2026-04-13, from ${yearMin} to ${yearMax}` },
  );

/** A moment such as 2026-04-13T09:30:00Z, as text. */
export const IsMoment = (subject = '$property'): PropertyDecorator =>
  ValidateBy(
    { name: 'isMoment', validator: { validate: isMoment } },
    { message: `${subject} must be a moment that exists, with its zone, such as 2026-04-13T09:30:00Z` },
  );

/**
 * For text that shows to others beside money: control characters and those that
 * turn the direction of writing could make it read as something else.
 */
export const IsReadable = (message: string): PropertyDecorator =>
  Matches(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, { message });

/** A name without anything to see could not be told from another. */
const somethingToSee = /[\p{L}\p{N}\p{S}]/u;
const nameMessage = 'The name needs letters, and no invisible characters';

/** A name that people give: 1 to `max` characters that can be seen, without the spaces around it. */
export const IsName = (max: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsText(max, 1, { message: `The name needs 1 to ${max} characters` }),
    IsReadable(nameMessage),
    Matches(somethingToSee, { message: nameMessage }),
  );

/** Bodies and queries are whitelisted: a field that the document does not name is refused, not dropped. */
export function validation(): ValidationPipe {
  rememberRules();
  return new InputPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => fieldErrors(error, ''));
      return new Problem('validation_failed', fields[0]?.message ?? 'The request is not valid', fields);
    },
  });
}

/**
 * class-validator looks for the rules of a class among those of all classes, for every object anew, so that each class
 * of the product would make each request slower. No class gets rules after the first request: what was found is kept.
 */
function rememberRules(): void {
  const storage = getMetadataStorage();
  if (Object.hasOwn(storage, 'getTargetValidationMetadatas')) return; // another application of this process did so
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, ReturnType<typeof find>>();
  storage.getTargetValidationMetadatas = (target, schema, always, isStrict, groups) => {
    if (always || isStrict || groups) return find(target, schema, always, isStrict, groups);
    // A schema is a name in place of a class, and we have none: where one class holds another, it is that class.
    const rules = known.get(target) ?? find(target, schema, always, isStrict, groups);
    known.set(target, rules);
    return rules;
  };
}

class InputPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') requireStorable(value, metadata.data ?? '');
    return super.transform(value, metadata);
  }
}

/** No body of ours is as deep; one that is could exhaust the stack of whoever walks through it. */
const depthMax = 20;

/** Postgres cannot store the zero character, and half a character is no text: neither gets any further, wherever it stands. */
function requireStorable(value: unknown, root: string): void {
  const fault = faultIn(value, 0);
  if (!fault) return;
  const path = [...(root ? [root] : []), ...fault.path.reverse()];
  const field = fault.isTooDeep ? (path[0]?.split('.')[0] ?? '') : path.join('.');
  throw new Problem('validation_failed', fault.message, [{ field, message: fault.message }]);
}

type Fault = { readonly message: string; readonly isTooDeep: boolean; readonly path: string[] };

/** With its path from the inside out: a body can be of millions of parts, of which no path is made while nothing is wrong. */
function faultIn(value: unknown, depth: number): Fault | undefined {
  if (depth > depthMax) {
    const message = `The body is nested more than ${depthMax} levels deep`;
    return { message, isTooDeep: true, path: [] };
  }
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return undefined;
    return { message: 'The text holds a character that is none', isTooDeep: false, path: [] };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name];
    if (typeof part !== 'string' && (typeof part !== 'object' || part === null)) continue;
    const fault = faultIn(part, depth + 1);
    if (!fault) continue;
    fault.path.push(name);
    return fault;
  }
  return undefined;
}

function fieldErrors({ property, constraints, children }: ValidationError, prefix: string): FieldErrorDto[] {
  const field = prefix + property;
  return [
    ...Object.values(constraints ?? {}).map((message) => ({ field, message: sentence(message) })),
    ...(children ?? []).flatMap((child) => fieldErrors(child, `${field}.`)),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
