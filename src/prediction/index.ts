/** A trained model, asked about files. */
export { describeModel, describePrediction } from "./describe-prediction";
export { readModel, writeModel } from "./model-file";
export { type FilePrediction, type PredictionOptions, type Predictions, predictFiles } from "./predict-files";
export { predictionPicture } from "./prediction-picture";
export { SHIPPED_MODEL } from "./shipped-model";
export { DEFAULT_WINDOWS, MODEL_FEATURES, type TrainingOptions, trainModel } from "./train-model";
export type { Answer, FileAnswer, ModelMeasures, TrainedModel, TrainingData, WindowAnswer } from "./trained-model";
export { PICTURE_ENDINGS, writePicture } from "./write-picture";
