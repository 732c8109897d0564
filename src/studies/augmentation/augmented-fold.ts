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
  /** A changed copy of each clip that is copied, by each. */
  readonly methods: readonly ChangeMethod[];
  /** As many mixed rows as clips are copied. */
  readonly mixUp: boolean;
  /** All by default. */
  readonly copied?: ReadonlySet<number>;
}

/**
 * Clips to learn from with their copies, and clips as they are to be tested on: copies of tested clips take no part.
 *
 * @param all methods, in the order of the copies
 * @param clips how many there are
 */
export function augmentedFold(
  { train, test }: { readonly train: readonly number[]; readonly test: readonly number[] },
  { methods, mixUp, copied }: Augmentation,
  all: readonly ChangeMethod[],
  clips: number,
): RowFold {
  const doubled = copied === undefined ? train : train.filter((clip) => copied.has(clip));
  const copies = methods.flatMap((method) => doubled.map((clip) => (1 + all.indexOf(method)) * clips + clip));
  return { train: [...train, ...copies], test, ...(mixUp && { mixedRows: doubled.length }) };
}
