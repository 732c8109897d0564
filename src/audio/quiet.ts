/** Runs something that writes to the console what it reports anyway. Only while it runs: nothing else is silenced. */
export function quietly<Result>(run: () => Result): Result {
  const { error } = console;
  console.error = () => {};
  try {
    return run();
  } finally {
    console.error = error;
  }
}
