import { QuadrantError } from "../../errors";

/** How much is held out. Below 1 a share (rounded up for testing, down for training), from 1 on a number. */
export interface HoldOutSizes {
  readonly testSize?: number | undefined;
  /** What the test rows leave, unless told otherwise. */
  readonly trainSize?: number | undefined;
}

/**
 * How many of `items` (clips, or groups) to train and to test on, as scikit-learn counts them.
 *
 * @param fallback the share to test on where neither size is given
 * @throws QuadrantError "bad-argument" when one of the two would be empty, or together they are more than there are
 */
export function holdOutSizes(
  items: number,
  { testSize, trainSize }: HoldOutSizes,
  fallback: number,
): { readonly train: number; readonly test: number } {
  if (!Number.isInteger(items)) {
    throw new QuadrantError("bad-argument", `${items} is no number of items`, { remedy: "Give how many there are." });
  }
  const asked = testSize === undefined && trainSize === undefined ? fallback : testSize;
  const wantedTest = asked === undefined ? undefined : amount("testSize", asked, items, Math.ceil);
  const wantedTrain = trainSize === undefined ? undefined : amount("trainSize", trainSize, items, Math.floor);
  const test = wantedTest ?? items - wantedTrain!;
  const train = wantedTrain ?? items - test;
  const shares = isShare(testSize) && isShare(trainSize) ? testSize + trainSize : 0;
  if (train + test > items || shares > 1) {
    throw new QuadrantError(
      "bad-argument",
      shares > 1
        ? `testSize = ${testSize} and trainSize = ${trainSize} are more than the whole`
        : `${train} to train and ${test} to test on are more than the ${items}`,
      { remedy: "Reduce testSize or trainSize." },
    );
  }
  if (train === 0 || test === 0) {
    throw new QuadrantError("bad-argument", `${items} would be split into ${train} to train and ${test} to test on`, {
      remedy: "Change testSize or trainSize, or add clips.",
    });
  }
  return { train, test };
}

function amount(name: string, size: number, items: number, round: (share: number) => number): number {
  if (isShare(size)) return round(size * items);
  if (Number.isInteger(size) && size >= 1 && size < items) return size;
  throw new QuadrantError("bad-argument", `${name} = ${size}: a share between 0 and 1, or a number below ${items}`, {
    remedy: "Say 0.2 for a fifth, 20 for twenty.",
  });
}

function isShare(size: number | undefined): size is number {
  return size !== undefined && size > 0 && size < 1;
}
