"""Asks numpy and scikit-learn what test/random and test/evaluation must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-evaluation.txt
    .venv/bin/python test/golden/make-evaluation.py
"""
import json
import pathlib
import warnings

import numpy
import scipy
import sklearn
from scipy.stats import pearsonr
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score, average_precision_score, balanced_accuracy_score, brier_score_loss, cohen_kappa_score, confusion_matrix,
    hamming_loss, log_loss, matthews_corrcoef, mean_absolute_error, precision_recall_curve, precision_recall_fscore_support,
    r2_score, roc_auc_score, roc_curve, root_mean_squared_error,
)
from sklearn.model_selection import (
    GroupKFold, GroupShuffleSplit, KFold, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit, StratifiedGroupKFold,
    StratifiedKFold, StratifiedShuffleSplit, train_test_split,
)
from sklearn.preprocessing import StandardScaler, label_binarize

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}


def write(name, content):
    text = json.dumps({"versions": VERSIONS, **content}, indent=1)
    (HERE / f"{name}.json").write_text(text + "\n")


def random_numbers():
    cases = []
    for seed in [0, 1, 42, 2**32 - 1, [1, 2, 3]]:
        state = numpy.random.RandomState(seed)
        case = {"seed": seed, "random": state.random_sample(5).tolist(), "normal": state.randn(5).tolist()}
        order = numpy.arange(20)
        state.shuffle(order)
        cases.append({**case, "shuffle20": order.tolist(), "permutation9": state.permutation(9).tolist()})
    write("random", {"cases": cases})


def write_rows(name, content):
    """As `write`, one case a line."""
    rows = ",\n".join(json.dumps(case) for case in content["cases"])
    (HERE / f"{name}.json").write_text(f'{{"versions": {json.dumps(VERSIONS)},\n"cases": [\n{rows}\n]}}\n')


def indices(split, y, g):
    """Every fold of a split; None where scikit-learn refuses."""
    try:
        folds = split.split(numpy.zeros((len(y), 1)), y, g)
        return [{"train": train.tolist(), "test": test.tolist()} for train, test in map(lambda f: map(numpy.asarray, f), folds)]
    except ValueError:
        return None


def folds():
    rows = []
    for seed, items, groups, classes, splits in [(1, 31, 9, 4, 5), (2, 60, 40, 4, 5), (3, 33, 17, 3, 10), (4, 24, 4, 4, 2), (5, 20, 3, 2, 4), (6, 7, 5, 7, 3), (7, 12, 6, 4, 9)]:
        state = numpy.random.RandomState(seed)
        y = state.randint(classes, size=items) * 3 - 1
        number = state.randint(groups, size=items)
        names = [f"group {i:02d}" for i in number]
        for g in [names, (number * 7).tolist()]:
            for shuffled in [None, 0, 42]:
                keywords = {} if shuffled is None else {"shuffle": True, "random_state": shuffled}
                splitters = {
                    "kFold": KFold(splits, **keywords),
                    "stratifiedKFold": StratifiedKFold(splits, **keywords),
                    "groupKFold": GroupKFold(splits, **keywords),
                    "stratifiedGroupKFold": StratifiedGroupKFold(splits, **keywords),
                }
                if shuffled is not None:
                    repeats = {"n_splits": splits, "n_repeats": 3, "random_state": shuffled}
                    splitters |= {
                        "repeatedKFold": RepeatedKFold(**repeats),
                        "repeatedStratifiedKFold": RepeatedStratifiedKFold(**repeats),
                    }
                found = {name: indices(splitter, y, g) for name, splitter in splitters.items()}
                found = {name: folds and [fold["test"] for fold in folds] for name, folds in found.items()}
                rows.append({"nSplits": splits, "randomState": shuffled, "labels": y.tolist(), "groups": g, "tests": found})
    write_rows("folds", {"cases": rows})

    rows = []
    for seed, items, groups, classes in [(1, 30, 9, 4), (2, 61, 40, 3), (3, 10, 2, 2), (4, 12, 5, 5)]:
        state = numpy.random.RandomState(seed)
        y = state.randint(classes, size=items)
        g = [f"group {i:02d}" for i in state.randint(groups, size=items)]
        for test_size, train_size in [(None, None), (0.2, None), (7, None), (None, 0.5), (0.3, 0.4), (3, 11), (0.5, 0.6), (0.99, None), (1, None), (40, None)]:
            for random_state in [0, 42]:
                sizes = {"test_size": test_size, "train_size": train_size, "random_state": random_state}
                found = {
                    "shuffleSplit": indices(ShuffleSplit(2, **sizes), y, g),
                    "groupShuffleSplit": indices(GroupShuffleSplit(2, **sizes), y, g),
                    "stratifiedShuffleSplit": indices(StratifiedShuffleSplit(2, **sizes), y, g),
                }
                for name, stratify in [("trainTestSplit", None), ("stratifiedTrainTestSplit", y)]:
                    try:
                        train, test = train_test_split(numpy.arange(items), stratify=stratify, **sizes)
                        found[name] = [{"train": train.tolist(), "test": test.tolist()}]
                    except ValueError:
                        found[name] = None
                rows.append({"testSize": test_size, "trainSize": train_size, "randomState": random_state,
                             "labels": y.tolist(), "groups": g, "splits": found})
    write_rows("hold-outs", {"cases": rows})


def optional(value):
    """JSON knows no NaN and no infinity."""
    value = float(value)
    return value if numpy.isfinite(value) else str(value)


def labels_scored():
    cases = []
    state = numpy.random.RandomState(7)
    for truth, predicted in [
        (state.randint(4, size=50), state.randint(4, size=50)),
        (state.randint(2, size=20), state.randint(3, size=20)),
        (numpy.zeros(5, int), numpy.full(5, 3)),
        (numpy.zeros(5, int), numpy.zeros(5, int)),
        (numpy.arange(4), numpy.arange(4)),
        (numpy.array([0, 0, 0, 1, 1, 3]), numpy.array([0, 0, 2, 1, 0, 3])),
        (numpy.array([0, 1, 2, 3]), numpy.array([1, 1, 1, 1])),
    ]:
        averages = {
            average: dict(zip(["precision", "recall", "f1"], precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)[:3]))
            for average in ["macro", "weighted", "micro"]
        }
        per_class = precision_recall_fscore_support(truth, predicted, labels=range(4), zero_division=0)
        cases.append({
            "truth": truth.tolist(),
            "predicted": predicted.tolist(),
            "accuracy": accuracy_score(truth, predicted),
            "balancedAccuracy": balanced_accuracy_score(truth, predicted),
            "kappa": optional(cohen_kappa_score(truth, predicted)),
            "mcc": matthews_corrcoef(truth, predicted),
            "confusion": confusion_matrix(truth, predicted, labels=range(4)).tolist(),
            "perClass": [dict(zip(["precision", "recall", "f1", "support"], map(float, row))) for row in zip(*per_class)],
            **averages,
        })
    write_rows("labels-scored", {"cases": cases})


def top_label_error(truth, proba, bins):
    """Guo et al. 2017, equations 2 and 3: the mean over items of |accuracy - confidence| of their bin."""
    confidence, right = proba.max(axis=1), proba.argmax(axis=1) == truth
    which = numpy.searchsorted(numpy.linspace(0, 1, bins + 1)[1:-1], confidence)
    gaps = [(which == b).sum() / len(truth) * abs(right[which == b].mean() - confidence[which == b].mean()) for b in range(bins) if (which == b).any()]
    return sum(gaps)


def probabilities_scored():
    cases = []
    for seed, items, classes, present, kind in [
        (1, 40, 4, 4, "smooth"), (2, 40, 4, 3, "smooth"), (3, 60, 4, 4, "tied"), (4, 30, 2, 2, "tied"),
        (5, 25, 2, 2, "smooth"), (6, 12, 3, 3, "certain"), (7, 9, 3, 1, "tied"),
    ]:
        state = numpy.random.RandomState(seed)
        truth = state.randint(present, size=items)
        raw = state.gamma(0.7, size=(items, classes)) + numpy.eye(classes)[truth] * 0.5
        proba = raw / raw.sum(axis=1, keepdims=True)
        if kind == "tied":
            proba = numpy.array([state.multinomial(5, row) for row in proba]) / 5
        if kind == "certain":
            proba = numpy.eye(classes)[state.randint(classes, size=items)]
        onehot = label_binarize(numpy.append(truth, range(classes)), classes=range(classes))[:items]
        if classes == 2:
            onehot = numpy.column_stack([1 - onehot, onehot])
        auc = {average: optional(roc_auc_score(onehot, proba, average=average)) for average in ["macro", "weighted", "micro"]}
        if classes > 2:
            for average in ["macro", "weighted", "micro"]:
                judged = roc_auc_score(truth, proba, multi_class="ovr", labels=range(classes), average=average)
                assert optional(judged) == auc[average]
        binary = onehot[:, 0]
        fpr, tpr, thresholds = roc_curve(binary, proba[:, 0])
        precision, recall, pr_thresholds = precision_recall_curve(binary, proba[:, 0])
        curves = {}
        for strategy in ["uniform", "quantile"]:
            for bins in [5, 10]:
                try:
                    curves[f"{strategy} {bins}"] = [part.tolist() for part in calibration_curve(binary, proba[:, 0], n_bins=bins, strategy=strategy, pos_label=1)]
                except ValueError:
                    curves[f"{strategy} {bins}"] = None
        cases.append({
            "truth": truth.tolist(), "shape": proba.shape, "proba": proba.ravel().tolist(),
            "logLoss": log_loss(truth, proba, labels=range(classes)),
            "logLossFloat32": float(log_loss(truth, proba.astype(numpy.float32), labels=range(classes))),
            "brier": brier_score_loss(truth, proba, labels=range(classes)),
            "binaryBrier": brier_score_loss(binary, proba[:, 0], pos_label=1),
            "binaryLogLoss": log_loss(binary, proba[:, 0], labels=[0, 1]),
            "auc": auc,
            "aucFirst": optional(roc_auc_score(binary, proba[:, 0])),
            "averagePrecision": {average: average_precision_score(onehot, proba, average=average) for average in ["macro", "weighted", "micro"]},
            "roc": {"fpr": [optional(x) for x in fpr], "tpr": [optional(x) for x in tpr], "thresholds": [optional(x) for x in thresholds]},
            "pr": {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": pr_thresholds.tolist()},
            "calibrationError": {bins: top_label_error(truth, proba, bins) for bins in [5, 10, 15]},
            "calibrationCurves": curves,
        })
    write_rows("probabilities-scored", {"cases": cases})


def tags_scored():
    cases = []
    for seed, items, tags in [(1, 30, 5), (2, 8, 3)]:
        state = numpy.random.RandomState(seed)
        truth = (state.random_sample((items, tags)) < 0.4).astype(int)
        truth[:, 0] = 0 if seed == 2 else truth[:, 0]
        scores = numpy.round(state.random_sample((items, tags)), 1)
        decided = (scores + 0.3 * truth > 0.6).astype(int)
        decided[0] = truth[0]
        averages = {
            average: dict(zip(["precision", "recall", "f1"], precision_recall_fscore_support(truth, decided, average=average, zero_division=0)[:3]))
            for average in ["macro", "weighted", "micro"]
        }
        cases.append({
            "shape": truth.shape, "truth": truth.ravel().tolist(), "scores": scores.ravel().tolist(), "decided": decided.ravel().tolist(),
            "subsetAccuracy": accuracy_score(truth, decided), "hammingLoss": hamming_loss(truth, decided), **averages,
            "auc": {average: optional(roc_auc_score(truth, scores, average=average)) for average in ["macro", "weighted", "micro"]},
            "averagePrecision": {average: average_precision_score(truth, scores, average=average) for average in ["macro", "weighted", "micro"]},
        })
    write_rows("tags-scored", {"cases": cases})


def lin(x, y):
    """Lin 1989, equation 5, with 1/n in the moments."""
    return 2 * numpy.cov(x, y, bias=True)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)


def numbers_scored():
    cases = []
    state = numpy.random.RandomState(11)
    truth = state.randn(25)
    for x, y in [
        (truth, truth + 0.5 * state.randn(25)), (truth, 2 * truth + 1), (truth, -truth), (truth, numpy.full(25, 0.1)),
        (numpy.full(7, 0.5), numpy.full(7, 0.5)), (numpy.full(7, 0.5), state.randn(7)), (1e6 + truth, 1e6 + truth + 0.1 * state.randn(25)),
    ]:
        constant = (x == x[0]).all() or (y == y[0]).all()
        cases.append({
            "truth": x.tolist(), "predicted": y.tolist(), "r2": r2_score(x, y), "rmse": root_mean_squared_error(x, y),
            "mae": mean_absolute_error(x, y), "pearson": "nan" if constant else pearsonr(x, y).statistic,
            "ccc": "nan" if (x == x[0]).all() and (y == y[0]).all() else 0.0 if constant else lin(x, y),
        })
    write_rows("numbers-scored", {"cases": cases})


def logistic_regression():
    cases = []
    for seed, rows, columns, classes, C in [(1, 60, 5, 4, 1.0), (2, 40, 80, 4, 0.1), (3, 50, 3, 3, 10.0)]:
        state = numpy.random.RandomState(seed)
        y = numpy.arange(rows) % classes
        X = (state.randn(rows, columns) + 0.7 * state.randn(classes, columns)[y]).astype(numpy.float32)
        X[:, 0] = 3 * X[:, 0] + 5
        scaler = StandardScaler().fit(X.astype(float))
        Z = scaler.transform(X.astype(float))
        model = LogisticRegression(C=C, tol=1e-10, max_iter=10000).fit(Z, y)
        cases.append({
            "C": C, "shape": X.shape, "classes": classes, "X": X.astype(float).ravel().tolist(), "y": y.tolist(),
            "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(),
            "coef": model.coef_.ravel().tolist(), "intercept": model.intercept_.tolist(),
            "proba": model.predict_proba(Z)[:10].ravel().tolist(), "predicted": model.predict(Z).tolist(),
        })
    write("logistic-regression", {"cases": cases})


random_numbers()
folds()
labels_scored()
probabilities_scored()
tags_scored()
numbers_scored()
logistic_regression()
