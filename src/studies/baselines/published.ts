import { type Interval, wilsonInterval } from "../../evaluation";

/** A result that the study printed, arXiv 2405.06747 and its notebooks: one split, one run, no interval. */
export interface PublishedResult {
  readonly model: string;
  /** Name of our model of the same kind, where there is one. */
  readonly as?: string;
  readonly tested: number;
  /** The study's accuracy with Wilson's 95 % interval, which the study does not give. */
  readonly accuracy: Interval;
}

/** Right answers and test clips behind each published accuracy on the 900 clips of 4Q Audio Emotion. */
const PUBLISHED: readonly { model: string; right: number; tested: number; as?: string }[] = [
  { model: "logistic regression", right: 114, tested: 180, as: "logistic regression" },
  { model: "ridge classifier", right: 109, tested: 180, as: "ridge classifier" },
  { model: "linear SVC", right: 93, tested: 180, as: "linear SVC" },
  { model: "linear SVC, another notebook", right: 113, tested: 180 },
  { model: "SVC, RBF", right: 96, tested: 180, as: "SVC, RBF" },
  { model: "random forest", right: 95, tested: 180, as: "random forest" },
  { model: "random forest of 50, another notebook", right: 126, tested: 225 },
  { model: "AdaBoost", right: 91, tested: 180, as: "AdaBoost" },
  { model: "Gaussian naive Bayes", right: 80, tested: 180, as: "Gaussian naive Bayes" },
  { model: "LDA", right: 112, tested: 180, as: "LDA" },
  { model: "QDA", right: 48, tested: 180, as: "QDA" },
  { model: "one-vs-rest logistic", right: 112, tested: 180, as: "one-vs-rest logistic" },
  { model: "k nearest neighbours", right: 85, tested: 180, as: "k nearest neighbours" },
  { model: "multilayer perceptron", right: 101, tested: 180, as: "multilayer perceptron" },
  { model: "RNN", right: 48, tested: 90, as: "RNN as published" },
  { model: "bidirectional RNN", right: 44, tested: 90, as: "BiRNN as published" },
  { model: "LSTM", right: 46, tested: 90, as: "LSTM as published" },
];

/** The study's accuracies on its 900 clips. */
export function publishedResults(): PublishedResult[] {
  return PUBLISHED.map(({ right, ...rest }) => ({ ...rest, accuracy: wilsonInterval(right, rest.tested) }));
}
