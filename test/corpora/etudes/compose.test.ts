import assert from "node:assert/strict";
import { test } from "node:test";
import { composeEtude, type Etude, type EtudePlan, makeComposers, planEtude } from "../../../src/corpora/etudes";
import { ORDER_CUE_NAMES, type OrderCueName } from "../../../src/corpora/etudes/cues";
import { isChordStep, writeProgression } from "../../../src/corpora/etudes/harmony";
import { streamFor } from "../../../src/corpora/etudes/stream";
import { encodeMidi } from "../../../src/synthesis";

const SECONDS = 12;
const composers = makeComposers(1);
const plans = Array.from({ length: 60 }, (_, index) => planEtude(1, index, composers));

function directed(plan: EtudePlan, name: OrderCueName, first: boolean): Etude {
  const order = { ...plan.cues.order, [name]: first };
  return composeEtude({ ...plan, cues: { ...plan.cues, order } }, 1, SECONDS);
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Over a half of the piece: 0 the first, 1 the second. */
function meanOfHalf(etude: Etude, track: number, half: 0 | 1, value: "pitch" | "velocity"): number {
  const middle = etude.units * etude.score.ticksPerBeat;
  const notes = etude.score.tracks[track]!.notes.filter((note) => note.tick >= middle === (half === 1));
  return mean(notes.map((note) => note[value]));
}

test("a line is the same notes in the opposite order, and climbs or falls", () => {
  for (const plan of plans) {
    const [rising, falling] = [directed(plan, "line", true), directed(plan, "line", false)];
    const [up, down] = [rising, falling].map((etude) => etude.score.tracks[0]!.notes);
    assert.deepEqual(
      down!.map((note) => note.pitch),
      up!.map((note) => note.pitch).reverse(),
    );
    assert.deepEqual(sorted(down!.map((n) => n.duration)), sorted(up!.map((n) => n.duration)));
    assert.deepEqual(falling.score.tracks.slice(1), rising.score.tracks.slice(1), "nothing else depends on it");
    assert.deepEqual(falling.score.tempos, rising.score.tempos);
    assert.ok(meanOfHalf(rising, 0, 1, "pitch") > meanOfHalf(rising, 0, 0, "pitch") + 3, plan.id);
  }
});

test("pace reverses the beat lengths and leaves every note in its place", () => {
  for (const plan of plans) {
    const [faster, slower] = [directed(plan, "pace", true), directed(plan, "pace", false)];
    const lengths = [faster, slower].map((etude) => etude.score.tempos.map((tempo) => tempo.microsecondsPerBeat));
    assert.deepEqual(lengths[1], [...lengths[0]!].reverse());
    assert.deepEqual(slower.score.tracks, faster.score.tracks);
    assert.ok(lengths[0]![0]! / lengths[0]!.at(-1)! > 1.4, "and is heard");
  }
});

test("dynamics keep the mean velocity of every part, with and without weighting by duration", () => {
  for (const plan of plans) {
    const [louder, softer] = [directed(plan, "dynamics", true), directed(plan, "dynamics", false)];
    for (const [i, track] of louder.score.tracks.entries()) {
      const other = softer.score.tracks[i]!.notes;
      assert.deepEqual(
        other.map(({ tick, duration, pitch }) => [tick, duration, pitch]),
        track.notes.map(({ tick, duration, pitch }) => [tick, duration, pitch]),
      );
      const velocities = [track.notes, other].map((notes) => mean(notes.map((note) => note.velocity)));
      assert.ok(Math.abs(velocities[0]! - velocities[1]!) < 1e-9, `${plan.id} ${track.name}: ${velocities}`);
      const weighted = [track.notes, other].map(
        (notes) => mean(notes.map((note) => note.velocity * note.duration)) / mean(notes.map((note) => note.duration)),
      );
      assert.ok(Math.abs(weighted[0]! - weighted[1]!) < 1e-9, `${plan.id} ${track.name}: ${weighted}`);
    }
    const rise = meanOfHalf(louder, 0, 1, "velocity") - meanOfHalf(louder, 0, 0, "velocity");
    assert.ok(rise > 12, `${plan.id} rises by ${rise}`);
  }
});

test("a piece fills its time but for the last chord's ring, and stays within MIDI's ranges", () => {
  for (const plan of plans) {
    const { score } = composeEtude(plan, 1, SECONDS);
    const seconds = score.tempos.reduce((sum, tempo) => sum + tempo.microsecondsPerBeat, 0) / 1e6;
    assert.ok(Math.abs(seconds - (SECONDS - 0.3)) < 1e-3, `${plan.id} lasts ${seconds} s`);
    assert.ok(score.tracks.length >= 2 && score.tracks.length <= 4);
    for (const { notes } of score.tracks) {
      for (const { pitch, velocity, duration } of notes) {
        assert.ok(pitch >= 24 && pitch <= 108 && Number.isInteger(pitch), `pitch ${pitch}`);
        assert.ok(velocity >= 1 && velocity <= 127 && Number.isInteger(velocity), `velocity ${velocity}`);
        assert.ok(duration > 0);
      }
    }
  }
});

test("progressions open on the tonic, close with a cadence and read the same backwards", () => {
  for (let units = 3; units < 60; units++) {
    const roots = writeProgression(streamFor(1, "test", units), units);
    assert.equal(roots.length, units);
    assert.deepEqual([...roots].reverse(), roots);
    assert.deepEqual(roots.slice(-2), [4, 0]);
  }
  assert.ok(isChordStep(-3, 4) && !isChordStep(0, 4), "the dominant holds its root below, not the tonic");
});

test("melodies end on the tonic and stress notes of the chord", () => {
  for (const plan of plans) {
    const { score, key } = composeEtude(plan, 1, SECONDS);
    const melody = score.tracks[0]!.notes;
    assert.equal((melody.at(-1)!.pitch - key.tonic + 120) % 12, 0);
  }
});

test("cues are heard: tempo, register, loudness, density, articulation and clashes follow their cue", () => {
  const plan = plans[0]!;
  const withCue = (name: string, value: number): Etude => {
    const graded = { ...plan.cues.graded, [name]: value };
    return composeEtude({ ...plan, cues: { ...plan.cues, graded } }, 1, SECONDS);
  };
  const average = (etude: Etude, value: "pitch" | "velocity" | "duration"): number =>
    mean(etude.score.tracks[0]!.notes.map((note) => note[value]));
  const both = (name: string): [Etude, Etude] => [withCue(name, -1), withCue(name, 1)];
  const [slow, fast] = both("tempo");
  assert.ok(fast.units > 1.6 * slow.units);
  const [low, high] = both("register");
  assert.ok(average(high, "pitch") > average(low, "pitch") + 8);
  const [soft, loud] = both("loudness");
  assert.ok(average(loud, "velocity") > average(soft, "velocity") + 20);
  const [sparse, dense] = both("density");
  assert.ok(dense.score.tracks[0]!.notes.length > 1.8 * sparse.score.tracks[0]!.notes.length);
  const [legato, staccato] = both("articulation");
  assert.ok(average(legato, "duration") > 1.5 * average(staccato, "duration"));
  const [harsh, sweet] = both("consonance");
  assert.ok(harsh.parameters.dissonance > 0.5 && sweet.parameters.dissonance === 0);
  assert.notDeepEqual(encodeMidi(harsh.score), encodeMidi(sweet.score));
});

test("a piece depends on seed and index, not on how many there are, and on the seed", () => {
  const again = composeEtude(planEtude(1, 7, makeComposers(1)), 1, SECONDS);
  assert.deepEqual(encodeMidi(again.score), encodeMidi(composeEtude(plans[7]!, 1, SECONDS).score));
  const other = composeEtude(planEtude(2, 7, makeComposers(2)), 2, SECONDS);
  assert.notDeepEqual(encodeMidi(other.score), encodeMidi(again.score));
});

test("there is a name for every order cue", () => {
  assert.deepEqual(ORDER_CUE_NAMES, ["dynamics", "pace", "line"]);
});
