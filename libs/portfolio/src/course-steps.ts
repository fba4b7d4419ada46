/**
 * The days on which something happened to a position, as rows of numbers in one array: row `s` starts at
 * `s * stepSize`, and each constant below is where a field stands in it. What is said of a state holds at the end of the
 * day and until the next step. Which days they are stands in an array of their own. One flat array, because a portfolio of many positions has hundreds of thousands of steps.
 */
export const stepSize = 16;

/** Units held, below zero when short; of a liability what is owed, below zero. */
export const stepQuantity = 0;
/** At average cost, in the asset's currency, below zero for a short. */
export const stepInvested = 1;
/** The same with each flow at its own day's rate, in the portfolio's currency. */
export const stepInvestedInBase = 2;
/** What was realised so far less the fees so far, asset's currency. */
export const stepEarned = 3;
export const stepEarnedInBase = 4;
/** Days held so far, and over them the sums of what was invested, see `Book`. */
export const stepWeighedDays = 5;
export const stepWeighed = 6;
export const stepWeighedInBase = 7;
/** From here on what the day itself did. By how much what is held grew by trades at their prices, asset's currency. */
export const stepFlow = 8;
/** Exposure that was opened, and closed, in the portfolio's currency. */
export const stepInflow = 9;
export const stepOutflow = 10;
/** Of it what came into, and left, the whole portfolio. */
export const stepBorderIn = 11;
export const stepBorderOut = 12;
/** Dividends and interest in the portfolio's currency. */
export const stepDividend = 13;
export const stepFee = 14;
/** What was invested changed by so much, in the portfolio's currency. */
export const stepInvestedChange = 15;
