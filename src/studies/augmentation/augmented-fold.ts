import type { ChangeMethod } from "./change-clip";

/** Rows to learn from and to be tested on, among those of ClipsAndCopies. */
export interface RowFold {
  readonly train: readonly number[];
  /** How many rows mix-up adds to what is learnt from; none by default. */
  readonly mixedRows?: number;
  readonly test: readonly number[];
}

/** What is added to the clips that are learnt from. */
export interface Augmentation {
  /** A changed copy of each clip by each. */
  readonly methods: readonly ChangeMethod[];
  /** As many mixed rows as there are clips. */
  readonly mixUp: boolean;
}

/**
 * Clips to learn from with their copies, and clips as they are to be tested on: copies of tested clips take no part.
 *
 * @param all methods, in the order of the copies
 * @param clips how many there are
 */
export function augmentedFold(
  { train, test }: { readonly train: readonly number[]; readonly test: readonly number[] },
  { methods, mixUp }: Augmentation,
  all: readonly ChangeMethod[],
  clips: number,
): RowFold {
  const copies = methods.flatMap((method) => train.map((clip) => (1 + all.indexOf(method)) * clips + clip));
  return { train: [...train, ...copies], test, ...(mixUp && { mixedRows: train.length }) };
}
