/** How an error may fall with the number n of training clips. */
export type LawName = "power law" | "exponential" | "logarithm";

/** error = rest + scale * shape(n; rate), fitted by least squares. */
export interface GrowthLaw {
  readonly name: LawName;
  /** The error that no number of clips removes, 0 or more; of the logarithm the error of one clip. */
  readonly rest: number;
  readonly scale: number;
  /** Exponent of the power law, decay a clip of the exponential; 1 for the logarithm, which has none. */
  readonly rate: number;
  /** Sum of the squared misses. */
  readonly misses: number;
  /** Akaike's criterion with its correction for few points; the smallest is the law that these points favour. */
  readonly aicc: number;
}

export interface SizeError {
  readonly clips: number;
  /** 1 - accuracy. */
  readonly error: number;
}

const SHAPES: Readonly<Record<LawName, (n: number, rate: number) => number>> = {
  "power law": (n, rate) => n ** -rate,
  exponential: (n, rate) => Math.exp(-rate * n),
  logarithm: (n) => -Math.log(n),
};
export const LAW_NAMES = Object.keys(SHAPES) as readonly LawName[];

/** Rates that are tried: evenly on a logarithmic scale, ever finer about the best. */
const RATES: Readonly<Record<LawName, readonly [number, number] | undefined>> = {
  "power law": [0.01, 4],
  exponential: [1e-5, 0.5],
  logarithm: undefined,
};
const TRIED = 24;
const REFINEMENTS = 4;

/** Fits a law to the points of a learning curve. Three points at least are needed, and errors that are not all equal. */
export function fitLaw(name: LawName, points: readonly SizeError[]): GrowthLaw {
  let range = RATES[name];
  if (range === undefined) return at(name, 1, points);
  let best = at(name, range[0], points);
  for (let round = 0; round <= REFINEMENTS; round++) {
    const [low, high]: readonly [number, number] = range;
    const step: number = (high / low) ** (1 / (TRIED - 1));
    for (let i = 0; i < TRIED; i++) {
      const law = at(name, low * step ** i, points);
      if (law.misses < best.misses) best = law;
    }
    range = [best.rate / step, best.rate * step];
  }
  return best;
}

/** The law that Akaike's criterion favours. */
export function favouredLaw(points: readonly SizeError[]): GrowthLaw {
  return LAW_NAMES.map((name) => fitLaw(name, points)).reduce((best, law) => (law.aicc < best.aicc ? law : best));
}

/** The error that a law expects of so many clips, 0 to 1. */
export function errorAfter({ name, rest, scale, rate }: GrowthLaw, clips: number): number {
  return Math.max(0, Math.min(1, rest + scale * SHAPES[name](clips, rate)));
}

/** With the rate given, a straight line; errors do not grow with clips, and no law promises less than none. */
function at(name: LawName, rate: number, points: readonly SizeError[]): GrowthLaw {
  const x = points.map(({ clips }) => SHAPES[name](clips, rate));
  const y = points.map(({ error }) => error);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [xMean, yMean] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - xMean) ** 2, 0);
  const joint = x.reduce((sum, value, i) => sum + (value - xMean) * (y[i]! - yMean), 0);
  let scale = spread > 0 ? Math.max(0, joint / spread) : 0;
  let rest = yMean - scale * xMean;
  if (rest < 0 && name !== "logarithm") {
    rest = 0;
    scale = Math.max(
      0,
      x.reduce((sum, value, i) => sum + value * y[i]!, 0) / x.reduce((sum, value) => sum + value ** 2, 0),
    );
  }
  const misses = x.reduce((sum, value, i) => sum + (y[i]! - rest - scale * value) ** 2, 0);
  const parameters = (RATES[name] === undefined ? 2 : 3) + 1;
  const n = points.length;
  const correction = n - parameters > 1 ? (2 * parameters * (parameters + 1)) / (n - parameters - 1) : 0;
  const aicc = n * Math.log(Math.max(misses, 1e-12) / n) + 2 * parameters + correction;
  return { name, rest, scale, rate, misses, aicc };
}
