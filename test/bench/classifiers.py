"""Fits and times scikit-learn's classifiers for test/bench/bench-classifiers.ts.

Reads one JSON request a line: {"make": an expression, "data": a folder with train.X, train.y, test.X, test.y,
"shape": [rows, columns, test rows], "repeat": times}. Answers one JSON line: the least CPU and wall time of fit and of
predict in milliseconds, and the accuracy; {"error": ...} where scikit-learn refuses.
"""
import json
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.ensemble import AdaBoostClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter("ignore")
loaded = {}


def load(folder, rows, columns, tests):
    if (folder, rows) not in loaded:
        loaded.clear()
        read = lambda name, dtype: numpy.fromfile(f"{folder}/{name}", dtype)
        loaded[folder, rows] = (
            read("train.X", numpy.float32).reshape(rows, columns), read("train.y", numpy.int32),
            read("test.X", numpy.float32).reshape(tests, columns), read("test.y", numpy.int32),
        )
    return loaded[folder, rows]


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, 1e3 * (time.process_time() - cpu), 1e3 * (time.perf_counter() - wall)


def answer(request):
    X, y, T, truth = load(request["data"], *request["shape"])
    runs = []
    for _ in range(request["repeat"]):
        model = eval(request["make"])
        _, fit_cpu, fit_wall = timed(lambda: model.fit(X, y))
        predicted, predict_cpu, predict_wall = timed(lambda: model.predict(T))
        runs.append((fit_cpu, fit_wall, predict_cpu, predict_wall))
    least = dict(zip(["fitCpu", "fitWall", "predictCpu", "predictWall"], map(min, zip(*runs))))
    return {**least, "accuracy": float((predicted == truth).mean())}


print(json.dumps({"python": sys.version.split()[0], "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}), flush=True)
for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except (ValueError, MemoryError) as error:
        print(json.dumps({"error": str(error).splitlines()[0]}), flush=True)
