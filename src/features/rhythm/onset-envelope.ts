import { QuadrantError } from "../../errors";
import { checkCount } from "../spectrum/spectrum";
import { type OnsetInput, onsetStrength } from "./onset-strength";

/** An envelope that is there already, so that several features of rhythm share it. */
export interface OnsetEnvelope {
  /** As `onsetStrength` gives it: one finite value a frame. */
  readonly onsetEnvelope: Float32Array;
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
}

/** What features of rhythm are computed from. */
export type RhythmInput = OnsetInput | OnsetEnvelope;

/** An envelope, and how its frames lie in time. */
interface TimedEnvelope {
  readonly envelope: Float32Array;
  readonly sr: number;
  readonly hopLength: number;
}

/** The one door to the envelope: what already is one passes through. @throws QuadrantError "bad-argument" */
export function envelopeOf(input: RhythmInput, parameters: { readonly hopLength?: number | undefined }): TimedEnvelope {
  const sr = checkRate(input.sr);
  if (!("onsetEnvelope" in input)) {
    const hopLength = "magnitude" in input ? input.hopLength : parameters.hopLength;
    return { envelope: onsetStrength(input, { hopLength }), sr, hopLength: hopLength ?? 512 };
  }
  const { onsetEnvelope } = input;
  if (onsetEnvelope.length === 0) throw new QuadrantError("bad-argument", "onsetEnvelope is empty");
  for (let t = 0; t < onsetEnvelope.length; t++) {
    if (Number.isFinite(onsetEnvelope[t])) continue;
    throw new QuadrantError("bad-argument", `onsetEnvelope[${t}] = ${onsetEnvelope[t]}, but it must be finite`);
  }
  return { envelope: onsetEnvelope, sr, hopLength: checkCount("hopLength", parameters.hopLength ?? 512) };
}

/** A sample rate, 22,050 Hz by default. @throws QuadrantError "bad-argument" */
export function checkRate(sr = 22_050): number {
  if (Number.isFinite(sr) && sr > 0) return sr;
  throw new QuadrantError("bad-argument", `sr = ${sr}, but it must be above 0`);
}

/**
 * The envelope with `margin` values before and after it that fall to 0 in a straight line; as numpy.pad with
 * mode "linear_ramp", float32 as there.
 */
export function rampedEnvelope(envelope: Float32Array, margin: number): Float32Array {
  const padded = new Float32Array(envelope.length + 2 * margin);
  padded.set(envelope, margin);
  const [first, last] = [envelope[0]!, envelope[envelope.length - 1]!];
  for (let i = 0; i < margin; i++) {
    padded[i] = (i * first) / margin;
    padded[padded.length - 1 - i] = (i * last) / margin;
  }
  return padded;
}
