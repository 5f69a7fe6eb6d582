"""openbadgeslib (PyPI) both ways.

`with_openbadgeslib.py read DID.json GOOD.json GOOD.jwt`: it accepts what we issue, and refuses it after one change.
`with_openbadgeslib.py make FOLDER`: it issues badges of its own, one of each kind, for us to read.
"""

import json
import sys
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpSigner, OB3LdpVerifier, did_key_from_pem
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.verifier import OB3Verifier


def pem(key):
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def refused(check, what):
    try:
        check()
    except Exception as error:  # each refusal has a class of its own
        print(f"refused, {what}: {type(error).__name__}")
    else:
        sys.exit(f"{what} was accepted")


def read(did_file, json_file, jwt_file):
    did = json.loads(Path(did_file).read_text())
    text, token = Path(json_file).read_text(), Path(jwt_file).read_text().strip()
    [multikey] = [m["publicKeyMultibase"] for m in did["verificationMethod"] if m["type"] == "Multikey"]
    [jwk] = [m["publicKeyJwk"] for m in did["verificationMethod"] if m["type"] == "JsonWebKey"]
    import base58

    ed = ed25519.Ed25519PublicKey.from_public_bytes(base58.b58decode(multikey[1:])[2:])
    embedded = OB3LdpVerifier(pem(ed))
    print("accepted:", embedded.verify(text).name)
    refused(lambda: embedded.verify(text.replace("Zoé", "Zoe")), "another name")
    refused(lambda: OB3LdpVerifier(pem(ed25519.Ed25519PrivateKey.generate().public_key())).verify(text), "another key")
    key = jwt.PyJWK({**jwk, "alg": "ES256"}).key
    outside = OB3Verifier(pem(key))
    print("accepted:", outside.verify(token).name)
    head, body, signature = token.split(".")
    refused(lambda: outside.verify(f"{head}.{body[:-2]}AA.{signature}"), "an altered token")


def make(folder):
    folder = Path(folder)
    private = ed25519.Ed25519PrivateKey.generate()
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    did = did_key_from_pem(pem(private.public_key()).decode())
    badge = lambda issuer: OpenBadgeCredential(
        issuer=Issuer(id=issuer, name="Un autre émetteur"),
        recipient_id="urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
        achievement=Achievement("urn:uuid:0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f", "Repères", "Sait dire « bonjour ».", "60 % du module."),
    )
    (folder / "theirs-embedded.json").write_text(OB3LdpSigner(secret).sign_to_json(badge(did)))
    curve = ec.generate_private_key(ec.SECP256R1())
    secret = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "theirs-token.jwt").write_text(OB3Signer(secret, "ES256").sign(badge("https://issuer.example/profile")))


if __name__ == "__main__":
    {"read": read, "make": make}[sys.argv[1]](*sys.argv[2:])
