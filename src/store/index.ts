export { writeFileAtomic } from "./atomic-file";
export { FeatureStore, type Provenance, type StoreEntry, writeNpz } from "./feature-store";
export { decodeNpy, encodeNpy } from "./npy";
export { type ByteSource, decodeZip, encodeZip, readZip } from "./zip";
