import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { roles, type Role, type UserEntity } from '../auth/user.entity.js';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';

export class PeopleQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'ada', description: 'The beginning of an email or handle' })
  @IsOptional()
  @IsText(254)
  query?: string;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class AccountHolderDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'ada@example.org' }) email!: string;
  @ApiProperty({ example: 'ada-lovelace' }) handle!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) displayName!: string;
  @ApiProperty({ enum: roles, enumName: 'Role' }) role!: Role;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is open' })
  closedAt!: string | null;

  static from({ id, email, handle, displayName, role, createdAt, closedAt }: UserEntity): AccountHolderDto {
    return {
      id,
      email,
      handle,
      displayName,
      role,
      createdAt: createdAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    };
  }
}

export class PeoplePageDto extends PageDto {
  @ApiProperty({ type: [AccountHolderDto] }) items!: AccountHolderDto[];
}
