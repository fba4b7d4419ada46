import { followPosition, snapshotOf } from '../../libs/portfolio/dist/index.js';
import { firstDisagreement } from './agreement.mjs';
import { generatePortfolio, positionInputs } from './generate.mjs';
import { naiveSnapshot } from './naive.mjs';

/** One measurement in a process of its own, so that neither its memory nor what the compiler learnt is another's. */
const measures = { snapshot, addOne, memory, naive };

const { measure, rounds, ...size } = JSON.parse(process.argv[2]);
const portfolio = generatePortfolio(size);
process.stdout.write(JSON.stringify(measures[measure]()));

/** From a list of activities to positions, ranges and a row for each day: nothing is kept from the time before. */
function calculate() {
  const courses = positionInputs(portfolio).map(followPosition);
  return told(courses);
}

function told(courses) {
  const { base: currency, first, today } = portfolio;
  const snapshot = snapshotOf(courses, { currency, first, today, history: 'days' });
  if (snapshot.history.length !== today - first + 1) throw new Error('The snapshot has not every day.');
  return snapshot;
}

function snapshot() {
  return { ms: timesOf(calculate) };
}

/** A purchase more in one position, every time in another: it is followed anew, and all is told again. */
function addOne() {
  const inputs = positionInputs(portfolio);
  const courses = inputs.map(followPosition);
  let turn = 0;
  const ms = timesOf(() => {
    const index = turn++ % inputs.length;
    const input = inputs[index];
    const between = input.activities.length >> 1;
    const { day } = input.activities[between];
    const bought = { id: 'new', day, atMs: 0, type: 'buy', quantity: 1, price: 100, amount: 0, fee: 1 };
    inputs[index] = { ...input, activities: input.activities.toSpliced(between, 0, bought) };
    courses[index] = followPosition(inputs[index]);
    return told(courses);
  });
  return { ms };
}

/** The most that the process ever had, everything in it: a calculation, and a second one while the first is held. */
function memory() {
  const held = [calculate(), calculate()];
  return { mb: process.resourceUsage().maxRSS / 1024, held: held.length };
}

/** How long the rules take as they would first be written down, and whether the library says the same. */
function naive() {
  const begin = performance.now();
  const wanted = naiveSnapshot(portfolio);
  const ms = [performance.now() - begin];
  const largest = Math.max(...wanted.history.map(({ flat }) => flat.value));
  return { ms, disagreement: firstDisagreement(calculate(), wanted, largest) };
}

/** Milliseconds of each round, after as many that do not count until the compiler has learnt its way. */
function timesOf(work) {
  const times = [];
  for (let round = -rounds; round < rounds; round++) {
    const begin = performance.now();
    work();
    if (round >= 0) times.push(performance.now() - begin);
  }
  return times;
}
