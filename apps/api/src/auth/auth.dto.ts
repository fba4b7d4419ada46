import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsString, Length, Matches, MaxLength, MinLength } from 'class-validator';
import type { UserEntity } from './user.entity.js';

const trimmed = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim() : value;
const lowerCased = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;

// A name shows to others beside money. Control characters and those that turn the direction of
// writing could make it read as something else; one without anything to see could not be told apart.
const visibleName = /^(?=.*[\p{L}\p{N}\p{S}])[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u;

/** How somebody is called by others: 1 to 80 characters that can be seen. */
export const IsDisplayName = (): PropertyDecorator =>
  applyDecorators(
    Transform(trimmed),
    IsString(),
    Length(1, 80, { message: 'The name needs 1 to 80 characters' }),
    Matches(visibleName, { message: 'The name needs letters, and no invisible characters' }),
  );

export class RegisterDto {
  @ApiProperty({ example: 'ada@example.org' })
  @Transform(lowerCased)
  @IsEmail({}, { message: 'Give an email address such as ada@example.org' })
  @MaxLength(254)
  email!: string;

  @ApiProperty({ minLength: 12, maxLength: 200, example: 'a long sentence is best' })
  @IsString()
  @MinLength(12, { message: 'The password needs at least 12 characters' })
  @MaxLength(200)
  password!: string;

  @ApiProperty({ example: 'Ada Lovelace' })
  @IsDisplayName()
  displayName!: string;

  @ApiProperty({ example: 'EUR', description: 'Everything is valued in it; it can change later' })
  @IsString()
  @MaxLength(12)
  baseCurrency!: string;
}

export class SignInDto {
  @ApiProperty({ example: 'ada@example.org' })
  @Transform(lowerCased)
  @IsString()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ example: 'a long sentence is best' })
  @IsString()
  @MaxLength(200)
  password!: string;
}

export class UserDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ada@example.org' }) email!: string;
  @ApiProperty({ example: 'ada-lovelace', description: 'Others send money to it' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
  @ApiProperty({ example: 'EUR' }) baseCurrency!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;

  static from({ id, email, handle, displayName, baseCurrency, createdAt }: UserEntity): UserDto {
    return { id, email, handle, displayName, baseCurrency, createdAt: createdAt.toISOString() };
  }
}

export class SignedInDto {
  @ApiProperty({ description: 'Send it as "Authorization: Bearer ..."; it lives for 15 minutes' })
  accessToken!: string;
  @ApiProperty() user!: UserDto;
}
