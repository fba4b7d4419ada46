import {
  applyDecorators,
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiForbiddenResponse } from '@nestjs/swagger';
import { Problem, ProblemDto } from '../platform/problem.js';
import type { SessionRequest } from './auth.guard.js';

/** Asks for the role as it was read for this very request: a token outlives a role. */
@Injectable()
export class TeacherGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { person } = context.switchToHttp().getRequest<SessionRequest>();
    if (person?.role !== 'teacher' && person?.role !== 'admin')
      throw new Problem('forbidden', 'This is for teachers and administrators');
    return true;
  }
}

/** Keeps everybody but teachers and administrators out of a route or of all routes of a controller. */
export const TeacherOnly = (): ClassDecorator & MethodDecorator =>
  applyDecorators(UseGuards(TeacherGuard), ApiForbiddenResponse({ type: ProblemDto }));
