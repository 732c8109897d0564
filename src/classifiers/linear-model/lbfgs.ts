/** A function to minimise: returns its value at x and writes its gradient there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

interface LbfgsOptions {
  /** Stops when no component of the gradient is larger. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Stops when a step lowers the value by no more than this part of it; 0: never for that reason. */
  readonly valueTolerance?: number;
}

/** Pairs of steps that stand for the curvature; scipy's default. */
const MEMORY = 10;
/** Sufficient decrease and curvature of the strong Wolfe conditions (Nocedal and Wright 2006, p. 62). */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_TRIALS = 40;

/**
 * Minimises a smooth function by limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5), changing `x` in
 * place. The line search brackets and bisects until the Wolfe conditions hold.
 *
 * @returns how many iterations it took and whether the gradient got below the tolerance
 */
export function minimiseLbfgs(
  objective: Objective,
  x: Float64Array,
  { tolerance = 1e-4, maxIterations = 100, valueTolerance = 0 }: LbfgsOptions = {},
): { iterations: number; converged: boolean; value: number } {
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= tolerance) return { iterations: iteration, converged: true, value };
    const direction = descentDirection(gradient, steps);
    const first = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const found = lineSearch(objective, x, value, gradient, direction, first);
    if (found === undefined) return { iterations: iteration, converged: false, value };
    const s = direction.map((component) => component * found.step);
    const y = found.gradient.map((component, i) => component - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-14) {
      steps.push({ s, y, rho: 1 / curvature });
      if (steps.length > MEMORY) steps.shift();
    }
    for (let i = 0; i < x.length; i++) x[i]! += s[i]!;
    const gain = value - found.value;
    value = found.value;
    gradient = found.gradient;
    if (gain < valueTolerance * Math.max(Math.abs(value), 1))
      return { iterations: iteration + 1, converged: true, value };
  }
  return { iterations: maxIterations, converged: largest(gradient) <= tolerance, value };
}

/** The two-loop recursion. */
function descentDirection(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((component) => -component);
  const alphas = new Float64Array(steps.length);
  for (let k = steps.length - 1; k >= 0; k--) {
    const { s, y, rho } = steps[k]!;
    alphas[k] = rho * dot(s, direction);
    addScaled(direction, -alphas[k]!, y);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  steps.forEach(({ s, y, rho }, k) => {
    addScaled(direction, alphas[k]! - rho * dot(y, direction), s);
  });
  return direction;
}

function lineSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
): { step: number; value: number; gradient: Float64Array } | undefined {
  const slope = dot(gradient, direction);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let step = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = x.map((component, i) => component + step * direction[i]!);
    const pointGradient = new Float64Array(x.length);
    const pointValue = objective(point, pointGradient);
    if (!(pointValue <= value + DECREASE * step * slope)) high = step;
    else if (dot(pointGradient, direction) < CURVATURE * slope) low = step;
    else return { step, value: pointValue, gradient: pointGradient };
    step = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}
