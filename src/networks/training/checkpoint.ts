import { existsSync, readFileSync } from "node:fs";
import { messageOf, QuadrantError } from "../../errors";
import { decodeNpy, decodeZip, encodeNpy, encodeZip, writeFileAtomic } from "../../store";
import type { EpochRecord } from "./history";
import type { OptimizerState } from "./optimizer";

/** What a training was begun with, a text for each part; a checkpoint is only good for the same. */
export interface Origin {
  readonly model: string;
  readonly options: string;
  readonly data: string;
}

/** Everything that the next epoch follows from; its random numbers follow from the seed and its number. */
interface Checkpoint {
  readonly origin: Origin;
  readonly epochs: readonly EpochRecord[];
  readonly weights: readonly Float32Array[];
  readonly bestWeights: readonly Float32Array[];
  readonly optimizer: OptimizerState;
}

/** The part that is no array. */
interface Header {
  readonly format: number;
  readonly origin: Origin;
  readonly epochs: readonly EpochRecord[];
  readonly optimizerSteps: number;
  readonly optimizerSlots: number;
}

const FORMAT = 1;
const HEADER = "training.json";

/**
 * Writes a checkpoint as an .npz file, which numpy opens: weights/0, best/0, optimizer/0/0 and so on, in the order of
 * `model.weights` and `model.trainableWeights`, and the history as JSON. Who reads it sees the old one or the new one.
 *
 * @throws QuadrantError "bad-store" when it cannot be written
 */
export function writeCheckpoint(path: string, { origin, epochs, weights, bestWeights, optimizer }: Checkpoint): void {
  const { steps, slots } = optimizer;
  const header: Header = { format: FORMAT, origin, epochs, optimizerSteps: steps, optimizerSlots: slots.length };
  const lists = { weights, best: bestWeights, ...Object.fromEntries(slots.map((slot, i) => [`optimizer/${i}`, slot])) };
  const members = Object.entries(lists).flatMap(([name, arrays]) =>
    arrays.map((data, i) => [`${name}/${i}.npy`, encodeNpy({ data, shape: [data.length] })] as const),
  );
  writeFileAtomic(path, encodeZip({ [HEADER]: Buffer.from(JSON.stringify(header)), ...Object.fromEntries(members) }));
}

/**
 * @returns undefined where there is none yet
 * @throws QuadrantError "bad-store" when it was cut or altered, or belongs to another model, other data or other options
 */
export function readCheckpoint(path: string, origin: Origin): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const checkpoint = decode(path);
  for (const part of ["model", "options", "data"] as const) {
    if (checkpoint.origin[part] === origin[part]) continue;
    const [was, is] = firstDifference(checkpoint.origin[part], origin[part]);
    const other = part === "model" ? "of another model" : `of a training with other ${part}`;
    throw new QuadrantError("bad-store", `the checkpoint ${path} is ${other}: ${was} there, ${is} here`, {
      path,
      remedy: "Name another folder, or delete the checkpoint to train anew.",
    });
  }
  return checkpoint;
}

function decode(path: string): Checkpoint {
  try {
    const members = decodeZip(readFileSync(path));
    const header: Header = JSON.parse(Buffer.from(members.get(HEADER) ?? []).toString("utf8"));
    if (header.format !== FORMAT) throw new Error(`its format is ${header.format}, not ${FORMAT}`);
    const list = (name: string): Float32Array[] => {
      const arrays: Float32Array[] = [];
      for (let bytes = members.get(`${name}/0.npy`); bytes !== undefined; ) {
        arrays.push(Float32Array.from(decodeNpy(bytes).data));
        bytes = members.get(`${name}/${arrays.length}.npy`);
      }
      return arrays;
    };
    const slots = Array.from({ length: header.optimizerSlots }, (_, i) => list(`optimizer/${i}`));
    return {
      origin: header.origin,
      epochs: header.epochs,
      weights: list("weights"),
      bestWeights: list("best"),
      optimizer: { steps: header.optimizerSteps, slots },
    };
  } catch (cause) {
    throw new QuadrantError("bad-store", `the checkpoint ${path} cannot be read: ${messageOf(cause)}`, {
      path,
      remedy: "It was cut or altered: copy it again, or delete it to train anew.",
      cause,
    });
  }
}

/** The words, separated by blanks, from the first that differs; texts may be long. */
function firstDifference(was: string, is: string): [string, string] {
  const [before, now] = [was.split(" "), is.split(" ")];
  const at = before.findIndex((word, i) => word !== now[i]);
  const from = at < 0 ? before.length : at;
  return [before[from] ?? "nothing", now[from] ?? "nothing"];
}
