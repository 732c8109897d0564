"""Asks numpy and scikit-learn what test/random and test/evaluation must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-evaluation.txt
    .venv/bin/python test/golden/make-evaluation.py
"""
import json
import pathlib

import numpy
import scipy
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from sklearn.model_selection import StratifiedGroupKFold
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
        cases.append({**case, "shuffle20": order.tolist()})
    write("random", {"cases": cases})


def folds():
    cases = []
    for seed, items, groups, classes, splits in [(1, 60, 12, 4, 5), (2, 200, 40, 4, 5), (3, 90, 45, 3, 10), (4, 40, 4, 4, 2)]:
        state = numpy.random.RandomState(seed)
        y = state.randint(classes, size=items)
        g = state.randint(groups, size=items)
        names = [f"group {i:02d}" for i in g]
        for shuffle_seed in [None, 0, 42]:
            shuffle = shuffle_seed is not None
            splitter = StratifiedGroupKFold(splits, shuffle=shuffle, random_state=shuffle_seed)
            tests = [test.tolist() for _, test in splitter.split(y, y, names)]
            cases.append({"splits": splits, "seed": shuffle_seed, "labels": y.tolist(), "groups": names, "tests": tests})
    write("stratified-group-k-fold", {"cases": cases})


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
