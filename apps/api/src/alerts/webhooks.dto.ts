import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { PageDto, PageQuery } from '../platform/page.dto.js';
import { IsText } from '../platform/validation.js';
import { deliveryStatuses, type DeliveryEntity, type DeliveryStatus } from './delivery.entity.js';
import type { WebhookEntity } from './webhook.entity.js';

export const webhookUrlCharactersMax = 500;

export class NewWebhookDto {
  @ApiProperty({ example: 'https://example.org/tradeyard', maxLength: webhookUrlCharactersMax })
  @IsText(webhookUrlCharactersMax, 1)
  url!: string;
}

export class WebhookDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'https://example.org/tradeyard' }) url!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Until then the secret before the current one signs as well',
  })
  oldSecretUntil!: string | null;

  static from({ id, url, createdAt, oldSecretUntil }: WebhookEntity): WebhookDto {
    return {
      id,
      url,
      createdAt: createdAt.toISOString(),
      oldSecretUntil: oldSecretUntil?.toISOString() ?? null,
    };
  }
}

export class WebhookSecretDto extends WebhookDto {
  @ApiProperty({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    description: 'Verifies what is sent (Standard Webhooks). Shown this once',
  })
  secret!: string;

  static of(webhook: WebhookEntity, secret: string): WebhookSecretDto {
    return Object.assign(WebhookDto.from(webhook), { secret });
  }
}

export class WebhookPageDto extends PageDto {
  @ApiProperty({ type: [WebhookDto] }) items!: WebhookDto[];
}

export class WebhookTestDto {
  @ApiProperty({ description: 'Whether the receiver took it, by a status of 200 to 299' })
  delivered!: boolean;
  @ApiProperty({ type: 'integer', nullable: true, example: 200, description: 'What it answered' })
  answer!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'What went wrong, for people to read' })
  fault!: string | null;
  @ApiProperty({ type: 'integer', description: 'How long it took' }) durationMs!: number;
}

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsUUID('all', { message: 'Send `next` of the page before, as it is' })
  override cursor?: string;
}

export class DeliveryDto {
  @ApiProperty({ format: 'uuid', description: 'Sent as `webhook-id`, the same with every try' }) id!: string;
  @ApiProperty({ enum: deliveryStatuses, enumName: 'DeliveryStatus' }) status!: DeliveryStatus;
  @ApiProperty({ type: 'integer', description: 'How often it was tried' }) attempts!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'What the receiver answered last' })
  answer!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last try failed' }) fault!:
    string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When it is tried next' })
  dueAt!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Since when nothing more is tried',
  })
  endedAt!: string | null;

  static from({
    id,
    status,
    attempts,
    answer,
    fault,
    createdAt,
    dueAt,
    endedAt,
  }: DeliveryEntity): DeliveryDto {
    return {
      id,
      status,
      attempts,
      answer,
      fault,
      createdAt: createdAt.toISOString(),
      dueAt: status === 'pending' ? dueAt.toISOString() : null,
      endedAt: endedAt?.toISOString() ?? null,
    };
  }
}

export class DeliveryPageDto extends PageDto {
  @ApiProperty({ type: [DeliveryDto] }) items!: DeliveryDto[];
}
