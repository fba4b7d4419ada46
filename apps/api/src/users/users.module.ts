import { Module } from '@nestjs/common';
import { ClosingService } from './closing.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  controllers: [UsersController],
  providers: [UsersService, ClosingService],
  exports: [UsersService, ClosingService],
})
export class UsersModule {}
