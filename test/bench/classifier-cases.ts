import {
  AdaBoostClassifier,
  type Classifier,
  DecisionTreeClassifier,
  GaussianNB,
  HistGradientBoostingClassifier,
  KNeighborsClassifier,
  LinearDiscriminantAnalysis,
  LinearSVC,
  LogisticRegression,
  MLPClassifier,
  OneVsRestClassifier,
  QuadraticDiscriminantAnalysis,
  RandomForestClassifier,
  RidgeClassifier,
  SVC,
} from "../../src/classifiers";

/** The same classifier in both libraries. */
export interface Case {
  readonly name: string;
  /** @param threads for those that can share their work out */
  readonly ours: (threads: number) => Classifier;
  /** The expression that makes it in Python; N stands for the number of threads. */
  readonly theirs: string;
  /** Whether it is made for more columns than memory holds twice. */
  readonly wide?: boolean;
}

export const CASES: readonly Case[] = [
  { name: "logistic regression", ours: () => new LogisticRegression(), theirs: "LogisticRegression()", wide: true },
  { name: "ridge", ours: () => new RidgeClassifier(), theirs: "RidgeClassifier()", wide: true },
  { name: "linear SVC", ours: () => new LinearSVC(), theirs: "LinearSVC(random_state=0)", wide: true },
  { name: "SVC, linear", ours: () => new SVC({ kernel: "linear" }), theirs: "SVC(kernel='linear')", wide: true },
  { name: "SVC, rbf", ours: () => new SVC(), theirs: "SVC()", wide: true },
  {
    name: "discriminant analysis, linear",
    ours: () => new LinearDiscriminantAnalysis(),
    theirs: "LinearDiscriminantAnalysis()",
    wide: true,
  },
  {
    name: "discriminant analysis, quadratic",
    ours: () => new QuadraticDiscriminantAnalysis({ regParam: 0.5 }),
    theirs: "QuadraticDiscriminantAnalysis(reg_param=0.5)",
  },
  {
    name: "one versus rest, logistic",
    ours: () => new OneVsRestClassifier({ estimator: new LogisticRegression() }),
    theirs: "OneVsRestClassifier(LogisticRegression())",
  },
  { name: "naive Bayes", ours: () => new GaussianNB(), theirs: "GaussianNB()", wide: true },
  {
    name: "5 neighbours",
    ours: () => new KNeighborsClassifier(),
    theirs: "KNeighborsClassifier(algorithm='brute')",
    wide: true,
  },
  { name: "tree", ours: () => new DecisionTreeClassifier(), theirs: "DecisionTreeClassifier(random_state=0)" },
  {
    name: "forest of 100",
    ours: (nJobs) => new RandomForestClassifier({ nJobs }),
    theirs: "RandomForestClassifier(random_state=0, n_jobs=N)",
  },
  { name: "AdaBoost", ours: () => new AdaBoostClassifier(), theirs: "AdaBoostClassifier(random_state=0)" },
  {
    name: "histogram boosting, 20 iterations",
    ours: () => new HistGradientBoostingClassifier({ maxIter: 20 }),
    theirs: "HistGradientBoostingClassifier(max_iter=20, random_state=0)",
  },
  {
    name: "perceptron, 20 passes",
    ours: () => new MLPClassifier({ maxIter: 20 }),
    theirs: "MLPClassifier(max_iter=20, random_state=0)",
  },
];
