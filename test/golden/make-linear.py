"""Asks scikit-learn what the linear classifiers, discriminant analyses and transformers must answer.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-evaluation.txt
    .venv/bin/python test/golden/make-linear.py

ReliefF is not in scikit-learn: it is written out below from Robnik-Sikonja and Kononenko 2003, figure 2, row by row.
"""
import json
import pathlib
import warnings

import numpy
import scipy
import sklearn
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import LinearSVC

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}


def plain(value):
    if isinstance(value, numpy.ndarray):
        return [float(f"{v:.10g}") for v in value.astype(float).ravel()]
    return value


def problem(seed, rows, columns, classes, shares=None):
    """Rows around a mean for each class, columns of unlike scale that hang together, in float32."""
    state = numpy.random.RandomState(seed)
    y = state.choice(classes, size=rows, p=shares)
    y[:classes] = numpy.arange(classes)
    mix = numpy.eye(columns) + 0.5 * state.randn(columns, columns) / numpy.sqrt(columns)
    X = (state.randn(rows, columns) + 0.6 * state.randn(classes, columns)[y]) @ mix
    X = (X + state.uniform(-2, 2, columns)).astype(numpy.float32)
    return X[: rows * 3 // 4], y[: rows * 3 // 4], X[rows * 3 // 4:]


DATA = {
    "four": problem(1, 160, 6, 4, [0.4, 0.3, 0.2, 0.1]),
    "two": problem(2, 80, 4, 2, [0.7, 0.3]),
    "five": problem(3, 120, 8, 5),
    "wide": problem(4, 48, 90, 4),
    "wide-two": problem(5, 40, 70, 2),
}

TIGHT = {"tol": 1e-10, "max_iter": 200000}
LINEAR = [
    ("LogisticRegression", LogisticRegression, {}, TIGHT),
    ("LogisticRegression", LogisticRegression, {"C": 0.05, "class_weight": "balanced"}, TIGHT),
    ("LogisticRegression", LogisticRegression, {"C": 20, "fit_intercept": False}, TIGHT),
    ("RidgeClassifier", RidgeClassifier, {}, {}),
    ("RidgeClassifier", RidgeClassifier, {"alpha": 30, "class_weight": "balanced"}, {}),
    ("RidgeClassifier", RidgeClassifier, {"alpha": 0.1, "fit_intercept": False}, {}),
    ("LinearSVC", LinearSVC, {}, TIGHT),
    ("LinearSVC", LinearSVC, {"C": 0.1, "class_weight": "balanced", "intercept_scaling": 5}, TIGHT),
    ("LinearSVC", LinearSVC, {"C": 0.3, "dual": True}, TIGHT),
    ("LinearSVC", LinearSVC, {"C": 0.2, "dual": False, "fit_intercept": False}, TIGHT),
    ("LinearSVC", LinearSVC, {"C": 0.1, "loss": "hinge"}, TIGHT),
    ("LinearDiscriminantAnalysis", LinearDiscriminantAnalysis, {}, {}),
    ("LinearDiscriminantAnalysis", LinearDiscriminantAnalysis, {"solver": "lsqr", "shrinkage": "auto"}, {}),
    ("LinearDiscriminantAnalysis", LinearDiscriminantAnalysis, {"solver": "lsqr", "shrinkage": 0.3}, {}),
    ("LinearDiscriminantAnalysis", LinearDiscriminantAnalysis, {"solver": "eigen", "shrinkage": 0.2}, {}),
    ("LinearDiscriminantAnalysis", LinearDiscriminantAnalysis, {"solver": "eigen", "shrinkage": "auto"}, {}),
]


def linear():
    cases = []
    for name, model, options, only_here in LINEAR:
        for data, (X, y, unseen) in DATA.items():
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                fitted = model(**options, **only_here).fit(X.astype(float), y)
            Z = unseen.astype(float)
            case = {
                "name": name,
                "options": options,
                "data": data,
                "intercept": plain(numpy.broadcast_to(fitted.intercept_, len(numpy.atleast_2d(fitted.coef_)))),
                "predicted": fitted.predict(Z).tolist(),
                "scores": plain(fitted.decision_function(Z)),
            }
            if X.shape[1] < 20:
                case["coef"] = plain(fitted.coef_)
            if hasattr(fitted, "predict_proba"):
                case["proba"] = plain(fitted.predict_proba(Z))
            if hasattr(fitted, "transform") and options.get("solver") != "lsqr":
                case["transformed"] = plain(numpy.abs(fitted.transform(Z)))
            cases.append(case)
    return cases


def quadratic():
    cases = []
    for options in [{}, {"reg_param": 0.3}, {"solver": "eigen", "shrinkage": "auto"}, {"solver": "eigen", "shrinkage": 0.2}]:
        for data in ["four", "two"]:
            X, y, unseen = DATA[data]
            fitted = QuadraticDiscriminantAnalysis(**options).fit(X.astype(float), y)
            Z = unseen.astype(float)
            cases.append({
                "options": options,
                "data": data,
                "scores": plain(fitted.decision_function(Z)),
                "proba": plain(fitted.predict_proba(Z)),
                "predicted": fitted.predict(Z).tolist(),
            })
    return cases


def one_vs_rest():
    cases = []
    for data in ["four", "two"]:
        X, y, unseen = DATA[data]
        fitted = OneVsRestClassifier(LogisticRegression(**TIGHT)).fit(X.astype(float), y)
        Z = unseen.astype(float)
        cases.append({
            "data": data,
            "scores": plain(fitted.decision_function(Z)),
            "proba": plain(fitted.predict_proba(Z)),
            "predicted": fitted.predict(Z).tolist(),
        })
    return cases


def transformers():
    cases = []
    for name, model, options in [
        ("StandardScaler", StandardScaler, {}),
        ("StandardScaler", StandardScaler, {"with_mean": False}),
        ("MinMaxScaler", MinMaxScaler, {}),
        ("MinMaxScaler", MinMaxScaler, {"feature_range": (-1, 2), "clip": True}),
        ("PCA", lambda **o: PCA(svd_solver="full", **o), {"n_components": 3}),
        ("PCA", lambda **o: PCA(svd_solver="full", **o), {"n_components": 0.8, "whiten": True}),
        ("PCA", lambda **o: PCA(svd_solver="full", **o), {"n_components": 2, "whiten": True}),
        ("SelectKBest", lambda **o: SelectKBest(f_classif, **o), {"k": 3}),
    ]:
        for data in ["four", "wide"]:
            X, y, unseen = DATA[data]
            fitted = model(**options).fit(X.astype(float), y)
            cases.append({
                "name": name,
                "options": options,
                "data": data,
                "transformed": plain(fitted.transform(unseen.astype(float))),
                **({"scores": plain(fitted.scores_)} if name == "SelectKBest" else {}),
                **({"ratios": plain(fitted.explained_variance_ratio_)} if name == "PCA" else {}),
            })
    return cases


def relief_f(X, y, k):
    X = X.astype(float)
    rows, columns = X.shape
    span = X.max(axis=0) - X.min(axis=0)
    prior = {c: numpy.mean(y == c) for c in numpy.unique(y)}
    W = numpy.zeros(columns)
    for i in range(rows):
        difference = numpy.abs(X - X[i]) / span
        distance = difference.sum(axis=1)
        for c in prior:
            members = [j for j in numpy.flatnonzero(y == c) if j != i]
            near = sorted(members, key=lambda j: distance[j])[:k]
            mean = difference[near].mean(axis=0)
            W += (-mean if c == y[i] else prior[c] / (1 - prior[y[i]]) * mean) / rows
    return W


def relief():
    return [
        {"data": data, "k": k, "weights": plain(relief_f(*DATA[data][:2], k))} for data, k in [("four", 5), ("two", 10), ("wide", 3)]
    ]


def main():
    content = {
        "versions": VERSIONS,
        "data": {
            name: {"X": plain(X), "y": y.tolist(), "unseen": plain(unseen), "columns": X.shape[1]}
            for name, (X, y, unseen) in DATA.items()
        },
        "linear": linear(),
        "quadratic": quadratic(),
        "oneVsRest": one_vs_rest(),
        "transformers": transformers(),
        "relief": relief(),
    }
    (HERE / "linear.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


main()
