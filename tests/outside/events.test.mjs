// What people write about cafés, and what others do with it: the last seats, texts that would be scripts, tables that would be formulas, calendars that would hold what nobody
// wrote. Rows of the table of docs/SECURITY.md, on both databases. CREMA_PYTHON names a Python that has icalendar and feedparser, which read what is fed.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Visitor, engines, root, run } from "./support.mjs";

const { both } = engines();

/** Runs a script of Python that has the parsers of others; what it prints is JSON. */
function parsers(code, input) {
  assert.ok(process.env.CREMA_PYTHON, "CREMA_PYTHON names a Python that has what tests/interop/requirements.txt lists");
  const done = run(process.env.CREMA_PYTHON, ["-c", code], { input });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

both("F06 thirty people at once get the last five seats, and the others stand in line in order", async (instance) => {
  const server = await instance.start();
  const ada = await (await instance.enter(server, "ada@example.org", "author")).adhere();
  const { date } = await ada.announce({ seats: "5" });
  const taken = await Promise.all(Array.from({ length: 30 }, (_, n) => new Visitor(server, { from: `127.6.${n}.1` }).post(date, { name: `Personne ${n}`, once: String(n) })));
  for (const { status, text } of taken) assert.ok([200, 303].includes(status), `${status} ${text.slice(0, 500)}`);
  const line = instance.query("SELECT line, state FROM registrations ORDER BY line").split("\n").map((row) => row.split("|"));
  assert.deepEqual(line.map(([place]) => Number(place)), Array.from({ length: 30 }, (_, n) => n + 1));
  assert.deepEqual(line.map(([, state]) => state), [...Array(5).fill("seated"), ...Array(25).fill("waiting")], "the first five are seated, the others wait");
  // Whoever is told something is told what is so: five pages say that there is a seat.
  const pages = await Promise.all(taken.map(async ({ to }, n) => (await new Visitor(server, { from: `127.6.${n}.2` }).get(to.split("?")[0])).text));
  const ranks = pages.map((text) => Number(text.match(/Vous êtes sur la liste d.{1,6}attente, au rang (\d+)/)?.[1] ?? 0));
  const seats = ranks.map((rank) => rank === 0);
  assert.deepEqual(ranks.filter(Boolean).sort((a, b) => a - b), Array.from({ length: 25 }, (_, n) => n + 1), "each of the others has a rank of their own");
  assert.equal(seats.filter(Boolean).length, 5, "as many are told that they have one");
  // Two give theirs back at once: it is the next two in line who get them.
  const first = taken.filter((_, n) => seats[n]).slice(0, 2).map(({ to }) => to.split("?")[0]);
  await Promise.all(first.map((to, n) => new Visitor(server, { from: `127.6.50.${n + 1}` }).post(`${to}/cancellation`, {}, 303)));
  const after = instance.query("SELECT line, state FROM registrations WHERE state <> 'cancelled' ORDER BY line").split("\n").map((row) => row.split("|")[1]);
  assert.deepEqual(after, [...Array(5).fill("seated"), ...Array(23).fill("waiting")], "who waited longest has the seat");
  // The same form sent again is the same place.
  const again = new Visitor(server, { from: "127.6.40.1" });
  for (let turn = 0; turn < 3; turn += 1) await again.post(date, { name: "Encore", once: "again" });
  assert.equal(instance.query("SELECT count(*) FROM registrations"), "31");
  assert.equal(instance.query("SELECT count(*) FROM registrations WHERE state = 'seated'"), "5");
});

const SCRIPTS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "<a href=\"javascript:alert(1)\">x</a>",
  "[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "&lt;script&gt;alert(1)&lt;/script&gt;", "<iframe srcdoc='<script>alert(1)</script>'>", "{{7*7}}", "{% include \"/etc/passwd\" %}", "${7*7}", "<!--<script>-->", "]]><script>alert(1)</script>"];
/** What a page must not hold: an element or an attribute that somebody typed. Feeds keep what was typed as text of theirs. */
const live = /<script>alert|<img src=x|<svg onload|<iframe srcdoc|href="javascript:|src="https:\/\/evil|>49</i;

both("A16 A18 what is written about a café is text wherever it is shown", async (instance) => {
  const server = await instance.start();
  const ada = await (await instance.enter(server, "ada@example.org", "admin")).adhere(SCRIPTS[1].slice(0, 60));
  for (const [n, evil] of SCRIPTS.entries()) {
    const day = new Date(Date.now() + (20 + n) * 86_400_000).toISOString().slice(0, 10);
    const { own, page, date } = await ada.announce({ title: `${evil} ${n}`, summary: evil, about: evil, themes: evil, "place-name": evil, address: evil, access: evil, day, seats: "5" });
    const zoe = new Visitor(server, { from: `127.7.${n}.1` });
    const email = `zoe${n}@example.org`;
    const put = await zoe.post(date, { name: evil, email, once: String(n) });
    assert.ok([200, 303, 422].includes(put.status), `${evil}: ${put.status}`);
    assert.doesNotMatch(put.text, live, evil);
    for (const path of [page, date, own, `${own}/people`, `${own}/people/sheet`]) assert.doesNotMatch((await ada.get(path)).text, live, `${evil} at ${path}`);
    if (put.status !== 422) {
      const come = await instance.letter(email);
      assert.doesNotMatch(come.text.slice(come.text.indexOf("<!doctype html>")), live, evil);
      assert.ok(!/\n(?!Subject)[A-Z][a-z-]+: .*alert/.test(come.head.subject));
    }
    const said = await zoe.post("/voices", { kind: "concern", theme: "discuss", words: `J'ai peur de ${evil}`, licence: "yes" });
    assert.ok([303, 422, 200].includes(said.status));
  }
  for (const path of ["/", "/events", "/events/calendar", "/me/events", "/admin/events", "/admin/events/all", "/admin/voices", "/admin/voices/all", "/charter", "/admin/charter", "/admin/audit"]) assert.doesNotMatch((await ada.get(path)).text, live, path);
  // XML feeds are well formed, whatever stands in them, and HTML that a reader would show holds nothing live.
  const feed = parsers("import feedparser, json, sys\nf = feedparser.parse(sys.stdin.buffer.read())\nprint(json.dumps({'bozo': f.bozo, 'why': str(f.get('bozo_exception')), 'titles': [e.title for e in f.entries]}))", (await ada.get("/events.atom")).text);
  assert.ok(!feed.bozo, feed.why);
  assert.equal(feed.titles.length, SCRIPTS.length);
  // A module whose every text is a script: what is typed into TOML is shown, too.
  const folder = mkdtempSync(join(instance.folder, "modules-"));
  const [lines, evil] = [readFileSync(join(root, "quizzes/ia-generative-premiers-pas.toml"), "utf8"), "<script>alert(1)</script>"];
  writeFileSync(join(folder, "evil.toml"), lines.replaceAll(/^(title|summary|ask|why) = "/gm, `$1 = "${evil} `).replace(/^id = "[^"]+"/m, "id = \"evil\""));
  writeFileSync(join(folder, "frameworks.toml"), readFileSync(join(root, "quizzes/frameworks.toml")));
  const other = await instance.command("check", join(folder, "evil.toml"));
  assert.equal(other.status, 0, other.stderr);
  await server.kill("SIGTERM");
  const served = await instance.start({ env: { CREMA_QUIZZES: folder } });
  const guest = new Visitor(served);
  const began = await guest.post("/attempts", { module: "evil", lang: "fr" }, 303);
  for (const path of ["/modules", "/modules/evil", began.to, `${began.to.match(/\/attempts\/[^/?]+/)[0]}/all`, "/modules/evil/sheet"]) {
    const { text } = await guest.get(path);
    assert.match(text, /alert\(1\)/, `${path} shows the text`);
    assert.doesNotMatch(text, live, path);
  }
});

both("A25 no cell of a table is a formula, and each is read back as it was typed", async (instance) => {
  const server = await instance.start();
  const ada = await (await instance.enter(server, "ada@example.org", "admin")).adhere();
  const names = ["=HYPERLINK(\"x.example\",\"clic\")", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-2+3", " =1+1", "\u00a0=1+1", "'=1+1", "a\"b;c", "Zoé, « la \"grande\" »", "＝1+1"];
  const { own, date } = await ada.announce({ title: "=1+1;@SUM", summary: "+1 -1", seats: "50" });
  for (const [n, name] of names.entries()) await new Visitor(server, { from: `127.8.${n}.1` }).post(date, { name, once: String(n) });
  const read = "import csv, io, json, sys\ntext = sys.stdin.buffer.read().decode('utf-8-sig')\nprint(json.dumps(list(csv.reader(io.StringIO(text, newline=''), delimiter=max(';,', key=text.split('\\n')[0].count), strict=True))))";
  const seen = new Set();
  for (const path of [`${own}/people.csv`, "/events.csv", "/admin/events/all.csv", "/admin/members.csv", "/admin/audit.csv", "/admin/charter.csv", "/admin/modules.csv", "/admin/achievements.csv", "/admin/jobs.csv", "/admin/dossiers.csv", "/admin/people.csv", "/voices.csv", `${own}/reports.csv`, "/admin/reports.csv"]) {
    const { status, headers, text } = await ada.get(path);
    assert.equal(status, 200, path);
    assert.match(headers["content-type"], /^text\/csv; charset=utf-8/, path);
    assert.match(headers["content-disposition"] ?? "", /attachment/, path);
    const table = parsers(read, text);
    assert.ok(table[0].length > 1, `${path}: ${table[0]}`);
    for (const row of table) {
      assert.equal(row.length, table[0].length, `${path}: ${row}`);
      for (const cell of row) {
        assert.doesNotMatch(cell, /^[ \u00a0\n]*[=+@\t\r]|^[ \u00a0\n]*-[^0-9]|^[ \u00a0\n]*-\d+[^\d,.]/, `${path}: ${cell}`);
        seen.add(cell.replace(/^'/, ""));
      }
    }
  }
  for (const name of names) assert.ok(seen.has(name.replace(/^'/, "")) || seen.has(name.trim()) || seen.has(name.normalize("NFC").trim()), `${name} among ${[...seen].join(" | ")}`);
});

both("A26 a calendar holds what was written and nothing else, wherever its lines are folded", async (instance) => {
  const server = await instance.start();
  const ada = await (await instance.enter(server, "ada@example.org", "admin")).adhere();
  const injected = "x\r\nATTACH:https://evil.example/x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:deux";
  const titles = [`Titre ${injected}`, "a;b,c\\d\\n: \"e\"", "\u2028ligne\u2029", "BEGIN:VEVENT", ...Array.from({ length: 6 }, (_, n) => `${"é".repeat(25 + n)}🎈👩‍👩‍👧🎈${"x".repeat(n)}`)];
  const written = [];
  for (const [n, title] of titles.entries()) {
    const day = new Date(Date.now() + (20 + n) * 86_400_000).toISOString().slice(0, 10);
    const form = { title, summary: `S ${title}`, about: `Un.\nDeux; ${title}`, "place-name": title.slice(0, 60), address: title.slice(0, 60), day };
    const tried = await ada.post("/me/events", { title, summary: "S", format: "discuss", pillar: "discuss", place: "Lille (59)", commune: "59350", language: "fr", price: "0", registration: "here", from: "18:00", to: "19:30", repeat: "once", ends: "open", ...form });
    if (tried.status === 422) continue;
    const own = tried.to.split("?")[0];
    await ada.post(`${own}/publication`, {}, 303);
    written.push((await ada.hidden(own, "none"), (await ada.get(own)).text.match(/name="title"[^>]*value="([^"]*)"/)[1]));
  }
  assert.ok(written.length >= titles.length - 2, `${written.length} of ${titles.length} were taken`);
  const { text } = await ada.get("/events.ics");
  for (const line of text.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!/[\r\n]/.test(line), "a bare line break");
    assert.ok(!line.includes("\ufffd"), "a sign was cut in two");
  }
  const code = `
import icalendar, json, sys
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
events = list(c.walk("VEVENT"))
known = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "SEQUENCE", "CREATED", "LAST-MODIFIED", "CATEGORIES", "GEO", "ORGANIZER", "TRANSP", "CLASS", "RRULE", "EXDATE", "RDATE", "CONFERENCE", "IMAGE", "X-ALT-DESC", "LANGUAGE", "COMMENT", "CONTACT"}
print(json.dumps({"errors": [str(e) for x in c.walk() for e in x.errors], "titles": [str(e["SUMMARY"]) for e in events], "more": sorted({k for e in events for k in e if k not in known}), "sizes": [len(e.subcomponents) for e in events]}))`;
  const plain = (title) => title.replaceAll("&quot;", "\"").replaceAll("&#34;", "\"").replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replaceAll("&#38;", "&").replaceAll("&#60;", "<").replaceAll("&#62;", ">");
  const found = parsers(code, text);
  assert.deepEqual(found.errors, []);
  assert.deepEqual(found.more, [], "a property that nobody wrote");
  assert.deepEqual(found.titles.toSorted(), written.map(plain).toSorted());
  assert.ok(!found.titles.includes("deux"));
  // Each event by itself.
  const one = (await ada.get("/events")).text.match(/href="(\/events\/[^"/?]+-[0-9a-f]{8})"/)[1];
  assert.equal(parsers(code, (await ada.get(`${one}.ics`)).text).titles.length, 1);
});
