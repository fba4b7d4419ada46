/**
 * The first figure in which a snapshot (with a history of all days) is not what `naiveSnapshot` says, in words; undefined
 * where there is none. `size` is the largest amount that went through the portfolio: it says how much rounding may do.
 */
export function firstDisagreement(snapshot, naive, size) {
  const room = Math.max(size, 1) * 1e-10;
  const differs = (a, b, allowed = room) => !(Math.abs(a - b) <= allowed + Math.abs(b) * 1e-9);
  for (const [index, row] of naive.history.entries()) {
    const told = snapshot.history[index];
    for (const view of ['flat', 'withCurrency']) {
      for (const figure of ['value', 'invested', 'net']) {
        const [got, wanted] = [told[figure][view], row[view][figure]];
        if (differs(got, wanted)) return `${told.day} ${figure} ${view}: ${got}, not ${wanted}`;
      }
      const [got, wanted] = [told.netPercent[view], row[view].percent];
      if (differs(got, wanted, 1e-9)) return `${told.day} percent ${view}: ${got}, not ${wanted}`;
    }
  }
  for (const { symbol, ranges } of naive.positions) {
    const position = snapshot.positions.find((each) => each.symbol === symbol);
    const found = position && rangeDisagreement(position.ranges, ranges, differs, room);
    if (found) return `${symbol} ${found}`;
  }
  return ['flat', 'withCurrency']
    .map((view) => {
      const told = Object.entries(snapshot.ranges).map(([key, { net, percent }]) => [
        key,
        { net: net[view], percent: percent[view] },
      ]);
      return rangeDisagreement(Object.fromEntries(told), naive.ranges[view], differs, room);
    })
    .find(Boolean);
}

function rangeDisagreement(told, wanted, differs, room) {
  for (const [key, { net, percent }] of Object.entries(wanted)) {
    const got = told[key];
    if (differs(got.net, net)) return `${key} net: ${got.net}, not ${net}`;
    // Where gains before the range ate nearly all that was at stake, rounding of that is much of the percentage.
    const larger = Math.max(Math.abs(got.percent), Math.abs(percent));
    const allowed = 1e-8 + (net === 0 ? 0 : (larger * larger * room) / Math.abs(net));
    if (differs(got.percent, percent, allowed)) return `${key} percent: ${got.percent}, not ${percent}`;
  }
  return undefined;
}
