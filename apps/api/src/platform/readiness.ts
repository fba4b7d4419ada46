import { Injectable } from '@nestjs/common';

/** Something outside that the product works without, worse. */
export type OutsidePart = {
  readonly name: string;
  /** One word of whoever reports it, such as `live` or `waiting`. */
  readonly state: string;
  readonly isWell: boolean;
  /** Since when it is in that state. */
  readonly since: Date;
  /** When it said something of use for the last time; null for never. */
  readonly lastAt: Date | null;
};

/** What else than the database this process depends on, as the modules tell that know. */
@Injectable()
export class Readiness {
  private readonly reporters: (() => readonly OutsidePart[])[] = [];

  /** `report` is called whenever somebody asks; it must not wait. */
  add(report: () => readonly OutsidePart[]): void {
    this.reporters.push(report);
  }

  list(): OutsidePart[] {
    return this.reporters.flatMap((report) => report());
  }
}
