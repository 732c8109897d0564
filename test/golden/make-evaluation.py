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
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from sklearn.model_selection import (
    GroupKFold, GroupShuffleSplit, KFold, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit, StratifiedGroupKFold,
    StratifiedKFold, StratifiedShuffleSplit, train_test_split,
)
from sklearn.preprocessing import StandardScaler

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
    warnings.simplefilter("ignore")
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


def scores():
    cases = []
    state = numpy.random.RandomState(7)
    for truth, predicted in [
        (state.randint(4, size=50), state.randint(4, size=50)),
        (state.randint(2, size=20), state.randint(3, size=20)),
        (numpy.zeros(5, int), numpy.full(5, 3)),
        (numpy.arange(4), numpy.arange(4)),
    ]:
        cases.append({
            "truth": truth.tolist(),
            "predicted": predicted.tolist(),
            "accuracy": accuracy_score(truth, predicted),
            "macroF1": f1_score(truth, predicted, average="macro", zero_division=0),
            "confusion": confusion_matrix(truth, predicted, labels=range(4)).tolist(),
        })
    write("metrics", {"cases": cases})


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
scores()
logistic_regression()
