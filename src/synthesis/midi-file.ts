/** One note; times in ticks. */
export interface MidiNote {
  readonly tick: number;
  readonly duration: number;
  /** 0 to 127; 60 is middle C. */
  readonly pitch: number;
  /** 1 to 127. */
  readonly velocity: number;
}

/** One instrument with its notes. */
export interface MidiTrack {
  readonly name: string;
  /** 0 to 15; 9 is percussion. */
  readonly channel: number;
  /** General MIDI program, 0 to 127. */
  readonly program: number;
  /** Controller 7, 0 to 127. */
  readonly volume: number;
  /** Further controllers set once at the beginning: number and value, 0 to 127. */
  readonly controllers?: readonly (readonly [controller: number, value: number])[];
  readonly notes: readonly MidiNote[];
}

export interface MidiScore {
  readonly ticksPerBeat: number;
  /** In the order of their ticks; the first at tick 0. */
  readonly tempos: readonly { readonly tick: number; readonly microsecondsPerBeat: number }[];
  readonly tracks: readonly MidiTrack[];
}

interface TimedEvent {
  readonly tick: number;
  /** At one tick, note-offs come before note-ons, or a repeated note would be cut. */
  readonly order: number;
  readonly bytes: readonly number[];
}

/**
 * A Standard MIDI File of format 1: the first track holds the tempo map, then one track an instrument.
 *
 * Follows "Standard MIDI-File Format Spec. 1.1". The same score gives the same bytes.
 */
export function encodeMidi(score: MidiScore): Uint8Array {
  const tempoTrack = trackChunk(
    score.tempos.map(({ tick, microsecondsPerBeat: us }) => ({
      tick,
      order: 0,
      bytes: [0xff, 0x51, 3, (us >> 16) & 255, (us >> 8) & 255, us & 255],
    })),
  );
  const header = Buffer.from("MThd\0\0\0\x06\0\x01\0\0\0\0", "latin1");
  header.writeUInt16BE(score.tracks.length + 1, 10);
  header.writeUInt16BE(score.ticksPerBeat, 12);
  const tracks = score.tracks.map((track) => trackChunk(eventsOf(track)));
  return new Uint8Array(Buffer.concat([header, tempoTrack, ...tracks]));
}

function eventsOf(track: MidiTrack): TimedEvent[] {
  const name = [...Buffer.from(track.name, "latin1")];
  const events: TimedEvent[] = [
    { tick: 0, order: -3, bytes: [0xff, 0x03, name.length, ...name] },
    { tick: 0, order: -2, bytes: [0xc0 | track.channel, track.program] },
    ...[[7, track.volume] as const, ...(track.controllers ?? [])].map(([controller, value]) => ({
      ...{ tick: 0, order: -1, bytes: [0xb0 | track.channel, controller, value] },
    })),
  ];
  for (const note of track.notes) {
    const end = note.tick + Math.max(1, note.duration);
    events.push({ tick: note.tick, order: 1, bytes: [0x90 | track.channel, note.pitch, note.velocity] });
    events.push({ tick: end, order: 0, bytes: [0x80 | track.channel, note.pitch, 0] });
  }
  return events;
}

function trackChunk(events: readonly TimedEvent[]): Buffer {
  const bytes: number[] = [];
  let now = 0;
  for (const event of [...events].sort((a, b) => a.tick - b.tick || a.order - b.order)) {
    bytes.push(...variableLength(event.tick - now), ...event.bytes);
    now = event.tick;
  }
  bytes.push(0, 0xff, 0x2f, 0);
  const header = Buffer.from("MTrk\0\0\0\0", "latin1");
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, Buffer.from(bytes)]);
}

function variableLength(value: number): number[] {
  const bytes = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128);
  return bytes;
}
