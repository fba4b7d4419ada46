import type { Happening } from './happening.js';
import { reservations, sharesOf, type Reservation, type Side, type Trader } from './trader.js';

type Counts = Record<string, number>;

/** What happened to one user, counted; cash in cents. */
export type Tally = {
  readonly ok: Counts;
  readonly failed: Counts;
  readonly fired: Record<Side, number>;
  readonly accountTransactions: { add: bigint; remove: bigint; count: number };
};

/** What somebody wrote for a command may be `constructor`, which a plain object has. */
const noCounts = (): Counts => Object.create(null) as Counts;

export const emptyTally = (): Tally => ({
  ok: noCounts(),
  failed: noCounts(),
  fired: { buy: 0, sell: 0 },
  accountTransactions: { add: 0n, remove: 0n, count: 0 },
});

/** Counts one more. */
export function count(tally: Tally, { kind, command, name, refusal, moved = [] }: Happening): void {
  const { fired, accountTransactions } = tally;
  if (kind === 'command') {
    const counts = refusal ? tally.failed : tally.ok;
    const written = command ?? name ?? '';
    counts[written] = (counts[written] ?? 0) + 1;
  }
  if (kind === 'fired') fired[command === 'SET_BUY_TRIGGER' ? 'buy' : 'sell'] += 1;
  for (const funds of moved) {
    const cents = BigInt(funds.replace('.', ''));
    accountTransactions.count += 1;
    if (cents > 0n) accountTransactions.add += cents;
    else accountTransactions.remove -= cents;
  }
}

/** A JSON number, which the published results have for cents too. Throws where it would lose digits, 90 trillion dollars on. */
function whole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is no number of the published form`);
  return number;
}

/** How one user stands in the end, in the form of the published results: cents and shares as whole numbers. */
export function userState(trader: Trader, tally: Tally) {
  const { accountTransactions, fired, ok, failed } = tally;
  return {
    account_transactions: {
      add: whole(accountTransactions.add),
      count: accountTransactions.count,
      remove: whole(accountTransactions.remove),
    },
    balance: whole(trader.balance),
    failed: sorted(failed),
    fired,
    holdings: wholeNumbers(trader.holdings),
    ok: sorted(ok),
    pending_buys: trader.pending.buy?.size ?? 0,
    pending_sells: trader.pending.sell?.size ?? 0,
    reserved: whole(trader.reserved),
    reserved_shares: reservedShares(trader),
    set_buys: standingState(trader.standing.buy),
    set_sells: standingState(trader.standing.sell),
  };
}

export type UserState = ReturnType<typeof userState>;

/** The sums over all users, who are named by what they are called; `known` are those with a successful ADD. */
export function totalState(users: Readonly<Record<string, UserState>>, known: ReadonlySet<string>) {
  const all = Object.values(users);
  const add = (of: (user: UserState) => number): number =>
    whole(all.reduce((sum, user) => sum + BigInt(of(user)), 0n));
  const merged = (of: (user: UserState) => Counts): Counts => {
    const counts = noCounts();
    for (const user of all)
      for (const [name, each] of Object.entries(of(user))) counts[name] = (counts[name] ?? 0) + each;
    return sorted(counts);
  };
  const okByCommand = merged(({ ok }) => ok);
  const failedByCommand = merged(({ failed }) => failed);
  const ok = total(okByCommand);
  const failed = total(failedByCommand);
  return {
    account_transactions: add((user) => user.account_transactions.count),
    balance: add(({ balance }) => balance),
    commands: ok + failed,
    failed,
    failed_by_command: failedByCommand,
    fired_buy: add(({ fired }) => fired.buy),
    fired_sell: add(({ fired }) => fired.sell),
    ok,
    ok_by_command: okByCommand,
    reserved: add(({ reserved }) => reserved),
    reserved_shares: add(({ reserved_shares: shares }) => total(shares)),
    shares: add(({ holdings }) => total(holdings)),
    users: known.size,
  };
}

/** What two systems have to agree on, as the text over whose SHA-256 they are compared (section 8 of the specification). */
export function comparedState(
  users: Readonly<Record<string, UserState>>,
  known: ReadonlySet<string>,
): string {
  const compared = Object.entries(users)
    .filter(([user]) => known.has(user))
    .map(
      ([user, { balance, holdings, reserved, reserved_shares }]) =>
        [user, { balance, holdings, reserved, reserved_shares }] as const,
    )
    .sort(([a], [b]) => byCodePoint(a, b));
  // Names of users may look like numbers, which an object would put first.
  return asciiJson(
    `{${compared.map(([user, state]) => `${JSON.stringify(user)}:${JSON.stringify(state)}`).join(',')}}`,
  );
}

/** As Python writes it, by which the published digests were made. */
const asciiJson = (json: string): string =>
  json.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const sorted = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => byCodePoint(a, b)));

const total = (counts: Counts): number => Object.values(counts).reduce((all, each) => all + each, 0);

const wholeNumbers = (shares: ReadonlyMap<string, bigint>): Counts =>
  sorted(Object.fromEntries([...shares].map(([symbol, each]) => [symbol, whole(each)])));

function reservedShares(trader: Trader): Counts {
  const shares = new Map<string, bigint>();
  for (const reservation of reservations(trader)) {
    const reserved = sharesOf(reservation);
    if (reserved > 0n) shares.set(reservation.symbol, (shares.get(reservation.symbol) ?? 0n) + reserved);
  }
  return wholeNumbers(shares);
}

/** Of a sale, what is reserved counts as well. */
const standingState = (standing: ReadonlyMap<string, Reservation>) =>
  sorted(
    Object.fromEntries(
      [...standing].map(([symbol, { side, amount, trigger, shares }]) => [
        symbol,
        {
          amount: whole(amount),
          ...(side === 'sell' && { reserved: whole(shares) }),
          trigger: trigger === null ? null : whole(trigger),
        },
      ]),
    ),
  );
