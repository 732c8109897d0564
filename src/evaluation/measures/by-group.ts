import { QuadrantError } from "../../errors";
import { checkGroups, encode, type Groups } from "../splits/fold";

/** The score of the items of one group, genre, or corpus. */
export interface GroupScore {
  readonly group: string;
  /** How many items it rests on. */
  readonly items: number;
  readonly score: number;
}

/**
 * Scores the items of each group (composer, genre, corpus) by themselves, in the order of their names: a mean hides the
 * groups for which a model fails. Small groups score by luck; look at `items`.
 *
 * @param measure computes the score from the indices of a group's items
 * @example
 * scoreByGroup(genres, (items) => accuracyScore(items.map((i) => truth[i]!), items.map((i) => predicted[i]!)));
 */
export function scoreByGroup(groups: Groups, measure: (items: readonly number[]) => number): GroupScore[] {
  if (groups.length === 0) {
    throw new QuadrantError("bad-argument", "there are no items to score by group", {
      remedy: "Name the group of each item.",
    });
  }
  checkGroups(groups, groups.length);
  const { values, codes } = encode(groups);
  const members = values.map(() => [] as number[]);
  codes.forEach((code, item) => {
    members[code]!.push(item);
  });
  return members.map((items, code) => ({ group: String(values[code]), items: items.length, score: measure(items) }));
}
