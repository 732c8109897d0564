"""Asks scikit-learn what trees, ensembles, SVC, neighbours, naive Bayes and the MLP must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-evaluation.txt
    .venv/bin/python test/golden/make-ensemble.py

Data are not written: test/classifiers/synthetic.ts makes the same numbers from the same seeds, bit for bit, since they
are sums of MT19937's uniform numbers and need no other function.
"""
import json
import pathlib
import warnings

import numpy
import scipy
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import AdaBoostClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
SMALL = {"seed": 1, "rows": 120, "columns": 8, "classes": 4, "step": 1.6, "grid": 0}
TIES = {"seed": 2, "rows": 150, "columns": 6, "classes": 3, "step": 1.5, "grid": 4}
PAIR = {"seed": 3, "rows": 100, "columns": 10, "classes": 2, "step": 1.0, "grid": 0}
WIDE = {"seed": 4, "rows": 60, "columns": 200, "classes": 4, "step": 0.8, "grid": 0}
COARSE = {"seed": 6, "rows": 300, "columns": 12, "classes": 3, "step": 1.0, "grid": 1}
EQUAL = {"seed": 7, "rows": 90, "columns": 3, "classes": 3, "step": 1.5, "grid": 1}
LARGER = {"seed": 5, "rows": 900, "columns": 20, "classes": 4, "step": 0.8, "grid": 0}


def synthetic(seed, rows, columns, classes, step, grid):
    """Rows of `classes` clouds; with a grid, values fall on multiples of 1 / grid, so that many are equal. One row in
    three is for testing."""
    state = numpy.random.RandomState(seed)
    centres = state.random_sample((classes, columns)) - 0.5
    y = numpy.arange(rows) % classes
    u = state.random_sample((rows, columns, 3))
    X = (u[:, :, 0] + u[:, :, 1]) + u[:, :, 2] - 1.5 + step * centres[y]
    if grid:
        X = numpy.floor(X * grid) / grid
    X = X.astype(numpy.float32)
    test = numpy.arange(rows) % 3 == 2
    y = state.permutation(classes)[(y + (state.random_sample(rows) < 0.1)) % classes]
    return X[~test], y[~test], X[test], y[test]


def write(name, content):
    (HERE / f"{name}.json").write_text(json.dumps({"versions": VERSIONS, **content}) + "\n")


def clean(value):
    return numpy.asarray(value).tolist()


def camel(options):
    def name(key):
        if key == "C":
            return key
        head, *rest = key.split("_")
        return head + "".join(part.capitalize() for part in rest)
    return {name(key): value for key, value in options.items()}


def trees():
    cases = []
    for data, options in [
        (SMALL, {}), (TIES, {}), (TIES, {"random_state": 7}), (PAIR, {"criterion": "entropy"}),
        (WIDE, {"max_features": "sqrt", "random_state": 3}), (TIES, {"max_features": 2, "random_state": 5}),
        (SMALL, {"max_depth": 3, "min_samples_leaf": 5}), (LARGER, {"min_samples_split": 20}),
        (LARGER, {"min_impurity_decrease": 0.004}), (PAIR, {"class_weight": "balanced"}),
        (LARGER, {"max_features": 0.3, "random_state": 11}), (COARSE, {"max_features": 3, "random_state": 2}),
    ]:
        X, y, T, _ = synthetic(**data)
        if options.get("class_weight") == "balanced":
            keep = (y == 0) | (numpy.arange(len(y)) % 4 == 0)
            X, y = X[keep], y[keep]
        model = DecisionTreeClassifier(**{"random_state": 0, **options}).fit(X, y)
        cases.append({
            "data": data, "options": camel(options), "feature": clean(numpy.maximum(model.tree_.feature, -1)),
            "threshold": [t if f >= 0 else 0 for t, f in zip(model.tree_.threshold.tolist(), model.tree_.feature)],
            "predicted": clean(model.predict(T)), "proba": clean(model.predict_proba(T)),
        })
    X, y, T, _ = synthetic(**LARGER)
    weights = (numpy.arange(len(y)) % 3).astype(float)
    model = DecisionTreeClassifier(random_state=0).fit(X, y, sample_weight=weights)
    cases.append({
        "data": LARGER, "options": {}, "weighted": True, "feature": clean(numpy.maximum(model.tree_.feature, -1)),
        "threshold": [t if f >= 0 else 0 for t, f in zip(model.tree_.threshold.tolist(), model.tree_.feature)],
        "predicted": clean(model.predict(T)), "proba": clean(model.predict_proba(T)),
    })
    write("decision-tree", {"cases": cases})


def fitted(model, data, options, decision=False, double=False):
    X, y, T, truth = synthetic(**data)
    if double:
        X, T = X.astype(float), T.astype(float)
    model.fit(X, y)
    case = {"data": data, "options": camel(options), "predicted": clean(model.predict(T))}
    if hasattr(model, "predict_proba"):
        case["proba"] = clean(model.predict_proba(T))
    if decision:
        case["decision"] = clean(numpy.reshape(model.decision_function(T), (len(T), -1)))
    return case


def accuracies(make, data, double=False):
    X, y, T, truth = synthetic(**data)
    if double:
        X, T = X.astype(float), T.astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [float((make(seed).fit(X, y).predict(T) == truth).mean()) for seed in range(20)]


def forests():
    cases = []
    for data, options in [
        (SMALL, {}), (TIES, {"n_estimators": 30, "random_state": 4}), (PAIR, {"n_estimators": 20, "bootstrap": False}),
        (WIDE, {"n_estimators": 20, "max_samples": 0.5}), (SMALL, {"n_estimators": 20, "class_weight": "balanced_subsample"}),
        (LARGER, {"n_estimators": 25, "criterion": "entropy", "min_samples_leaf": 3}),
    ]:
        model = RandomForestClassifier(**{"random_state": 0, **options})
        cases.append({**fitted(model, data, options), "nodes": [tree.tree_.node_count for tree in model.estimators_]})
    scores = accuracies(lambda seed: RandomForestClassifier(30, random_state=seed), LARGER)
    write("random-forest", {"cases": cases, "accuracies": {"data": LARGER, "options": {"nEstimators": 30}, "scores": scores}})


def boosting():
    cases = []
    for data, options in [
        (SMALL, {}), (PAIR, {"n_estimators": 30, "learning_rate": 0.5}), (WIDE, {"n_estimators": 20}),
        (LARGER, {"n_estimators": 60, "learning_rate": 0.3}),
    ]:
        model = AdaBoostClassifier(**{"random_state": 0, **options})
        cases.append({**fitted(model, data, options, decision=True), "estimatorWeights": clean(model.estimator_weights_[:len(model.estimators_)])})
    deeper = AdaBoostClassifier(DecisionTreeClassifier(max_depth=2), n_estimators=15, random_state=0)
    cases.append({**fitted(deeper, SMALL, {}, decision=True), "options": {"estimator": {"maxDepth": 2}, "nEstimators": 15},
                  "estimatorWeights": clean(deeper.estimator_weights_[:len(deeper.estimators_)])})
    scores = accuracies(lambda seed: AdaBoostClassifier(random_state=seed), LARGER)
    write("ada-boost", {"cases": cases, "accuracies": {"data": LARGER, "options": {}, "scores": scores}})
    cases = []
    for data, options in [
        (LARGER, {"max_iter": 30}), (PAIR, {"max_iter": 20, "min_samples_leaf": 5}), (TIES, {"max_iter": 20}),
        (WIDE, {"max_iter": 10, "l2_regularization": 1.0, "min_samples_leaf": 3}),
        (LARGER, {"max_iter": 15, "max_leaf_nodes": 8, "max_depth": 3, "max_bins": 16}),
        (LARGER, {"max_iter": 15, "learning_rate": 0.5}),
        (LARGER, {"max_iter": 100, "learning_rate": 0.5, "early_stopping": True, "random_state": 3, "n_iter_no_change": 3}),
    ]:
        model = HistGradientBoostingClassifier(**{"random_state": 0, **options})
        cases.append({**fitted(model, data, options, decision=True), "iterations": model.n_iter_})
    write("hist-gradient-boosting", {"cases": cases})


def machines():
    cases = []
    for data, options in [
        (SMALL, {}), (SMALL, {"kernel": "linear"}), (PAIR, {"C": 10.0, "gamma": "auto"}), (WIDE, {}),
        (SMALL, {"kernel": "poly", "degree": 2, "coef0": 1.0}), (TIES, {"kernel": "sigmoid", "gamma": 0.1}),
        (LARGER, {"C": 100.0}), (LARGER, {"kernel": "linear", "C": 10.0}), (LARGER, {"C": 10.0, "shrinking": False}),
        (LARGER, {"class_weight": "balanced"}), (SMALL, {"decision_function_shape": "ovo"}),
        (TIES, {"break_ties": True}), (LARGER, {"C": 1.0, "cache_size": 0.5}), (EQUAL, {"kernel": "linear"}),
        (SMALL, {"probability": True}), (PAIR, {"probability": True, "random_state": 5}),
    ]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = SVC(**{"random_state": 0, **options})
            case = fitted(model, data, options, decision=True, double=True)
        cases.append({**case, "support": clean(model.support_), "nSupport": clean(model.n_support_),
                      "dualCoef": clean(model.dual_coef_), "intercept": clean(model.intercept_)})
    X, y, T, _ = synthetic(**SMALL)
    X, T = X.astype(float), T.astype(float)
    model = SVC(kernel="precomputed").fit((X @ X.T).astype(numpy.float32), y)
    kernel = (T @ X.T).astype(numpy.float32)
    write("svc", {"cases": cases, "precomputed": {
        "data": SMALL, "predicted": clean(model.predict(kernel)), "decision": clean(model.decision_function(kernel)),
        "support": clean(model.support_),
    }})


def simple():
    neighbours = []
    for data, options in [
        (SMALL, {}), (TIES, {}), (TIES, {"n_neighbors": 1}), (TIES, {"n_neighbors": 7, "weights": "distance"}),
        (WIDE, {"n_neighbors": 3}), (PAIR, {"n_neighbors": 4}),
    ]:
        model = KNeighborsClassifier(algorithm="brute", **options)
        case = fitted(model, data, options, double=True)
        distances = model.kneighbors(synthetic(**data)[2].astype(float))[0]
        neighbours.append({**case, "distances": clean(distances)})
    bayes = []
    for data, options in [(SMALL, {}), (TIES, {}), (WIDE, {}), (PAIR, {"priors": [0.3, 0.7]}), (SMALL, {"var_smoothing": 0.1})]:
        model = GaussianNB(**options)
        bayes.append({**fitted(model, data, options, double=True), "theta": clean(model.theta_.ravel()), "variance": clean(model.var_.ravel())})
    floors = []
    for strategy in ["prior", "most_frequent", "stratified", "uniform"]:
        for seed in [0, 42]:
            options = {"strategy": strategy, "random_state": seed}
            floors.append(fitted(DummyClassifier(**options), PAIR if seed else TIES, options))
    write("neighbours-bayes-floors", {"neighbours": neighbours, "bayes": bayes, "floors": floors})


def networks():
    cases = []
    for data, options in [
        (SMALL, {"max_iter": 50}), (PAIR, {"max_iter": 40, "hidden_layer_sizes": [20, 10], "alpha": 0.01}),
        (LARGER, {"max_iter": 15, "activation": "tanh", "random_state": 9}),
        (LARGER, {"max_iter": 60, "early_stopping": True, "learning_rate_init": 0.01, "random_state": 2}),
        (TIES, {"max_iter": 30, "batch_size": 16, "activation": "logistic"}),
        (SMALL, {"max_iter": 500, "tol": 0.01, "n_iter_no_change": 3}),
    ]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = MLPClassifier(**{"random_state": 0, **options})
            case = fitted(model, data, options, double=True)
        cases.append({**case, "loss": clean(model.loss_curve_), "iterations": model.n_iter_})
    scores = accuracies(lambda seed: MLPClassifier(max_iter=30, random_state=seed), LARGER, double=True)
    write("mlp", {"cases": cases, "accuracies": {"data": LARGER, "options": {"maxIter": 30}, "scores": scores}})


def bad_input():
    """For each model and each bad input: what scikit-learn predicts, or null where it refuses."""
    models = {
        "DecisionTreeClassifier": DecisionTreeClassifier(random_state=0),
        "RandomForestClassifier": RandomForestClassifier(10, random_state=0),
        "AdaBoostClassifier": AdaBoostClassifier(random_state=0),
        "HistGradientBoostingClassifier": HistGradientBoostingClassifier(max_iter=5, min_samples_leaf=2),
        "SVC": SVC(), "KNeighborsClassifier": KNeighborsClassifier(algorithm="brute"), "GaussianNB": GaussianNB(),
        "MLPClassifier": MLPClassifier(max_iter=5, random_state=0), "DummyClassifier": DummyClassifier(),
        "LogisticRegression": LogisticRegression(tol=1e-8, max_iter=10_000), "RidgeClassifier": RidgeClassifier(),
        "LinearSVC": LinearSVC(tol=1e-8, max_iter=100_000, random_state=0),
        "LinearDiscriminantAnalysis": LinearDiscriminantAnalysis(),
        "QuadraticDiscriminantAnalysis": QuadraticDiscriminantAnalysis(),
        "OneVsRestClassifier": OneVsRestClassifier(LogisticRegression(tol=1e-8, max_iter=10_000)),
    }
    X, y, T, _ = synthetic(**SMALL)
    X, T = X.astype(float), T[:10].astype(float)
    constant, some = X.copy(), X.copy()
    constant[:] = 1
    some[:, 2] = 5
    with_nan = X.copy()
    with_nan[3, 4] = numpy.nan
    inputs = {
        "one class": (X, numpy.full(len(y), 2)), "all columns constant": (constant, y), "one column constant": (some, y),
        "infinite": (numpy.where(numpy.isnan(with_nan), numpy.inf, with_nan), y), "NaN": (with_nan, y),
        "more columns than rows": (X[:6], y[:6]), "a class missing": (X[y != 1], y[y != 1]),
        "one row": (X[:1], y[:1]), "lengths differ": (X, y[:-1]),
    }
    answers = {}
    for name, model in models.items():
        answers[name] = {}
        for what, (A, labels) in inputs.items():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model.fit(A, labels)
                    answers[name][what] = {"classes": clean(model.classes_), "predicted": clean(model.predict(T))}
            except (ValueError, IndexError) as error:  # discriminant analysis stumbles over constant data
                answers[name][what] = None
                print(f"{name}, {what}: {str(error).splitlines()[0][:100]}")
    write("bad-input", {"data": SMALL, "answers": answers})


trees()
forests()
boosting()
machines()
simple()
networks()
bad_input()
