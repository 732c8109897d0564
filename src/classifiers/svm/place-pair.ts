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
  const [boundI, boundJ] = [bounds[i]!, bounds[j]!];
  const sum = alpha[i]! + alpha[j]!;
  alpha[i] = wantedI;
  alpha[j] = wantedJ;
  if (sum > boundI) {
    if (alpha[i]! > boundI) {
      alpha[i] = boundI;
      alpha[j] = sum - boundI;
    }
  } else if (alpha[j]! < 0) {
    alpha[j] = 0;
    alpha[i] = sum;
  }
  if (sum > boundJ) {
    if (alpha[j]! > boundJ) {
      alpha[j] = boundJ;
      alpha[i] = sum - boundJ;
    }
  } else if (alpha[i]! < 0) {
    alpha[i] = 0;
    alpha[j] = sum;
  }
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
