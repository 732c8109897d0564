import { QuadrantError } from "../errors";
import { overlapSave } from "../kernels/overlap-save";
import { kaiserSincTaps } from "./kaiser-sinc";
import { polyphaseFilter } from "./polyphase";
import { planResampling, type Stage } from "./resampling-plan";

/** About so many samples, of the higher rate, go through all stages before the next ones: memory between them stays small. */
const SPAN = 2 ** 20;

/**
 * Resamples as librosa.resample 0.11.0 does with res_type "soxr_hq", its default.
 *
 * The filters follow those of soxr 0.1.3 at its HQ setting, which `planResampling` describes; they have no delay.
 *
 * @param y samples
 * @param origSr their sample rate in Hz, above 0
 * @param targetSr the wanted one
 * @returns ceil(length x (targetSr / origSr)) samples; `y` itself where the rates are equal
 * @throws QuadrantError "bad-argument" for a rate that is not above 0
 *
 * @example
 * const y22 = resample(y44, 44_100, 22_050);
 */
export function resample(y: Float32Array, origSr: number, targetSr: number): Float32Array {
  checkRate("origSr", origSr);
  checkRate("targetSr", targetSr);
  if (origSr === targetSr) return y;
  // librosa's formula, rounding errors and all: 88,200 samples from 44,100 to 6000 Hz become 12,001.
  const length = Math.ceil(y.length * (targetSr / origSr));
  // soxr gives the nearest whole number of samples, by this very formula; librosa adds a zero where that is one too few.
  const given = Math.floor(y.length / (origSr / targetSr) + 0.5);
  const out = new Float32Array(length);
  const stages = planResampling(origSr, targetSr);
  const run = chained(stages);
  const { unit, results, reach } = extentOf(stages);
  const span = unit * Math.ceil(SPAN / Math.max(unit, results));
  const margin = unit * Math.ceil(reach / unit);
  for (let start = 0; start < y.length; start += span) {
    const from = Math.max(0, start - margin);
    const isLast = start + span >= y.length;
    const part = run(y.subarray(from, start + span + margin));
    const [at, skip] = [(start / unit) * results, ((start - from) / unit) * results];
    const count = isLast ? Math.min(given, length) - at : (span / unit) * results;
    out.set(part.subarray(skip, skip + count), at);
  }
  return out;
}

/**
 * How the stages hang together: `unit` samples become `results`, whole numbers between all stages, and a result depends on
 * samples up to `reach` away.
 */
function extentOf(stages: readonly Stage[]): { unit: number; results: number; reach: number } {
  let [unit, results, reach] = [1, 1, 0];
  for (const stage of stages) {
    const { up, down } = ratioOf(stage);
    const half = stage.kind === "fft" ? stage.filter.half / Math.max(1, stage.change) : stage.filter.half;
    reach += ((Math.ceil(half) + 1) * unit) / results;
    unit *= down;
    results *= up;
  }
  return { unit, results, reach };
}

function ratioOf(stage: Stage): { up: number; down: number } {
  if (stage.kind === "polyphase") return stage;
  return { up: Math.max(1, stage.change), down: Math.max(1, 1 / stage.change) };
}

/** All stages, one after the other, with filters that are computed once. */
function chained(stages: readonly Stage[]): (y: Float32Array) => Float32Array {
  const filters = stages.map(filterOf);
  return (y) => {
    let samples = y;
    let rate = 1;
    for (const [i, stage] of stages.entries()) {
      const { up, down } = ratioOf(stage);
      rate *= up / down;
      // What rings on after the last sample matters to the stages that follow.
      samples = filters[i]!(samples, Math.ceil(y.length * rate) + stage.tail);
    }
    return samples;
  };
}

function filterOf(stage: Stage): (y: Float32Array, length: number) => Float32Array {
  if (stage.kind === "polyphase") return polyphaseFilter(stage, stage.filter);
  const { filter, change } = stage;
  // Where zeros are set between the samples, the filter makes up for them.
  const taps = kaiserSincTaps(filter, change === 2 ? 2 : 1);
  return (y, length) => overlapSave().filter(y, taps, change, length);
}

function checkRate(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new QuadrantError("bad-argument", `${name} = ${value}: a sample rate is a number of Hz above 0`, {
    remedy: `Give ${name} in Hz.`,
  });
}
