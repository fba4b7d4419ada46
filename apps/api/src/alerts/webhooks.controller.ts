import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentSession, type Session } from '../auth/auth.guard.js';
import { ProblemDto } from '../platform/problem.js';
import {
  DeliveriesQuery,
  DeliveryDto,
  DeliveryPageDto,
  NewWebhookDto,
  WebhookDto,
  WebhookPageDto,
  WebhookSecretDto,
  WebhookTestDto,
} from './webhooks.dto.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('alerts/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ApiOperation({ summary: 'My webhooks' })
  @ApiOkResponse({ type: WebhookPageDto })
  async list(@CurrentSession() { userId }: Session): Promise<WebhookPageDto> {
    return { items: (await this.webhooks.list(userId)).map(WebhookDto.from), next: null };
  }

  @Post()
  @ApiOperation({ summary: 'Have alerts sent to an address of mine' })
  @ApiCreatedResponse({ type: WebhookSecretDto })
  @ApiUnprocessableEntityResponse({
    type: ProblemDto,
    description: '`webhook_address_refused`, `too_many_webhooks`',
  })
  async create(
    @CurrentSession() { userId }: Session,
    @Body() { url }: NewWebhookDto,
  ): Promise<WebhookSecretDto> {
    const { webhook, secret } = await this.webhooks.create(userId, url);
    return WebhookSecretDto.of(webhook, secret);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a webhook, and what was still to be sent to it' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  remove(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<void> {
    return this.webhooks.remove(userId, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a test message to a webhook, once, and see what comes of it' })
  @ApiOkResponse({ type: WebhookTestDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'One test in five seconds' })
  test(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<WebhookTestDto> {
    return this.webhooks.test(userId, id);
  }

  @Post(':id/secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a new secret; the one before signs as well for another day' })
  @ApiOkResponse({ type: WebhookSecretDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async rotate(@CurrentSession() { userId }: Session, @Param('id') id: string): Promise<WebhookSecretDto> {
    const { webhook, secret } = await this.webhooks.rotate(userId, id);
    return WebhookSecretDto.of(webhook, secret);
  }

  @Get(':id/deliveries')
  @ApiOperation({
    summary: 'What was sent to a webhook, newest first',
    description: 'They are kept for 30 days.',
  })
  @ApiOkResponse({ type: DeliveryPageDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async listDeliveries(
    @CurrentSession() { userId }: Session,
    @Param('id') id: string,
    @Query() query: DeliveriesQuery,
  ): Promise<DeliveryPageDto> {
    const { items, next } = await this.webhooks.listDeliveries(userId, id, query);
    return { items: items.map(DeliveryDto.from), next };
  }
}
