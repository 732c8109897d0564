export { classBalanceFigure, groupLeaningFigure, valenceArousalFigure } from "./corpus-figures";
export { embeddingFigure } from "./embedding-figure";
export { correlationFigure, type FeatureWords, heatmapFigure, linesFigure, waveformFigure } from "./feature-figures";
export { type Figure, type FigureDraft, makeFigure } from "./figure";
export { QUADRANT_COLOURS, seriesColour } from "./palette";
export { accuracyFigure, confusionFigure, learningCurveFigure } from "./score-figures";
export { trainingCurvesFigure } from "./training-curves";
