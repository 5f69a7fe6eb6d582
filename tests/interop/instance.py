"""A running instance for the scripts of this folder, and a browser without a window."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import tempfile
import urllib.parse

BASE = "https://badges.example.org"
HOST = "badges.example.org"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")
        self.to = headers.get("location") or ""

    def json(self):
        return json.loads(self.body)


class Browser:
    """Keeps cookies and sends forms as a browser does, to an instance that believes itself behind a proxy with https."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.address, self.cookies = (parts.hostname, parts.port), {}

    def call(self, method, path, body=None, kind=None):
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        headers = {"host": HOST, "origin": BASE, "accept": "text/html", "accept-language": "fr"}
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["content-type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, value = value.split(";")[0].partition("=")
                self.cookies[name] = value
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found

    def get(self, path):
        answer = self.call("GET", path)
        assert answer.status == 200, f"GET {path}: {answer.status} {answer.text[:2000]}"
        return answer

    def post(self, path, fields, status=303):
        answer = self.call("POST", path, urllib.parse.urlencode(fields, doseq=True), "application/x-www-form-urlencoded")
        assert answer.status == status, f"POST {path}: {answer.status} {answer.text[:4000]}"
        return answer

    def enter(self, email):
        """Enters by a link of the server itself: roles come with it."""
        made = subprocess.run([Instance.binary, "account", "grant", email, "admin"], cwd=Instance.folder, env=Instance.env, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        link = re.search(r"https?://\S+/entry/\S+", made.stdout)[0]
        self.post(urllib.parse.urlsplit(link).path, {})
        return self

    def adhere(self):
        version = re.search(r'name="version" value="([^"]+)"', self.get("/me/charter").text)[1]
        self.post("/me/charter", {"version": version, "name": "Ada", "accept": "yes", "as": "person", "party": "person"})

    def version(self, path):
        return re.search(r'name="version" value="([^"]+)"', self.get(path).text)[1]


class Instance:
    binary = folder = env = None


def start(quiet="error"):
    """Starts the program in the folder that is set up; the process and its address."""
    process = subprocess.Popen([Instance.binary, "serve"], cwd=Instance.folder, env=Instance.env | {"CREMA_LOG": quiet}, stdout=subprocess.PIPE, text=True)
    url = next((found[1] for line in process.stdout if (found := re.search(r"listening on (http:\S+)", line))), None)
    assert url, f"crema ended with {process.wait()} before it listened"
    return process, url


@contextlib.contextmanager
def folder(binary, quizzes, settings="", **env):
    """A folder of its own for an instance, with its settings."""
    with tempfile.TemporaryDirectory() as place:
        with open(f"{place}/crema.toml", "w") as file:
            file.write(f'base_url = "{BASE}"\n[issuer]\nname = "Café IA"\nemail = "bonjour@example.org"\n{settings}')
        Instance.binary, Instance.folder = os.path.abspath(binary), place
        Instance.env = os.environ | {"CREMA_LISTEN": "127.0.0.1:0", "CREMA_QUIZZES": os.path.abspath(quizzes), "CREMA_RATE": "0"} | env
        yield place


@contextlib.contextmanager
def serve(binary, quizzes, settings="", **env):
    """A running instance in a folder of its own."""
    with folder(binary, quizzes, settings, **env):
        process, url = start()
        try:
            yield url
        finally:
            process.terminate()
            process.wait()
