import { Injectable } from '@nestjs/common';
import {
  type AssetClass,
  type DaySeries,
  type IndexRange,
  isRangeKey,
  portfolioSeries,
  type PositionCourse,
  rangeIndexes,
  type RangeKey,
  sumSeries,
} from '@tradeyard/portfolio';
import type { Computed, ComputedPosition } from './computed.service.js';
import type { RangeQuery } from './ranges.dto.js';

/** By what the figures of a portfolio can be told apart. */
export const partKinds = ['position', 'class', 'currency'] as const;
export type PartKind = (typeof partKinds)[number];

/** Some positions of a scope together. */
export type Part = {
  readonly key: string;
  readonly name: string;
  readonly positions: readonly ComputedPosition[];
};

/** A range as it was asked for, and which days it is. */
export type AskedRange = IndexRange & { readonly key: RangeKey | null };

/** Days of portfolios as numbers. Nothing of a computed scope ever changes, so each series is made once. */
@Injectable()
export class SeriesService {
  private readonly wholes = new WeakMap<Computed, DaySeries | null>();

  /** Of the whole scope, each portfolio with its own border; null where nothing ever happened. */
  whole(computed: Computed): DaySeries | null {
    const known = this.wholes.get(computed);
    if (known !== undefined) return known;
    const series = sumSeries(
      computed.portfolios.flatMap(({ ref, keepsCash }) => {
        const courses = coursesOf(computed.positions.filter(({ portfolioId }) => portfolioId === ref.id));
        return portfolioSeries(courses, { keepsCash }) ?? [];
      }),
    );
    this.wholes.set(computed, series);
    return series;
  }

  /** Of some positions by themselves: what was bought of them came in, what was sold went out. */
  part({ positions: [first, ...others] }: Part): DaySeries | null {
    if (!first) return null;
    if (others.length === 0) return first.course.series;
    return sumSeries([first, ...others].map(({ course }) => course.series));
  }

  list({ positions }: Computed, by: PartKind): Part[] {
    const groups = Map.groupBy(positions, (position) => keyOf[by](position));
    return [...groups]
      .map(([key, own]) => ({ key, name: by === 'position' ? (own[0]?.title ?? key) : key, positions: own }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Throws `date_out_of_range`. */
  range({ range, from, to }: RangeQuery, { first, today }: Computed): AskedRange {
    const days = { first, last: today };
    if (from !== undefined && to !== undefined) return { ...rangeIndexes({ from, to }, days), key: null };
    const key = range !== undefined && isRangeKey(range) ? range : 'max';
    return { ...rangeIndexes(key, days), key };
  }
}

export const coursesOf = (positions: readonly ComputedPosition[]): PositionCourse[] =>
  positions.map(({ course }) => course);

/** Positions of one symbol in several portfolios are told together. */
const keyOf: Record<PartKind, (position: ComputedPosition) => string> = {
  position: ({ symbol }) => symbol,
  class: ({ assetClass }): AssetClass => assetClass,
  currency: ({ currency }) => currency,
};
