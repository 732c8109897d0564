import { join } from "node:path";
import { Piscina } from "piscina";
import { QuadrantError } from "../../errors";
import { FEATURE_NAMES, type FeatureName, STUDY_FRAMES } from "../../features";
import type { FeatureStore } from "../../store";
import type { SequenceSource } from "../sequence-source";
import { type ClipLayout, checkLayout, type Scaling } from "./clip-layout";
import type { SourceAnswer, SourceTask } from "./source-worker";

export interface StoreSourceOptions {
  /** Which features, stacked in which order; the study's by default. */
  readonly features?: readonly FeatureName[];
  /** Frames of each clip, cut or padded; 1,295 by default, as in the study. */
  readonly frames?: number;
  /** Equal stretches of time that the frames are averaged over, such as 130; none by default. */
  readonly steps?: number;
  /**
   * "masked" (default): padding is no part of a clip, and the lengths tell of it. "raw": padding is frames of 0 that are
   * scaled like others, as in the study, and there are no lengths.
   */
  readonly padding?: "masked" | "raw";
}

/**
 * Clips of a feature store, read batch by batch by a thread of its own: what is in memory at once is the batches that are
 * asked for and one clip, however many clips there are.
 *
 * @example
 * const clips = await StoreSource.open(store, corpus.clips.map(({ id }) => id), { steps: 130 });
 * const source = clips.scaledBy(await clips.fitScaling("row", trainItems));
 * await train(model, { train: takeItems({ source, labels }, trainItems) }, options);
 * await clips.close();
 */
export class StoreSource implements SequenceSource {
  readonly lengths?: Int32Array;

  private constructor(
    private readonly reader: Reader,
    readonly names: readonly string[],
    readonly shape: readonly [items: number, steps: number, features: number],
    lengths: Int32Array,
    /** By which frames are scaled; nothing where absent. */
    readonly scaling?: Scaling,
  ) {
    if (reader.layout.padding === "masked") this.lengths = lengths;
  }

  /**
   * Looks at the heads of all entries.
   *
   * @param ids of the clips; item i is `ids[i]`
   * @throws QuadrantError "bad-store" when an entry is missing, corrupt or without a feature; "bad-argument" when clips
   *   differ in their rows
   */
  static async open(
    store: FeatureStore,
    ids: readonly string[],
    { features = FEATURE_NAMES, frames = STUDY_FRAMES, steps = frames, padding = "masked" }: StoreSourceOptions = {},
  ): Promise<StoreSource> {
    const layout: ClipLayout = { features, frames, steps, padding };
    checkLayout(layout);
    const reader = new Reader(store.root, layout);
    try {
      const found = (await reader.ask({ kind: "survey", ids })) as { rows: number; lengths: Int32Array };
      return new StoreSource(reader, [...ids], [ids.length, steps, found.rows], found.lengths);
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  /**
   * What to scale by, from the frames of some items, read one after another.
   *
   * @param kind "row": a mean and a deviation for each row; "scalar": one of all, as the study has it
   * @param items those to train on, and no others
   */
  async fitScaling(kind: "row" | "scalar", items: readonly number[]): Promise<Scaling> {
    if (items.length === 0) throw new QuadrantError("bad-argument", "a scaling from no items");
    return (await this.reader.ask({ kind: "fit", ids: this.idsOf(items), scaler: kind })) as Scaling;
  }

  /** The same clips, scaled; they share the thread that reads. */
  scaledBy(scaling: Scaling): StoreSource {
    const { length } = scaling.mean;
    if (length !== scaling.scale.length || (length !== 1 && length !== this.shape[2])) {
      throw new QuadrantError("bad-argument", `a scaling of ${length} rows for clips of ${this.shape[2]}`);
    }
    const lengths = this.lengths ?? new Int32Array();
    return new StoreSource(this.reader, this.names, this.shape, lengths, scaling);
  }

  async read(items: readonly number[], into: Float32Array): Promise<void> {
    const [, steps, rows] = this.shape;
    const size = items.length * steps * rows;
    if (into.length < size) {
      throw new QuadrantError(
        "bad-argument",
        `${items.length} clips do not fit into ${into.length} values, but ${size}`,
      );
    }
    const isShared = into.buffer instanceof SharedArrayBuffer;
    const target = isShared ? into.subarray(0, size) : new Float32Array(new SharedArrayBuffer(4 * size));
    const scaling = this.scaling === undefined ? {} : { scaling: this.scaling };
    await this.reader.ask({ kind: "read", ids: this.idsOf(items), rows, ...scaling, into: target });
    if (!isShared) into.set(target);
  }

  /** Ends the thread that reads; for all that share it. */
  close(): Promise<void> {
    return this.reader.close();
  }

  private idsOf(items: readonly number[]): string[] {
    return items.map((item) => {
      const id = this.names[item];
      if (id !== undefined) return id;
      throw new QuadrantError("bad-argument", `item ${item} was asked for of ${this.names.length}`);
    });
  }
}

type Question<Task> = Task extends SourceTask ? Omit<Task, "store" | "layout"> : never;

/** A thread that reads clips of one store in one layout. */
class Reader {
  private readonly pool = new Piscina({
    filename: join(__dirname, "source-worker.js"),
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
  });

  constructor(
    private readonly store: string,
    readonly layout: ClipLayout,
  ) {}

  async ask(question: Question<SourceTask>): Promise<SourceAnswer> {
    const answer: SourceAnswer = await this.pool.run({ ...question, store: this.store, layout: this.layout });
    if (answer === undefined || !("error" in answer)) return answer;
    const { tag, message, path } = answer.error;
    throw new QuadrantError(tag, message, { path });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}
