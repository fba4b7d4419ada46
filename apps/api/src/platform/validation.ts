import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ValidateIf } from 'class-validator';
import { Problem, type FieldErrorDto } from './problem.js';

/** For a field of a body that may be left out. `IsOptional` lets null through as well, which no rule expects. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** Bodies and queries are whitelisted: a field that the document does not name is refused, not dropped. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => fieldErrors(error, ''));
      return new Problem('validation_failed', fields[0]?.message ?? 'The request is not valid', fields);
    },
  });

function fieldErrors({ property, constraints, children }: ValidationError, prefix: string): FieldErrorDto[] {
  const field = prefix + property;
  return [
    ...Object.values(constraints ?? {}).map((message) => ({ field, message: sentence(message) })),
    ...(children ?? []).flatMap((child) => fieldErrors(child, `${field}.`)),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
