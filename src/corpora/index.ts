export { balancedSubset } from "./balanced-subset";
export type { Clip, Corpus, DataSheet, RejectedClip } from "./corpus";
export { corpusHash } from "./corpus-hash";
export { type EmopiaOptions, emopiaSheet, openEmopia } from "./emopia";
export { type FolderOptions, folderSheet, openFolder } from "./folder";
export { type ManifestContent, readManifest } from "./manifest";
export { type CorpusOptions, listCorpora, openCorpus } from "./open-corpus";
export { QUADRANT_NAMES, QUADRANT_SIGNS, QUADRANTS, type Quadrant } from "./quadrant";
