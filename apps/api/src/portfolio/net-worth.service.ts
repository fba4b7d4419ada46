import { Injectable } from '@nestjs/common';
import { dayOfNumber } from '@tradeyard/kernel';
import { projectIndependence, type IndependenceCourse } from '@tradeyard/portfolio';
import { valueOf } from './allocations.service.js';
import { ComputedService } from './computed.service.js';
import { amountText, moneyOf, percentText } from './figures.dto.js';
import type { NetWorthDto, ProjectedCourseDto, ProjectionDto, ProjectionQuery } from './net-worth.dto.js';
import { rangeDto, thinned } from './performance.service.js';
import type { RangeQuery } from './ranges.dto.js';
import { SeriesService } from './series.service.js';
import { headOf } from './snapshots.service.js';

/** All that is owned less what is owed, over time and in time to come. */
@Injectable()
export class NetWorthService {
  constructor(
    private readonly computed: ComputedService,
    private readonly series: SeriesService,
  ) {}

  /** Throws `portfolio_not_found` and `date_out_of_range`. */
  async get(userId: string, id: string, query: RangeQuery): Promise<NetWorthDto> {
    const computed = await this.computed.compute(userId, id);
    const range = this.series.range(query, computed);
    const { currency } = computed.scope;
    const shown = thinned(range.start, range.end);
    const values = this.series
      .list(computed, 'class')
      .map((part) => ({ class: part.key, value: this.series.part(part)?.value ?? new Float64Array() }));
    const totals = shown.map((index) => values.reduce((sum, { value }) => sum + (value[index] ?? 0), 0));
    return {
      ...headOf(computed),
      range: rangeDto(range, computed),
      netWorth: moneyOf(totals.at(-1) ?? 0, currency),
      day: shown.map((index) => dayOfNumber(computed.first + index)),
      total: totals.map((total) => amountText(total, currency)),
      classes: values.map(({ class: assetClass, value }) => ({
        class: assetClass,
        value: shown.map((index) => amountText(value[index] ?? 0, currency)),
      })),
    };
  }

  /** Throws `portfolio_not_found`, and what `projectIndependence` throws. */
  async project(userId: string, id: string, query: ProjectionQuery): Promise<ProjectionDto> {
    const computed = await this.computed.compute(userId, id);
    const { currency } = computed.scope;
    const capital = computed.positions.reduce((sum, position) => sum + valueOf(position), 0);
    const { target, base, lower, higher } = projectIndependence({
      capital,
      monthlySavings: Number(query.monthlySavings),
      yearlyExpenses: Number(query.yearlyExpenses),
      withdrawalRate: Number(query.withdrawalRate) / 100,
      realReturn: Number(query.realReturn) / 100,
    });
    const course = ({ realReturn, months, path }: IndependenceCourse): ProjectedCourseDto => ({
      realReturn: percentText(realReturn) ?? '',
      months,
      capital: path.map((year) => amountText(year.capital, currency)),
    });
    return {
      ...headOf(computed),
      capital: moneyOf(capital, currency),
      target: moneyOf(target, currency),
      base: course(base),
      lower: course(lower),
      higher: course(higher),
    };
  }
}
