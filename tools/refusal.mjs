/** A sentence for the person in front of the terminal: printed as it is, without a stack. */
export class Refusal extends Error {}

/** Prints why the program cannot go on and chooses its exit code; anything that is not a Refusal is a bug and shows its stack. */
export function explain(error) {
  console.error(error instanceof Refusal ? `\n${error.message}` : error);
  process.exitCode = 1;
}
