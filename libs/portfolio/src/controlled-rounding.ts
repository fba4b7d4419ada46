/** Whole minor units of a table, of its rows and columns, and of all of it. */
export type RoundedTable = {
  readonly cells: readonly (readonly bigint[])[];
  readonly rows: readonly bigint[];
  readonly columns: readonly bigint[];
  readonly total: bigint;
};

/** Fractions are kept in whole millionths of a unit, so that sums of them are exact. */
const whole = 1_000_000;

/** An edge of the network: what flows through it beyond whole units, in millionths, and whole units. */
type Edge = { readonly from: number; readonly to: number; rest: number; units: number };

const edgeOf = (from: number, to: number, rest: number): Edge => {
  const units = Math.floor(rest / whole);
  return { from, to, rest: rest - units * whole, units };
};

/** Finds ways through edges that are not whole. Edges only become whole, so what was passed is never looked at again. */
class Network {
  private readonly edgesAt: Edge[][];
  private readonly passed: number[];

  constructor(
    readonly edges: readonly Edge[],
    nodes: number,
  ) {
    this.edgesAt = Array.from({ length: nodes }, () => []);
    for (const edge of edges) {
      this.edgesAt[edge.from]?.push(edge);
      this.edgesAt[edge.to]?.push(edge);
    }
    this.passed = Array.from({ length: nodes }, () => 0);
  }

  /** An edge at the node that is not whole, besides the one that led there. */
  private leave(node: number, besides: Edge): Edge | undefined {
    const edges = this.edgesAt[node] ?? [];
    let index = this.passed[node] ?? 0;
    while (edges[index]?.rest === 0) index++;
    this.passed[node] = index;
    for (; index < edges.length; index++) {
      const edge = edges[index];
      if (edge && edge.rest !== 0 && edge !== besides) return edge;
    }
    return undefined;
  }

  /** A circle of edges that are not whole, walked from `start`; each with whether it is walked along its direction. */
  private circle(start: Edge): { edge: Edge; isAlong: boolean }[] {
    const way: { edge: Edge; isAlong: boolean }[] = [{ edge: start, isAlong: true }];
    const reached = new Map([[start.from, 0]]);
    let node = start.to;
    for (;;) {
      const before = reached.get(node);
      if (before !== undefined) return way.slice(before);
      reached.set(node, way.length);
      const next = this.leave(node, way[way.length - 1]?.edge ?? start);
      // What flows in flows out: where one edge is not whole, another is not either.
      if (!next) throw new Error('A node of the network has a single edge that is not whole');
      way.push({ edge: next, isAlong: next.from === node });
      node = next.from === node ? next.to : next.from;
    }
  }

  /** Moves what is not whole around a circle until one edge of it is whole. */
  settleOne(start: Edge, isStartUp: boolean | null): void {
    const circle = this.circle(start);
    const room = (isUp: boolean): number =>
      Math.min(...circle.map(({ edge, isAlong }) => (isAlong === isUp ? whole - edge.rest : edge.rest)));
    const isStartIn = circle[0]?.edge === start;
    // Otherwise the shorter move is taken, which leaves each part nearer to what it was.
    const isUp = isStartIn && isStartUp !== null ? isStartUp : room(true) <= room(false);
    const moved = room(isUp);
    for (const { edge, isAlong } of circle) {
      edge.rest += isAlong === isUp ? moved : -moved;
      if (edge.rest === whole) [edge.rest, edge.units] = [0, edge.units + 1];
    }
  }
}

/**
 * Rounds a table so that its rows and columns still add up: every cell, row and column is rounded up or down to a whole
 * unit next to it, and the total to the nearest. Parts that were whole stay. (L. Cox, "A Constructive Procedure for
 * Unbiased Controlled Rounding", Journal of the American Statistical Association 82, 1987: fractions are moved around
 * circles of cells, rows and columns until none is left; without his random choice.) All rows have the same length.
 */
export function controlledRounding(table: readonly (readonly number[])[]): RoundedTable {
  const width = table[0]?.length ?? 0;
  const height = table.length;
  const [source, sink] = [height + width, height + width + 1];
  const rests = table.map((row) => row.map((cell) => Math.round((cell - Math.floor(cell)) * whole)));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const cells = rests.map((row, index) => row.map((rest, column) => edgeOf(index, height + column, rest)));
  const rows = rests.map((row, index) => edgeOf(source, index, sum(row)));
  const columns = Array.from({ length: width }, (_, column) =>
    edgeOf(height + column, sink, sum(rests.map((row) => row[column] ?? 0))),
  );
  const total = edgeOf(sink, source, sum(rests.map(sum)));
  const network = new Network([total, ...rows, ...columns, ...cells.flat()], height + width + 2);
  const isTotalUp = total.rest * 2 >= whole;
  while (total.rest !== 0) network.settleOne(total, isTotalUp);
  for (const edge of network.edges) while (edge.rest !== 0) network.settleOne(edge, null);

  const floors = table.map((row) => row.map((cell) => BigInt(Math.floor(cell))));
  const exact = floors.map((row, index) =>
    row.map((floor, at) => floor + BigInt(cells[index]?.[at]?.units ?? 0)),
  );
  const add = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
  return {
    cells: exact,
    rows: exact.map(add),
    columns: columns.map((_, column) => add(exact.map((row) => row[column] ?? 0n))),
    total: add(exact.map(add)),
  };
}

/** Rounds parts to whole units that add up to the rounded sum: the largest remainders are rounded up (Hare-Niemeyer). */
export function roundParts(parts: readonly number[]): bigint[] {
  const rests = parts.map((part) => Math.round((part - Math.floor(part)) * whole));
  const missing = Math.round(rests.reduce((sum, rest) => sum + rest, 0) / whole);
  const byRest = rests.map((_, index) => index).sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0) || a - b);
  const isUp = new Set(byRest.slice(0, missing));
  return parts.map((part, index) => BigInt(Math.floor(part)) + (isUp.has(index) ? 1n : 0n));
}
