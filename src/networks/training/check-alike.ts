import { QuadrantError } from "../../errors";

/** @throws QuadrantError "bad-argument" where arrays are not as many and as long as those that an optimiser knows */
export function checkAlike(what: string, arrays: readonly Float32Array[], like: readonly Float32Array[]): void {
  if (arrays.length === like.length && arrays.every(({ length }, i) => length === like[i]!.length)) return;
  const [given, wanted] = [arrays, like].map((list) => list.map(({ length }) => length).join(", "));
  throw new QuadrantError("bad-argument", `${what} of lengths ${given} where the optimiser knows ${wanted}`, {
    remedy: "Use a new optimiser for another model.",
  });
}
