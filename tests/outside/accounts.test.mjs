// The door and what lies behind it: letters that are guessed at, used twice or by somebody else, sessions that outlive what they stand for, what belongs to others, what
// a role opens, and what is left of somebody who leaves. Each test is a row of the table of docs/SECURITY.md, on both databases.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Visitor, clock, engines, freePort, median, rankSum, root, until } from "./support.mjs";

const { both } = engines();

/** What a page says, without what differs from one token to another and from one second to the next. */
const words = (text) => (text.match(/<main[\s\S]*<\/main>/)?.[0] ?? text).replaceAll(/action="[^"]*"|value="[^"]*"|href="[^"]*"/g, "").replaceAll(/\s+/g, " ");
/** Whether somebody is within: their own page, not the way to the door. */
const within = async (visitor) => (await visitor.get("/me")).status === 200;
const CODE = /^ {4}([0-9A-Z-]{9})\r?$/m;
const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, UUID = new RegExp(UUIDS, "");

/** Codes of so many signs, well formed: in the alphabet of Crockford, the last sign the check of Reed and Solomon. They are the same at each run. */
function* codes(length) {
  const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const times = (a, b) => { let sum = 0; for (let bit = 0; bit < 5; bit += 1) if ((b >> bit) & 1) sum ^= a << bit; for (let bit = 9; bit >= 5; bit -= 1) if ((sum >> bit) & 1) sum ^= 0b100101 << (bit - 5); return sum; };
  let state = 7;
  for (;;) {
    const values = [];
    let weight = 1, check = 0;
    for (let n = 1; n < length; n += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      values.push(state >>> 27);
      weight = times(weight, 2);
      check ^= times(weight, values.at(-1));
    }
    yield [...values, check].map((value) => signs[value]).join("").match(/.{4}/g).join("-");
  }
}

both("A01 a link that scanners open twenty times still opens for whoever presses its button", async (instance) => {
  const server = await instance.start();
  const ada = new Visitor(server);
  await ada.post("/entry", { email: "ada@example.org" }, 303);
  const link = (await instance.letter("ada@example.org")).path("/entry/");
  const scanner = new Visitor(server, { from: "127.0.9.9" });
  for (let n = 0; n < 20; n += 1) for (const method of ["GET", "HEAD"]) assert.equal((await scanner.send(method, link)).status, 200);
  assert.equal(await within(scanner), false, "looking opens nothing");
  assert.equal((await ada.post(link, {}, 303)).to, "/me");
  assert.ok(await within(ada));
});

both("A02 a letter that was used, is old, or was asked for in another browser opens nothing, and all are told alike", async (instance) => {
  const later = clock("+11m");
  const port = await freePort();
  let server = await instance.start({ port });
  const told = new Set();
  const refused = async (visitor, path, fields, what) => {
    const answer = await visitor.post(path, fields);
    assert.equal(answer.status, 422, what);
    assert.equal(await within(visitor), false, what);
    if (path !== "/entry/code") told.add(words(answer.text));
  };
  const asked = async (email) => {
    const visitor = new Visitor(server);
    await visitor.post("/entry", { email }, 303);
    const come = await instance.letter(email);
    return [visitor, come.path("/entry/"), come.text.match(CODE)[1]];
  };
  const [ada, link, code] = await asked("ada@example.org");
  const [eve] = await asked("eve@example.org");
  for (const [other, what] of [[new Visitor(server), "a browser that never asked"], [eve, "one that asked for another mailbox"]]) {
    await refused(other, link, {}, what);
    await refused(other, "/entry/code", { code }, what);
  }
  await ada.post(link, {}, 303);
  assert.ok(await within(ada), "its own browser opens it after all that");
  const again = ada.copy();
  await again.post("/leave", {});
  await refused(again, link, {}, "a used link");
  await refused(new Visitor(server), "/entry/never-made", {}, "a link that never was");
  const [zoe, old, oldCode] = await asked("zoe@example.org");
  await server.kill("SIGTERM");
  if (later) {
    server = await instance.start({ port, env: later });
    zoe.server = server;
    await refused(zoe, "/entry/code", { code: oldCode }, "a code of eleven minutes ago");
    await refused(zoe, old, {}, "a link of eleven minutes ago");
  }
  assert.equal(told.size, 1, [...told].join("\n"));
});

both("A04 a thousand requests for one mailbox send few letters, and its owner still enters", async (instance) => {
  const server = await instance.start();
  const asked = 1_000;
  for (let n = 0; n < asked; n += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, one) => new Visitor(server, { from: `127.1.${(n + one) >> 7}.${1 + ((n + one) & 127)}` }).post("/entry", { email: "ada@example.org" })));
    for (const { status } of answers) assert.equal(status, 303);
  }
  // All from one address: it is told to wait long before.
  const one = await Promise.all(Array.from({ length: 100 }, () => new Visitor(server, { from: "127.2.0.1" }).post("/entry", { email: "zoe@example.org" })));
  assert.ok(one.some(({ status, headers }) => status === 429 && headers["retry-after"]), "one address may ask without end");
  const ada = new Visitor(server, { from: "127.3.0.1" });
  await ada.post("/entry", { email: "ada@example.org" }, 303);
  await until("the queue to be empty", async () => instance.query("SELECT count(*) FROM jobs WHERE failed_at IS NULL AND recipient IS NOT NULL") === "0");
  const letters = instance.letters("ada@example.org");
  assert.ok(letters.length >= 1 && letters.length <= 3, `${letters.length} letters`);
  assert.equal((await ada.post("/entry/code", { code: letters.at(-1).text.match(CODE)[1] })).status, 303, "whoever owns the mailbox is kept out by those who ask");
  assert.ok(await within(ada));
});

both("A05 of ten thousand guesses at a mailed code five count, and the code is void", async (instance) => {
  const server = await instance.start();
  const ada = new Visitor(server);
  await ada.post("/entry", { email: "ada@example.org" }, 303);
  const come = await instance.letter("ada@example.org");
  const right = come.text.match(CODE)[1];
  const guesses = codes(8);
  const guess = () => { const { value } = guesses.next(); return value === right ? guess() : value; };
  // Fifty at once, so that what is counted is counted however they fall together; from many addresses, so that no client is slowed.
  for (let n = 0; n < 10_000; n += 50) {
    const browser = ada.copy();
    browser.from = `127.4.${1 + ((n / 50) % 250)}.1`;
    for (const { status, text } of await Promise.all(Array.from({ length: 50 }, () => browser.post("/entry/code", { code: guess() })))) {
      assert.equal(status, 422);
      assert.doesNotMatch(text, /faute de frappe/, "it is well formed");
    }
  }
  assert.equal(instance.query("SELECT max(tries), count(*) FROM entries"), "5|1", "no more than five are counted");
  assert.equal((await ada.post("/entry/code", { code: right })).status, 422, "after so many guesses even the right code opens nothing");
  assert.equal(await within(ada), false);
  assert.equal((await ada.post(come.path("/entry/"), {})).status, 303, "the link of the same letter holds: nobody is locked out by guesses");
  // Four slips are forgiven, the fifth is not.
  for (const [slips, status] of [[4, 303], [5, 422]]) {
    const email = `slips${slips}@example.org`;
    const zoe = new Visitor(server, { from: "127.4.0.9" });
    await zoe.post("/entry", { email }, 303);
    const { text } = await instance.letter(email);
    for (let n = 0; n < slips; n += 1) assert.equal((await zoe.post("/entry/code", { code: guess() })).status, 422);
    assert.equal((await zoe.post("/entry/code", { code: text.match(CODE)[1] })).status, status, `the right code after ${slips} wrong ones`);
  }
  // Codes of badges are never locked: it is the guesser who is slowed.
  const eve = new Visitor(server, { from: "127.4.0.1" });
  const claims = codes(12);
  let tried = 0;
  while ((await eve.post("/claims", { code: claims.next().value })).status !== 429) assert.ok((tried += 1) < 100, "a hundred guesses at claim codes and nobody is slowed");
  assert.equal((await server.call("POST", `/api/v1/claims/${await server.code()}`, {})).status, 201, "somebody else's code is taken meanwhile");
});

both("A07 a session that somebody was given before they entered is not theirs after", async (instance) => {
  const server = await instance.start();
  const eve = new Visitor(server);
  await eve.post("/entry", { email: "ada@example.org" }, 303);
  const planted = eve.copy();
  await eve.post((await instance.letter("ada@example.org")).path("/entry/"), {}, 303);
  assert.ok(await within(eve));
  assert.notDeepEqual([...planted.cookies], [...eve.cookies]);
  assert.equal(await within(planted), false, "the cookie from before is dead");
  // A cookie of somebody's own making is not taken up.
  const made = new Visitor(server);
  for (const name of planted.cookies.keys()) made.cookies.set(name, "A".repeat(22));
  await made.post("/entry", { email: "zoe@example.org" }, 303);
  assert.ok([...made.cookies.values()].every((value) => value !== "A".repeat(22)), "a cookie that was brought along is kept");
});

both("A08 whoever leaves, loses a role or is erased is out everywhere at once", async (instance) => {
  const server = await instance.start();
  const chief = await instance.enter(server, "chief@example.org");
  const [here, there] = [await new Visitor(server).enterByLetter(instance, "ada@example.org"), await new Visitor(server).enterByLetter(instance, "ada@example.org")];
  const stolen = here.copy();
  await here.post("/leave", {});
  assert.equal(await within(stolen), false, "a copy of the cookie outlives the leaving");
  assert.ok(await within(there), "the other browser is still within");
  const coordinator = await instance.enter(server, "ben@example.org", "coordinator");
  const elsewhere = await instance.enter(server, "ben@example.org", "coordinator");
  for (const browser of [coordinator, elsewhere]) assert.equal((await browser.get("/admin")).status, 200);
  const member = (await chief.get("/admin/members")).text.match(/href="(\/admin\/members\/[0-9a-f-]{36})"[^>]*>\s*ben@example/)[1];
  await chief.post(`${member}/roles/removal`, { role: "coordinator", territory: "" }, 303);
  for (const browser of [coordinator, elsewhere]) {
    assert.notEqual((await browser.get("/admin")).status, 200, "who lost a role still sees what it opened");
    assert.equal(await within(browser), false, "who lost a role is out, in every browser");
  }
  const second = await new Visitor(server).enterByLetter(instance, "ada@example.org");
  assert.ok(await within(second) && await within(there));
  await there.post("/me/erasure", { sure: "yes" }, 303);
  for (const browser of [there, second]) assert.equal(await within(browser), false, "who was erased is out, in every browser");
  assert.equal(instance.query("SELECT count(*) FROM sessions WHERE account_id IS NOT NULL"), "1", "of all these sessions that of the administrator is left");
  assert.ok(await within(chief));
});

/** What Ada has: the paths that are hers alone. */
async function belongings(instance, server) {
  const ada = await instance.enter(server, "ada@example.org", "author");
  await ada.adhere();
  const { own, date } = await ada.announce({ title: "Café secret", seats: "5" });
  const place = new Visitor(server);
  await place.post(date, { name: "Personne cachée", once: "1" });
  assert.match((await ada.get(`${own}/people`)).text, /Personne cachée/);
  const code = await server.code();
  const claimed = await ada.post(`/claims/${code}`, { name: "Personne cachée" }, 303);
  const holder = (await ada.get(claimed.to)).text.match(/\/holder\/[^"/?]+/)?.[0];
  assert.ok(holder, claimed.to);
  await ada.post("/me/badges", { code }, 303);
  await new Visitor(server).enterByLetter(instance, "ada@example.org");
  const began = await ada.post("/attempts", { module: "ia-generative-premiers-pas", lang: "fr" }, 303);
  const attempt = began.to.match(/\/attempts\/[^/?]+/)[0];
  const reads = new Set([own, `${own}/people`, `${own}/people.csv`, `${own}/people/sheet`, `${own}/people/cards`, `${own}/people/letter`, `${own}/voices`, `${own}/reports.csv`, `${own}/reports.json`, attempt, `${attempt}/items/1`, `${attempt}/all`, `${attempt}/result`, `${attempt}/end`, `${attempt}/card`, `${attempt}/handover`]);
  const writes = new Set([own, `${own}/publication`, `${own}/cancellation`, `${own}/copies`, `${own}/people/erasure`, `${own}/people/letter`, `${own}/voices`, `${attempt}/items/1`, `${attempt}/completion`, `${attempt}/pause`, `${attempt}/card`, `${attempt}/handover`]);
  // And whatever her own pages lead to that is named by an id: badges, adherences, sessions, dates.
  for (const path of ["/me", "/me/data", "/me/events", "/me/charter", "/me/endorsements", "/me/certifications", "/me/supervisions", own, `${own}/people`, `${own}/voices`]) {
    const { text } = await ada.get(path);
    for (const [, how, link] of text.matchAll(/(href|action)="(\/(?:me|attempts)\/[^"?#]*)/g)) if (UUID.test(link)) (how === "href" ? reads : writes).add(link);
  }
  assert.ok([...writes].some((path) => path.startsWith("/me/badges/")) && [...writes].some((path) => path.startsWith("/me/charter/")) && [...writes].some((path) => path.startsWith("/me/sessions/")), [...writes].join());
  return { ada, own, attempt, holder, reads: [...reads], writes: [...writes] };
}

both("A11 what belongs to somebody is not there for anybody else, and is told apart from what never was by no status, word, length or time", async (instance, called, context) => {
  const server = await instance.start();
  const { ada, own, attempt, holder, reads, writes } = await belongings(instance, server);
  const eve = await new Visitor(server).enterByLetter(instance, "eve@example.org");
  await eve.adhere("Eve");
  const before = instance.rows();
  const nothing = (path) => path.replaceAll(UUIDS, "01a21e00-0000-7000-8000-000000000000");
  const alike = (path, answer, none) => {
    assert.equal(answer.status, none.status, `${path}: what is somebody else's is told apart from what never was: ${answer.to} ${none.to}`);
    assert.equal(words(answer.text), words(none.text), path);
    assert.equal(answer.text.length, none.text.length, `${path}: by its length`);
    assert.equal(answer.to.replaceAll(UUIDS, ""), none.to.replaceAll(UUIDS, ""), path);
  };
  for (const other of [eve, new Visitor(server)]) {
    for (const path of reads) {
      const answer = await other.get(path);
      assert.ok([303, 403, 404].includes(answer.status), `${path}: ${answer.status}`);
      assert.ok(!/Café secret|Personne cachée/.test(answer.text), path);
      if (answer.status === 303) assert.match(answer.to, /^\/(entry|attempts)/, path);
      alike(path, answer, await other.get(nothing(path)));
    }
    for (const path of writes) {
      const form = { title: "À moi", sure: "yes", version: "1", subject: "x", text: "x" };
      const answer = await other.post(path, form);
      assert.ok([303, 403, 404, 405, 422].includes(answer.status), `${path}: ${answer.status}`);
      alike(path, answer, await other.post(nothing(path), form));
    }
    // A badge is edited by whoever has its address, which nobody guesses: with another mark it is not there.
    for (const deed of ["", "/name", "/key", "/letter", "/renewal", "/end"]) {
      const wrong = holder.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
      const answer = deed ? await other.post(wrong + deed, { name: "Eve", sure: "yes" }) : await other.get(wrong);
      assert.equal(answer.status, 404, `${wrong}${deed}`);
      assert.doesNotMatch(answer.text, /Personne cachée/);
    }
  }
  const after = instance.rows();
  for (const table of Object.keys(before)) if (!["sessions", "jobs", "settings", "allowances"].includes(table)) assert.equal(after[table], before[table], `${table} changed`);
  for (const path of reads.slice(0, 4)) assert.equal((await ada.get(path)).status, 200, `its owner still reads ${path}`);
  // Times are reported and not asserted: a machine that does other things at once would fail them.
  for (const path of [own, attempt]) {
    const times = { theirs: [], none: [] };
    for (let n = 0; n < 200; n += 1) for (const [kind, asked] of n % 2 ? [["theirs", path], ["none", nothing(path)]] : [["none", nothing(path)], ["theirs", path]]) {
      const at = performance.now();
      await eve.get(asked);
      times[kind].push(performance.now() - at);
    }
    context.diagnostic(`${path.split("/").slice(0, -1).join("/")}, n = 200 each: median ${median(times.theirs).toFixed(2)} ms somebody else's, ${median(times.none).toFixed(2)} ms nobody's; Mann-Whitney z = ${rankSum(times.theirs, times.none).toFixed(2)} (|z| < 1.96 is no difference at 5 %)`);
  }
});

/** The paths of the administration, as the program lists them. */
const administration = [...readFileSync(join(root, "src/web/router.rs"), "utf8").matchAll(/"(\/admin[^"]*)"/g)].map(([, path]) => path.replaceAll(/\{[^}]+\}/g, "01a21e00-0000-7000-8000-000000000000"));

both("A12 a role opens what is its own, one without its second proof opens nothing", async (instance) => {
  const server = await instance.start();
  assert.ok(administration.length > 40, `${administration.length} paths`);
  const opened = {};
  const look = async (called, visitor) => {
    opened[called] = new Set();
    for (const path of administration) {
      const { status, to } = await visitor.get(path);
      assert.ok(status < 500, `${called} ${path}: ${status}`);
      if (status === 303) assert.match(to, /^\/(entry|me\/(second|proof))/, path);
      else if (![403, 405].includes(status)) opened[called].add(path);
      const put = await visitor.post(path, {});
      assert.ok(put.status < 500, `${called} POST ${path}: ${put.status}`);
      if (called === "visitor" || called === "member" || called === "letter alone") assert.ok([303, 403, 405].includes(put.status), `${called} POST ${path}: ${put.status}`);
    }
  };
  await look("visitor", new Visitor(server));
  await look("member", await new Visitor(server).enterByLetter(instance, "zoe@example.org"));
  for (const role of ["reviewer", "coordinator", "author", "admin"]) await look(role, await instance.enter(server, `${role}@example.org`, role));
  assert.equal(opened.visitor.size + opened.member.size, 0, [...opened.visitor, ...opened.member].join());
  for (const [role, path, may] of [
    ["reviewer", "/admin/reviews", true], ["reviewer", "/admin/members", false], ["reviewer", "/admin/dossiers", false], ["reviewer", "/admin/audit", false],
    ["coordinator", "/admin/dossiers", true], ["coordinator", "/admin/members", false], ["coordinator", "/admin/jobs", false], ["coordinator", "/admin/settings", false],
    ["author", "/admin/modules", true], ["author", "/admin/members", false], ["author", "/admin/badges", false], ["author", "/admin/people", false],
    ["admin", "/admin/members", true], ["admin", "/admin/audit", true],
  ]) assert.equal(opened[role].has(path), may, `${role} ${path}`);
  // An administrator who comes by a letter alone has a role and no second proof yet.
  const letter = await new Visitor(server).enterByLetter(instance, "admin@example.org");
  await look("letter alone", letter);
  assert.equal(opened["letter alone"].size, 0, [...opened["letter alone"]].join());
  // And one who was only invited: the role alone, without having entered.
  instance.command("account", "grant", "never@example.org", "admin");
  await look("letter alone", await new Visitor(server).enterByLetter(instance, "never@example.org"));
  assert.equal(opened["letter alone"].size, 0);
});

both("A22 whoever enters stays on this site, wherever they were told to go", async (instance) => {
  const server = await instance.start();
  const places = ["https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example", "/\t/evil.example", "/\r\nLocation: https://evil.example", "javascript:alert(1)",
    "data:text/html,x", "/..//evil.example", "/.//evil.example", "/%2f%2fevil.example", "/%5cevil.example", "https:evil.example", "http:/evil.example", "/@evil.example", "@evil.example", ".evil.example", "/\u0000/evil.example", "/me?next=//evil.example", "//localhost@evil.example"];
  for (const [n, next] of places.entries()) {
    const email = `a${n}@example.org`;
    const visitor = new Visitor(server, { from: `127.5.${n}.1` });
    for (const path of ["/entry", "/me/second", "/me/proof", "/attempts/resume"]) {
      const { to, text } = await visitor.get(`${path}?next=${encodeURIComponent(next)}`);
      for (const where of [to, ...[...text.matchAll(/(?:href|action|content)="([^"]*)"/g)].map(([, where]) => where)]) {
        if (where) assert.equal(new URL(where, server.url).hostname.replace("127.0.0.1", "localhost") === "evil.example", false, `${path} ${next}: ${where}`);
      }
    }
    await visitor.post("/entry", { email, next }, 303);
    const { to } = await visitor.post((await instance.letter(email)).path("/entry/"), {}, 303);
    assert.equal(new URL(to, server.url).origin, server.url, `${next}: ${to}`);
    assert.ok(!/[\r\n]/.test(to));
  }
});

both("A44 of whoever leaves nothing is left in the database, its log and its exports", async (instance, called) => {
  const server = await instance.start();
  const traces = ["partante@example.org", "Partante Disparue", "une tisane introuvable"];
  const ada = await instance.enter(server, "ada@example.org", "author");
  await ada.adhere();
  const { own, date } = await ada.announce({ title: "Café du soir" });
  const gone = await new Visitor(server).enterByLetter(instance, traces[0]);
  // What stands on a badge goes on, as the page that erases says; this one is revoked with the adherence.
  await gone.adhere("Celle du badge");
  const seen = Object.fromEntries(["audience", ...["callings", "about", "place", "languages", "formats", "website", "skills", "contact"].map((field) => `audience-${field}`)].map((field) => [field, "public"]));
  const saved = await gone.post("/me/profile", { ...seen, version: "0", name: traces[1], calling: "animator", about: `J'aime ${traces[2]}.`, place: "Lille (59)", language: "fr", card: "yes", age: "yes" });
  assert.equal(saved.status, 303, words(saved.text));
  await gone.post(date, { name: traces[1], email: traces[0], once: "1" });
  await gone.post("/subscriptions", { email: traces[0], rhythm: "weekly", language: "fr" });
  const there = () => Object.entries(instance.rows()).flatMap(([table, rows]) => traces.filter((trace) => rows.includes(trace)).map((trace) => `${table}: ${trace}`));
  assert.ok(there().length >= 4, `there was something to erase: ${there()}`);
  await gone.post("/me/erasure", { sure: "yes" }, 303);
  assert.equal((await gone.get("/me")).status, 303, "the account is gone");
  assert.deepEqual(there(), []);
  assert.equal(instance.query("SELECT count(*) FROM credentials WHERE standing = 'revoked'"), "1", "the badge of an adherence ends with it");
  if (called === "SQLite") {
    for (const name of readdirSync(join(instance.folder, "data")).filter((name) => name.startsWith("crema.db"))) {
      const bytes = readFileSync(join(instance.folder, "data", name)).toString("latin1");
      for (const trace of traces) assert.ok(!bytes.includes(Buffer.from(trace).toString("latin1")), `${trace} in ${name}`);
    }
  }
  for (const path of [`${own}/people.csv`, `${own}/people`, "/people", "/people.json", "/voices.json", "/voices.csv", "/sitemap.xml"]) {
    const { text } = await ada.get(path);
    for (const trace of traces) assert.ok(!text.includes(trace), `${trace} in ${path}`);
  }
  for (const trace of traces) assert.ok(!server.log.includes(trace), `${trace} in the log`);
});
