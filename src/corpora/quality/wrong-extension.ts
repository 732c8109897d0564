import { extname } from "node:path";
import { fileSource } from "../../audio/byte-source";
import { type AudioFormat, sniffFormat } from "../../audio/sniff-format";

const ENDINGS: Readonly<Record<AudioFormat, readonly string[]>> = {
  wav: [".wav", ".wave"],
  mp3: [".mp3"],
  flac: [".flac"],
  "ogg-vorbis": [".ogg", ".oga"],
};

/**
 * What a file really is, where its name says something else; undefined where they agree.
 *
 * @throws QuadrantError "bad-audio" when it is no audio at all
 */
export function wrongExtension(path: string): { readonly ending: string; readonly format: AudioFormat } | undefined {
  const source = fileSource(path);
  try {
    const { format } = sniffFormat(source);
    const ending = extname(path).toLowerCase();
    return ENDINGS[format].includes(ending) ? undefined : { ending, format };
  } finally {
    source.close();
  }
}
