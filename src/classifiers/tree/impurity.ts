export type Criterion = "gini" | "entropy";

/** How mixed the classes of a node are, from the weight of each class and their sum: 0 where there is only one. */
export function impurity(criterion: Criterion, counts: Float64Array, weight: number): number {
  if (criterion === "gini") {
    let squares = 0;
    for (let label = 0; label < counts.length; label++) squares += counts[label]! * counts[label]!;
    return 1 - squares / (weight * weight);
  }
  let entropy = 0;
  for (let label = 0; label < counts.length; label++) {
    if (counts[label]! <= 0) continue;
    const share = counts[label]! / weight;
    entropy -= share * (Math.log(share) / Math.LN2);
  }
  return entropy;
}
