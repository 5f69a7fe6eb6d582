"""Checks a credential with pyld and cryptography, and its JWT with PyJWT: accepted as it is, refused after any change tried here."""

import hashlib
import json
import sys
from pathlib import Path

import base58
import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

contexts_dir, did_file, json_file, jwt_file = map(Path, sys.argv[1:])
NAMES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-3.0.3",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-extensions",
}
did = json.loads(did_file.read_text())


def loader(url, _options=None):
    document = json.loads((contexts_dir / f"{NAMES[url]}.json").read_text())
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def canonical(document):
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    return jsonld.normalize(document, options).encode()


def holds(credential):
    """eddsa-rdfc-2022 by the letter: hash of the proof configuration, then hash of the document."""
    unsecured = {name: value for name, value in credential.items() if name != "proof"}
    [proof] = credential["proof"]
    method = next(one for one in did["verificationMethod"] if one["id"] == proof["verificationMethod"])
    assert method["id"] in did["assertionMethod"] and did["id"] == credential["issuer"]["id"]
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    config["@context"] = credential["@context"]
    signed = hashlib.sha256(canonical(config)).digest() + hashlib.sha256(canonical(unsecured)).digest()
    key = base58.b58decode(method["publicKeyMultibase"][1:])
    assert key[:2] == b"\xed\x01"
    try:
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(base58.b58decode(proof["proofValue"][1:]), signed)
        return True
    except InvalidSignature:
        return False


text = json_file.read_text()
assert holds(json.loads(text)), "the credential is refused"
for old, new in [("Zo\u00e9", "Zoe"), ("Quiz libre", "Quiz libra"), ("Essais illimit", "Essais limit"), ("#decouverte", "#pratique")]:
    assert old in text, old
    assert not holds(json.loads(text.replace(old, new))), f"{old} changed to {new} is accepted"

token = jwt_file.read_text()
header = jwt.get_unverified_header(token)
method = next(one for one in did["verificationMethod"] if one["id"] == header["kid"])
key = jwt.PyJWK(method["publicKeyJwk"] | {"alg": "ES256"})
payload = jwt.decode(token, key, algorithms=["ES256"], issuer=did["id"])
assert payload["jti"] == json.loads(text)["id"]
for at in (len(token) // 3, len(token) // 2, len(token) - 20):
    altered = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    try:
        jwt.decode(altered, key, algorithms=["ES256"])
    except jwt.PyJWTError:
        continue
    raise SystemExit(f"the token is accepted with its character {at} changed")
print("pyld, cryptography and PyJWT agree")
