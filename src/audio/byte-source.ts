import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { messageOf, QuadrantError } from "../errors";

/** A file that is read piece by piece, so that its length costs no memory. */
export interface ByteSource {
  /** Named in errors. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, fewer where the file ends before; they may be overwritten by the next call. */
  read(start: number, end: number): Uint8Array;
  close(): void;
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array, path: string): ByteSource {
  return {
    path,
    size: bytes.length,
    read: (start, end) => bytes.subarray(start, Math.max(start, end)),
    close: () => {},
  };
}

/** A file on disk. @throws QuadrantError "missing-file" when it cannot be opened or is a folder */
export function fileSource(path: string): ByteSource {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw cannotRead(path, messageOf(cause), cause);
  }
  const about = fstatSync(descriptor);
  if (!about.isFile()) {
    closeSync(descriptor);
    throw cannotRead(path, about.isDirectory() ? "it is a folder" : "it is no regular file");
  }
  let buffer = new Uint8Array(0);
  return {
    path,
    size: about.size,
    read(start, end) {
      const length = Math.max(0, Math.min(end, about.size) - start);
      if (buffer.length < length) buffer = new Uint8Array(length);
      return buffer.subarray(0, readFully(descriptor, buffer, start, length, path));
    },
    close: () => closeSync(descriptor),
  };
}

function readFully(descriptor: number, buffer: Uint8Array, start: number, length: number, path: string): number {
  let filled = 0;
  try {
    while (filled < length) {
      const got = readSync(descriptor, buffer, filled, length - filled, start + filled);
      if (got === 0) break;
      filled += got;
    }
  } catch (cause) {
    throw cannotRead(path, messageOf(cause), cause);
  }
  return filled;
}

function cannotRead(path: string, why: string, cause?: unknown): QuadrantError {
  return new QuadrantError("missing-file", `cannot read ${path}: ${why}`, {
    path,
    remedy: "Check that the file is there and may be read.",
    cause,
  });
}
