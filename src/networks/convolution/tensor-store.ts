import type { DataId, KernelBackend, Tensor } from "@tensorflow/tfjs";
import { convolutionKernel, type Region } from "../../kernels/convolution";
import type { TensorFlow } from "../tensorflow";

/**
 * Tensors that lie where the threads of the kernel see them: between layers that the kernel computes nothing is copied, and
 * tf copies what its own operations want.
 */
interface TensorStore {
  /** The values of a tensor: its own region, or a copy; the caller's to release. */
  take(tensor: Tensor): Region;
  /** A tensor of a region, which is given back with it. */
  give(region: Region, shape: readonly number[]): Tensor;
}

const stores = new WeakMap<TensorFlow, TensorStore>();

/** The store of a tf. */
export function tensorStore(tf: TensorFlow): TensorStore {
  let store = stores.get(tf);
  if (store === undefined) {
    store = newStore(tf);
    stores.set(tf, store);
  }
  return store;
}

interface Held {
  readonly region: Region;
  references: number;
}

/** To tf it is a backend that computes nothing: tf moves tensors away from it where it computes with them itself. */
function newStore(tf: TensorFlow): TensorStore {
  const held = new Map<DataId, Held>();
  class RegionBackend extends tf.KernelBackend {
    override readSync(dataId: DataId): Float32Array {
      return held.get(dataId)!.region.values.slice();
    }

    override async read(dataId: DataId): Promise<Float32Array> {
      return this.readSync(dataId);
    }

    override refCount(dataId: DataId): number {
      return held.get(dataId)?.references ?? 0;
    }

    override incRef(dataId: DataId): void {
      const entry = held.get(dataId);
      if (entry !== undefined) entry.references++;
    }

    override disposeData(dataId: DataId, force = false): boolean {
      const entry = held.get(dataId);
      if (entry === undefined) return true;
      if (--entry.references > 0 && !force) return false;
      held.delete(dataId);
      entry.region.release();
      return true;
    }

    override numDataIds(): number {
      return held.size;
    }
  }
  const backend: KernelBackend = new RegionBackend();
  return {
    take(tensor) {
      const own = held.get(tensor.dataId);
      if (own !== undefined) return own.region.hold();
      const region = convolutionKernel().allocate(tensor.size);
      region.values.set(valuesOf(tf, tensor));
      return region;
    },
    give(region, shape) {
      const dataId = {};
      held.set(dataId, { region, references: 1 });
      return tf.engine().makeTensorFromDataId(dataId, [...shape], "float32", backend);
    },
  };
}

/** To be read at once: in tf's own memory where that can be seen, which saves a copy. */
function valuesOf(tf: TensorFlow, tensor: Tensor): Float32Array {
  const backend = tf.backend() as { typedArrayFromHeap?: (tensor: Tensor) => Float32Array };
  return tf.getBackend() === "wasm" && tensor.dtype === "float32" && backend.typedArrayFromHeap !== undefined
    ? backend.typedArrayFromHeap(tensor)
    : (tensor.dataSync() as Float32Array);
}
