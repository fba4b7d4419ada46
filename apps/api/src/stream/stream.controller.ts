import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../platform/public.js';
import { createAsyncApi } from './asyncapi.dto.js';
import { ChannelsService } from './channels.service.js';

/** The document of the stream, beside that of the routes and as public. */
@ApiExcludeController()
@Public()
@Controller()
export class StreamController {
  constructor(private readonly channels: ChannelsService) {}

  @Get('asyncapi.json')
  describe(): object {
    return createAsyncApi(this.channels.list());
  }
}
