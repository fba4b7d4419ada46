import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../auth/user.entity.js';
import { RolesService } from './roles.service.js';

/** What a command uses without anything else of the product. */
@Module({
  imports: [TypeOrmModule.forFeature([UserEntity])],
  providers: [RolesService],
  exports: [RolesService],
})
export class RolesModule {}
