import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, MaxLength, MinLength } from 'class-validator';
import { IsName, IsText } from '../platform/validation.js';
import { roles, type Role, type UserEntity } from './user.entity.js';

const lowerCased = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;

const emailMessage = 'Give an email address such as ada@example.org';

/** How somebody is called by others: 1 to 80 characters that can be seen. */
export const IsDisplayName = (): PropertyDecorator => IsName(80);

export class RegisterDto {
  @ApiProperty({ example: 'ada@example.org' })
  @Transform(lowerCased)
  @IsEmail({}, { message: emailMessage })
  @MaxLength(254, { message: emailMessage })
  email!: string;

  @ApiProperty({ minLength: 12, maxLength: 200, example: 'a long sentence is best' })
  @MinLength(12, { message: 'The password needs at least 12 characters' })
  @IsText(200)
  password!: string;

  @ApiProperty({ example: 'Ada Lovelace' })
  @IsDisplayName()
  displayName!: string;

  @ApiProperty({ example: 'EUR', description: 'Everything is valued in it; it can change later' })
  @IsText(12)
  baseCurrency!: string;
}

export class SignInDto {
  @ApiProperty({ example: 'ada@example.org' })
  @Transform(lowerCased)
  @IsText(254)
  email!: string;

  @ApiProperty({ example: 'a long sentence is best' })
  @IsText(200)
  password!: string;
}

export class UserDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ada@example.org' }) email!: string;
  @ApiProperty({ example: 'ada-lovelace', description: 'Others send money to it' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
  @ApiProperty({ example: 'EUR' }) baseCurrency!: string;
  @ApiProperty({ enum: roles, enumName: 'Role' }) role!: Role;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;

  static from({ id, email, handle, displayName, baseCurrency, role, createdAt }: UserEntity): UserDto {
    return { id, email, handle, displayName, baseCurrency, role, createdAt: createdAt.toISOString() };
  }
}

export class SignedInDto {
  @ApiProperty({ description: 'Send it as "Authorization: Bearer ..."; it lives for 15 minutes' })
  accessToken!: string;
  @ApiProperty() user!: UserDto;
}
