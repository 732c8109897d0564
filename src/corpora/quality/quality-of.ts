import { join } from "node:path";
import { messageOf } from "../../errors";
import { Progress, runOnWorkers } from "../../jobs";
import type { ClipSource } from "../clips/load-clip";
import type { Clip, Corpus } from "../corpus";
import { CLIPPED_SHARE_LIMIT } from "./clipping";
import { DC_LIMIT } from "./dc-offset";
import { durationOutliers } from "./duration-outliers";
import { type Finding, percent, QUALITY_CHECKS } from "./finding";
import type { ClipMeasures, Inspection } from "./inspect-clip";
import { sameMusic } from "./same-music";
import { SILENT_SHARE_LIMIT } from "./silence";

export interface QualityOptions {
  /** How many threads; all cores by default. */
  readonly workers?: number | undefined;
  /** Whether progress goes to standard error; true by default. */
  readonly progress?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Listens to every clip of a corpus: silence, clipping, DC offset, unusual lengths, wrong names, the same music twice, and the
 * same music under two labels. A finding is no verdict: it is what one should look at before learning from the clip.
 *
 * @returns findings by check, in the order of QUALITY_CHECKS; within a check in the order of the clips
 *
 * @example
 * for (const { clip, check, message } of await qualityOf(corpus)) console.log(clip, check, message);
 */
export async function qualityOf({ clips }: Pick<Corpus, "clips">, options: QualityOptions = {}): Promise<Finding[]> {
  const tasks = clips.map(({ audio, offset, duration }): ClipSource => {
    return { audio, ...(offset === undefined ? {} : { offset }), ...(duration === undefined ? {} : { duration }) };
  });
  const progress = options.progress === false ? undefined : new Progress("listening", tasks.length);
  const { results, failures } = await runOnWorkers<ClipSource, Inspection>(join(__dirname, "inspect-clip.js"), tasks, {
    workers: options.workers,
    signal: options.signal,
    onResult: () => progress?.tick(),
  });
  progress?.done();
  const lost = new Map(failures.map(({ task, error }) => [task, messageOf(error)]));
  const measured = new Map<Clip, ClipMeasures>();
  const findings: Finding[] = [];
  for (const [i, clip] of clips.entries()) {
    const result = results[i] ?? { unreadable: lost.get(tasks[i]!) ?? "no result" };
    if ("measures" in result) {
      measured.set(clip, result.measures);
      findings.push(...ofOneClip(clip.id, result.measures));
    } else {
      findings.push({
        clip: clip.id,
        check: "unreadable",
        value: result.unreadable,
        limit: "",
        message: result.unreadable,
      });
    }
  }
  findings.push(...durationOutliers(by(measured, ({ seconds }) => seconds)));
  const hashes = by(measured, ({ samplesHash }) => samplesHash);
  findings.push(
    ...sameMusic(
      clips,
      hashes,
      by(measured, ({ fingerprint }) => fingerprint),
    ),
  );
  // Sorting is stable: within a check the order of the clips stays.
  return findings.sort((a, b) => QUALITY_CHECKS.indexOf(a.check) - QUALITY_CHECKS.indexOf(b.check));
}

/** One measure of each clip that has it, by clip id. */
function by<Value>(measured: ReadonlyMap<Clip, ClipMeasures>, measure: (of: ClipMeasures) => Value | undefined) {
  return new Map(
    [...measured].flatMap(([{ id }, measures]) => {
      const value = measure(measures);
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

function ofOneClip(clip: string, { silent, clipped, dc, extension }: ClipMeasures): Finding[] {
  const findings: Finding[] = [];
  if (silent > SILENT_SHARE_LIMIT) {
    const message = `${percent(silent)} of it is silent, below -60 dB`;
    findings.push({ clip, check: "silence", value: silent, limit: SILENT_SHARE_LIMIT, message });
  }
  if (clipped > CLIPPED_SHARE_LIMIT) {
    const message = `${percent(clipped)} of its samples are clipped`;
    findings.push({ clip, check: "clipping", value: clipped, limit: CLIPPED_SHARE_LIMIT, message });
  }
  if (Math.abs(dc) > DC_LIMIT) {
    const message = `its mean is ${dc.toFixed(3)}, not 0`;
    findings.push({ clip, check: "dc-offset", value: dc, limit: DC_LIMIT, message });
  }
  if (extension !== undefined) {
    const { ending, format } = extension;
    const message = `its name ends in ${ending || "nothing"}, but it is ${format}`;
    findings.push({ clip, check: "extension", value: format, limit: ending, message });
  }
  return findings;
}
