"""Letters over a real mail server (aiosmtpd): they arrive whole, are signed (dkimpy verifies), go in the clear only where that is wished, are tried again where the
server says later, are given up where it says no, and survive a worker that is killed in the middle. `mail.py CREMA QUIZZES`."""

import asyncio
import datetime
import email
import email.policy
import glob
import ipaddress
import os
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
import threading
import time

import dkim
import instance
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from instance import BASE, Browser, Instance

binary, quizzes = sys.argv[1:]


class Box:
    """What the server keeps: each letter with its recipient, and what it is to answer to some of them."""

    def __init__(self):
        self.taken, self.refused, self.answers, self.lock = [], [], {}, threading.Lock()
        # While it is set, letters are taken and the answer is held back.
        self.hold = threading.Event()
        self.held = threading.Semaphore(0)
        # Whose letter is not held back.
        self.freed = set()
        # How many connections are open.
        self.open = 0

    async def handle_DATA(self, server, session, envelope):
        [to] = envelope.rcpt_tos
        with self.lock:
            answers = self.answers.get(to, [])
            said = answers.pop(0) if answers else None
            kept = (to, envelope.content, envelope.mail_from, session.ssl is not None)
            (self.refused if said else self.taken).append(kept)
        if said:
            return said
        if self.hold.is_set():
            self.held.release()
            while self.hold.is_set() and to not in self.freed:
                await asyncio.sleep(0.05)
        return "250 taken"

    def to(self, address):
        with self.lock:
            return [email.message_from_bytes(content, policy=email.policy.default) for to, content, *_ in self.taken if to == address]

    def raw(self, address):
        with self.lock:
            return [content for to, content, *_ in self.taken if to == address]


class Conversation(SMTP):
    """One connection; the box knows how many are not over."""

    def connection_made(self, transport):
        # STARTTLS begins the same connection a second time.
        if not self.transport:
            self.event_handler.open += 1
        super().connection_made(transport)

    def connection_lost(self, error):
        self.event_handler.open -= 1
        super().connection_lost(error)


class Server(Controller):
    def __init__(self, box, context=None):
        super().__init__(box, hostname="127.0.0.1", port=0)
        self.context = context

    def factory(self):
        return Conversation(self.handler, tls_context=self.context, enable_SMTPUTF8=True)

    # A port that is free is only known once it is taken; the look that the library takes at its own server needs it.
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def until(what, check, seconds=40):
    """Waits until something is so: the program works by itself."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, f"in {seconds} s it was not so: {what}"
        time.sleep(0.1)
    return found


def query(sql, *values):
    with sqlite3.connect(f"{Instance.folder}/data/crema.db", timeout=30) as base:
        found = base.execute(sql, values).fetchall()
    base.close()
    return found


def ripen():
    """The clock goes on, as far as the queue knows: what waits to be tried again is due, and no lease is held."""
    query("UPDATE jobs SET due_at = 0, leased_until = NULL WHERE failed_at IS NULL")


def jobs():
    return query("SELECT name, tries, failed_at, error FROM jobs WHERE recipient IS NOT NULL")


def ask(url, address):
    Browser(url).post("/entry", {"email": address})


def name_of(letter):
    return str(letter["Message-ID"])


def link(letter, kind):
    body = letter.get_body(("plain",)).get_content()
    return re.search(rf"{BASE}(/{kind}/[A-Za-z0-9_-]+)", body)[1]


def certificates(folder):
    """Somebody who vouches for a server of the house, and what they wrote for it: the two files, and a context with both."""
    now = datetime.datetime.now(datetime.UTC)

    def made(name, key, issuer, signer, ends):
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=not ends, path_length=None), critical=True)
        if ends:
            names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer, hashes.SHA256())

    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in ("La maison", "localhost")]
    house = made(names[0], keys[0], names[0], keys[0], ends=False)
    server = made(names[1], keys[1], names[0], keys[0], ends=True)
    pem = serialization.Encoding.PEM
    with open(f"{folder}/house.pem", "wb") as file:
        file.write(house.public_bytes(pem))
    with open(f"{folder}/server.pem", "wb") as file:
        file.write(keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + server.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/server.pem")
    return context


def run(*words, stdin=None):
    done = subprocess.run([Instance.binary, *words], cwd=Instance.folder, env=Instance.env, capture_output=True, text=True, input=stdin)
    assert done.returncode == 0, f"crema {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


class Running:
    """The program, with letters going to a server."""

    def __init__(self, mail, quiet="off"):
        Instance.env["CREMA_MAIL"] = mail
        self.process, self.url = instance.start(quiet)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()


def settings(more=""):
    with open(f"{Instance.folder}/crema.toml", "w") as file:
        file.write(f'base_url = "{BASE}"\n[issuer]\nname = "Café IA"\nemail = "bonjour@example.org"\n[letters]\ndkim_key = "keys/dkim.pem"\n{more}')


def whole_and_signed(box, record):
    """One letter, looked at closely."""
    [letter] = box.to("ada@example.net")
    assert letter.get_content_type() == "multipart/alternative", letter.get_content_type()
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain.get_content_charset() == html.get_content_charset() == "utf-8"
    assert str(letter["From"]) == "Café IA <bonjour@example.org>", letter["From"]
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Content-Language"] == "fr"
    assert name_of(letter).endswith("@example.org>"), name_of(letter)
    markup = html.get_content()
    assert 'lang="fr"' in markup
    for remote in ("<img", "src=", "url(", "<link", "@import", "<script"):
        assert remote not in markup, remote
    places = set(re.findall(r'https?://[^/"\s<]+', markup))
    assert places <= {BASE}, places
    assert link(letter, "entry") in markup, "both parts say the same"
    [raw] = box.raw("ada@example.net")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    name, _, text = record.strip().partition(" TXT ")
    published = "".join(re.findall(r'"([^"]*)"', text)).encode()

    def dns(asked, timeout=5):
        return published if asked.decode() == name else None

    assert name == "crema._domainkey.example.org.", name
    assert dkim.verify(raw, dnsfunc=dns), "the signature holds"
    for before, after in ((b"Subject: ", b"Subject: x"), (b"bonjour@", b"bonsoir@")):
        assert not dkim.verify(raw.replace(before, after, 1), dnsfunc=dns), f"changed: {before}"
    print("a letter arrives whole, in two parts, without anything remote; dkimpy verifies it")
    return dns


def later_and_never(box, running):
    box.answers["busy@example.net"] = ["451 4.3.0 later"]
    box.answers["gone@example.net"] = ["550 5.1.1 nobody", "550 5.1.1 nobody"]
    for address in ("busy@example.net", "gone@example.net"):
        ask(running.url, address)
    until("one is refused for now, one for good", lambda: len(box.refused) == 2 and any(one[2] for one in jobs()))
    [waits] = [one for one in jobs() if one[2] is None]
    [given] = [one for one in jobs() if one[2] is not None]
    assert waits[1] == 1 and "451" in waits[3] or "4.3.0" in waits[3], waits
    assert given[1] == 1 and ("550" in given[3] or "5.1.1" in given[3]), given
    assert "gone@example.net" not in given[3], "what is told of a failure names nobody"
    ripen()
    until("it is tried again and taken", lambda: box.to("busy@example.net"))
    first = [email.message_from_bytes(content, policy=email.policy.default) for to, content, *_ in box.refused if to == "busy@example.net"]
    assert [name_of(one) for one in first] == [name_of(one) for one in box.to("busy@example.net")], "the same letter has the same name"
    ada = Browser(running.url).enter("chef@example.net")
    page = ada.get("/admin/jobs").text
    box.answers.pop("gone@example.net")
    revive = re.search(r'action="(/admin/jobs/[^"]+/revival)"', page)[1]
    ada.post(revive, {})
    until("what was given up is sent again", lambda: box.to("gone@example.net"))
    print("a server that says later is asked again; one that says no is not, until an administrator says so")
    return ada


def many(box, running, ada, dns):
    """Letters to subscribers: how one leaves, by one request without a cookie; what comes back ends a subscription."""
    ends = {}
    for who in ("lea@example.net", "max@example.net"):
        Browser(running.url).post("/subscriptions", {"email": who, "rhythm": "at-once", "place": "Lille (59)", "km": "30"}, 200)
        [letter] = until("it is asked whether it is theirs", lambda: box.to(who))
        Browser(running.url).post(link(letter, "subscriptions/confirmations"), {}, 200)
    ada.adhere()
    form = {
        "title": "Café d'hiver", "summary": "On parle.", "format": "discuss", "pillar": "discuss", "place": "Lille (59)", "commune": "59350",
        "language": "fr", "price": "0", "registration": "here", "from": "18:00", "to": "19:30", "repeat": "once", "ends": "open",
        "day": str(datetime.date.today() + datetime.timedelta(days=9)),
    }

    def announce(title):
        path = ada.post("/me/events", form | {"title": title}).to.split("?")[0]
        ada.post(f"{path}/publication", {})

    announce("Café d'hiver")
    for who in ("lea@example.net", "max@example.net"):
        until(f"{who} hears of it", lambda: len(box.to(who)) == 2)
        letter, raw = box.to(who)[1], box.raw(who)[1]
        assert "hiver" in letter.get_body(("plain",)).get_content()
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", letter["List-Unsubscribe-Post"]
        ends[who] = re.fullmatch(rf"<{BASE}(/\S+)>", str(letter["List-Unsubscribe"]))[1]
        assert dkim.verify(raw, dnsfunc=dns)
        signed = re.search(rb"DKIM-Signature:.*?\bh=([^;]+);", raw, re.S)[1].lower()
        signed = re.sub(rb"\s", b"", signed).split(b":")
        assert {b"list-unsubscribe", b"list-unsubscribe-post", b"from", b"subject", b"date", b"message-id"} <= set(signed), signed
    stranger = Browser(running.url)
    looked = stranger.get(ends["lea@example.net"])
    assert looked.status == 200, "looking ends nothing"
    left = stranger.call("POST", ends["lea@example.net"], "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert left.status == 200, f"{left.status}: no redirect, no question"
    name = name_of(box.to("max@example.net")[1])
    report = (
        "From MAILER-DAEMON Thu Nov 26 10:00:00 2026\nFrom: mailer-daemon@example.net\nTo: bonjour@example.org\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nno\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; max@example.net\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {name}\nSubject: x\n\nbody\n--b--\n\n"
    )
    forged = report.replace(name, re.sub(r"\.[^@]+@", ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@", name))
    assert run("bounces", stdin=forged).startswith("0 subscriptions ended, 0 refusals"), "a report of somebody's own making"
    assert run("bounces", stdin=report + "From x Thu\nSubject: hello\n\nbody\n") == "1 subscriptions ended, 0 refusals noted, 1 messages about no letter of ours\n"
    announce("Café de printemps")
    until("the queue is empty", lambda: not [one for one in jobs() if one[2] is None] and not query("SELECT 1 FROM jobs WHERE name = 'announce'"))
    assert [len(box.to(who)) for who in ends] == [2, 2], "nobody is written to who left, or who is not there"
    print("who leaves by one request is left alone, and so is a mailbox that is gone")


def killed(box, running, mail):
    """The worker dies while letters are on their way."""
    people = [f"k{number}@example.net" for number in range(20)]
    box.hold.set()
    ask(running.url, people[0])
    assert box.held.acquire(timeout=40), "the first letter comes"
    # While the worker waits for it the others queue up, so that it then takes several at once.
    for who in people[1:]:
        ask(running.url, who)
    box.freed.add(people[0])
    for _ in range(4):
        assert box.held.acquire(timeout=40), "several letters are on their way"
    # They are taken by the server, and the program does not know it yet.
    running.process.kill()
    running.process.wait()
    box.hold.clear()
    # What it had said whole before it died is still read, and taken.
    until("the server is done with what the dead one said", lambda: not box.open)
    with box.lock:
        on_their_way = {to for to, *_ in box.taken if to in people[1:]}
    assert 4 <= len(on_their_way) < len(people), on_their_way
    # The lease of a dead worker ends after three minutes.
    ripen()
    with Running(mail):
        until("every letter arrives", lambda: all(box.to(who) for who in people), 60)
        until("the queue is empty", lambda: not jobs())
    for who in people:
        letters = box.to(who)
        assert len({name_of(one) for one in letters}) == 1, f"{who}: {letters}"
        assert len(letters) <= (2 if who in on_their_way else 1), f"{who} has {len(letters)}"
    twice = [who for who in people if len(box.to(who)) == 2]
    print(f"a killed worker loses nothing: {len(on_their_way)} of {len(people)} letters were on their way, {len(twice)} came twice under one name")


def two_workers(server):
    """Two processes on one PostgreSQL, and one of them dies: the other sends what it had begun."""
    base = os.environ.get("CREMA_TEST_POSTGRES")
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/psql")) or [shutil.which("psql")]
    if not base or not programs[-1]:
        print("skipped: PostgreSQL: CREMA_TEST_POSTGRES gives no address, or there is no psql")
        return
    schema = f"mail_{os.getpid()}"

    def psql(sql):
        env = os.environ | {"PGOPTIONS": f"-c search_path={schema}"}
        done = subprocess.run([programs[-1], base, "-qAtc", sql], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    psql(f"CREATE SCHEMA {schema}")
    box, mail = server.handler, f"smtp://127.0.0.1:{server.port}"
    people = [f"p{number}@example.net" for number in range(20)]
    try:
        with instance.folder(binary, quizzes, CREMA_DATABASE_URL=f"{base}?options=-c%20search_path%3D{schema}"):
            with Running(mail) as first, Running(mail) as second:
                box.held = threading.Semaphore(0)
                box.hold.set()
                for who in people[:2]:
                    ask(first.url, who)
                assert box.held.acquire(timeout=40), "the first letter comes"
                for who in people[2:]:
                    ask(first.url, who)
                box.freed.update(people[:2])
                for _ in range(6):
                    assert box.held.acquire(timeout=40), "several letters are on their way"
                first.process.kill()
                first.process.wait()
                with box.lock:
                    begun = {to for to, *_ in box.taken if to in people[2:]}
                box.hold.clear()
                # What the living one had begun it ends; the lease of the dead one ends after three minutes.
                until("the living one has nothing more to do", lambda: psql("SELECT COUNT(*) FROM jobs WHERE recipient IS NOT NULL AND leased_until IS NULL") == "0")
                psql("UPDATE jobs SET due_at = 0, leased_until = NULL WHERE failed_at IS NULL")
                until("every letter arrives", lambda: all(box.to(who) for who in people), 60)
                until("the queue is empty", lambda: psql("SELECT COUNT(*) FROM jobs WHERE recipient IS NOT NULL") == "0")
                assert second.process.poll() is None
    finally:
        psql(f"DROP SCHEMA {schema} CASCADE")
    for who in people:
        letters = box.to(who)
        assert len({name_of(one) for one in letters}) == 1 and len(letters) <= 2, f"{who} has {len(letters)}"
    twice = [who for who in people if len(box.to(who)) == 2]
    assert len(twice) <= 8, "at most what one worker does at once"
    print(f"of two workers one dies: nothing is lost, {len(twice)} of {len(begun)} letters that were on their way came twice under one name")


def in_the_clear_or_not(context):
    """A letter that must not go in the clear does not, and one that is vouched for by nobody known goes nowhere."""
    def tried(server, host="localhost", more=""):
        settings(more)
        box = server.handler
        query("DELETE FROM jobs WHERE recipient IS NOT NULL")
        query("DELETE FROM allowances")
        with Running(f"smtp://{host}:{server.port}?tls=required") as running:
            ask(running.url, "tls@example.net")
            until("it was tried", lambda: box.to("tls@example.net") or any(one[1] and one[3] for one in jobs()))
        return box

    open_server, closed = Server(Box()), Server(Box(), context)
    open_server.start()
    closed.start()
    try:
        assert not tried(open_server).taken, "a server without STARTTLS got the letter"
        assert not tried(closed).taken, "a server that nobody vouches for got the letter"
        box = tried(closed, more='ca = "house.pem"\n')
        [kept] = box.taken
        assert kept[3], "the letter came in the clear"
    finally:
        open_server.stop()
        closed.stop()
    print("where STARTTLS is asked for, no letter goes without it, nor to a server that nobody vouches for")


with instance.folder(binary, quizzes) as place:
    record = run("keys", "mail")
    assert run("keys", "mail") == record, "a key that is there stays"
    settings()
    box = Box()
    server = Server(box)
    server.start()
    mail = f"smtp://127.0.0.1:{server.port}"
    try:
        with Running(mail) as running:
            ask(running.url, "ada@example.net")
            until("the first letter arrives", lambda: box.to("ada@example.net"))
            dns = whole_and_signed(box, record)
            ada = later_and_never(box, running)
            many(box, running, ada, dns)
        with Running(mail) as running:
            killed(box, running, mail)
        in_the_clear_or_not(certificates(place))
        two_workers(server)
    finally:
        server.stop()
