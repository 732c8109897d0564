export { writeFileAtomic } from "./atomic-file";
export { FeatureStore, type Provenance, type StoreEntry } from "./feature-store";
export { decodeNpy, encodeNpy } from "./npy";
export { decodeZip, encodeZip } from "./zip";
