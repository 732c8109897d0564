import { InvalidArgumentError } from "commander";

/** Reads a whole number of at least `least` from the command line. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`${text} is not a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Reads a number above zero from the command line. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError(`${text} is not a number above 0.`);
  return value;
}

/** Reads a power of two of at least `least` from the command line. */
export function powerOfTwo(least: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(least)(text);
    if ((value & (value - 1)) !== 0) throw new InvalidArgumentError(`${text} is not a power of two.`);
    return value;
  };
}
