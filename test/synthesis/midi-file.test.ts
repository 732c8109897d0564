import assert from "node:assert/strict";
import { test } from "node:test";
import { BasicMIDI } from "spessasynth_core";
import { encodeMidi } from "../../src/synthesis";

test("a file is byte for byte what the specification says", () => {
  const bytes = encodeMidi({
    ticksPerBeat: 96,
    tempos: [{ tick: 0, microsecondsPerBeat: 500_000 }],
    tracks: [
      { name: "a", channel: 2, program: 5, volume: 99, notes: [{ tick: 0, duration: 200, pitch: 60, velocity: 64 }] },
    ],
  });
  assert.equal(
    Buffer.from(bytes).toString("hex"),
    [
      "4d546864 00000006 0001 0002 0060",
      "4d54726b 0000000b 00 ff5103 07a120 00 ff2f00",
      "4d54726b 00000019 00 ff0301 61 00 c205 00 b20763 00 923c40 8148 823c00 00 ff2f00",
    ]
      .join("")
      .replaceAll(" ", ""),
  );
});

test("another program reads the tempo map and the notes as they were written", () => {
  const bytes = encodeMidi({
    ticksPerBeat: 480,
    tempos: [
      { tick: 0, microsecondsPerBeat: 500_000 },
      { tick: 960, microsecondsPerBeat: 1_000_000 },
    ],
    tracks: [
      {
        name: "x",
        channel: 0,
        program: 0,
        volume: 100,
        notes: [
          { tick: 0, duration: 960, pitch: 60, velocity: 64 },
          { tick: 960, duration: 20_000, pitch: 60, velocity: 64 },
        ],
      },
    ],
  });
  const read = BasicMIDI.fromArrayBuffer(new Uint8Array(bytes).buffer);
  assert.equal(read.timeDivision, 480);
  // 960 ticks at 120 beats a minute, 20,000 at 60: the repeated note is not cut.
  assert.ok(Math.abs(read.duration - (1 + 20_000 / 480)) < 1e-6, `lasts ${read.duration} s`);
  assert.equal(read.midiTicksToSeconds(960), 1);
});
