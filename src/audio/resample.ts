import { QuadrantError } from "../errors";
import { overlapSave } from "../kernels/overlap-save";
import { kaiserSincTaps } from "./kaiser-sinc";
import { polyphase } from "./polyphase";
import { planResampling, type Stage } from "./resampling-plan";

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
  let samples = y;
  let rate = 1;
  for (const stage of planResampling(origSr, targetSr)) {
    rate *= stage.kind === "fft" ? stage.change : stage.up / stage.down;
    // What rings on after the last sample matters to the stages that follow.
    const wanted = Math.ceil(y.length * rate) + stage.tail;
    samples = runStage(samples, stage, wanted);
  }
  const out = new Float32Array(length);
  out.set(samples.subarray(0, Math.min(given, length)));
  return out;
}

function runStage(y: Float32Array, stage: Stage, length: number): Float32Array {
  if (stage.kind === "polyphase") return polyphase(y, stage, stage.filter, length);
  const { filter, change } = stage;
  // Where zeros are set between the samples, the filter makes up for them.
  const gain = change === 2 ? 2 : 1;
  return overlapSave().filter(y, kaiserSincTaps(filter, gain), change, length);
}

function checkRate(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new QuadrantError("bad-argument", `${name} = ${value}: a sample rate is a number of Hz above 0`, {
    remedy: `Give ${name} in Hz.`,
  });
}
