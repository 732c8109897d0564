/**
 * Two alphas of equal signs: their sum stays what it is, each stays between 0 and its bound, and they come as near to
 * the wanted values as that allows. Written in LIBSVM's order, whose rounding decides between equally good pairs.
 */
export function placeOnSum(
  alpha: Float64Array,
  bounds: Float64Array,
  i: number,
  j: number,
  wantedI: number,
  wantedJ: number,
): void {
  const sum = alpha[i]! + alpha[j]!;
  alpha[i] = wantedI;
  alpha[j] = wantedJ;
  keepInBox(alpha, i, j, sum, bounds[i]!);
  keepInBox(alpha, j, i, sum, bounds[j]!);
}

/** The same for unequal signs: the difference of both alphas stays. */
export function placeOnDifference(
  alpha: Float64Array,
  bounds: Float64Array,
  i: number,
  j: number,
  wantedI: number,
  wantedJ: number,
): void {
  const [boundI, boundJ] = [bounds[i]!, bounds[j]!];
  const difference = alpha[i]! - alpha[j]!;
  alpha[i] = wantedI;
  alpha[j] = wantedJ;
  if (difference > 0) {
    if (alpha[j]! < 0) {
      alpha[j] = 0;
      alpha[i] = difference;
    }
  } else if (alpha[i]! < 0) {
    alpha[i] = 0;
    alpha[j] = -difference;
  }
  if (difference > boundI - boundJ) {
    if (alpha[i]! > boundI) {
      alpha[i] = boundI;
      alpha[j] = boundI - difference;
    }
  } else if (alpha[j]! > boundJ) {
    alpha[j] = boundJ;
    alpha[i] = boundJ + difference;
  }
}

/** Brings the first alpha down to its bound, or where the sum fits into that, the second up to 0. */
function keepInBox(alpha: Float64Array, first: number, second: number, sum: number, bound: number): void {
  if (sum > bound) {
    if (alpha[first]! > bound) {
      alpha[first] = bound;
      alpha[second] = sum - bound;
    }
  } else if (alpha[second]! < 0) {
    alpha[second] = 0;
    alpha[first] = sum;
  }
}
