import type { Spectrum } from "./spectrum";

const kept = new WeakMap<Spectrum, Map<string, unknown>>();

/**
 * What several features compute of one spectrum: made for the first of them, and kept as long as the spectrum, whose
 * magnitudes must not change.
 *
 * @param name of the work, its parameters included
 */
export function sharedWork<Result>(spectrum: Spectrum, name: string, make: () => Result): Result {
  const works = kept.get(spectrum) ?? new Map<string, unknown>();
  kept.set(spectrum, works);
  if (!works.has(name)) works.set(name, make());
  return works.get(name) as Result;
}
