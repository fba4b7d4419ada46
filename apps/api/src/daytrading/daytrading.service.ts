import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { refused } from '@tradeyard/daytrading';
import type { FastifyReply } from 'fastify';
import { problem } from '../platform/problem.filter.js';
import { DayAnswerDto } from './answers.dto.js';
import type { Asked } from './commands.dto.js';
import { DayLog } from './day-log.service.js';
import { DesksService } from './desks.service.js';
import type { WorkloadEntity } from './workload.entity.js';
import { WorkloadsService } from './workloads.service.js';

/** Commands that come one by one. */
@Injectable()
export class DaytradingService {
  constructor(
    private readonly workloads: WorkloadsService,
    private readonly desks: DesksService,
    private readonly log: DayLog,
  ) {}

  /** Carries the command out and says what came of it. A refusal is no error here: two of five commands are refused. */
  async answer({ ownerId, workload, command, call }: Asked, reply: FastifyReply): Promise<void> {
    const answer = await this.desks.execute(await this.find(ownerId, workload), command, call);
    const { refusal } = answer.happening;
    if (answer.isReplayed) void reply.header('idempotency-replayed', 'true');
    if (!refusal) return void reply.status(200).send(DayAnswerDto.from(answer));
    const told = problem(refusal.code, refusal.message, undefined, refusedStatus);
    void reply.status(refusedStatus).type('application/problem+json').send(told);
  }

  /** Throws what the command is refused for. */
  async dump({ ownerId, workload, command, call }: Asked): Promise<Readable> {
    const found = await this.find(ownerId, workload);
    const { happening } = await this.desks.execute(found, command, call);
    if (happening.refusal) throw refused(happening.refusal);
    return this.log.stream(found, command.user === '' ? undefined : command.user);
  }

  /** Throws `workload_not_found`. */
  find(ownerId: string, id: string | undefined): Promise<WorkloadEntity> {
    return id === undefined ? this.workloads.getDefault(ownerId) : this.workloads.get(ownerId, id);
  }
}

/** Whatever the reason: it is logged, and to send it again would be told the same. */
const refusedStatus = 422;
