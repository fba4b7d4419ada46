import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';

@Module({ imports: [UsersModule], controllers: [PeopleController], providers: [PeopleService] })
export class AdminModule {}
