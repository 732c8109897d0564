export type { ArchiveLimits } from "./archives/archive-guard";
export { type UnpackOptions, unpack } from "./archives/unpack";
export type { Checksum } from "./checksum";
export { type Download, type DownloadOptions, download } from "./download";
