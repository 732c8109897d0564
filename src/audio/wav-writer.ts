const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/**
 * A mono 16-bit PCM WAV file.
 *
 * Samples are scaled by 32768, rounded and clamped to the int16 range, so that a reader that divides by 32768 gets them
 * back within half a step of 2^-15.
 *
 * @param samples -1 to 1; what lies outside is clipped
 * @param sampleRate Hz
 * @param comment kept in a LIST/INFO/ICMT chunk behind the samples, where players ignore it; ASCII
 *
 * @example
 * writeFileSync("tone.wav", encodeWav(samples, 22_050));
 */
export function encodeWav(samples: Float32Array, sampleRate: number, comment?: string): Uint8Array {
  const dataBytes = samples.length * BYTES_PER_SAMPLE;
  const info = comment === undefined ? Buffer.alloc(0) : infoChunk(comment);
  const file = Buffer.alloc(HEADER_BYTES + dataBytes + info.length);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(dataBytes, 40);
  for (let i = 0; i < samples.length; i++) {
    const level = Math.round(samples[i]! * 32768);
    file.writeInt16LE(Math.max(-32768, Math.min(32767, level)), HEADER_BYTES + i * BYTES_PER_SAMPLE);
  }
  info.copy(file, HEADER_BYTES + dataBytes);
  return file;
}

function infoChunk(comment: string): Buffer {
  // RIFF chunks start at even bytes: the text ends in one or two zeros.
  const textBytes = comment.length + (comment.length % 2 === 0 ? 2 : 1);
  const chunk = Buffer.alloc(20 + textBytes);
  chunk.write("LIST", 0, "latin1");
  chunk.writeUInt32LE(12 + textBytes, 4);
  chunk.write("INFOICMT", 8, "latin1");
  chunk.writeUInt32LE(textBytes, 16);
  chunk.write(comment, 20, "latin1");
  return chunk;
}
