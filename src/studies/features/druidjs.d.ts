/** The package names a file of types that it does not hold; this is what the project uses of it. */
declare module "@saehrimnir/druidjs" {
  export interface TsneParameters {
    readonly perplexity?: number;
    readonly epsilon?: number;
    readonly d?: number;
    readonly seed?: number;
  }

  /** t-distributed stochastic neighbour embedding. */
  export class TSNE {
    /** @param X a row an item */
    constructor(X: readonly (readonly number[])[], parameters?: TsneParameters);
    /** The place of each item, d numbers. */
    transform(iterations?: number): number[][];
  }
}
