import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Quadrant } from "../../../src/corpora";
import { type EtudesManifest, makeEtudes } from "../../../src/corpora/etudes";

/** A piece to fill a corpus with: its files, and what is known of it. */
export interface Piece {
  readonly audio: string;
  readonly midi: string;
  readonly quadrant: Quadrant;
  readonly valence: number;
  readonly arousal: number;
  readonly composer: string;
}

/** What the loader must make of a clip. */
export interface Truth {
  readonly quadrant: Quadrant;
  readonly group: string;
  readonly split?: "train" | "validation" | "test";
}

/** What a generator wrote. */
export interface LookAlike {
  /** By clip id: every clip that must come out, and no other. */
  readonly clips: Readonly<Record<string, Truth>>;
  /** Ids of clips that must be rejected. */
  readonly rejected: readonly string[];
  /** The file of one clip that comes out. */
  readonly audio: { readonly id: string; readonly path: string };
  /** A table without which it is not this corpus, and its most important column. */
  readonly table?: { readonly path: string; readonly column: string };
}

/** Composes music for look-alikes: as many pieces of each quadrant. */
export async function composePieces(root: string, clips: number, seconds = 4): Promise<Piece[]> {
  const { clips: made }: EtudesManifest = await makeEtudes({ root, clips, seconds, seed: 5, progress: false });
  return made.map(({ audio, midi, quadrant, valence, arousal, group }) => ({
    ...{ audio: join(root, audio), midi: join(root, midi) },
    ...{ quadrant, valence, arousal, composer: group },
  }));
}

/** Writes a file and the folders above it. */
export function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/**
 * Copies a piece to where the corpus has a file. Readers tell formats by what a file holds, so that a WAV file may bear the
 * name of the corpus' MP3.
 */
export function putAudio(path: string, { audio }: Pick<Piece, "audio">): void {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(audio, path);
}

/** The rating of a point on the scale of a corpus, with three digits. */
export function onScale(value: number, [low, high]: readonly [number, number]): number {
  return Number((low + ((value + 1) / 2) * (high - low)).toFixed(3));
}

/** The quadrant by the rule of the data sheets: on the line counts as high. */
export function quadrantOf({ valence, arousal }: Pick<Piece, "valence" | "arousal">): Quadrant {
  if (arousal >= 0) return valence >= 0 ? "Q1" : "Q2";
  return valence >= 0 ? "Q4" : "Q3";
}

export function bytesOf(path: string): Buffer {
  return readFileSync(path);
}
