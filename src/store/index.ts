export { writeFileAtomic } from "./atomic-file";
export { FeatureStore, type Provenance, type StoreEntry, writeNpz } from "./feature-store";
export { decodeNpy, encodeNpy } from "./npy";
export { decodeNumbers, type Numbers } from "./npy-numbers";
export { type ByteSource, decodeZip, encodeZip, readZip } from "./zip";
