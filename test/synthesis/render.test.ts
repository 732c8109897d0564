import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeMidi, renderAll, renderMidi } from "../../src/synthesis";

const folder = mkdtempSync(join(tmpdir(), "quadrant-synthesis-"));
after(() => rmSync(folder, { recursive: true }));

/** A4 on a church organ, one second long, at 60 beats a minute. */
function organA(velocity = 100, program = 19): Uint8Array {
  return encodeMidi({
    ticksPerBeat: 480,
    tempos: [{ tick: 0, microsecondsPerBeat: 1_000_000 }],
    tracks: [
      { name: "organ", channel: 0, program, volume: 100, notes: [{ tick: 0, duration: 480, pitch: 69, velocity }] },
    ],
  });
}

/** The energy at `hertz` by Goertzel's recursion over the whole signal. */
function energyAt(samples: Float32Array, hertz: number, rate: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let before = 0;
  let last = 0;
  for (const sample of samples) [before, last] = [last, sample + factor * last - before];
  return last * last + before * before - factor * last * before;
}

test("a written A4 sounds at 440 Hz for as long as it is written", async () => {
  const samples = await renderMidi(organA(), { seconds: 2 });
  assert.equal(samples.length, 44_100);
  const sounding = samples.subarray(2_000, 20_000);
  const hits = [220, 261.6, 392, 440, 466.2, 523.3].map((hertz) => energyAt(sounding, hertz, 22_050));
  assert.equal(hits.indexOf(Math.max(...hits)), 3);
  assert.ok(
    samples.subarray(0, 22_050).some((x) => Math.abs(x) > 0.05),
    "the note is heard",
  );
  assert.ok(
    samples.subarray(40_000).every((x) => Math.abs(x) < 0.005),
    "silence after its end",
  );
});

test("without a length, the last note rings for tailSeconds", async () => {
  const samples = await renderMidi(organA(), { tailSeconds: 0.5 });
  assert.equal(samples.length, Math.round(1.5 * 22_050));
  assert.equal(Math.abs(samples.at(-1)!), 0);
});

test("the samples do not depend on what was played before", async () => {
  const first = await renderMidi(organA(100, 0), { seconds: 1 });
  await renderMidi(organA(30, 56), { seconds: 1 });
  assert.deepEqual(await renderMidi(organA(100, 0), { seconds: 1 }), first);
  assert.ok(energyAt(first, 440, 22_050) > 1, "it is not silent");
});

test("bytes that are no MIDI file are refused", async () => {
  await assert.rejects(renderMidi(Buffer.from("not music")), { tag: "bad-audio", message: /not a MIDI file/ });
});

test("the bytes are the same for one and two workers, and whole files are kept", async () => {
  const tasks = (run: string) =>
    [60, 90, 120].map((velocity) => ({
      midi: organA(velocity, 0),
      output: join(folder, run, `${velocity}.wav`),
      options: { seconds: 0.5 },
    }));
  const one = await renderAll(tasks("one"), { workers: 1, progress: false });
  const two = await renderAll(tasks("two"), { workers: 2, progress: false });
  assert.deepEqual(
    one.results.map((r) => r?.sha256),
    two.results.map((r) => r?.sha256),
  );
  assert.equal(new Set(one.results.map((r) => r?.sha256)).size, 3);
  const again = await renderAll(tasks("one"), { workers: 1, progress: false });
  assert.deepEqual(
    again.results.map((r) => r?.rendered),
    [false, false, false],
  );
});

test("a cut, an altered and an outdated file are made again", async () => {
  const output = join(folder, "again.wav");
  const render = async (velocity: number) => {
    const { results } = await renderAll([{ midi: organA(velocity, 0), output, options: { seconds: 0.5 } }], {
      workers: 1,
      progress: false,
    });
    return results[0]!;
  };
  const first = await render(100);
  assert.equal(first.sha256, createHash("sha256").update(readFileSync(output)).digest("hex"));
  for (const harm of [
    () => truncateSync(output, statSync(output).size - 1_000),
    () => truncateSync(output, 20),
    () => {
      const bytes = readFileSync(output);
      bytes[5_000] = bytes[5_000]! ^ 1;
      writeFileSync(output, bytes);
    },
  ]) {
    harm();
    assert.deepEqual(await render(100), { ...first, rendered: true });
  }
  assert.equal((await render(100)).rendered, false);
  const other = await render(50);
  assert.ok(other.rendered && other.sha256 !== first.sha256);
});

test("a broken score is listed by name and the others are made", async () => {
  const broken = join(folder, "broken.mid");
  writeFileSync(broken, "nothing of the kind");
  const { results, failures } = await renderAll(
    [
      { midi: broken, output: join(folder, "broken.wav") },
      { midi: join(folder, "absent.mid"), output: join(folder, "absent.wav") },
      { midi: organA(), output: join(folder, "good.wav"), options: { seconds: 0.5 } },
    ],
    { workers: 1, progress: false },
  );
  assert.deepEqual(
    results.map((r) => r?.rendered),
    [undefined, undefined, true],
  );
  assert.match(String(failures[0]?.error), /broken\.mid.*not a MIDI file/s);
  assert.match(String(failures[1]?.error), /absent\.mid/);
});
