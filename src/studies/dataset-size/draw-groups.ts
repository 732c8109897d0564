import type { Clip } from "../../corpora";
import { MT19937 } from "../../random";

/** Draws whole groups, as whole artists would be missing, until there are so many clips and every class is there. */
export function drawGroups(
  clips: readonly Clip[],
  available: readonly number[],
  wanted: number,
  seed: readonly number[],
): number[] {
  const classes = new Set(available.map((item) => clips[item]!.quadrant)).size;
  const members = new Map<string, number[]>();
  for (const item of available) {
    const { group } = clips[item]!;
    const own = members.get(group);
    if (own === undefined) members.set(group, [item]);
    else own.push(item);
  }
  const order = [...members.keys()].sort();
  new MT19937(seed).shuffle(order);
  const drawn: number[] = [];
  const seen = new Set<string>();
  for (const group of order) {
    if (drawn.length >= wanted && seen.size === classes) break;
    const own = members.get(group)!;
    drawn.push(...own);
    for (const item of own) seen.add(clips[item]!.quadrant);
  }
  return drawn.sort((a, b) => a - b);
}
