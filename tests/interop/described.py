"""The API against its own description, by Schemathesis: what the description allows, and what it does not, is sent to every call. Nothing may fail, and no status,
type, header or body may come back that is not described. `described.py CREMA QUIZZES [SEED] [EXAMPLES]`.

This file is read twice: as the program, and by Schemathesis as its hooks, which lead most calls to an attempt and a code that are really there."""

import os
import random
import subprocess
import sys
import tempfile

if "CREMA_DESCRIBED" in os.environ:
    import requests
    import schemathesis

    URL, HOST = os.environ["CREMA_DESCRIBED"].split()
    API, HEADERS = f"{URL}/api/v1", {"Host": HOST}
    MODULE = "ia-generative-premiers-pas"
    dice = random.Random(int(os.environ["CREMA_SEED"]))
    #: The attempt that calls are led to, and how often it was.
    held, used = None, 0

    def begin():
        begun = requests.post(f"{API}/attempts", json={"module": MODULE}, headers=HEADERS, timeout=60)
        assert begun.status_code == 201, begun.text
        return begun.json()

    def attempt():
        """One that others before it may have completed already, as those of a hundred calls are."""
        global held, used
        if held is None or used >= 25:
            held, used = begin(), 0
        used += 1
        return held

    def code():
        begun = begin()
        done = requests.post(f"{API}/attempts/{begun['id']}/completion", headers=HEADERS | {"Authorization": f"Bearer {begun['token']}"}, timeout=60)
        badges = done.json()["badges"]
        return badges[0]["claim"] if badges else None

    codes = [found for found in (code() for _ in range(3)) if found]

    @schemathesis.hook
    def before_call(context, case, kwargs):
        path = case.path_parameters or {}
        if "id" in path and dice.random() < 0.9:
            real = attempt()
            path["id"] = real["id"]
            case.headers["Authorization"] = f"Bearer {real['token']}"
            if "item" in path and dice.random() < 0.8:
                path["item"] = dice.choice(real["items"])["id"]
        if "module" in path and dice.random() < 0.8:
            path["module"] = MODULE
        if "code" in path and codes and dice.random() < 0.5:
            path["code"] = dice.choice(codes)


def main(binary, quizzes, seed="1", examples="200"):
    from instance import HOST, serve

    here = os.path.dirname(os.path.abspath(__file__))
    with serve(binary, quizzes) as url, tempfile.TemporaryDirectory() as folder:
        checks = [
            "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance", "response_schema_conformance",
            "unsupported_method", "allow_header_conformance", "negative_data_rejection",
        ]
        command = [
            os.path.join(os.path.dirname(sys.executable), "schemathesis"), "--no-color", "run", f"{url}/api/openapi.json", "--url", f"{url}/api/v1", "-H", f"Host: {HOST}",
            "--seed", seed, "--max-examples", examples, "--checks", ",".join(checks), "--phases", "examples,coverage,fuzzing", "--request-timeout", "30",
            "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off",
        ]
        env = os.environ | {"CREMA_DESCRIBED": f"{url} {HOST}", "CREMA_SEED": seed, "SCHEMATHESIS_HOOKS": "described", "PYTHONPATH": here}
        done = subprocess.run(command, cwd=folder, env=env)
        assert done.returncode == 0, f"schemathesis ended with {done.returncode}"


if __name__ == "__main__":
    main(*sys.argv[1:])
