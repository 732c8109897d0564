import {
  AdaBoostClassifier,
  type Classifier,
  DummyClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  KNeighborsClassifier,
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  MLPClassifier,
  makePipeline,
  OneVsRestClassifier,
  PCA,
  QuadraticDiscriminantAnalysis,
  RandomForestClassifier,
  RidgeClassifier,
  SelectKBest,
  StandardScaler,
  SVC,
} from "../../classifiers";

/** L-BFGS needs more steps than scikit-learn's 100 on hundreds of correlated columns. */
const MAX_ITERATIONS = 1000;

type MakeClassifier = (randomState: number) => Classifier;

const scaled =
  (make: MakeClassifier): MakeClassifier =>
  (randomState) =>
    makePipeline(new StandardScaler(), make(randomState));

/** What knows nothing of music, or nothing but what it has seen: every other model is held against these. */
const FLOORS = {
  majority: () => new DummyClassifier({ strategy: "most_frequent" }),
  "stratified random": (randomState) => new DummyClassifier({ strategy: "stratified", randomState }),
  "nearest neighbour": scaled(() => new KNeighborsClassifier({ nNeighbors: 1 })),
} satisfies Record<string, MakeClassifier>;

/**
 * The study's twelve classifiers and one that today's reader will ask for, with scikit-learn's defaults, behind a
 * StandardScaler that is fitted with them. Quadratic discriminant analysis is not defined where columns outnumber the clips
 * of a class (the study tried and got chance): it is given principal components and a shrunken covariance.
 */
const CLASSIFIERS = {
  "logistic regression": scaled(() => new LogisticRegression({ maxIter: MAX_ITERATIONS })),
  "ridge classifier": scaled(() => new RidgeClassifier()),
  "linear SVC": scaled((randomState) => new LinearSVC({ randomState })),
  "SVC, RBF": scaled(() => new SVC()),
  "random forest": scaled((randomState) => new RandomForestClassifier({ randomState })),
  AdaBoost: scaled((randomState) => new AdaBoostClassifier({ randomState })),
  "Gaussian naive Bayes": scaled(() => new GaussianNB()),
  LDA: scaled(() => new LinearDiscriminantAnalysis()),
  QDA: () =>
    makePipeline(
      new StandardScaler(),
      new PCA({ nComponents: 0.9 }),
      new QuadraticDiscriminantAnalysis({ solver: "eigen", shrinkage: "auto" }),
    ),
  "one-vs-rest logistic": scaled(
    () => new OneVsRestClassifier({ estimator: new LogisticRegression({ maxIter: MAX_ITERATIONS }) }),
  ),
  "k nearest neighbours": scaled(() => new KNeighborsClassifier()),
  "multilayer perceptron": scaled((randomState) => new MLPClassifier({ randomState })),
  // A histogram of every column in every node: all 1,428 of them would take longer than all other models together.
  "histogram boosting": (randomState) =>
    makePipeline(new SelectKBest({ k: 200 }), new HistGradientBoostingClassifier({ randomState, maxBins: 64 })),
  "logistic regression, C = 0.01": scaled(() => new LogisticRegression({ C: 0.01, maxIter: MAX_ITERATIONS })),
} satisfies Record<string, MakeClassifier>;

export const FLOOR_NAMES = Object.keys(FLOORS) as readonly (keyof typeof FLOORS)[];
export const CLASSIFIER_NAMES = Object.keys(CLASSIFIERS) as readonly (keyof typeof CLASSIFIERS)[];

export type ClassifierName = keyof typeof FLOORS | keyof typeof CLASSIFIERS;

/** A classifier of that name that has learnt nothing. */
export function newClassifier(name: ClassifierName, randomState: number): Classifier {
  const makers: Readonly<Record<ClassifierName, MakeClassifier>> = { ...FLOORS, ...CLASSIFIERS };
  return makers[name](randomState);
}
