import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { comparedFiles, recurrentSpeed, SOUND_NETWORK_NAMES, soundSpeed } from "../../../src/studies";
import { benchmark, readRecord } from "../../../src/studies/records/record";
import { soundSpeedTable } from "../../../src/tables";

test("each study finds its records", () => {
  assert.ok(recurrentSpeed()?.steps.every(({ quadrant }) => quadrant.wall > 0));
  assert.ok(comparedFiles()?.rows.length);
  assert.equal(readRecord("networks", "bench-nothing", benchmark), undefined);
});

test("a record of another form is refused by what it lacks", () => {
  const schema = benchmark.extend({ voltage: z.number() });
  assert.throws(() => readRecord("networks", "bench-recurrent", schema), /voltage/);
});

test("every network of the raw-audio study was timed beside PyTorch", () => {
  const record = soundSpeed();
  assert.ok(record);
  const timed = record.networks.filter(({ step, clip }) => step.pytorch !== undefined && clip.pytorch !== undefined);
  assert.deepEqual(
    SOUND_NETWORK_NAMES.filter((name) => !timed.some(({ network }) => network === name)),
    [],
  );
});

test("the table says how many times faster, and leaves out what was not run", () => {
  const about = { date: "2026-01-02", machine: "here", threads: 2, torch: "2", wide: true };
  const quadrant = { wall: 10, cpu: 16 };
  const [beside, alone] = soundSpeedTable({
    ...about,
    networks: [
      {
        ...{ network: "one", batch: 16, step: { quadrant, pytorch: { wall: 15, cpu: 12 } } },
        clip: { quadrant: { wall: 1, cpu: 2 }, pytorch: { wall: 3, cpu: 4 } },
      },
      { network: "two", batch: 16, step: { quadrant }, clip: { quadrant } },
    ],
  });
  assert.equal(beside?.["times faster"], 1.5);
  assert.equal(beside?.["by CPU"], 0.75);
  assert.equal(beside?.["one clip, PyTorch"], 3);
  assert.equal(alone?.["times faster"], "");
  assert.equal(alone?.["PyTorch's"], "");
});
