import { QuadrantError } from "../errors";

/** @throws QuadrantError "bad-argument" unless `value` is a whole number of at least `least` */
export function needWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new QuadrantError("bad-argument", `${name} = ${value}: a whole number of at least ${least} is needed`);
}
