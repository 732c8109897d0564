import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { messageOf, QuadrantError } from "../errors";
import { registerModelFiles } from "./model-files";

/** The part of tfjs that all its builds share. */
export type TensorFlow = typeof import("@tensorflow/tfjs");

/** The ways tfjs can compute, best first. */
const BACKENDS = ["tensorflow", "wasm", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** How one backend answered. */
export interface BackendAttempt {
  readonly backend: Backend;
  readonly works: boolean;
  /** Why it does not work; empty where it does. */
  readonly reason: string;
}

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: Backend;
  /** Every backend that was tried, up to the one in use. */
  readonly attempts: readonly BackendAttempt[];
}

let loaded: Promise<LoadedTensorFlow> | undefined;

/**
 * Loads tfjs on the best backend that answers: tfjs-node's native library, else WebAssembly, else plain JavaScript.
 *
 * A backend counts only when a small product came out right, because tfjs-node may install and load and then fail.
 *
 * @throws QuadrantError "unavailable" when none answers
 */
export function loadTensorFlow(): Promise<LoadedTensorFlow> {
  loaded ??= tryBackends();
  return loaded;
}

async function tryBackends(): Promise<LoadedTensorFlow> {
  const attempts: BackendAttempt[] = [];
  for (const backend of BACKENDS) {
    try {
      const tf = await start(backend);
      await probe(tf);
      attempts.push({ backend, works: true, reason: "" });
      return { tf, backend, attempts };
    } catch (error) {
      attempts.push({ backend, works: false, reason: messageOf(error).split("\n")[0]! });
    }
  }
  const reasons = attempts.map(({ backend, reason }) => `${backend}: ${reason}`).join("; ");
  throw new QuadrantError("unavailable", `no backend of tfjs works (${reasons})`, { remedy: "Run npm ci again." });
}

async function start(backend: Backend): Promise<TensorFlow> {
  const require = createRequire(__filename);
  const tf: TensorFlow = backend === "tensorflow" ? loadNative() : require("@tensorflow/tfjs");
  if (backend === "wasm") {
    const wasm: typeof import("@tensorflow/tfjs-backend-wasm") = require("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
  }
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs could not start its ${backend} backend`);
  await tf.ready();
  // tfjs-node brings its own.
  if (backend !== "tensorflow") registerModelFiles(tf);
  return tf;
}

/**
 * tfjs-node from the folder that `QUADRANT_TFJS_NODE` names. In the project's own node_modules npm keeps the stand-in that
 * danfojs-node is given under that name and version, and puts nothing in its place.
 */
function loadNative(): TensorFlow {
  const folder = process.env.QUADRANT_TFJS_NODE;
  if (folder === undefined) throw new Error("QUADRANT_TFJS_NODE names no folder that has tfjs-node");
  const require = createRequire(join(resolve(folder), "package.json"));
  // tfjs-node 4.22 calls a function that Node 23 and newer have not.
  const util: { isNullOrUndefined?: (value: unknown) => boolean } = require("node:util");
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  return require("@tensorflow/tfjs-node");
}

async function probe(tf: TensorFlow): Promise<void> {
  const product = tf.tidy(() =>
    tf.matMul(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([[5], [6]]),
    ),
  );
  const [first, second] = await product.data();
  product.dispose();
  if (first !== 17 || second !== 39) throw new Error(`a 2 x 2 product came out as ${first}, ${second}, not 17, 39`);
}
