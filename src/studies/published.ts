import { type Interval, wilsonInterval } from "../evaluation";

/** A result that the study printed, arXiv 2405.06747 and its notebooks: one split, one run, no interval. */
export interface PublishedResult {
  readonly model: string;
  readonly tested: number;
  /** The study's accuracy with Wilson's 95 % interval, which the study does not give. */
  readonly accuracy: Interval;
}

/** Right answers and test clips behind each published accuracy on the 900 clips of 4Q Audio Emotion. */
const PUBLISHED = [
  { model: "logistic regression", right: 114, tested: 180 },
  { model: "linear SVC", right: 113, tested: 180 },
  { model: "random forest of 50", right: 126, tested: 225 },
  { model: "RNN", right: 48, tested: 90 },
  { model: "bidirectional RNN", right: 44, tested: 90 },
  { model: "LSTM", right: 46, tested: 90 },
] as const;

/** The study's accuracies on its 900 clips. */
export function publishedResults(): PublishedResult[] {
  return PUBLISHED.map(({ model, right, tested }) => ({ model, tested, accuracy: wilsonInterval(right, tested) }));
}
