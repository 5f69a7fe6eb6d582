"""Answers each line of standard input, a document, by a line: its canonical form by pyld, or why there is none."""

import json
import sys
from pathlib import Path

from pyld import jsonld

folder = Path(sys.argv[1])
NAMES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-3.0.3",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-extensions",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2",
}
CONTEXTS = {url: json.loads((folder / f"{name}.json").read_text()) for url, name in NAMES.items()}


def loader(url, _options=None):
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXTS[url]}


options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
for line in sys.stdin:
    try:
        answer = {"form": jsonld.normalize(json.loads(line), options)}
    except Exception as error:  # whatever it cannot do is an answer
        answer = {"why": repr(error)[:200]}
    print(json.dumps(answer), flush=True)
