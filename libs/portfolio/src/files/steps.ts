/** Work that stops after every few milliseconds, so that whoever runs it can let others have their turn in between. */
export type Steps<T> = Generator<undefined, T>;

/** So many rows take a few milliseconds. */
const rowsPerStep = 1_000;

export function* inSteps<T>(all: readonly T[], work: (each: T) => void): Steps<void> {
  for (const [index, each] of all.entries()) {
    if (index > 0 && index % rowsPerStep === 0) yield;
    work(each);
  }
}

/** Runs all of it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
