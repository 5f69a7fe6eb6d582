"""What a running instance gives of a badge as Open Badges 2.0 has it, read by openbadgeslib (PyPI): accepted as it is, refused where it was taken back, is another's,
or is about another. `v2.py CREMA QUIZZES`."""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from openbadgeslib.baking import extract_png, extract_svg
from openbadgeslib.ob2 import OB2Verifier

binary, quizzes = sys.argv[1:]
BASE = "https://badges.example.org"




def refused(check, what):
    try:
        check()
    except Exception as error:  # each refusal has a class of its own
        print(f"refused, {what}: {type(error).__name__}")
    else:
        sys.exit(f"{what} was accepted")


with tempfile.TemporaryDirectory() as folder:
    with open(f"{folder}/crema.toml", "w") as settings:
        settings.write(f'base_url = "{BASE}"\n[issuer]\nemail = "bonjour@example.org"\n')
    env = os.environ | {"CREMA_LISTEN": "127.0.0.1:0", "CREMA_QUIZZES": quizzes, "CREMA_LOG": "warn"}
    server = subprocess.Popen([binary], cwd=folder, env=env, stdout=subprocess.PIPE, text=True)
    try:
        url = next(found[1] for line in server.stdout if (found := re.search(r"listening on (http:\S+)", line)))

        def call(method, path, body=None, token=None):
            headers = {"host": "badges.example.org", "content-type": "application/json"}
            if token:
                headers["authorization"] = f"Bearer {token}"
            data = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(url + path, data, headers, method=method)
            with urllib.request.urlopen(request) as answer:
                return answer.read()

        def download(address):
            assert address.startswith(BASE), address
            return call("GET", address.removeprefix(BASE))

        attempt = json.loads(call("POST", "/api/v1/attempts", {"module": "ia-generative-premiers-pas"}))
        for item in attempt["items"]:
            call("PUT", f"/api/v1/attempts/{attempt['id']}/answers/{item['id']}", {"response": None}, attempt["token"])
        done = json.loads(call("POST", f"/api/v1/attempts/{attempt['id']}/completion", token=attempt["token"]))
        claimed = json.loads(call("POST", f"/api/v1/claims/{done['badges'][0]['claim']}", {"name": "Zoé"}))
        address = f"{claimed['credential']}/v2"
        assertion = json.loads(download(address))
        subject = assertion["recipient"]["identity"]
        found = OB2Verifier(download=download).verify_hosted(assertion, expected_recipient=subject)
        print("accepted:", found.id)
        baked = json.loads(extract_png(download(assertion["image"])))
        found = OB2Verifier(download=download).verify_hosted(baked, expected_recipient=subject)
        assert baked == assertion and extract_svg(download(f"{address}.svg")) == address
        print("accepted, out of an image:", found.id)
        refused(lambda: OB2Verifier(download=download).verify_hosted(assertion, expected_recipient="urn:uuid:0"), "another recipient")

        def elsewhere(at):
            return download(at).replace(b"badges.example.org/issuer", b"other.example/issuer")

        refused(lambda: OB2Verifier(download=elsewhere).verify_hosted(assertion), "an issuer elsewhere")
        identifier = claimed["credential"].rsplit("/", 1)[1]
        subprocess.run([binary, "status", "revoke", identifier, "--reason", "essai"], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
        try:
            download(address)
        except urllib.error.HTTPError as gone:
            assert gone.code == 410 and json.loads(gone.read())["revoked"] is True
        else:
            sys.exit("a badge that was revoked is still there")
        refused(lambda: OB2Verifier(download=download).verify_hosted(assertion), "a badge that was revoked")
    finally:
        server.kill()
