export { type ComplexMatrix, fourierTempogram } from "./fourier-tempogram";
export type { OnsetEnvelope, RhythmInput } from "./onset-envelope";
export { type LogSpectrogram, type OnsetInput, type OnsetParameters, onsetStrength } from "./onset-strength";
export { type ReadyTempogram, type TempoInput, type TempoParameters, tempo } from "./tempo";
export { fourierTempoFrequencies, tempoFrequencies } from "./tempo-frequencies";
export { type TempogramParameters, tempogram } from "./tempogram";
export { type TempogramRatioParameters, tempogramRatio } from "./tempogram-ratio";
