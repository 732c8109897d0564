import { QuadrantError } from "../errors";
import { MT19937 } from "../random";
import { convolve } from "./convolve";

export interface ReverbOptions {
  /** Hz; 22,050 by default. */
  readonly sr?: number | undefined;
  /** After how many seconds the room has fallen by 60 dB; 0.5 by default. The response ends there. */
  readonly decaySeconds?: number | undefined;
  /** How much of the room is heard: 0 is the music alone, 1 the room alone; 0.3 by default. */
  readonly mix?: number | undefined;
  /** Of the room: the same seed is the same room. */
  readonly seed?: number | undefined;
}

/**
 * Music in a room: mixed with its convolution with Gaussian noise that dies away exponentially, Moorer's model of a
 * diffuse room ("About This Reverberation Business", 1979). The response has energy 1, so that the room is about as loud
 * as the music. What sounds on after the end is cut off.
 *
 * @param y mono samples
 * @returns as many samples as `y`
 * @throws QuadrantError "bad-argument" for a decay that is not above 0 or longer than a minute, or a mix outside 0 to 1
 */
export function reverb(y: Float32Array, options: ReverbOptions = {}): Float32Array {
  const { mix = 0.3 } = options;
  if (!(mix >= 0 && mix <= 1)) throw new QuadrantError("bad-argument", `mix = ${mix}, but it must lie in 0 to 1`);
  const room = convolve(y, roomResponse(options));
  return y.map((value, n) => (1 - mix) * value + mix * room[n]!);
}

const LONGEST_DECAY = 60;

function roomResponse({ sr = 22_050, decaySeconds = 0.5, seed = 0 }: ReverbOptions): Float64Array {
  if (!(decaySeconds > 0 && decaySeconds <= LONGEST_DECAY)) {
    throw new QuadrantError(
      "bad-argument",
      `decaySeconds = ${decaySeconds}, but it must be above 0 and at most ${LONGEST_DECAY}`,
    );
  }
  const random = new MT19937(seed);
  const length = Math.max(1, Math.round(decaySeconds * sr));
  const response = Float64Array.from({ length }, (_, n) => random.normal() * 10 ** ((-3 * n) / length));
  const norm = Math.sqrt(response.reduce((sum, value) => sum + value * value, 0));
  return response.map((value) => value / norm);
}
