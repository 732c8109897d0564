import { QuadrantError } from "../errors";

/** A model as JSON: its class, its options and, if it was fitted, what it learnt. */
export interface ModelJson {
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly learnt?: Readonly<Record<string, unknown>>;
}

/** Makes a model of its JSON; see registry.ts. */
type Revive = (json: ModelJson) => unknown;

/** The class of a model, as the registry keeps it. */
export interface ModelClass {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each class has options of its own type; fromJson gives back what toJSON wrote
  new (options: any): Model<object, object>;
}

/**
 * What classifiers and transformers share: options given once, a state learnt by fit, and JSON of both.
 *
 * The JSON restores a model exactly: typed arrays are written as base64 of their little-endian bytes, and models inside
 * options or state (a pipeline's steps, an ensemble's members) as their own JSON. So options and state may hold numbers
 * (finite), strings, booleans, null, arrays, plain objects, typed arrays and models.
 */
export abstract class Model<Options extends object, Learnt extends object> {
  protected learnt: Learnt | undefined;

  /** @param options every option with its value, defaults filled in */
  constructor(readonly options: Options) {}

  /** @throws QuadrantError "bad-argument" before fit */
  protected fitted(): Learnt {
    if (this.learnt === undefined) {
      throw new QuadrantError("bad-argument", `${this.constructor.name} was not fitted`, { remedy: "Call fit first." });
    }
    return this.learnt;
  }

  toJSON(): ModelJson {
    const json = { model: this.constructor.name, options: encode(this.options) as ModelJson["options"] };
    return this.learnt === undefined ? json : { ...json, learnt: encode(this.learnt) as ModelJson["options"] };
  }

  /** A model of the same class and options, and so with the models inside its options, that has learnt nothing. */
  unfitted(): this {
    return new (this.constructor as ModelClass)(withoutLearnt(this.options)) as this;
  }

  /** A model of this class with the options and the state in the JSON. */
  static fromJson(modelClass: ModelClass, json: ModelJson, revive: Revive): Model<object, object> {
    const model = new modelClass(decode(json.options, revive));
    if (json.learnt !== undefined) model.learnt = decode(json.learnt, revive) as object;
    return model;
  }
}

function withoutLearnt(value: unknown): unknown {
  if (value instanceof Model) return value.unfitted();
  if (Array.isArray(value)) return value.map(withoutLearnt);
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutLearnt(entry)]));
}

const ARRAYS = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Int16Array, Uint8Array, Int8Array };
type ArrayName = keyof typeof ARRAYS;

function encode(value: unknown): unknown {
  if (value instanceof Model) return value.toJSON();
  if (ArrayBuffer.isView(value)) {
    const name = value.constructor.name;
    if (!(name in ARRAYS)) throw new TypeError(`a ${name} cannot be written into a model's JSON`);
    return { array: name, base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }
  if (Array.isArray(value)) return value.map(encode);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    // JSON has no infinity; options such as a tolerance may be one.
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    return { number: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (typeof value !== "object") throw new TypeError(`a ${typeof value} cannot be written into a model's JSON`);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries.map(([key, entry]) => [key, encode(entry)]));
}

function decode(value: unknown, revive: Revive): unknown {
  if (Array.isArray(value)) return value.map((entry) => decode(entry, revive));
  if (value === null || typeof value !== "object") return value;
  if ("model" in value && "options" in value) return revive(value as ModelJson);
  if ("array" in value && "base64" in value) {
    const { array, base64 } = value as { array: ArrayName; base64: string };
    const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
    return new ARRAYS[array](bytes.buffer);
  }
  if ("number" in value) return Number(value.number);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decode(entry, revive)]));
}
