import { Injectable } from '@nestjs/common';

/** The only place that asks what time it is, so that tests can say it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
