export { type Fingerprint, fingerprintOf } from "./fingerprint";
export { type DuplicateOptions, type DuplicatePair, nearDuplicates } from "./near-duplicates";
