export { encodeMidi, type MidiNote, type MidiScore, type MidiTrack } from "./midi-file";
export { type RenderAllOptions, type RenderAllResult, renderAll } from "./render-all";
export { type RenderOptions, renderMidi } from "./render-midi";
export type { RenderResult, RenderTask } from "./render-worker";
export { SOUNDFONT } from "./soundfont";
