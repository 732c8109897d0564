"""Asks numpy, scipy, scikit-learn and statsmodels what test/random and test/evaluation must reproduce.

    python -m venv .venv && .venv/bin/pip install -r test/golden/requirements-evaluation.txt
    .venv/bin/python test/golden/make-evaluation.py
"""
import json
import pathlib
import warnings

import imblearn
import numpy
import scipy
import sklearn
import statsmodels
from imblearn.over_sampling import RandomOverSampler
from scipy import stats
from scipy.stats import pearsonr
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import calibration_curve
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score, average_precision_score, balanced_accuracy_score, brier_score_loss, cohen_kappa_score, confusion_matrix,
    f1_score, hamming_loss, log_loss, matthews_corrcoef, mean_absolute_error, precision_recall_curve, precision_recall_fscore_support,
    r2_score, roc_auc_score, roc_curve, root_mean_squared_error,
)
from sklearn.model_selection import (
    GridSearchCV, GroupKFold, GroupShuffleSplit, KFold, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit, StratifiedGroupKFold,
    StratifiedKFold, StratifiedShuffleSplit, cross_val_score, permutation_test_score, train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, label_binarize
from sklearn.svm import SVC
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__, "imbalanced-learn": imblearn.__version__}


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
    for seed, items, groups, classes, splits in [(1, 31, 9, 4, 5), (2, 60, 40, 4, 5), (3, 33, 17, 3, 10), (4, 24, 4, 4, 2), (5, 20, 3, 2, 4), (6, 7, 5, 7, 3), (7, 12, 6, 4, 9), (8, 90, 25, 11, 5), (9, 60, 30, 9, 4)]:
        state = numpy.random.RandomState(seed)
        y = state.randint(classes, size=items) * 3 - 1
        number = state.randint(groups, size=items)
        if seed == 9:
            # Groups of one class each leave many folds equally good, so that rounding decides.
            y = number % classes
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


class FirstColumn(ClassifierMixin, BaseEstimator):
    """Learns nothing, so that permutation_test_score permutes labels against fixed predictions."""

    def fit(self, X, y):
        self.classes_ = numpy.unique(y)
        return self

    def predict(self, X):
        return X[:, 0]


def distributions():
    cases = []
    for z in [-37, -9, -3.3, -1.2, -1e-3, 0, 0.5, 2, 6]:
        cases.append({"name": "normalCdf", "arguments": [z], "value": stats.norm.cdf(z)})
    for p in [1e-300, 1e-20, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-10]:
        cases.append({"name": "normalQuantile", "arguments": [p], "value": stats.norm.ppf(p)})
    for x in [0.01, 0.5, 3, 20, 300]:
        for degrees in [1, 2, 7, 40]:
            cases.append({"name": "chiSquaredTail", "arguments": [x, degrees], "value": stats.chi2.sf(x, degrees)})
            cases.append({"name": "fTail", "arguments": [x, degrees, 12], "value": stats.f.sf(x, degrees, 12)})
            cases.append({"name": "studentTwoSided", "arguments": [x, degrees], "value": 2 * stats.t.sf(x, degrees)})
    for p in [0.5, 0.05, 0.001]:
        for degrees in [1, 4, 99]:
            cases.append({"name": "studentCritical", "arguments": [p, degrees], "value": stats.t.isf(p / 2, degrees)})
    for groups in [2, 3, 5, 10, 20]:
        for q in [0.5, 2, 3.5, 6]:
            cases.append({"name": "studentizedRangeTail", "arguments": [q, groups], "value": stats.studentized_range.sf(q, groups, numpy.inf)})
        for p in [0.1, 0.05, 0.01]:
            cases.append({"name": "studentizedRangeCritical", "arguments": [p, groups], "value": stats.studentized_range.isf(p, groups, numpy.inf)})
    write_rows("distributions", {"cases": [{**case, "value": float(case["value"])} for case in cases]})


def bootstraps():
    """Whole numbers, so that sums are exact and ties with the estimate are ties for everyone."""
    cases = []
    for seed, values, groups in [
        (5, [0, 1, 1, 2, 5, 8, 13, 40], range(8)),
        (6, numpy.random.RandomState(1).randint(2, size=60), range(60)),
        (7, numpy.random.RandomState(2).poisson(1.5, size=40), numpy.arange(40) % 13),
        (8, numpy.random.RandomState(3).randint(2, size=50), (numpy.arange(50) ** 2) % 17),
    ]:
        values, groups = numpy.asarray(values), numpy.asarray(groups)
        names = list(dict.fromkeys(groups.tolist()))
        members = [values[groups == name] for name in names]

        def pooled_mean(drawn):
            return numpy.concatenate([members[int(i)] for i in drawn]).mean()

        for method in ["percentile", "BCa"]:
            for level in [0.95, 0.8]:
                found = stats.bootstrap((numpy.arange(len(names)),), pooled_mean, vectorized=False, n_resamples=400, method=method,
                                        confidence_level=level, random_state=numpy.random.RandomState(seed))
                cases.append({"values": values.tolist(), "groups": groups.tolist(), "randomState": seed, "nResamples": 400,
                              "method": method.lower(), "level": level, "low": found.confidence_interval.low, "high": found.confidence_interval.high})
    write_rows("bootstraps", {"cases": cases})


# Demsar 2006, table 6: areas under the curve of C4.5 and three tunings of it on 14 data sets. On the last but one the paper
# prints a tie at 0.975 but ranks the third tuning before the fourth, so that its unrounded area must have been larger.
DEMSAR = [
    [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.590, 0.569], [0.954, 0.971, 0.968, 0.967], [0.628, 0.661, 0.654, 0.657],
    [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931], [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625],
    [0.775, 0.838, 0.866, 0.875], [1.000, 1.000, 1.000, 1.000], [0.940, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
    [0.972, 0.981, 0.9751, 0.975], [0.957, 0.978, 0.946, 0.970],
]


def moons():
    """The example "Statistical comparison of models using grid search" of scikit-learn's documentation."""
    X, y = make_moons(noise=0.352, random_state=1, n_samples=100)
    cv = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=0)
    models = {"rbf": SVC(kernel="rbf", random_state=0), "linear": SVC(kernel="linear", random_state=0)}
    scores = {name: cross_val_score(model, X, y, cv=cv, scoring="roc_auc") for name, model in models.items()}
    return scores["rbf"] - scores["linear"]


def tests_of_difference():
    corrected = []
    state = numpy.random.RandomState(4)
    for differences, train, test in [(moons(), 90, 10), (state.normal(0.02, 0.03, size=5), 80, 20), (state.normal(0, 1, size=30), 703, 197)]:
        n = len(differences)
        error = numpy.sqrt((1 / n + test / train) * differences.var(ddof=1))
        t = differences.mean() / error
        half = stats.t.isf(0.025, n - 1) * error
        corrected.append({"differences": differences.tolist(), "train": train, "test": test, "t": t, "pValue": 2 * stats.t.sf(abs(t), n - 1),
                          "low": differences.mean() - half, "high": differences.mean() + half})
    tables = []
    for only_first, only_second in [(0, 0), (1, 0), (5, 5), (4, 13), (20, 3), (640, 560), (1500, 1300)]:
        judged = mcnemar([[0, only_first], [only_second, 0]], exact=True)
        tables.append({"onlyFirst": only_first, "onlySecond": only_second, "pValue": float(judged.pvalue)})
    signs = []
    for values in [[1, 2, 3, 4, 5], [0.3, -0.1, 0.2, 0.25, -0.05, 0.4, 0.1], [0, 0, 0], [1, -1, 2, -2, 3], state.normal(0.5, 1, size=12).tolist()]:
        judged = stats.permutation_test((values,), numpy.mean, permutation_type="samples", n_resamples=numpy.inf)
        signs.append({"differences": values, "pValue": float(judged.pvalue)})
    permuted = []
    for seed, by_group in [(0, False), (3, False), (3, True)]:
        truth = state.randint(3, size=30)
        predicted = numpy.where(state.random_sample(30) < 0.25, truth, state.randint(3, size=30))
        groups = state.randint(4, size=30)
        score, scores, p = permutation_test_score(
            FirstColumn(), predicted[:, None], truth, cv=[(numpy.arange(30), numpy.arange(30))], scoring="accuracy",
            groups=groups if by_group else None, n_permutations=200, random_state=seed)
        permuted.append({"truth": truth.tolist(), "predicted": predicted.tolist(), "groups": groups.tolist() if by_group else None,
                         "randomState": seed, "score": score, "permuted": scores.tolist(), "pValue": p})
    ranked = []
    for scores in [numpy.array(DEMSAR), state.randint(6, size=(9, 5)) / 6, state.random_sample((6, 3))]:
        judged = stats.friedmanchisquare(*scores.T)
        sets, models = scores.shape
        f = (sets - 1) * judged.statistic / (sets * (models - 1) - judged.statistic)
        q = stats.studentized_range.isf(0.05, models, numpy.inf) / numpy.sqrt(2)
        ranked.append({
            "scores": scores.tolist(), "chiSquared": judged.statistic, "pValue": judged.pvalue, "f": f,
            "fPValue": stats.f.sf(f, models - 1, (models - 1) * (sets - 1)),
            "averageRanks": stats.rankdata(-scores, axis=1).mean(axis=0).tolist(),
            "criticalDifference": q * numpy.sqrt(models * (models + 1) / (6 * sets)),
        })
    holm = []
    for values in [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.9, 1.0, 0.0], state.random_sample(12).tolist()]:
        holm.append({"pValues": values, "corrected": multipletests(values, method="holm")[1].tolist()})
    wilson = []
    for successes, trials in [(48, 90), (1, 7), (0, 10), (10, 10), (1, 1), (500, 900)]:
        low, high = proportion_confint(successes, trials, method="wilson")
        wilson.append({"successes": successes, "trials": trials, "low": float(low), "high": float(high)})
    content = {"corrected": corrected, "mcnemar": tables, "signFlip": signs, "permutation": permuted, "friedman": ranked, "holm": holm, "wilson": wilson}
    sources = {
        "corrected": "Nadeau and Bengio 2003, equation 8, with scipy.stats.t; case 0 is the example 'Statistical comparison of models using grid search' of scikit-learn's documentation",
        "mcnemar": "statsmodels.stats.contingency_tables.mcnemar(exact=True)",
        "signFlip": "scipy.stats.permutation_test(permutation_type='samples'), all permutations",
        "permutation": "sklearn.model_selection.permutation_test_score",
        "friedman": "scipy.stats.friedmanchisquare and studentized_range; case 0 is table 6 of Demsar 2006",
        "holm": "statsmodels.stats.multitest.multipletests(method='holm')",
        "wilson": "statsmodels.stats.proportion.proportion_confint(method='wilson')",
    }
    rows = ",\n".join(f"{json.dumps(key)}: [\n" + ",\n".join(json.dumps(row) for row in value) + "\n]" for key, value in content.items())
    head = f'"versions": {json.dumps(VERSIONS)},\n"sources": {json.dumps(sources, indent=1)}'
    (HERE / "tests-of-difference.json").write_text(f"{{{head},\n{rows}\n}}\n")


def cross_validated():
    """Scaling, oversampling and the choice of C happen inside the folds; the folds themselves are given."""
    state = numpy.random.RandomState(12)
    y = numpy.sort(state.choice(3, size=72, p=[0.5, 0.3, 0.2]))
    groups = numpy.arange(72) % 18
    X = (state.randn(72, 4) + 0.8 * state.randn(3, 4)[y] + 0.5 * state.randn(18, 4)[groups]).astype(numpy.float32)
    X[:, 1] = 50 * X[:, 1] + 1000
    outer = list(StratifiedGroupKFold(4, shuffle=True, random_state=1).split(X, y, groups))
    grid = [0.001, 0.03, 1.0, 30.0]

    def pipeline():
        return make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10000))

    plain, oversampled, drawn, nested, chosen = [], [], [], [], []
    for train, test in outer:
        Z = X.astype(float)
        plain.append(pipeline().fit(Z[train], y[train]).predict(Z[test]).tolist())
        sampler = RandomOverSampler(random_state=5)
        more, labels = sampler.fit_resample(Z[train], y[train])
        drawn.append(train[sampler.sample_indices_].tolist())
        oversampled.append(pipeline().fit(more, labels).predict(Z[test]).tolist())
        search = GridSearchCV(pipeline(), {"logisticregression__C": grid}, cv=StratifiedGroupKFold(3, shuffle=True, random_state=2), scoring="f1_macro")
        search.fit(Z[train], y[train], groups=groups[train])
        nested.append(search.predict(Z[test]).tolist())
        chosen.append({"C": search.best_params_["logisticregression__C"], "innerScore": search.best_score_})
    content = {
        "versions": VERSIONS, "X": X.astype(float).ravel().tolist(), "shape": X.shape, "y": y.tolist(), "groups": groups.tolist(),
        "tests": [test.tolist() for _, test in outer], "grid": grid, "plain": plain, "oversampled": oversampled, "drawn": drawn,
        "nested": nested, "chosen": chosen,
        "accuracy": [accuracy_score(y[test], predicted) for (_, test), predicted in zip(outer, plain)],
        "macroF1": [f1_score(y[test], predicted, average="macro") for (_, test), predicted in zip(outer, plain)],
    }
    (HERE / "cross-validated.json").write_text(json.dumps(content) + "\n")


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
distributions()
bootstraps()
tests_of_difference()
cross_validated()
logistic_regression()
