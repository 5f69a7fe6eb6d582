"""The schema of modules, read by a validator that is not ours: what is shipped passes, and what `crema check` refuses does not.

Usage: schema.py CREMA [FOLDER…], where CREMA is the program and each FOLDER holds modules that must pass."""
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from jsonschema import Draft7Validator

ROOT = Path(__file__).resolve().parents[2]
CREMA = sys.argv[1]
SCHEMA = json.loads((ROOT / "quizzes/cafeia-module-1.schema.json").read_text())
Draft7Validator.check_schema(SCHEMA)
VALIDATOR = Draft7Validator(SCHEMA)


def read(text):
    """A module as an editor hands it to a validator: dates are texts."""
    return json.loads(json.dumps(tomllib.loads(text), default=lambda date: date.isoformat()))


def modules(folder):
    return [path for path in sorted(folder.glob("*.toml")) if path.stem != "frameworks" and "." not in path.stem]


def objects(value, path=()):
    """Every table, with the way to it."""
    if isinstance(value, dict):
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from objects(inner, (*path, key))


def refused(value):
    return not VALIDATOR.is_valid(value)


def changed(document, path, change):
    copy = json.loads(json.dumps(document))
    place = copy
    for step in path:
        place = place[step]
    change(place)
    return copy


def mutants(document):
    """The document with one fault each: a key that nobody knows, and each value replaced by a table that says nothing."""
    for path, table in objects(document):
        if path == ("frameworks",):
            continue
        yield (*path, "zzzzzz"), changed(document, path, lambda place: place.update(zzzzzz=1))
        for key in table:
            yield (*path, key), changed(document, path, lambda place, key=key: place.update({key: {"zzzzzz": 1}}))
            yield (*path, key), changed(document, path, lambda place, key=key: place.update({key: [[{}]]}))


def checked(text):
    """Whether `crema check` lets a text pass."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "module.toml"
        path.write_text(text)
        (Path(folder) / "frameworks.toml").write_text((ROOT / "quizzes/frameworks.toml").read_text())
        return subprocess.run([CREMA, "check", path], capture_output=True).returncode == 0


count = 0
every = ROOT / "tests/data/every-key.toml"
folders = [ROOT / "quizzes", ROOT / "tests/data", *map(Path, sys.argv[2:])]
for path in [path for folder in folders for path in modules(folder)]:
    for error in VALIDATOR.iter_errors(read(path.read_text())):
        sys.exit(f"{path}: {list(error.absolute_path)}: {error.message}")
    count += 1

faults = 0
for place, mutant in mutants(read(every.read_text())):
    if not refused(mutant):
        sys.exit(f"the schema lets a fault pass at {place}")
    faults += 1

text = every.read_text()
pairs = [
    ('type = "order"', 'type = "ordre"'),
    ('title = "Toutes les clés"', "title = 3"),
    ("draw = 1", "draw = 0"),
    ("draw = 1", 'draw = "1"'),
    ('mode = "awareness"', 'mode = "certified"'),
    ('time_limit = "45min"', 'time_limit = "45"'),
    ("right = true", 'right = "vrai"'),
    ("min_group = 5", "min_group = 2"),
    ('url = "https://example.org/"', 'url = "example.org"'),
    ('id = "doc"', 'id = "Le doc"'),
    ("angoff = 0.6", "angoff = 60"),
    ('pairs = [["Paris", "France"],', 'pairs = [["Paris"],'),
    ('sequence = ["Un", "Deux", "Trois"]', "sequence = []"),
    ('ask = "Combien ?"', "asks = 1"),
    ('expires = "3y"', 'expires = "3 years"'),
    ("updated = 2026-11-20", 'updated = "hier"'),
    ('version = "1.0.0"', 'version = "1.0.0-"'),
    ('lang = "fr"', 'lang = "français"'),
]
assert checked(text), "the specimen passes the check"
for old, new in pairs:
    other = text.replace(old, new, 1)
    assert other != text, old
    if not refused(read(other)) or checked(other):
        sys.exit(f"{new}: refused by the schema: {refused(read(other))}, by the check: {not checked(other)}")
for fine in ['version = "2.0.0-rc.1"', 'time_limit = "none"', 'lang = "fr-CA"']:
    old = next(line for line in text.splitlines() if line.startswith(fine.split("=")[0]))
    other = text.replace(old, fine, 1)
    assert not refused(read(other)) and checked(other), fine
print(f"{count} modules pass the schema; {faults + len(pairs)} with a fault do not")
