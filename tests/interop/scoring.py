"""Holds `crema score` against the rules of marking written here once more, by brute force, over modules and answers made by chance from a fixed seed."""

import itertools
import json
import math
import random
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

binary = Path(sys.argv[1]).resolve()
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261128
chance = random.Random(seed)
work = tempfile.TemporaryDirectory()
folder = Path(work.name)
compared = {}

TICKS = ["right_minus_wrong", "all_or_nothing", "per_option", "right_only_cap", "h5p"]
ORDERS = ["longest_ordered", "all_or_nothing", "absolute_position", "next_exclude_last", "longest_contiguous", "kendall"]


def toml(value):
    """A value of TOML; JSON's texts, numbers and lists are of it already."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def clamp(value):
    return min(1.0, max(0.0, value))


def ticks(right, wrong, ticked, partial):
    hits, misses = len(ticked & right), len(ticked & wrong)
    if partial == "per_option":
        return (hits + len(wrong) - misses) / (len(right) + len(wrong))
    if not ticked:
        return 0.0
    if partial == "all_or_nothing":
        return float(ticked == right)
    if partial == "right_only_cap":
        return hits / len(right) if len(ticked) <= len(right) else 0.0
    if partial == "h5p":
        return clamp((hits - misses) / len(right))
    return clamp(hits / len(right) - (misses / len(wrong) if wrong else 0))


def order(n, given, partial):
    """What an order earns; `given` holds the right places of the elements as they were put."""
    chains = [c for size in range(len(given) + 1) for c in itertools.combinations(given, size)]
    if partial == "all_or_nothing":
        return float(list(given) == list(range(n)))
    if partial == "absolute_position":
        return sum(at == place for at, place in enumerate(given)) / n
    if partial == "next_exclude_last":
        return sum(b == a + 1 for a, b in zip(given, given[1:])) / (n - 1)
    if partial == "kendall":
        return sum(a < b for a, b in itertools.combinations(given, 2)) / math.comb(n, 2)
    rises = (lambda a, b: b == a + 1) if partial == "longest_contiguous" else (lambda a, b: a < b)
    longest = max(len(c) for c in chains if all(rises(a, b) for a, b in zip(c, c[1:])))
    return longest / n if longest > 1 else 0.0


def folded(text):
    """A written text as it is compared."""
    text = unicodedata.normalize("NFKC", text.replace("´", "'")).casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = text.replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("‘", "'")
    text = " ".join(text.split())
    around = " .,;:!?…'\"«»“”()[]-–—"
    text = text.strip(around) or text
    for article in ["l'", "d'", "le ", "la ", "les ", "un ", "une ", "des "]:
        if text.startswith(article):
            return text.removeprefix(article).strip(around) or text
    return text


def near(typed, right, tolerance, kind):
    low, high = {
        "nominal": (right - tolerance, right + tolerance),
        "relative": (right - abs(right) * tolerance, right + abs(right) * tolerance),
        "geometric": (right / (1 + tolerance), right * (1 + tolerance)),
    }[kind]
    slack = 1e-9 * max(1, abs(right))
    return min(low, high) - slack <= typed <= max(low, high) + slack


def names(count, word="x"):
    return [f"{word}{place}" for place in range(count)]


def some(things, least=0):
    return chance.sample(things, chance.randint(least, len(things)))


def single():
    wrong = names(chance.randint(1, 5), "w")
    worth = {text: chance.choice([-0.5, 0.25, 0.5]) for text in some(wrong)}
    picked = chance.choice(["right", *wrong])
    table = [{"text": text, "weight": worth[text]} if text in worth else text for text in wrong]
    return {"right": "right", "wrong": table}, picked, 1.0 if picked == "right" else clamp(worth.get(picked, 0))


def multiple():
    right, wrong = names(chance.randint(1, 5), "r"), names(chance.randint(0, 5), "w")
    ticked = set(some(right + wrong))
    if chance.random() < 0.3:
        usual = {**{text: 1 / len(right) for text in right}, **{text: -1 / max(1, len(wrong)) for text in wrong}}
        worth = {text: chance.choice([-1, -0.5, 0.25, 0.75, 1]) for text in some(right + wrong, 1)}
        table = lambda texts: [{"text": text, "weight": worth[text]} if text in worth else text for text in texts]
        earned = clamp(sum({**usual, **worth}[text] for text in ticked))
        return {"right": table(right), "wrong": table(wrong)}, list(ticked), earned
    partial = chance.choice(TICKS)
    return {"right": right, "wrong": wrong, "partial": partial}, list(ticked), ticks(set(right), set(wrong), ticked, partial)


def spot():
    texts = names(chance.randint(2, 7), "s")
    wrong = set(some(texts, 1))
    ticked = set(some(texts))
    partial = chance.choice(TICKS)
    segments = [{"text": text, "error": True} if text in wrong else text for text in texts]
    return {"segments": segments, "partial": partial}, list(ticked), ticks(wrong, set(texts) - wrong, ticked, partial)


def true_false():
    right, said = chance.random() < 0.5, chance.random() < 0.5
    return {"right": right}, said, float(right == said)


def ordering():
    n = chance.randint(2, 7)
    texts, partial = names(n), chance.choice(ORDERS)
    given = chance.sample(range(n), n if chance.random() < 0.7 else chance.randint(0, n))
    if chance.random() < 0.2:
        given = sorted(given)
    return {"sequence": texts, "partial": partial}, [texts[place] for place in given], order(n, given, partial)


def shares(right, count, keys):
    partial = chance.choice(["per_pair", "all_or_nothing"])
    return {**keys, "partial": partial}, right / count if partial == "per_pair" else float(right == count)


def matching():
    left = names(chance.randint(1, 6), "l")
    # Two on the left may have one partner.
    partner = {text: f"p{chance.randint(0, 6)}" for text in left}
    extra = [f"e{place}" for place in range(chance.randint(0, 3))]
    all_of_them = sorted(set(partner.values())) + extra
    placed = {text: partner[text] if chance.random() < 0.5 else chance.choice([None, *all_of_them]) for text in some(left)}
    right = sum(placed.get(text) == partner[text] for text in left)
    keys, earned = shares(right, len(left), {"pairs": [[text, partner[text]] for text in left], "extra": extra})
    return keys, placed, earned


def sorting():
    bins = names(chance.randint(2, 4), "b")
    things = names(chance.randint(1, 8), "t")
    where = {text: chance.choice(bins) for text in things}
    placed = {text: chance.choice([None, where[text], *bins]) for text in some(things)}
    right = sum(placed.get(text) == where[text] for text in things)
    table = [{"label": label, "holds": [text for text in things if where[text] == label]} for label in bins]
    keys, earned = shares(right, len(things), {"bins": table})
    return keys, placed, earned


def typed(value):
    """A number as somebody might type it."""
    text = f"{value:.6f}".rstrip("0").rstrip(".") if chance.random() < 0.8 else f"{value:.9e}"
    if chance.random() < 0.5:
        text = text.replace(".", ",")
    if chance.random() < 0.5:
        text = text.replace("-", "\u2212")
    digits = text.lstrip("-\u2212")
    at = len(text) - len(digits) + 1
    if chance.random() < 0.3 and "e" not in text:
        text = text[:at] + chance.choice([" ", "\u202f", "\u00a0", "\u2009"]) + text[at:]
    return chance.choice(["", " "]) + text + chance.choice(["", " ", "\u00a0"])


def number():
    right = chance.choice([0, -3, 2.5, 1000, -0.001, chance.uniform(-1e5, 1e5)])
    tolerance = chance.choice([0, 0.1, 1, 2.5])
    kind = chance.choice(["nominal", "relative", "geometric"])
    bounds = [right - tolerance, right + tolerance, right * (1 + tolerance), right / (1 + tolerance), right * (1 - tolerance)]
    # Six digits after the point are typed: what is marked is what was typed, kept clear of the edge where a rounding decides.
    value = round(chance.choice([right, *bounds]) + chance.choice([0, 0.5, -0.5, 1e-4, -1e-4, 20]), 6)
    words = chance.choice(["", "beaucoup", "12 kg", "1,2,3", "--4", "12 %"])
    if chance.random() < 0.15:
        return {"right": right, "tolerance": tolerance, "tolerance_kind": kind}, words, 0.0
    shown = typed(value)
    read = float("".join(shown.split()).replace(",", ".").replace("\u2212", "-"))
    return {"right": right, "tolerance": tolerance, "tolerance_kind": kind}, shown, float(near(read, right, tolerance, kind))


WORDS = ["été", "œuvre", "L'Haÿ-les-Roses", "données", "biais", "Straße", "ﬁn", "l'", "un", "la la land", "ça", "naïf", "Æther", "d'accord", "№ 5", "½"]
MARKS = ["", "", " ", "\u00a0", ".", " !", "…", "« ", " »", "(", "\u202f?", "“", "'", "’"]


def disguised(text):
    """A text as somebody might write it: the same, or nearly."""
    for change in some([str.upper, str.lower, str.title, lambda t: unicodedata.normalize("NFD", t), lambda t: t.replace("'", "’"), lambda t: t.replace(" ", "\u202f "),
                        lambda t: "".join(c for c in unicodedata.normalize("NFD", t) if not unicodedata.combining(c)), lambda t: t + "s", lambda t: t[1:]]):
        if chance.random() < 0.5:
            text = change(text)
    article = chance.choice(["", "", "", "le ", "La ", "L’", "des ", "d'", "une  ", "les"])
    return chance.choice(MARKS) + article + text + chance.choice(MARKS)


def text():
    accept = some(WORDS, 1)
    said = disguised(chance.choice(accept if chance.random() < 0.8 else WORDS))
    worth = {word: chance.choice([0.25, 0.5, 1]) for word in accept}
    exact = chance.random() < 0.2
    read = (lambda t: t.strip()) if exact else folded
    fits = [worth[word] for word in accept if read(word) == read(said)]
    earned = max(fits, default=0.0) if read(said) else 0.0
    table = [{"text": word, "weight": worth[word]} for word in accept]
    return {"accept": table, **({"match": "exact"} if exact else {})}, said, earned


def cloze():
    gaps, given, earned, whole, all_right = [], [], 0.0, 0.0, True
    for _ in range(chance.randint(1, 5)):
        weight = chance.choice([1, 1, 0.5, 3])
        if chance.random() < 0.5:
            wrong = names(chance.randint(1, 3), "w")
            said = chance.choice([None, "right", *wrong])
            gaps.append({"right": "right", "wrong": wrong, "weight": weight})
            right = said == "right"
        else:
            accept = some(WORDS, 1)
            said = chance.choice([None, disguised(chance.choice(accept))])
            gaps.append({"accept": accept, "weight": weight})
            right = bool(said) and bool(folded(said)) and folded(said) in map(folded, accept)
        given.append(said)
        whole += weight
        earned += weight * right
        all_right = all_right and right
    passage = " ".join(f"{{{place + 1}}}" for place in range(len(gaps)))
    keys = {"passage": passage, "gaps": gaps}
    if chance.random() < 0.3:
        return {**keys, "partial": "all_or_nothing"}, given, float(all_right)
    return keys, given, earned / whole


KINDS = {"single": single, "multiple": multiple, "spot": spot, "true_false": true_false, "order": ordering, "match": matching, "sort": sorting, "number": number, "text": text, "cloze": cloze}


def same(found, expected, what):
    kind = what.split(":")[0]
    compared[kind] = compared.get(kind, 0) + 1
    assert abs(found - expected) <= 1e-9 * max(1, abs(expected)), f"{what}: {found} and not {expected}"


def check(name, size):
    items, answers, expected, skills = [], [], [], {}
    for place in range(size):
        kind = chance.choice(list(KINDS))
        keys, response, earned = KINDS[kind]()
        points = chance.choice([0.5, 1, 1, 2, 7])
        skill = f"digcomp:{chance.randint(1, 2)}.{chance.randint(1, 2)}"
        items.append({"id": f"q{place}", "type": kind, "ask": "?", "points": points, "skills": [skill], **keys})
        blank = chance.random() < 0.1
        if blank:
            earned = 0.0
        if not blank or chance.random() < 0.5:
            answers.append({"item": f"q{place}", "response": None if blank else response})
        expected.append((kind, points, earned, items[-1], answers[-1] if answers else None))
        reached = skills.setdefault(skill, [0.0, 0.0, 0])
        reached[0] += points * earned
        reached[1] += points
        reached[2] += 1
    whole, got = sum(points for _, points, *_ in expected), sum(points * earned for _, points, earned, *_ in expected)
    share = got / whole
    least = chance.choice([0.2, 0.5, None])
    needed = chance.randrange(size)
    levels = [
        {"id": "one", "name": "Un", "min": round(max(0, share - 0.1), 3)},
        {"id": "two", "name": "Deux", "min": share, "needs": {"items": [f"q{needed}"]}},
        {"id": "three", "name": "Trois", "min": share, **({"needs": {"min_per_skill": least}} if least else {})},
        {"id": "four", "name": "Quatre", "min": min(1, share + 1e-6)},
    ]
    weak = least and any(earned / most < least - 1e-9 for earned, most, count in skills.values() if count >= 4)
    level = "one"
    if expected[needed][2] >= 0.5 - 1e-9:
        level = "two"
    if not weak:
        level = "three"
    if share >= 1:
        level = "four"
    head = {"format": "cafeia-module/1", "id": "m", "version": "1.0.0", "lang": "fr", "title": "M", "summary": "S", "licence": "CC0-1.0"}
    lines = [f"{key} = {toml(value)}" for key, value in head.items()] + ["[frameworks]", 'digcomp = "3.0"']
    for block, tables in [("levels", levels), ("items", items)]:
        for table in tables:
            lines += [f"[[{block}]]", *(f"{key} = {toml(value)}" for key, value in table.items())]
    module, sheet = folder / f"{name}.toml", folder / f"{name}.jsonl"
    module.write_text("\n".join(lines) + "\n")
    sheet.write_text("".join(json.dumps(answer) + "\n" for answer in answers))
    done = subprocess.run([binary, "score", module, sheet, "--json"], capture_output=True, text=True, cwd=frameworks.parent)
    assert done.returncode == 0, f"{done.returncode} {done.stderr}\n{module.read_text()[:2000]}"
    found = json.loads(done.stdout)
    for one, (kind, points, earned, item, answer) in zip(found["items"], expected, strict=True):
        same(one["fraction"], earned, f"{kind}: {item} {answer}")
        same(one["points"], points * earned, f"{kind}: points of {item}")
    for one in found["skills"]:
        same(one["points"], skills[one["id"]][0], f"skills: {one['id']}")
        same(one["max"], skills[one["id"]][1], f"skills: {one['id']}")
    same(found["score"]["points"], got, "score: points")
    same(found["score"]["fraction"], share, "score: fraction")
    compared["level"] = compared.get("level", 0) + 1
    assert found["level"] == level, f"{name}: {found['level']} and not {level}"


frameworks = Path(__file__).resolve().parents[2] / "quizzes"
for number_of_module in range(40):
    # Four competences: of thirteen questions, one has at least the four that a threshold for each of them asks for.
    check(f"module-{number_of_module}", chance.randint(13, 60))
print(f"the same marks: {compared}")
