import { createHash } from "node:crypto";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Origin } from "./checkpoint";
import type { LabelledSource } from "./labelled-source";
import type { Recipe } from "./options";

/** The parts of a training by which a checkpoint knows its own, in words that can be compared one by one. */
export function originOf(
  model: LayersModel,
  recipe: Recipe,
  { train, validation }: { train: LabelledSource; validation?: LabelledSource },
): Origin {
  const options = Object.entries(recipe).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const sets = [`train=${describeSet(train)}`, `validation=${validation === undefined ? "" : describeSet(validation)}`];
  return { model: describeModel(model), options: options.join(" "), data: sets.join(" ") };
}

/** Layers and the shapes of their weights, then a hash of their options; tf's names count up and mean nothing. */
function describeModel(model: LayersModel): string {
  const layers = model.layers.map((layer, i) => {
    const shapes = layer.weights.map(({ shape }) => shape.join("x")).join(",");
    return `${i}:${layer.getClassName()}(${shapes})`;
  });
  const nameless = JSON.stringify(model.getConfig(), (key, value) => (key === "name" ? undefined : value));
  // What links layers to each other are their names, too.
  const config = model.layers.reduce((text, { name }, i) => text.replaceAll(`"${name}"`, `${i}`), nameless);
  return [...layers, `options:${hash(config)}`].join(" ");
}

/** Of what is known without reading the frames. */
function describeSet({ source, labels }: LabelledSource): string {
  const { shape, lengths, names } = source;
  const known = JSON.stringify([Array.from(labels), lengths === undefined ? [] : Array.from(lengths), names ?? []]);
  return `${shape.join("x")}:${hash(known)}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
