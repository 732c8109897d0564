import type { KernelBackend, Tensor, Tensor3D } from "@tensorflow/tfjs";
import { QuadrantError } from "../errors";
import { type RecurrentFrames, recurrentLayers } from "../kernels/recurrent";
import type { TensorFlow } from "./tensorflow";

/** Room for a batch, where the threads of recurrent layers, and those that read clips, see it. */
export interface FrameBuffer {
  /** (batch, steps, features) from the start on; in a SharedArrayBuffer. */
  readonly values: Float32Array;
  /**
   * A tensor whose values are those of the buffer, not a copy of them: it holds for as long as they stay. Recurrent layers
   * of quadrant read them where they are; for any other layer tf fetches a copy when it first looks.
   */
  tensor(tf: TensorFlow, shape: readonly [batch: number, steps: number, features: number]): Tensor3D;
  /** Gives the memory back; tensors of it must not be used any more. */
  close(): void;
}

/** What tensors lie in a buffer, by the names that tf has for their data. */
const lent = new WeakMap<object, RecurrentFrames>();

/**
 * @param length how many values
 * @throws QuadrantError "unavailable" when the memory that recurrent layers share, 4 GiB at most, does not suffice
 */
export function frameBuffer(length: number): FrameBuffer {
  const frames = recurrentLayers().frames(length);
  return {
    values: frames.values,
    tensor(tf, shape) {
      const size = shape[0] * shape[1] * shape[2];
      if (size > length) {
        throw new QuadrantError("bad-argument", `a buffer of ${length} values has no room for (${shape.join(", ")})`);
      }
      const dataId = {};
      lent.set(dataId, frames);
      const backend = new Lender(frames.values.subarray(0, size)) as unknown as KernelBackend;
      return tf.engine().makeTensorFromDataId(dataId, [...shape], "float32", backend) as Tensor3D;
    },
    close: () => frames.close(),
  };
}

/** The buffer that a tensor lies in. */
export function framesOf(x: Tensor): RecurrentFrames | undefined {
  return lent.get(x.dataId);
}

/** What tf asks of the backend that a tensor lies on, until another one takes the values over. */
class Lender {
  private references = 1;

  constructor(private readonly values: Float32Array) {}

  /** A copy: other backends may keep what they are given, and do not expect memory that is shared. */
  readSync(): Float32Array {
    return this.values.slice();
  }

  async read(): Promise<Float32Array> {
    return this.readSync();
  }

  refCount(): number {
    return this.references;
  }

  incRef(): void {
    this.references++;
  }

  /** @returns whether tf may forget the tensor */
  disposeData(_dataId: object, force = false): boolean {
    this.references--;
    return force || this.references <= 0;
  }
}
