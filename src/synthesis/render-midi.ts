import { BasicMIDI, InterpolationTypes, SpessaSynthProcessor, SpessaSynthSequencer } from "spessasynth_core";
import { messageOf, QuadrantError } from "../errors";
import { exactBuffer, loadSoundFont } from "./soundfont";

/** Samples between two looks at the score: an onset is late by 5.8 ms at most at 22,050 Hz. */
const QUANTUM = 128;

/** No score is rendered beyond this, in seconds: a stray event days after the end would fill the memory. */
const LONGEST = 3600;

export interface RenderOptions {
  /** Hz. Only 22,050: the synthesiser keeps filter coefficients per thread that are wrong at a second rate. */
  readonly sampleRate?: 22_050 | undefined;
  /** Exact length in seconds. By default as long as the score, and `tailSeconds` for the last note to ring. */
  readonly seconds?: number | undefined;
  /** Where `seconds` is not given: a longer score is cut here. No limit by default. */
  readonly maxSeconds?: number | undefined;
  /** Used where `seconds` is not given; 1 by default. */
  readonly tailSeconds?: number | undefined;
  /** Length of the linear fade at the very end, so that a cut does not click; 0.05 by default. */
  readonly fadeSeconds?: number | undefined;
  /**
   * Fixed factor on the synthesiser's output, 2 by default: loudness is a cue, so no clip is normalised by itself. At 2
   * the loudest of 30 EMOPIA clips peaks at 0.64.
   */
  readonly gain?: number | undefined;
}

/** The same options with every default filled in: what a rendering depends on besides its score. */
export function renderSettings(options: RenderOptions) {
  return {
    sampleRate: options.sampleRate ?? 22_050,
    seconds: options.seconds ?? null,
    // Left out of a fingerprint where it is not set.
    maxSeconds: options.maxSeconds,
    tailSeconds: options.tailSeconds ?? 1,
    fadeSeconds: options.fadeSeconds ?? 0.05,
    gain: options.gain ?? 2,
  };
}

/**
 * Plays a MIDI file with spessasynth_core 4.3 and FluidR3Mono_GM.
 *
 * The same bytes in give the same samples out, in whatever order and on however many threads. Reverb and chorus are
 * off: they take three quarters of the time (37 instead of 104 times real time on one core) and blur every onset alike.
 *
 * @param midi a Standard MIDI File
 * @returns mono samples, mostly within -1 to 1, at `sampleRate`
 * @throws QuadrantError "bad-audio" when the bytes are not a MIDI file or last longer than an hour
 *
 * @example
 * const samples = await renderMidi(readFileSync("song.mid"), { seconds: 30 });
 */
export async function renderMidi(midi: Uint8Array, options: RenderOptions = {}): Promise<Float32Array> {
  const { sampleRate, seconds, maxSeconds, tailSeconds, fadeSeconds, gain } = renderSettings(options);
  const score = parseMidi(midi);
  const duration = seconds ?? Math.min(score.duration + tailSeconds, maxSeconds ?? Number.POSITIVE_INFINITY);
  if (!(duration > 0 && duration <= LONGEST)) {
    throw new QuadrantError(
      "bad-audio",
      `the score lasts ${duration} s, more than 0 and at most ${LONGEST} s can be played`,
      {
        remedy: "Pass { seconds } to render only its beginning.",
      },
    );
  }
  const mono = await play(score, sampleRate, Math.round(duration * sampleRate));
  finish(mono, gain, Math.round(fadeSeconds * sampleRate));
  return mono;
}

function parseMidi(midi: Uint8Array): BasicMIDI {
  try {
    return BasicMIDI.fromArrayBuffer(exactBuffer(midi));
  } catch (cause) {
    throw new QuadrantError("bad-audio", `not a MIDI file: ${messageOf(cause)}`, {
      remedy: "Copy the file again, or leave it out.",
      cause,
    });
  }
}

async function play(score: BasicMIDI, sampleRate: number, length: number): Promise<Float32Array> {
  // A fresh synthesiser for every score, so that no voice or controller of the last one is left in it.
  const synthesiser = new SpessaSynthProcessor(sampleRate, { effectsEnabled: false, eventsEnabled: false });
  synthesiser.soundBankManager.addSoundBank(loadSoundFont(), "main");
  await synthesiser.processorInitialized;
  synthesiser.setSystemParameter("interpolationType", InterpolationTypes.hermite);
  const sequencer = new SpessaSynthSequencer(synthesiser);
  sequencer.skipToFirstNoteOn = false;
  sequencer.loopCount = 0;
  sequencer.loadNewSongList([score]);
  sequencer.play();
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  for (let start = 0; start < length; start += QUANTUM) {
    sequencer.processTick();
    synthesiser.process(left, right, start, Math.min(QUANTUM, length - start));
  }
  // Not destroySynthProcessor(): it would empty the sound font, which the next score needs.
  for (let i = 0; i < length; i++) left[i] = 0.5 * (left[i]! + right[i]!);
  return left;
}

function finish(samples: Float32Array, gain: number, fade: number): void {
  const fadeStart = Math.max(0, samples.length - fade);
  for (let i = 0; i < samples.length; i++) {
    const slope = i < fadeStart ? 1 : (samples.length - 1 - i) / Math.max(1, fade);
    samples[i] = samples[i]! * gain * slope;
  }
}
