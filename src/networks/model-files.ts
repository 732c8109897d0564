import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { io } from "@tensorflow/tfjs";
import { messageOf, QuadrantError } from "../errors";
import { writeFileAtomic } from "../store";
import type { TensorFlow } from "./tensorflow";

const TOPOLOGY = "model.json";
const WEIGHTS = "weights.bin";

/** The fields of model.json beside the weights, as every build of tfjs writes them. */
const CARRIED = [
  "modelTopology",
  "format",
  "generatedBy",
  "convertedBy",
  "trainingConfig",
  "userDefinedMetadata",
] as const;

/**
 * Lets `model.save("file:///folder")` and `tf.loadLayersModel("file:///folder/model.json")` work without tfjs-node, in
 * the same files: model.json and weights.bin.
 */
export function registerModelFiles(tf: TensorFlow): void {
  const router = (url: string | string[]) => {
    const single = Array.isArray(url) ? url[0] : url;
    return single?.startsWith("file://") ? (modelFiles(tf, single) as io.IOHandler) : (null as unknown as io.IOHandler);
  };
  tf.io.registerSaveRouter(router);
  tf.io.registerLoadRouter(router);
}

/** Saves to a folder, or loads from its model.json. */
function modelFiles(tf: TensorFlow, url: string): io.IOHandler {
  const path = url.startsWith("file:///") ? fileURLToPath(url) : url.slice("file://".length);
  return {
    save: async (artifacts) => {
      const data = tf.io.concatenateArrayBuffers([artifacts.weightData ?? []].flat());
      // The weights first: whoever sees the topology finds them.
      writeFileAtomic(join(path, WEIGHTS), new Uint8Array(data));
      const carried = Object.fromEntries(CARRIED.map((name) => [name, artifacts[name]]));
      const weightsManifest = [{ paths: [WEIGHTS], weights: artifacts.weightSpecs }];
      writeFileAtomic(join(path, TOPOLOGY), JSON.stringify({ ...carried, weightsManifest }));
      return { modelArtifactsInfo: { ...tf.io.getModelArtifactsInfoForJSON(artifacts), dateSaved: new Date() } };
    },
    load: async () => {
      const model = read(path, () => JSON.parse(readFileSync(path, "utf8")) as io.ModelJSON);
      const manifest = model.weightsManifest ?? [];
      const weightSpecs = manifest.flatMap(({ weights }) => weights);
      const folder = join(path, "..");
      const parts = manifest.flatMap(({ paths }) => paths).map((name) => join(folder, name));
      const data = Buffer.concat(parts.map((part) => read(part, () => readFileSync(part))));
      const wanted = weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((size, side) => size * side, 1), 0);
      // Quantised weights take fewer bytes; what this writes is never quantised.
      if (weightSpecs.every(({ quantization }) => quantization === undefined) && data.length !== wanted) {
        throw new QuadrantError("bad-store", `the weights of ${path} are ${data.length} bytes, not ${wanted}`, {
          path,
          remedy: "The file was cut or belongs to another model: save or copy the model again.",
        });
      }
      return { ...model, weightSpecs, weightData: new Uint8Array(data).buffer };
    },
  };
}

function read<Content>(path: string, content: () => Content): Content {
  try {
    return content();
  } catch (cause) {
    throw new QuadrantError("bad-store", `cannot read the model file ${path}: ${messageOf(cause)}`, {
      path,
      remedy: "Name the model.json of a saved model, whose weights lie beside it.",
      cause,
    });
  }
}
