import type { Matrix } from "../../arrays";
import { messageOf, QuadrantError } from "../../errors";
import { FrameScaler } from "../../features/extraction/frame-scaler";
import { FeatureStore } from "../../store";
import { type ClipLayout, type Scaling, stackSteps, stepsOf, writeSteps } from "./clip-layout";

interface Common {
  /** The folder of the store. */
  readonly store: string;
  readonly ids: readonly string[];
  readonly layout: ClipLayout;
}

/** What a reader of clips is asked. */
export type SourceTask =
  | (Common & { readonly kind: "survey" })
  | (Common & { readonly kind: "fit"; readonly scaler: "row" | "scalar" })
  | (Common & {
      readonly kind: "read";
      readonly rows: number;
      readonly scaling?: Scaling;
      readonly into: Float32Array;
    });

/** What it answers, an error of ours included: others lose what they know on their way between threads. */
export type SourceAnswer =
  | { readonly rows: number; readonly lengths: Int32Array }
  | Scaling
  | undefined
  | { readonly error: Pick<QuadrantError, "tag" | "message" | "path"> };

const stores = new Map<string, FeatureStore>();

/** Reads clips of a store one at a time; runs in a worker, so that reading and learning go on together. */
export default async function answer(task: SourceTask): Promise<SourceAnswer> {
  try {
    const store = stores.get(task.store) ?? FeatureStore.open(task.store);
    stores.set(task.store, store);
    if (task.kind === "survey") return survey(store, task);
    if (task.kind === "fit") return await fit(store, task);
    await read(store, task);
    return undefined;
  } catch (error) {
    if (!(error instanceof QuadrantError)) throw error;
    const { tag, message, path } = error;
    return { error: { tag, message, path } };
  }
}

function survey(store: FeatureStore, { ids, layout }: Common): { rows: number; lengths: Int32Array } {
  let rows: number | undefined;
  const lengths = Int32Array.from(ids, (id) => {
    const shapes = store.shapes(id, layout.features);
    const own = shapes.reduce((sum, [count]) => sum + count, 0);
    rows ??= own;
    checkRows(id, own, rows);
    const length = stepsOf(shapes[0]![1], layout);
    if (length > 0) return length;
    throw new QuadrantError("bad-argument", `the clip ${id} has no frame`, { remedy: "Leave it out." });
  });
  return { rows: rows ?? 0, lengths };
}

async function fit(store: FeatureStore, task: Common & { scaler: "row" | "scalar" }): Promise<Scaling> {
  const scaler = new FrameScaler(task.scaler);
  for (const id of task.ids) {
    scaler.add(await clipOf(store, id, task.layout));
    if (scaler.scale.every(Number.isFinite)) continue;
    throw new QuadrantError("bad-argument", `the clip ${id} holds a value that is not finite`, {
      remedy: "Leave the clip out, or extract its features again.",
    });
  }
  return { mean: scaler.mean, scale: scaler.scale };
}

async function read(store: FeatureStore, task: Extract<SourceTask, { kind: "read" }>): Promise<void> {
  const size = task.layout.steps * task.rows;
  for (const [i, id] of task.ids.entries()) {
    const clip = await clipOf(store, id, task.layout);
    checkRows(id, clip.shape[0], task.rows);
    writeSteps(clip, task.scaling, task.into.subarray(i * size, (i + 1) * size));
  }
}

async function clipOf(store: FeatureStore, id: string, layout: ClipLayout): Promise<Matrix> {
  const found: Record<string, Matrix> = await store.read(id, layout.features);
  try {
    return stackSteps(found, layout);
  } catch (cause) {
    throw new QuadrantError("bad-store", `the clip ${id} cannot be stacked: ${messageOf(cause)}`, {
      path: store.path(id),
      cause,
    });
  }
}

function checkRows(id: string, found: number, rows: number): void {
  if (found === rows) return;
  throw new QuadrantError("bad-argument", `the clip ${id} has ${found} rows, others have ${rows}`, {
    remedy: "Extract all clips with the same parameters.",
  });
}
