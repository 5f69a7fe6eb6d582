"""Holds the figures of `crema stats`, `calibrate` and `simulate` against formulas written here with numpy and scipy, over data made by chance from a fixed seed."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit

binary = Path(sys.argv[1]).resolve()
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261127
chance = np.random.default_rng(seed)
work = tempfile.TemporaryDirectory()
folder = Path(work.name)
NODES = np.linspace(-6, 6, 121)
PRIOR = np.exp(-NODES**2 / 2)
compared = {}


def crema(*arguments):
    done = subprocess.run([binary, *arguments, "--json"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr}"
    return json.loads(done.stdout)


def write(name, rows, maxima=None):
    """A file of marks; a cell that is nothing is left empty."""
    items = [f"q{place + 1}" for place in range(len(rows[0]))]
    lines = ["person," + ",".join(items)]
    if maxima is not None:
        lines.append("max," + ",".join(f"{value:g}" for value in maxima))
    cell = lambda value: "" if value is None or np.isnan(value) else repr(float(value)).removesuffix(".0")
    lines += [f"p{place}," + ",".join(map(cell, row)) for place, row in enumerate(rows)]
    (folder / name).write_text("\n".join(lines) + "\n")
    return name


def same(found, expected, within, what):
    """Two figures agree, or neither is there."""
    kind = what.split(":")[0]
    compared[kind] = compared.get(kind, 0) + 1
    if expected is None or found is None:
        assert found is None and expected is None, f"{what}: {found} and not {expected}"
        return
    assert abs(found - expected) <= within * max(1, abs(expected)), f"{what}: {found} and not {expected}"


def covariance(x, y):
    return float(((x - x.mean()) * (y - y.mean())).sum() / (len(x) - 1))


def flat(x):
    return np.ptp(x) <= 1e-12 * max(1, np.abs(x).max())


def alpha(marks):
    k = marks.shape[1]
    total = marks.sum(axis=1)
    if k < 2 or flat(total):
        return None
    return k / (k - 1) * (1 - marks.var(axis=0, ddof=1).sum() / total.var(ddof=1))


def classical(marks, maxima):
    """Moodle's statistics of a quiz and of its questions, as fractions (docs.moodle.org, "Quiz statistics calculations")."""
    n, k = marks.shape
    total = marks.sum(axis=1)
    with_total = [covariance(marks[:, i], total) for i in range(k)]
    with_total = [0 if abs(c) < 1e-12 else c for c in with_total]
    roots = sum(np.sqrt(c) for c in with_total if c >= 0)
    consistency = alpha(marks)
    figures = {"n": n, "k": k, "mean": total.mean(), "sd": total.std(ddof=1), "alpha": consistency}
    figures["sem"] = None if consistency is None else figures["sd"] * np.sqrt(max(0, 1 - consistency))
    items = []
    for i in range(k):
        x, rest = marks[:, i], total - marks[:, i]
        still = flat(x)
        discrimination = None if still or flat(rest) else covariance(x, rest) / (x.std(ddof=1) * rest.std(ddof=1))
        most = covariance(np.sort(x), np.sort(rest))
        items.append({
            "facility": x.mean() / maxima[i] if maxima[i] else None,
            "sd": x.std(ddof=1) / maxima[i] if maxima[i] else None,
            "discrimination": discrimination,
            "efficiency": None if discrimination is None else covariance(x, rest) / most,
            "effective_weight": None if with_total[i] < 0 else (np.sqrt(with_total[i]) / roots if roots else 0),
            "item_total": None if still or flat(total) else np.corrcoef(x, total)[0, 1],
            "item_rest": discrimination,
            "alpha_if_deleted": alpha(np.delete(marks, i, axis=1)),
        })
    return figures, items


def check_classical(name, marks, maxima=None):
    found = crema("stats", write(name, marks, maxima))
    expected, items = classical(marks, np.ones(marks.shape[1]) if maxima is None else maxima)
    for key, value in expected.items():
        same(found[key], value, 1e-9, f"stats: {name} {key}")
    for one, figures in zip(found["items"], items, strict=True):
        for key, value in figures.items():
            same(one[key], value, 1e-9, f"stats: {name} {one['id']} {key}")


def answers(people, difficulties, slopes=1.0, missing=0.0):
    ability = chance.normal(size=people)
    drawn = (chance.random((people, len(difficulties))) < expit(slopes * (ability[:, None] - difficulties))).astype(float)
    if missing:
        drawn[chance.random(drawn.shape) < missing] = np.nan
    return drawn


def symmetric(weights):
    """The elementary symmetric functions of weights: the coefficients of the product of 1 + w t."""
    found = np.ones(1)
    for weight in weights:
        found = np.convolve(found, [1, weight])
    return found


def conditional(rows):
    """Difficulties of the Rasch model by conditional maximum likelihood, people grouped by what they were asked; centred."""
    k = rows.shape[1]
    groups = {}
    for row in rows:
        asked = tuple(np.flatnonzero(~np.isnan(row)))
        score = int(np.nansum(row))
        if 0 < score < len(asked):
            groups.setdefault(asked, []).append((score, row))

    def misfit(b):
        value, slope = 0.0, np.zeros(k)
        for asked, people in groups.items():
            weights = np.exp(-b[list(asked)])
            gamma = symmetric(weights)
            without = [symmetric(np.delete(weights, place)) for place in range(len(asked))]
            for score, row in people:
                value += np.log(gamma[score])
                for place, item in enumerate(asked):
                    value += b[item] * row[item]
                    slope[item] += row[item] - weights[place] * without[place][score - 1] / gamma[score]
        return value, slope

    found = minimize(misfit, np.zeros(k), jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 500}).x
    return found - found.mean()


def marginal(rows):
    """Slopes and difficulties of the two-parameter model by marginal maximum likelihood, abilities integrated over a finer and wider grid than the program's."""
    nodes = np.linspace(-8, 8, 321)
    weight = np.exp(-nodes**2 / 2)
    weight = np.log(weight / weight.sum())
    k = rows.shape[1]
    right, wrong = np.nan_to_num(rows), np.nan_to_num(1 - rows)

    def misfit(lines):
        slope, intercept = lines[:k], lines[k:]
        logit = nodes[:, None] * slope + intercept
        joint = right @ log_expit(logit).T + wrong @ log_expit(-logit).T + weight
        top = joint.max(axis=1, keepdims=True)
        posterior = np.exp(joint - top)
        whole = posterior.sum(axis=1, keepdims=True)
        posterior /= whole
        expected = posterior.T @ right - (posterior.T @ (right + wrong)) * expit(logit)
        return -(np.log(whole) + top).sum(), -np.concatenate([(nodes[:, None] * expected).sum(axis=0), expected.sum(axis=0)])

    start = np.concatenate([np.ones(k), np.zeros(k)])
    found = minimize(misfit, start, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 1000}).x
    return found[:k], -found[k:] / found[:k]


def posterior(row, a, b):
    asked = ~np.isnan(row)
    logit = a[asked] * (NODES[:, None] - b[asked])
    value = PRIOR * np.exp((row[asked] * log_expit(logit) + (1 - row[asked]) * log_expit(-logit)).sum(axis=1))
    value /= value.sum()
    mean = (NODES * value).sum()
    return mean, np.sqrt(((NODES - mean) ** 2 * value).sum())


def check_calibration(name, model, rows, expected_a, expected_b, within):
    found = crema("calibrate", name, "--model", model)
    a = np.array([item["a"] for item in found["items"]])
    b = np.array([item["b"] for item in found["items"]])
    for place, item in enumerate(found["items"]):
        same(item["b"], expected_b[place], within, f"{model}: {name} {item['id']} b")
        same(item["a"], expected_a[place], within, f"{model}: {name} {item['id']} a")
    for row, person in zip(rows, found["persons"], strict=True):
        mean, deviation = posterior(row, a, b)
        same(person["theta"], mean, 1e-8, f"eap: {name} {person['id']}")
        same(person["psd"], deviation, 1e-8, f"eap: {name} {person['id']}")


def adaptive(row, a, b, stop_se, fewest, most):
    """The questions of one adaptive test, each the one with the most information at the estimate so far; the first of the file where two have the same."""
    given, theta, deviation = [], 0.0, 1.0
    while len(given) < min(most, len(a)) and not (len(given) >= fewest and deviation <= stop_se):
        chance_of = expit(a * (theta - b))
        information = a**2 * chance_of * (1 - chance_of)
        information[given] = -1
        best = information.max()
        given.append(int(np.flatnonzero(information >= best * (1 - 1e-12))[0]))
        known = np.full(len(a), np.nan)
        known[given] = row[given]
        theta, deviation = posterior(known, a, b)
    return given, theta, deviation


def check_replay(name, people, size):
    a, b = np.round(chance.uniform(0.5, 2.5, size), 3), np.round(chance.normal(size=size), 3)
    rows = answers(people, b, a)
    bank = folder / "bank.json"
    bank.write_text(json.dumps({"a": a.tolist(), "b": b.tolist()}))
    for stop_se, fewest, most in [(0.35, 5, 25), (0.5, 1, 8), (0.0, 3, 12)]:
        rules = ["--stop-se", stop_se, "--min-items", fewest, "--max-items", most, "--randomesque", 1]
        found = crema("simulate", "bank.json", write(name, rows), *map(str, rules))
        tests = [adaptive(row, a, b, stop_se, fewest, most) for row in rows]
        met = np.zeros(size)
        for person, (given, theta, deviation) in zip(found["persons"], tests, strict=True):
            assert person["items"] == [f"q{place + 1}" for place in given], f"{person['id']} of {name}"
            same(person["theta"], theta, 1e-8, "replay: theta")
            same(person["psd"], deviation, 1e-8, "replay: psd")
            met[given] += 1
        same(found["summary"]["mean_length"], met.sum() / people, 1e-9, "replay: mean length")
        same(found["summary"]["max_exposure"], met.max() / people, 1e-9, "replay: exposure")
        same(found["summary"]["never_used"], float((met == 0).sum()), 0, "replay: never used")


for number, (people, size) in enumerate([(2, 2), (3, 1), (7, 3), (40, 8), (250, 20), (31, 60)]):
    spread = np.linspace(-2, 2, size)
    check_classical(f"right-or-wrong-{number}.csv", answers(people, spread))
    maxima = np.round(chance.uniform(0.5, 5, size) * 4) / 4
    parts = np.round(answers(people, spread) * maxima * chance.choice([0.25, 0.5, 1.0], (people, size)), 3)
    check_classical(f"parts-{number}.csv", parts, maxima)
    odd = parts.copy()
    odd[:, 0] = maxima[0]
    odd[:, -1] = -0.5 * odd[:, -1] if number % 2 else maxima[-1] - odd[:, -1]
    check_classical(f"odd-{number}.csv", odd, maxima)
    if size > 2:
        odd[:, 1] = 0
        check_classical(f"no-maximum-{number}.csv", odd, np.where(np.arange(size) == 1, 0, maxima))
check_classical("all-alike.csv", np.ones((40, 5)))
for number, (people, size, missing) in enumerate([(120, 6, 0.0), (300, 10, 0.0), (300, 8, 0.15), (80, 5, 0.3)]):
    rows = answers(people, np.linspace(-1.5, 1.5, size), missing=missing)
    check_calibration(write(f"rasch-{number}.csv", rows), "rasch", rows, np.ones(size), conditional(rows), 1e-5)
for number, (people, size, missing) in enumerate([(600, 6, 0.0), (1500, 12, 0.0), (900, 8, 0.2)]):
    rows = answers(people, np.linspace(-1.2, 1.2, size), chance.uniform(0.7, 1.8, size), missing)
    check_calibration(write(f"2pl-{number}.csv", rows), "2pl", rows, *marginal(rows), 1e-4)
check_replay("replay-1.csv", 40, 60)
check_replay("replay-2.csv", 25, 10)
print(f"the same figures: {compared}")
