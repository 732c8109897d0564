import { messageOf, QuadrantError } from "../errors";
import { badAudio } from "./bad-audio";

/**
 * Keeps decoders from file to file, because setting one up costs more than a short clip.
 *
 * A decoder serves one file at a time; one that failed is thrown away, so that no file suffers from the one before.
 */
export class DecoderPool<Decoder> {
  private readonly idle: Decoder[] = [];

  /**
   * @param make sets up a decoder
   * @param renew makes one ready for the next file
   */
  constructor(
    private readonly make: () => Promise<Decoder>,
    private readonly renew: (decoder: Decoder) => Promise<void> | void,
  ) {}

  /** Decodes one file. @throws QuadrantError "bad-audio" for whatever the decoder throws */
  async use(path: string, decode: (decoder: Decoder) => Promise<void> | void): Promise<void> {
    const decoder = this.idle.pop() ?? (await this.make());
    try {
      await decode(decoder);
      await this.renew(decoder);
    } catch (cause) {
      if (cause instanceof QuadrantError) throw cause;
      throw badAudio(path, `cannot be decoded: ${messageOf(cause)}`, "Copy or encode the file again.", cause);
    }
    this.idle.push(decoder);
  }
}
