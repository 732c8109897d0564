import type { Matrix } from "../arrays";
import { QuadrantError } from "../errors";
import {
  type Classifier,
  hasProbabilities,
  type ProbabilisticClassifier,
  type ScoringClassifier,
  type Transformer,
} from "./classifier";
import { Model } from "./model";

export interface PipelineOptions {
  readonly transformers: readonly Transformer[];
  readonly classifier: Classifier;
}

/**
 * A classifier behind transformers, as scikit-learn's Pipeline: whatever is learnt, scaling and selection included, is
 * learnt from the training rows only, so nothing of the test rows leaks in.
 */
export class Pipeline extends Model<PipelineOptions, never> implements ProbabilisticClassifier, ScoringClassifier {
  get classes(): Int32Array {
    return this.options.classifier.classes;
  }

  get probabilistic(): boolean {
    return hasProbabilities(this.options.classifier);
  }

  fit(X: Matrix, y: ArrayLike<number>): this {
    let columns = X;
    for (const transformer of this.options.transformers) columns = transformer.fit(columns, y).transform(columns);
    this.options.classifier.fit(columns, y);
    return this;
  }

  predict(X: Matrix): Int32Array {
    return this.options.classifier.predict(this.transform(X));
  }

  /** @throws QuadrantError "bad-argument" when the classifier gives none; `probabilistic` tells */
  predictProba(X: Matrix): Matrix {
    const { classifier } = this.options;
    if (!hasProbabilities(classifier)) throw this.lacks("probabilities");
    return classifier.predictProba(this.transform(X));
  }

  /** @throws QuadrantError "bad-argument" when the classifier has none */
  decisionFunction(X: Matrix): Matrix {
    const { classifier } = this.options;
    if (!("decisionFunction" in classifier)) throw this.lacks("a decision function");
    return (classifier as ScoringClassifier).decisionFunction(this.transform(X));
  }

  /** The columns that the classifier sees. */
  transform(X: Matrix): Matrix {
    return this.options.transformers.reduce((columns, transformer) => transformer.transform(columns), X);
  }

  private lacks(what: string): QuadrantError {
    return new QuadrantError("bad-argument", `${this.options.classifier.constructor.name} has no ${what}`, {
      remedy: "Call predict, or use another classifier.",
    });
  }
}

/**
 * A pipeline of transformers and, last, a classifier.
 *
 * @example
 * makePipeline(new StandardScaler(), new LogisticRegression({ C: 0.01 })).fit(X, y).predictProba(unseen);
 */
export function makePipeline(...steps: [...Transformer[], Classifier]): Pipeline {
  return new Pipeline({
    transformers: steps.slice(0, -1) as Transformer[],
    classifier: steps[steps.length - 1] as Classifier,
  });
}
