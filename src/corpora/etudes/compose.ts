import type { MidiScore, MidiTrack } from "../../synthesis";
import { Key, voiceChords, writeProgression } from "./harmony";
import { writeMelody } from "./melody";
import { type Parameters, parametersOf } from "./parameters";
import { accompany, drum, sing, walk } from "./parts";
import { perform, type Written } from "./performance";
import type { EtudePlan } from "./plan";
import { pick, streamFor } from "./stream";
import { countUnits, TICKS, temposOf } from "./timing";

/** MIDI controllers. */
const ATTACK_TIME = 73;
const CUTOFF = 74;

/** A piece as it will be played. */
export interface Etude {
  readonly score: MidiScore;
  readonly parameters: Parameters;
  readonly key: Key;
  /** Units of two beats. */
  readonly units: number;
}

/** An instrument's part before it is played. */
interface Part {
  readonly name: string;
  readonly channel: number;
  readonly program: number;
  readonly notes: readonly Written[];
  /** Velocity steps above or below the piece's mean, so that the melody stands out. */
  readonly emphasis: number;
}

/**
 * Composes a piece: harmony first, then melody, chords, bass and drums, then how it is played.
 *
 * The three directions are mirror images: the same beat lengths, the same velocities about the same mean and the same
 * melody pitches in opposite order. Nothing else depends on them, so no average over the clip tells the direction.
 *
 * @param seed of the corpus
 * @param seconds length of the clip
 */
export function composeEtude(plan: EtudePlan, seed: number, seconds: number): Etude {
  const { cues, composer, index } = plan;
  const parameters = parametersOf(cues, composer);
  const units = countUnits(parameters.bpm, seconds);
  const key = new Key(pick(streamFor(seed, "key", index), composer.tonics), cues.major);
  const progression = writeProgression(streamFor(seed, "harmony", index), units);
  const melody = writeMelody(streamFor(seed, "melody", index), progression, {
    density: parameters.density,
    height: ((parameters.melodyPitch - key.pitch(0, 0)) / 12) * 7,
    rising: cues.order.line,
  });
  const chords = voiceChords(streamFor(seed, "clashes", index), progression, key, parameters);
  const parts: Part[] = [
    { name: "melody", channel: 0, program: parameters.lead, notes: sing(melody, progression, key), emphasis: 8 },
    {
      ...{ name: "chords", channel: 1, program: parameters.chords, emphasis: -6 },
      notes: accompany(chords, composer.figure, parameters.strokes),
    },
  ];
  if (composer.bass !== undefined) {
    const notes = walk(progression, key, parameters.strokes > 1);
    parts.push({ name: "bass", channel: 2, program: composer.bass, notes, emphasis: -2 });
  }
  if (parameters.drums) parts.push({ name: "drums", channel: 9, program: 0, notes: drum(units), emphasis: -14 });
  const beats = 2 * units;
  const tracks = parts.map(({ name, channel, program, notes, emphasis }): MidiTrack => {
    const hand = streamFor(seed, "hand", index, name);
    const mean = parameters.velocity + emphasis;
    return {
      ...{ name, channel, program, volume: parameters.volume },
      controllers: [
        [ATTACK_TIME, parameters.attackTime],
        [CUTOFF, parameters.cutoff],
      ],
      notes: perform(notes, hand, { beats, gate: parameters.gate, mean, crescendo: cues.order.dynamics }),
    };
  });
  const tempos = temposOf(beats, seconds, cues.order.pace);
  return { score: { ticksPerBeat: TICKS, tempos, tracks }, parameters, key, units };
}
