// What a stranger tries against a server: forged forms and headers, hostile files, ways into the network, broken HTTP. Each test is a row of the table of
// docs/SECURITY.md.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { after, before, describe, test as plainTest } from "node:test";
import { deflateSync } from "node:zlib";
import { Instance, MODULE, ROUNDS, Visitor, ask, base58, clock, median, multipart, postgres, python, rankSum, raw, root, sleep, until, ways } from "./support.mjs";

for (const called of ["SQLite", "PostgreSQL"]) describe(called, () => {
  let engine, instance, server, badge, forms;
  before(async () => {
    if (called === "PostgreSQL") engine = await postgres();
    if (called === "PostgreSQL" && !engine) return;
    instance = new Instance({ database: engine?.database(), env: { CREMA_LOG: "info", CREMA_LOG_FORMAT: "json" } });
    instance.engine = engine;
    server = await instance.start();
    badge = await server.badge("Zoé");
    forms = { json: (await server.call("GET", `${badge}.json`)).json, jwt: (await server.call("GET", `${badge}.jwt`)).text, svg: (await server.call("GET", `${badge}.svg`)).text };
    forms.png = Buffer.from(await (await fetch(`${server.url}${badge}.png`)).arrayBuffer());
  });
  after(async () => { await instance?.end(); await engine?.stop(); });
  const test = (name, body, options = {}) => plainTest(`${name} (${called})`, options, async (context) => { if (server) await body(context); else console.log("skipped: PostgreSQL is not installed"); });

  /** Sends a file as the API takes it. */
  async function judgeFile(bytes, type, name = "badge") {
    const form = new FormData();
    form.append("file", new Blob([bytes], { type }), name);
    const at = performance.now();
    const answer = await server.call("POST", "/api/v1/verifications", form);
    return { ...answer, took: performance.now() - at };
  }
  const judge = (body, type = "application/json") => server.call("POST", "/api/v1/verifications", typeof body === "string" ? body : JSON.stringify(body), { headers: { "content-type": type } });
  /** Never valid, and told rather than failed. */
  function refused(answer, why) {
    assert.ok([200, 400, 413, 422].includes(answer.status), `${why}: ${answer.status} ${answer.text.slice(0, 300)}`);
    if (answer.status === 200) assert.notEqual(answer.json.verdict, "valid", why);
  }

  /** A module of forty questions, of which twenty are drawn, and which tells nothing before its end. */
  const drawn = () => `format = "cafeia-module/1"\nid = "drawn"\nversion = "1.0.0"\nlang = "fr"\ntitle = "Tirage"\nsummary = "Essai."\nlicence = "CC0-1.0"\n[delivery]\nfeedback = "end"\n[[pools]]\nid = "p"\ndraw = 20\n[[sources]]\nid = "s"\ntitle = "Source"\nurl = "https://example.org/"\n`
    + Array.from({ length: 40 }, (_, n) => `[[items]]\nid = "q${n}"\ntype = "true_false"\nask = "Question ${n} ?"\nright = true\nwhy = "Parce que."\nsources = ["s"]\npool = "p"\n`).join("");

  const PAGES = ["/", "/modules", `/modules/${MODULE}`, "/claims", "/verify", "/issuer", "/people", "/events", "/events?month=2026-12", "/subscriptions", "/legal/privacy", "/legal/accessibility", "/legal/ecodesign", "/legal/licence", "/me", "/admin", "/people.json", "/events.json", "/events.ics", "/events.atom", "/.well-known/did.json", "/issuer.json", "/issuance-log", "/api/openapi.json", "/api/v1/modules", "/healthz", "/readyz", "/sitemap.xml", "/robots.txt"];

  test("A09 a form from elsewhere changes nothing, wherever it goes", async () => {
    const member = await instance.enter(server, "form@example.org", "admin");
    const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    // Every way that takes a form, as the program lists them; the API reads no cookie, and programs of mail end a subscription by its address alone.
    const forms = ways().filter(({ path, takes }) => takes.includes("post") && !path.startsWith("/api/") && !path.startsWith("/subscriptions/end/")).map(({ filled }) => filled);
    assert.ok(forms.length > 90, `${forms.length} ways`);
    const { sessions, ...before } = instance.rows();
    for (const path of forms) {
      for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, {}]) {
        const body = String(new URLSearchParams({ module: MODULE, email: "eve@example.org", sure: "yes" }));
        const answer = await ask(server.port, path, { method: "POST", headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers }, body });
        // Without either header it is the hidden token that is missing; files come as a form of another type, and steps of a script as JSON.
        assert.ok(answer.status === 403 || (!Object.keys(headers).length && [400, 404, 415, 422].includes(answer.status)), `${path} ${JSON.stringify(headers)}: ${answer.status}`);
      }
      const plain = await ask(server.port, path, { method: "POST", headers: { cookie, "content-type": "text/plain", origin: "https://evil.example" }, body: "module=x" });
      assert.equal(plain.status, 403, path);
    }
    const { sessions: _, ...after } = instance.rows();
    assert.deepEqual(after, before);
  });

  test("A10 reading changes nothing", async () => {
    const rows = () => { const { jobs, sessions, settings, counters, ...lasting } = instance.rows(); return lasting; };
    for (const visitor of [new Visitor(server), await instance.enter(server, "reader@example.org", "admin")]) {
    const before = rows();
    const seen = new Set(), open = [...PAGES, badge, `${badge}.html`];
    while (open.length && seen.size < 400) {
      const path = open.pop();
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = await visitor.send("GET", path, undefined, { accept: "text/html,*/*;q=0.1" });
      assert.ok(answer.status < 500, `${path}: ${answer.status}`);
      for (const [, link] of answer.text.matchAll(/(?:href|action|src)="(\/[^"#]*)/g)) if (!link.startsWith("//")) open.push(link.replaceAll("&amp;", "&"));
    }
    assert.ok(seen.size > 30, `only ${seen.size} pages were found`);
    assert.deepEqual(rows(), before);
    }
  });

  test("A14 what is right stands nowhere before its time", async () => {
    const begun = await server.attempt({ answer: false });
    const page = JSON.stringify(begun);
    for (const word of ["\"right\"", "\"wrong\"", "\"error\"", "\"holds\"", "\"sequence\"", "\"why\""]) assert.ok(!page.includes(word), word);
    // Why something is right, as its author wrote it, stands on no page of an attempt that is open.
    const whys = JSON.parse(python(`
import json, sys, tomllib
def texts(v, out, within=False):
    if isinstance(v, dict):
        for k, x in v.items(): texts(x, out, within or k in ("why", "wrong_why"))
    elif isinstance(v, list):
        for x in v: texts(x, out, within)
    elif within and isinstance(v, str) and len(v) > 20: out.append(v)
    return out
print(json.dumps(texts(tomllib.load(open(sys.argv[1], "rb")), [])))`, join(root, `quizzes/${MODULE}.toml`)));
    assert.ok(whys.length > 5);
    const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("&#39;", "'").replaceAll("&#34;", "\"").replaceAll("&quot;", "\"").replaceAll("&amp;", "&");
    const guest = new Visitor(server);
    const attempt = (await guest.post("/attempts", { module: MODULE, lang: "fr" }, 303)).to.match(/\/attempts\/[^/?]+/)[0];
    const orders = new Set();
    for (const path of [`/modules/${MODULE}`, attempt, `${attempt}/all`, `${attempt}/parts`, `${attempt}/end`, `${attempt}/result`, ...begun.items.map((_, n) => `${attempt}/items/${n + 1}`)]) {
      const text = plain((await guest.get(path)).text);
      for (const why of whys) assert.ok(!text.includes(plain(why)), `${path}: ${why}`);
    }
    // Neither ids nor places of choices tell anything from one attempt to the next.
    for (let n = 0; n < 6; n += 1) {
      const other = await server.attempt({ answer: false });
      const choices = other.items.flatMap(({ choices }) => choices ?? []);
      orders.add(choices.map(({ text }) => text).join("|"));
      assert.ok(!choices.some(({ id }) => page.includes(`"${id}"`)), "an id of a choice is the same in another attempt");
    }
    assert.ok(orders.size > 1, "the choices always stand in one order");
    // No script comes with the sources that it was made of, and nothing is pushed that a page does not show.
    const assets = [...(await guest.get(`${attempt}/items/1`)).text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, path]) => path);
    assert.ok(assets.length > 1);
    for (const path of assets) {
      const { text, headers } = await server.call("GET", path);
      assert.doesNotMatch(text, /sourceMappingURL|EventSource|WebSocket/, path);
      assert.equal(headers.get("sourcemap") ?? headers.get("x-sourcemap"), null, path);
      assert.equal((await server.call("GET", `${path}.map`)).status, 404);
      for (const why of whys) assert.ok(!text.includes(why), path);
    }
    const stream = await server.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token: begun.token, headers: { accept: "text/event-stream" } });
    assert.doesNotMatch(stream.headers.get("content-type") ?? "", /event-stream/);
  });

  test("A14 A15 a module that tells nothing before its end is answered alike whatever is right, and a question that was not drawn is refused and logged", async (context) => {
    const own = new Instance({ database: engine?.database(), env: { CREMA_LOG: "info", CREMA_LOG_FORMAT: "json" } });
    own.engine = engine;
    try {
      const quizzes = join(own.folder, "own-quizzes");
      mkdirSync(quizzes);
      writeFileSync(join(quizzes, "drawn.toml"), drawn());
      const one = await own.start({ env: { CREMA_QUIZZES: quizzes } });
      const begin = async () => (await one.call("POST", "/api/v1/attempts", { module: "drawn" })).json;
      const begun = await begin();
      assert.equal(begun.items.length, 20);
      const put = (item, response, { token = begun.token, id = begun.id } = {}) => one.call("PUT", `/api/v1/attempts/${id}/answers/${item}`, { response }, { token });
      const ids = new Set(begun.items.map(({ id }) => id));
      const absent = Array.from({ length: 40 }, (_, n) => `q${n}`).filter((id) => !ids.has(id));
      assert.equal(absent.length, 20);
      const rows = () => own.rows().answers;
      const before = rows();
      for (const item of absent) assert.equal((await put(item, true)).status, 404, item);
      assert.equal((await put("q0", true, { token: "" })).status, 404);
      assert.equal(rows(), before, "nothing was stored");
      const noted = (words) => one.log.split("\n").filter((line) => line.includes(words) && line.includes(begun.id)).length;
      await until("the log to come", async () => noted("not in the attempt") === absent.length);
      assert.equal(noted("without its token"), 1);
      // The page of an attempt has no such question either.
      const guest = new Visitor(one);
      const attempt = (await guest.post("/attempts", { module: "drawn", lang: "fr" }, 303)).to.match(/\/attempts\/[^/?]+/)[0];
      assert.equal((await guest.post(`${attempt}/items/21`, { choice: "true" })).status, 404);
      // Every question is true or false, and true is right: each is answered, half of them wrongly, by several who begin.
      const times = { right: [], wrong: [] }, shapes = new Set();
      for (let round = 0; round < 10; round += 1) {
        const other = await begin();
        for (const [n, { id }] of other.items.entries()) {
          const at = performance.now();
          const { status, text, headers } = await put(id, n % 2 === round % 2, other);
          times[n % 2 === round % 2 ? "right" : "wrong"].push(performance.now() - at);
          shapes.add(JSON.stringify([status, text.replaceAll(id, ""), [...headers].filter(([name]) => !["date", "x-request-id", "content-length"].includes(name))]));
        }
        const state = await one.call("GET", `/api/v1/attempts/${other.id}`, undefined, { token: other.token });
        assert.doesNotMatch(state.text, /"(right|fraction|why|score)"/);
      }
      assert.equal(shapes.size, 1, [...shapes].join("\n"));
      context.diagnostic(`n = ${times.right.length} each: median ${median(times.right).toFixed(2)} ms right, ${median(times.wrong).toFixed(2)} ms wrong; Mann-Whitney z = ${rankSum(times.right, times.wrong).toFixed(2)} (|z| < 1.96 is no difference at 5 %)`);
      // Twice, and after the end.
      const last = await begin();
      for (const { id } of last.items) await put(id, true, last);
      assert.equal((await one.call("POST", `/api/v1/attempts/${last.id}/completion`, undefined, { token: last.token })).status, 200);
      assert.equal((await put(last.items[0].id, false, last)).status, 409);
      await until("the log to come", async () => one.log.split("\n").some((line) => line.includes("after the end") && line.includes(last.id)));
    } finally { await own.end(); }
  });

  test("A15 steps that are left out are refused", async () => {
    const begun = await server.attempt({ answer: false });
    const { token } = begun;
    assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/no-such-item`, { response: null }, { token })).status, 404);
    assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null })).status, 404, "without its token it is not there");
    assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null }, { token: `${token.slice(0, -1)}x` })).status, 404);
    const other = await server.attempt({ answer: false });
    const choice = begun.items.find(({ type, choices }) => type === "single" && choices);
    const foreign = other.items.find(({ id }) => id === choice.id).choices[0].id;
    assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${choice.id}`, { response: foreign }, { token })).status, 422, "a choice of another attempt");
    assert.equal((await server.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token: other.token })).status, 404, "the token of another attempt");
    await server.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token });
    assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null }, { token })).status, 409);
    const guest = new Visitor(server);
    const attempt = (await guest.post("/attempts", { module: MODULE, lang: "fr" }, 303)).to.match(/\/attempts\/[^/?]+/)[0];
    for (const path of [`${attempt}/items/0`, `${attempt}/items/9999`, `${attempt}/items/-1`, `${attempt}/items/1e9`]) assert.ok([400, 404].includes((await guest.post(path, { choice: "x" })).status), path);
  });

  test("A15 what comes after the time is over, or a second time, is refused and logged, and what stood before counts", async () => {
    const env = clock("+0d");
    if (!env) return;
    delete env.FAKETIME;
    const own = new Instance({ database: engine?.database(), env: { CREMA_LOG: "info", CREMA_LOG_FORMAT: "json" } });
    own.engine = engine;
    try {
      const quizzes = join(own.folder, "own-quizzes"), file = join(own.folder, "clock");
      mkdirSync(quizzes);
      const text = readFileSync(join(root, `quizzes/${MODULE}.toml`), "utf8");
      assert.ok(text.includes('time_limit = "none"'));
      writeFileSync(join(quizzes, `${MODULE}.toml`), text.replace('time_limit = "none"', 'time_limit = "20min"'));
      writeFileSync(file, "+0\n");
      const one = await own.start({ env: { ...env, CREMA_QUIZZES: quizzes, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" } });
      const begun = await one.attempt({ answer: false });
      const single = begun.items.find(({ type, choices }) => type === "single" && choices);
      const other = begun.items.find(({ id }) => id !== single.id);
      const put = (item, response) => one.call("PUT", `/api/v1/attempts/${begun.id}/answers/${item.id}`, { response }, { token: begun.token });
      assert.equal((await put(single, single.choices[0].id)).status, 200);
      assert.equal((await put(single, single.choices[1].id)).status, 409, "the first of two answers stands");
      await until("the log to come", async () => /a second answer came to a question/.test(one.log));
      const stood = (await one.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token: begun.token })).json.answers;
      const before = own.rows().answers;
      writeFileSync(file, "+21m\n");
      await sleep(300);
      const late = await put(other, null);
      assert.equal(late.status, 409, late.text);
      assert.match(one.log, /an answer came after the time was over/, "it is logged");
      assert.equal(own.rows().answers, before, "nothing was stored");
      const now = await one.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token: begun.token });
      assert.deepEqual(now.json.answers, stood);
      const ended = await one.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token });
      assert.equal(ended.status, 200, ended.text);
      assert.equal((await one.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token })).text, ended.text, "ended twice, it has one result");
      // What was never begun is not ended.
      assert.equal((await one.call("POST", "/api/v1/attempts/01a21e00-0000-7000-8000-000000000000/completion", undefined, { token: begun.token })).status, 404);
    } finally { await own.end(); }
  });

  test("A13 members that nobody asked for are never applied", async () => {
    const more = { role: "admin", roles: ["admin"], issuer: { id: "did:web:evil.example", type: ["Profile"], name: "Evil" }, score: 1, passed: true, level: "expert", version: "0", person: "x", id: "01a21e00-0000-7000-8000-000000000000", completed: true, account: "x", achievement: "x", credentialSubject: {}, validUntil: "2999-01-01T00:00:00Z" };
    const created = await server.call("POST", "/api/v1/attempts", { module: MODULE, ...more });
    assert.ok([201, 422].includes(created.status), created.text);
    const begun = created.status === 201 ? created.json : await server.attempt({ answer: false });
    assert.notEqual(begun.id, more.id);
    assert.equal(begun.version, (await server.call("GET", `/api/v1/modules/${MODULE}`)).json.version);
    for (const { id } of begun.items) {
      const put = await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${id}`, { response: null, fraction: 1, right: true, points: 100, ...more }, { token: begun.token });
      assert.ok([200, 422].includes(put.status), put.text);
      if (put.status === 422) assert.equal((await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${id}`, { response: null }, { token: begun.token })).status, 200);
    }
    let done = await server.call("POST", `/api/v1/attempts/${begun.id}/completion`, { ...more, score: { points: 99 } }, { token: begun.token });
    assert.ok([200, 422].includes(done.status), done.text);
    if (done.status === 422) done = await server.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token });
    assert.equal(done.json.score.points, 0);
    assert.notEqual(done.json.level, "expert");
    let claimed = await server.call("POST", `/api/v1/claims/${done.json.badges[0].claim}`, { name: "Zoé", ...more });
    assert.ok([201, 422].includes(claimed.status), claimed.text);
    if (claimed.status === 422) claimed = await server.call("POST", `/api/v1/claims/${done.json.badges[0].claim}`, { name: "Zoé" });
    const signed = (await server.call("GET", `${new URL(claimed.json.credential).pathname}.json`)).json;
    assert.equal(signed.issuer.id, forms.json.issuer.id);
    assert.equal(signed.issuer.name, forms.json.issuer.name);
    assert.equal(signed.credentialSubject.achievement.id.replace(/\/[^/]*$/, ""), forms.json.credentialSubject.achievement.id.replace(/\/[^/]*$/, ""));
    assert.notEqual(signed.validUntil, more.validUntil);
    // And in forms: whoever enters, adheres, writes a profile or an event gets no role by it, and nothing of somebody else's.
    const form = { role: "admin", roles: "admin", account: "x", account_id: "x", owner_id: "x", issuer: "did:web:evil.example", status: "published", state: "attended", attended_at: "1", hidden: "0", granted: "yes" };
    const eve = new Visitor(server, { from: "127.13.13.13" });
    await eve.post("/entry", { email: "eve13@example.org", ...form }, 303);
    await eve.post((await instance.letter("eve13@example.org")).path("/entry/"), form, 303);
    await eve.post("/me/charter", { version: await eve.hidden("/me/charter", "version"), name: "Eve", accept: "yes", as: "person", party: "person", ...form }, 303);
    const seen = Object.fromEntries(["audience", ...["callings", "about", "place", "languages", "formats", "website", "skills", "contact"].map((field) => `audience-${field}`)].map((field) => [field, "public"]));
    await eve.post("/me/profile", { ...seen, version: "0", name: "Eve", calling: "animator", about: "x", place: "Lille (59)", language: "fr", card: "yes", age: "yes", ...form });
    const { own, date } = await eve.announce({ seats: "2", ...form });
    const place = await new Visitor(server, { from: "127.13.13.14" }).post(date, { name: "Zoé", once: "13", ...form });
    assert.ok([200, 303].includes(place.status));
    assert.equal((await eve.get("/admin")).status, 403);
    assert.equal(instance.query("SELECT count(*) FROM account_roles WHERE account_id IN (SELECT id FROM accounts WHERE email = 'eve13@example.org')"), "0");
    assert.equal(instance.query("SELECT count(*) FROM registrations WHERE attended_at IS NOT NULL"), "0");
    assert.equal(instance.query(`SELECT count(*) FROM events WHERE owner_id = (SELECT id FROM accounts WHERE email = 'eve13@example.org') AND id = '${own.split("/").at(-1)}'`), "1");
  });

  test("A16 A18 what people type is shown and never run", async () => {
    for (const name of ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "{% include \"x\" %}", "'; DROP TABLE credentials; --", "\u202eevil", "a\u0000b", "x\r\ny"]) {
      const claimed = await server.call("POST", `/api/v1/claims/${await server.code()}`, { name });
      assert.ok(claimed.status === 201 || claimed.status === 422, `${name}: ${claimed.status}`);
      if (claimed.status !== 201) continue;
      const path = new URL(claimed.json.credential).pathname;
      for (const form of [".html", ".svg"]) {
        // The badge inside an image is text of XML, whatever signs are in it.
        const text = (await server.call("GET", path + form)).text.replaceAll(/<!\[CDATA\[.*?\]\]>/gs, "");
        assert.ok(!text.includes("<script>alert") && !text.includes("<img src=x"), `${name} in ${form}`);
        assert.ok(!name.includes("7*7") || !text.includes(">49<"), name);
      }
    }
  });

  test("A17 A42 every answer is kept in its bounds: pages, files, refusals of each kind", async () => {
    const STRICT = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    const DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    const seen = new Map();
    const bounded = (what, { headers, status }, drawing = false) => {
      assert.equal(headers.get("content-security-policy"), drawing ? DRAWING : STRICT, `${what} (${status})`);
      assert.equal(headers.get("x-content-type-options"), "nosniff", what);
      assert.equal(headers.get("x-frame-options"), "DENY", what);
      assert.equal(headers.get("referrer-policy"), "same-origin", what);
      seen.set(status, what);
    };
    const get = (path, headers = {}) => server.call("GET", path, undefined, { headers: { accept: "text/html", ...headers } });
    for (const path of [...PAGES, badge, `${badge}.html`, `${badge}.json`, `${badge}.jwt`, `${badge}.png`, `${badge}.pdf`, "/nowhere", "/credentials/x", "/static/none.css", "/attempts/1", "/admin/people", "/people/x", "/status/1"]) bounded(path, await get(path));
    bounded("a drawing", await get(`${badge}.svg`), true);
    const assets = [...new Set((await Promise.all(["/", "/people", "/events", "/voices", "/verify", "/modules"].map((path) => get(path)))).flatMap(({ text }) => [...text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, path]) => path)))];
    assert.ok(assets.some((path) => path.endsWith(".css")) && assets.some((path) => path.endsWith(".js")) && assets.some((path) => path.endsWith(".svg")), assets.join());
    for (const path of assets) { const answer = await get(path); assert.equal(answer.status, 200); bounded(path, answer); }
    // Answers without a body, and refusals of every kind that can be had from outside.
    bounded("what one has already", await get(`${badge}.json`, { "if-none-match": (await get(`${badge}.json`)).headers.get("etag") }));
    const send = (method, path, body, headers = {}) => server.call(method, path, body, { headers: { accept: "text/html", ...headers } });
    bounded("no coding", await get("/modules", { "accept-encoding": "br, identity;q=0, *;q=0" }));
    bounded("a form from elsewhere", await send("POST", "/entry", "email=x", { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" }));
    bounded("a form that is wrong", await send("POST", "/entry", "email=x", { origin: server.url, "content-type": "application/x-www-form-urlencoded" }));
    bounded("a form that is right", await send("POST", "/attempts", new URLSearchParams({ module: MODULE, lang: "fr" }).toString(), { origin: server.url, "content-type": "application/x-www-form-urlencoded" }));
    bounded("another type", await send("POST", "/api/v1/attempts", "x", { "content-type": "text/plain" }));
    bounded("no JSON", await send("POST", "/api/v1/attempts", "{", {}));
    bounded("a coded body", await send("POST", "/api/v1/attempts", "{}", { "content-encoding": "gzip" }));
    bounded("a body that is too large", await send("POST", "/entry", "x".repeat(200_000), { origin: server.url, "content-type": "application/x-www-form-urlencoded" }));
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]) bounded(`${method} of a page`, await send(method, "/modules", undefined, { origin: server.url }));
    for (const path of ["/modules", ...assets.slice(0, 1), `${badge}.png`]) bounded(`HEAD ${path}`, await send("HEAD", path));
    for (const status of [200, 201, 303, 304, 400, 403, 404, 405, 406, 413, 415, 422].filter((status) => status !== 201)) assert.ok(seen.has(status), `nothing was answered with ${status}: ${[...seen].join(" ")}`);
    for (const { text, status } of [
      await raw(server.port, `POST /api/v1/verifications HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n`),
      await raw(server.port, `TRACE / HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`),
      await raw(server.port, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), await raw(server.port, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
    ]) {
      assert.ok(status >= 400 && status < 500, text.slice(0, 200));
      assert.ok(text.toLowerCase().includes(`content-security-policy: ${STRICT}`.toLowerCase()), text.slice(0, 600));
    }
    await raw(server.port, `GET /nowhere%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: localhost:${server.port}\r\nUser-Agent: a\u001b[31mb\r\nConnection: close\r\n\r\n`);
    for (const word of ["\u001b[31mred", "a\r\n{\"level\":\"ERROR\",\"forged\":1}", "\u0007\u0000\u2028"]) {
      await server.call("GET", `/people/${encodeURIComponent(word)}?q=${encodeURIComponent(word)}`, undefined, { headers: { "accept-language": encodeURIComponent(word), "idempotency-key": encodeURIComponent(word), "x-request-id": encodeURIComponent(word) } });
      await server.call("POST", `/api/v1/claims/${await server.code()}`, { name: word });
      await new Visitor(server).post("/entry", { email: word, next: word });
    }
    await sleep(100);
    for (const line of server.log.trim().split("\n").filter(Boolean)) {
      assert.doesNotThrow(() => JSON.parse(line), line);
      assert.ok(!/[\u0000-\u001f\u007f\u2028]/.test(line), JSON.stringify(line));
      assert.equal(JSON.parse(line).forged, undefined);
    }
  });

  test("A19 text is never taken for SQL", async () => {
    for (const evil of ["' OR 1=1 --", "1; SELECT pg_sleep(5)", "\"", "%", "\\", "') UNION SELECT 1 --", "𝟙", "a".repeat(5000)]) {
      for (const path of ["/people?q=", "/events?q=", "/events?place=", "/people?place=", "/people?sort=", "/verify?url=", "/claims/", "/achievements/", "/people/", "/events/"]) {
        const at = performance.now();
        const { status } = await server.call("GET", path + encodeURIComponent(evil));
        assert.ok(status < 500, `${path}${evil}: ${status}`);
        assert.ok(performance.now() - at < 3000, `${path}${evil}`);
      }
    }
  });

  test("A19 A38 a NUL, half a sign or a very long word in any place is refused, and is no fault of the database", async () => {
    const member = await instance.enter(server, "nul@example.org", "admin");
    const failed = [];
    for (const { path, takes } of ways()) for (const evil of ["%00", "a%00b", "%ff", "%ed%a0%80", "a".repeat(3_000)]) {
      const filled = path.replaceAll(/\{[^}]+\}/g, evil);
      for (const address of new Set([filled, `${path.replaceAll(/\{[^}]+\}/g, "x")}?q=${evil}&place=${evil}&date=${evil}&sort=${evil}&page=${evil}&next=${evil}&month=${evil}&lang=${evil}&name=${evil}&format=${evil}&theme=${evil}&module=${evil}&kind=${evil}`])) {
        const { status } = await member.send("GET", address);
        if (status >= 500) failed.push(`GET ${address.slice(0, 90)}: ${status}`);
      }
      if (!takes.includes("post") || evil.length > 9) continue;
      const word = evil.replaceAll("%00", "\u0000");
      const { status } = await member.post(filled, Object.fromEntries(["name", "email", "title", "code", "words", "text", "reason", "role", "territory", "version", "slug", "module", "query", "subject", "account", "address", "place", "commune", "note", "kind", "theme"].map((field) => [field, word])));
      if (status >= 500) failed.push(`POST ${filled.slice(0, 90)}: ${status}`);
    }
    assert.deepEqual(failed, []);
  });

  test("A20 A21 no way into the network from a badge's address", async () => {
    let hits = 0;
    const canary = http.createServer((_, response) => { hits += 1; response.end("{}"); });
    await new Promise((done) => canary.listen(0, "127.0.0.1", done));
    const { port } = canary.address();
    const places = ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "169.254.169.254", "127.1", "localtest.me", "[fe80::1]", "[64:ff9b::7f00:1]"];
    for (const place of places) for (const scheme of ["http", "https"]) {
      const url = `${scheme}://${place}:${port}/badge.json`;
      const { body, type } = multipart({ address: url });
      const answer = await server.call("POST", "/verify", body, { headers: { "content-type": type, origin: server.url, accept: "text/html" } });
      assert.ok([200, 422].includes(answer.status), `${url}: ${answer.status}`);
      assert.match(answer.text, /Vérification impossible|role="alert"/, url);
      assert.ok(!/Badge authentique/.test(answer.text), url);
    }
    for (const url of ["file:///etc/passwd", "gopher://127.0.0.1/", "https://user@127.0.0.1/", "https://example.com@127.0.0.1/"]) {
      const done = instance.command("verify", url, "--json");
      assert.notEqual(done.status, 0, url);
      assert.ok(!done.stdout.includes("root:"), url);
    }
    // A badge that names its issuer and its list inside: they are not asked for either.
    const copy = structuredClone(forms.json);
    copy.credentialStatus = { id: `http://127.0.0.1:${port}/list#1`, type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: "1", statusListCredential: `http://127.0.0.1:${port}/list` };
    refused(await judge(copy), "a list inside");
    copy.issuer.id = `did:web:127.0.0.1%3A${port}`;
    refused(await judge(copy), "an issuer inside");
    canary.close();
    assert.equal(hits, 0, "the canary was asked");
  });

  test("A23 addresses come from the settings alone", async () => {
    const answer = await ask(server.port, "/events.atom", { headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" } });
    assert.ok(!answer.text.includes("evil.example"));
    assert.equal((await ask(server.port, "/", { headers: { host: "evil.example" } })).status, 421);
  });

  test("A24 A38 broken HTTP is refused and closed", async () => {
    const host = `Host: localhost:${server.port}\r\n`;
    const smuggled = `GET /healthz HTTP/1.1\r\n${host}\r\n`;
    const cases = {
      "two lengths": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde${smuggled}`,
      "a length in words": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Length: +4\r\n\r\nabcd${smuggled}`,
      "two lengths in one": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Length: 4, 4\r\n\r\nabcd${smuggled}`,
      "chunks that are no chunks": `POST /api/v1/attempts HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
      "chunks in HTTP/1.0": `POST /api/v1/attempts HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      "a bad chunk": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${smuggled}`,
      "a chunk without its end": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n${smuggled}`,
      "a chunk of many": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}\r\n0\r\n\r\n${smuggled}`,
      "a header of 64 kB": `GET /modules HTTP/1.1\r\n${host}X: ${"a".repeat(64 << 10)}\r\n\r\n${smuggled}`,
      "cookies of 64 kB": `GET /modules HTTP/1.1\r\n${host}${Array.from({ length: 16 }, (_, n) => `Cookie: c${n}=${"a".repeat(4_096)}\r\n`).join("")}\r\n${smuggled}`,
      "an address of 64 kB": `GET /modules?q=${"a".repeat(64 << 10)} HTTP/1.1\r\n${host}\r\n${smuggled}`,
      "a header of 600 kB": `GET /modules HTTP/1.1\r\n${host}X: ${"a".repeat(600_000)}\r\n\r\n${smuggled}`,
      "ten thousand headers": `GET /modules HTTP/1.1\r\n${host}${Array.from({ length: 10_000 }, (_, n) => `X${n}: y\r\n`).join("")}\r\n${smuggled}`,
      "a line break in the path": `GET /modules\r\nX: y HTTP/1.1\r\n${host}\r\n${smuggled}`,
      "a bare line feed in the path": `GET /modules\nX: y HTTP/1.1\r\n${host}\r\n${smuggled}`,
      "a bare return in a header": `GET /modules HTTP/1.1\r\n${host}X: a\rY: b\r\n\r\n${smuggled}`,
      "a space before the colon": `GET /modules HTTP/1.1\r\n${host}X : y\r\n\r\n${smuggled}`,
      "a header that is folded": `GET /modules HTTP/1.1\r\n${host}X: y\r\n z\r\n\r\n${smuggled}`,
      "NUL in the path": `GET /\u0000 HTTP/1.1\r\n${host}\r\n${smuggled}`,
      "NUL in a header": `GET /modules HTTP/1.1\r\n${host}X: a\u0000b\r\n\r\n${smuggled}`,
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const { text, status, closed } = await raw(server.port, bytes);
      // Where the other side closes while more is being sent, its answer may be lost on the way.
      assert.ok(status === 400 || status === 431 || (status === undefined && bytes.length > 100_000), `${name}: ${status} ${text.slice(0, 120)}`);
      assert.ok(closed, `${name}: it is still open`);
      assert.equal((text.match(/HTTP\/1\.[01] \d/g) ?? []).length <= 1, true, `${name}: answered twice: ${text}`);
    }
    for (const size of [64 << 10, 100_000]) assert.equal((await raw(server.port, `GET /modules HTTP/1.1\r\n${host}X: ${"a".repeat(size)}\r\n\r\n`)).status, 431, `${size}`);
    // What browsers really send is taken: cookies of some kilobytes, an address of eight.
    assert.equal((await raw(server.port, `GET /modules?q=${"a".repeat(8_000)} HTTP/1.1\r\n${host}Cookie: a=${"b".repeat(8_000)}\r\nConnection: close\r\n\r\n`)).status, 200);
    // A length beside chunks: the chunks count, what was called for is not there, and nothing after them is read (RFC 9112, section 6.1).
    for (const two of ["Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4", "Transfer-Encoding: chunked\r\nContent-Length: 0", "Content-Length: 900\r\ntransfer-encoding:\tchunked"]) {
      const { text, status, closed } = await raw(server.port, `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Type: application/json\r\n${two}\r\n\r\n2\r\n{}\r\n0\r\n\r\n${smuggled}`);
      assert.ok(closed && status >= 400 && status < 500, `${two}: ${text}`);
      assert.equal(text.match(/HTTP\/1\.1 \d/g).length, 1, `${two}: answered twice`);
    }
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`]) assert.equal((await raw(server.port, bytes, { limit: 1_000 })).status, 400, "no host, or two");
    for (const method of ["TRACE", "CONNECT", "PROPFIND", "FOO", "PUT", "DELETE", "PATCH"]) {
      const { status } = await raw(server.port, `${method} /modules HTTP/1.1\r\n${host}Content-Length: 0\r\nConnection: close\r\n\r\n`);
      assert.ok([400, 403, 404, 405, 501].includes(status), `${method}: ${status}`);
    }
    for (const path of ["//", "/%00", "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc/passwd", "/static/%2e%2e/Cargo.toml", "/modules/..%2f..", "/achievements/../../etc", "/%ff", "/credentials/%E2%80%AE", "/static/crema.css%00.png"]) {
      const { status, text } = await raw(server.port, `GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
      assert.ok([400, 404, 301, 303, 308].includes(status), `${path}: ${status}`);
      assert.ok(!text.includes("root:") && !text.includes("[package]"), path);
    }
  });

  test("A37 no name of a file, a badge or a language leads out of its folder", async () => {
    const ups = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/Cargo.toml", "....//....//etc/passwd", "..\\..\\etc\\passwd", "%252e%252e%252fetc%252fpasswd", "/etc/passwd", "ed25519.jwk", "../keys/ed25519.jwk", "crema.db", "..%00.png", "%c0%ae%c0%ae/etc/passwd"];
    for (const place of ["/static/", "/static/abc/", "/modules/", "/achievements/", "/achievements/x/", "/credentials/", "/status/", "/sitemaps/", "/charter/", "/charter/kit/", "/legal/", "/events/", "/people/", "/api/v1/modules/"]) for (const up of ups) {
      const { status, text } = await raw(server.port, `GET ${place}${up} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`);
      assert.ok([400, 404, 303].includes(status), `${place}${up}: ${status}`);
      assert.ok(!/root:|\[package\]|"kty"|SQLite format/.test(text), `${place}${up}`);
    }
    for (const lang of ["../../fr", "fr/../../keys", "fr%00", "x".repeat(5_000), "*", "fr;q=9"]) {
      const { status, text } = await ask(server.port, `/modules?lang=${encodeURIComponent(lang)}`, { headers: { "accept-language": lang.replaceAll(/[^\x20-\x7e]/g, ""), cookie: `lang=${encodeURIComponent(lang)}` } });
      assert.ok(status < 500 && !text.includes("root:"), `${lang}: ${status}`);
    }
  });

  const chunk = (type, data) => { const body = Buffer.concat([Buffer.from(type, "latin1"), data]); const out = Buffer.alloc(8 + data.length + 4); out.writeUInt32BE(data.length, 0); body.copy(out, 4); out.writeUInt32BE(crc(body), 8 + data.length); return out; };
  function crc(bytes) { let c = ~0; for (const byte of bytes) { c ^= byte; for (let n = 0; n < 8; n += 1) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0); } return ~c >>> 0; }
  function png(width, height, ...chunks) {
    const head = Buffer.alloc(13); head.writeUInt32BE(width, 0); head.writeUInt32BE(height, 4); head.set([8, 2, 0, 0, 0], 8);
    return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), ...chunks, chunk("IDAT", deflateSync(Buffer.alloc(4))), chunk("IEND", Buffer.alloc(0))]);
  }
  const itxt = (text, { packed = false } = {}) => chunk("iTXt", Buffer.concat([Buffer.from(`openbadgecredential\0${packed ? "\x01" : "\0"}\0\0\0`, "latin1"), packed ? deflateSync(text) : Buffer.from(text)]));

  /** What a file costs at most: `most` megabytes more than before, under which a debug build stays too. The time is reported, and not asserted. */
  async function cost(context, name, most, body) {
    await server.call("GET", "/healthz");
    const before = server.forget();
    const answer = await body();
    const more = server.peak - before;
    context.diagnostic(`${name}: ${answer.took.toFixed(0)} ms, ${more.toFixed(1)} MB`);
    assert.ok(more < most, `${name}: ${before} MB, then ${before + more}`);
    return answer;
  }
  /** Somebody who listens: how often they were asked. */
  async function canary(body) {
    let hits = 0;
    const listener = http.createServer((_, response) => { hits += 1; response.end("{}"); });
    listener.on("connection", () => { hits += 1; });
    await new Promise((done) => listener.listen(0, "127.0.0.1", done));
    try { await body(listener.address().port); } finally { listener.close(); listener.closeAllConnections(); }
    assert.equal(hits, 0, "somebody else was asked");
  }

  test("A28 hostile SVG is refused, quickly, small, and without asking anybody", (context) => canary(async (port) => {
    const svg = (inner, more = "") => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"${more}>${inner}</svg>`;
    const url = `http://127.0.0.1:${port}`;
    const laughs = (count) => Array.from({ length: count }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    const cases = {
      "a file by an entity": `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg("&x;")}`,
      "an address by an entity": `<!DOCTYPE svg [<!ENTITY x SYSTEM "${url}/x">]>${svg("&x;")}`,
      "an entity of parameters": `<!DOCTYPE svg [<!ENTITY % x SYSTEM "${url}/x.dtd"> %x;]>${svg("")}`,
      "a DTD elsewhere": `<!DOCTYPE svg SYSTEM "${url}/x.dtd">${svg("")}`,
      "a billion laughs": `<!DOCTYPE svg [<!ENTITY l0 "ha">${laughs(9)}]>${svg("&l9;")}`,
      "a square of laughs": `<!DOCTYPE svg [<!ENTITY l0 "${"ha".repeat(50_000)}">]>${svg("&l0;".repeat(50_000))}`,
      "a million of g in each other": `<svg xmlns="http://www.w3.org/2000/svg">${"<g>".repeat(1_000_000)}`,
      "a million of g side by side": svg("<g/>".repeat(1_000_000)),
      "a hundred thousand attributes": svg("", Array.from({ length: 100_000 }, (_, n) => ` a${n}="x"`).join("")),
      "a script": svg("<script>alert(1)</script>"), "onload": svg("", " onload=\"alert(1)\""), "a foreign object": svg("<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\" srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\"/></foreignObject>"),
      "an address that is a script": svg("<a xlink:href=\"javascript:alert(1)\"><text>x</text></a>"), "an image elsewhere": svg(`<image xlink:href="${url}/x.png"/><use href="${url}/x.svg#y"/><style>@import url(${url}/x.css)</style>`),
      "a style elsewhere": `<?xml-stylesheet href="${url}/x.css"?>${svg("")}`, "an inclusion": svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>`),
      "not XML": "<svg", "UTF-16": Buffer.from(`\ufeff${svg("<script/>")}`, "utf16le"), "another coding": `<?xml version="1.0" encoding="UTF-7"?>${svg("+ADw-script+AD4-")}`,
    };
    for (const [name, text] of Object.entries(cases)) {
      const answer = await cost(context, name, 50, () => judgeFile(text, "image/svg+xml", "badge.svg"));
      refused(answer, name);
      assert.ok(!answer.text.includes("root:"), name);
    }
    // A sound badge in a drawing that is not: what is read is the badge alone, and nothing of the drawing comes back.
    const armed = forms.svg.replace(/(<svg[^>]*?)>/, "$1 onload=\"alert(1)\">").replace("</svg>", `<script>alert(1)</script><image href="${url}/x.png"/></svg>`);
    const { body, type } = multipart({ paste: armed });
    const page = await server.call("POST", "/verify", body, { headers: { "content-type": type, origin: server.url, accept: "text/html" } });
    assert.equal(page.status, 200);
    assert.ok(!/alert\(1\)|onload=/.test(page.text), page.text);
    assert.ok(!page.text.includes(url), "what it leads to is shown");
    assert.equal((await judgeFile(forms.svg, "image/svg+xml", "badge.svg")).json.verdict, "valid", "a sound one still holds");
  }));

  test("A29 hostile PNG is refused, quickly and small", async (context) => {
    const json = JSON.stringify(forms.json);
    const wrong = Buffer.from(forms.png); const at = wrong.indexOf("openbadgecredential") + 200; wrong[at] ^= 1;
    const [head, rest] = [forms.png.subarray(0, 33), forms.png.subarray(33)];
    const within = (...chunks) => Buffer.concat([head, ...chunks, rest]);
    const number = (...values) => { const bytes = Buffer.alloc(4 * values.length); values.forEach((value, n) => bytes.writeUInt32BE(value, 4 * n)); return bytes; };
    const cases = {
      "2.5 billion pixels": png(50_000, 50_000, itxt(json)),
      "a side of two billion": png(1, 2 ** 31 - 1, itxt(json)),
      "an inflating text": png(1, 1, itxt(Buffer.alloc(200 << 20), { packed: true })),
      "a wrong sum": wrong,
      "two badges": png(1, 1, itxt(json), itxt(json.replace("Zoé", "Luc"))),
      "the same badge twice": within(itxt(json)),
      "two headers": Buffer.concat([head, head.subarray(8), rest]),
      "cut short": forms.png.subarray(0, forms.png.length / 2),
      "a lying length": Buffer.concat([head, Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from("iTXt")]),
      "a hundred thousand chunks": Buffer.concat([head, ...Array(100_000).fill(chunk("teXt", Buffer.alloc(0))), rest]),
      "an archive behind it": Buffer.concat([forms.png, Buffer.from("PK\x03\x04\x14\0\0\0", "latin1"), Buffer.alloc(100)]),
      "a page behind it": Buffer.concat([forms.png, Buffer.from("<script>alert(1)</script>")]),
      "a page before it": Buffer.concat([Buffer.from("<script>alert(1)</script>"), forms.png]),
      "a picture that moves": within(chunk("acTL", number(2, 0)), chunk("fcTL", Buffer.concat([number(0, 512, 512, 0, 0), Buffer.from([0, 1, 0, 1, 0, 0])]))),
      "a picture that moves, told late": Buffer.concat([forms.png.subarray(0, -12), chunk("acTL", number(2, 0)), forms.png.subarray(-12)]),
      "no badge": png(1, 1), "an address of a badge in old text": png(1, 1, chunk("tEXt", Buffer.from("openbadges\0file:///etc/passwd", "latin1"))),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const answer = await cost(context, name, 20, () => judgeFile(bytes, "image/png", "badge.png"));
      refused(answer, name);
      assert.ok(!answer.text.includes("root:"), name);
    }
    // A page that calls itself a picture is no page, and nothing of it comes back.
    const { text } = await judgeFile(within(chunk("tEXt", Buffer.from("Comment\0<script>alert(1)</script>", "latin1"))), "text/html", "x.html");
    assert.ok(!text.includes("alert(1)"));
    assert.equal((await judgeFile(forms.png, "image/png", "badge.png")).json.verdict, "valid", "a sound one still holds");
  });

  test("A30 tokens that name their own way of being checked are refused", async () => {
    const [head, body, sign] = forms.jwt.trim().split(".");
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const header = JSON.parse(Buffer.from(head, "base64url"));
    const payload = JSON.parse(Buffer.from(body, "base64url"));
    const tokens = {
      none: `${encode({ ...header, alg: "none" })}.${body}.`,
      HS256: `${encode({ ...header, alg: "HS256" })}.${body}.${sign}`,
      "an alg in another case": `${encode({ ...header, alg: "NoNe" })}.${body}.`,
      "a key of its own": `${encode({ ...header, jwk: { kty: "EC", crv: "P-256", x: "AA", y: "AA" } })}.${body}.${sign}`,
      "an address of a key": `${encode({ ...header, jku: "https://evil.example/keys" })}.${body}.${sign}`,
      "b64 false": `${encode({ ...header, b64: false, crit: ["b64"] })}.${body}.${sign}`,
      "what is critical and unknown": `${encode({ ...header, crit: ["exp"] })}.${body}.${sign}`,
      "no signature": `${head}.${body}.`,
      "two dots": `${head}..${sign}`,
      "four parts": `${head}.${body}.${sign}.${sign}`,
      "another name": `${head}.${encode({ ...payload, name: "Luc" })}.${sign}`,
    };
    for (const [name, token] of Object.entries(tokens)) refused(await judge(token, "application/vc+jwt"), name);
    assert.equal((await judge(forms.jwt, "application/vc+jwt")).json.verdict, "valid");
  });

  test("A32 each leaf that is altered is noticed, the order of members is not", async () => {
    const leaves = [];
    (function walk(value, path) { if (value !== null && typeof value === "object") for (const key of Object.keys(value)) walk(value[key], [...path, key]); else leaves.push(path); })(forms.json, []);
    assert.ok(leaves.length > 40);
    const altered = (path, change) => { const copy = structuredClone(forms.json); let at = copy; for (const key of path.slice(0, -1)) at = at[key]; const last = path.at(-1); if (change === "drop") { if (Array.isArray(at)) at.splice(Number(last), 1); else delete at[last]; } else at[last] = change(at[last]); return copy; };
    for (const path of leaves) {
      for (const [how, change] of [["changed", (value) => (typeof value === "string" ? `${value}x` : typeof value === "number" ? value + 1 : !value)], ["dropped", "drop"]]) {
        const { json, status } = await judge(altered(path, change));
        // A member that says only what is so anyway may go: nothing that is signed changed.
        assert.ok(status !== 200 || json.verdict !== "valid", `${path.join("/")} ${how}: ${json?.verdict}`);
      }
    }
    refused(await judge({ ...forms.json, extra: "x" }), "an unknown member");
    refused(await judge(JSON.stringify(forms.json).replace("{", '{"id":"https://evil.example/",')), "a member twice");
    refused(await judge({ ...forms.json, proof: [forms.json.proof[0], { ...forms.json.proof[0], proofValue: forms.json.proof[0].proofValue.slice(0, -2) + "11" }] }), "a second proof that does not hold");
    const turned = (value) => (Array.isArray(value) ? value.map(turned) : value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).reverse().map(([key, one]) => [key, turned(one)])) : value);
    assert.equal((await judge(turned(forms.json))).json.verdict, "valid");
  });

  test("A33 contexts and graphs that would keep it busy are refused, without the network", (context) => canary(async (port) => {
    const deep = (count) => `${'{"a":'.repeat(count)}1${"}".repeat(count)}`;
    const url = `http://127.0.0.1:${port}`;
    const own = forms.json["@context"];
    // Blank nodes that are told apart by their neighbours alone: each by the next, around a ring, or each by all others.
    const alike = (count, next) => JSON.stringify({ ...forms.json, evidence: Array.from({ length: count }, (_, one) => ({ id: `_:b${one}`, type: ["Achievement"], related: next(one).map((other) => ({ id: `_:b${other}` })) })) });
    const others = ["https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/multikey/v1", "https://www.w3.org/ns/credentials/status/v1", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"];
    for (const [name, body] of Object.entries({
      "a context elsewhere": JSON.stringify({ ...forms.json, "@context": [...own, `${url}/context.json`] }),
      "a context elsewhere, first": JSON.stringify({ ...forms.json, "@context": [`${url}/context.json`, ...own] }),
      "a context elsewhere, within": JSON.stringify({ ...forms.json, credentialSubject: { ...forms.json.credentialSubject, "@context": `${url}/context.json` } }),
      "a context that brings one in": JSON.stringify({ ...forms.json, "@context": [...own, { "@import": `${url}/context.json` }] }),
      "a term with a context elsewhere": JSON.stringify({ ...forms.json, "@context": [...own, { x: { "@id": "https://example.org/x", "@context": `${url}/context.json` } }], x: { y: 1 } }),
      "a schema and a list elsewhere": JSON.stringify({ ...forms.json, credentialSchema: [{ id: `${url}/schema.json`, type: "1EdTechJsonSchemaValidator2019" }], refreshService: { id: `${url}/refresh`, type: "1EdTechCredentialRefresh" }, termsOfUse: { id: `${url}/terms`, type: "X" } }),
      "contexts in another order": JSON.stringify({ ...forms.json, "@context": [...own].reverse() }),
      "a hundred thousand contexts": JSON.stringify({ ...forms.json, "@context": [...own, ...Array(25_000).fill(others).flat()] }),
      "a context in a context in a context": JSON.stringify({ ...forms.json, "@context": [...own, JSON.parse(deep(50).replaceAll('"a"', '"@context"').replace(":1", ":{}"))] }),
      "a thousand deep": deep(1_000), "a hundred thousand deep": deep(100_000), "a thousand lists deep": `{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`,
      "a context of a megabyte": JSON.stringify({ ...forms.json, "@context": [...own, Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`t${n}`, `https://example.org/${n}`]))] }),
      "a term with a context in each object": JSON.stringify({ ...forms.json, evidence: Array.from({ length: 3_000 }, (_, n) => ({ "@context": { [`t${n}`]: "https://example.org/t" }, id: `urn:x:${n}`, type: ["Evidence"] })) }),
      "a ring of blank nodes": alike(2_990, (one) => [(one + 1) % 2_990]),
      "a short ring": alike(200, (one) => [(one + 1) % 200]),
      "blank nodes that all know each other": alike(12, (one) => Array.from({ length: 12 }, (_, other) => other).filter((other) => other !== one)),
      "pairs without end": alike(2_000, (one) => [one ^ 1]),
    })) {
      refused(await cost(context, name, 80, async () => { const at = performance.now(); const answer = await judge(body); return { ...answer, took: performance.now() - at }; }), name);
    }
  }));

  test("A34 an issuer that only looks like ours is not ours, and the page says so loudly", async () => {
    const did = forms.json.issuer.id, port = String(server.port);
    assert.equal(did, `did:web:localhost%3A${port}`);
    const page = async (credential) => {
      const { body, type } = multipart({ paste: JSON.stringify(credential) });
      return (await server.call("POST", "/verify", body, { headers: { "content-type": type, origin: server.url, accept: "text/html", "accept-language": "fr" } })).text;
    };
    const sound = await page(forms.json);
    assert.match(sound, /Badge authentique/);
    assert.match(sound, /Émis par cette instance/);
    const alike = {
      "another sign": did.replace("localhost", "l0calhost"), "another port": did.replace(port, String(server.port + 1)), "no port": "did:web:localhost", "a port as a path": `did:web:localhost:${port}`, "the port in small letters": did.replace("%3A", "%3a"),
      "a path": `${did}:path`, "an empty path": `${did}:`, "a path of ours": `${did}:credentials`, "encoded signs": did.replace("localhost", "%6cocalhost"), "capitals": did.replace("localhost", "LOCALHOST"), "a dot at its end": did.replace("localhost", "localhost."),
      "a name before it": `did:web:user@localhost%3A${port}`, "a part of the method": `did:WEB:localhost%3A${port}`, "a query": `${did}?x=1`, "a fragment": `${did}#key`, "a slash": `${did}/`, "a sign of Greek": "did:web:l\u03bfcalhost", "the same in ASCII": `did:web:${new URL("http://l\u03bfcalhost").hostname}`,
      "signs of Cyrillic": "did:web:l\u043ec\u0430lhost", "one in ASCII": `did:web:${new URL("http://l\u043ec\u0430lhost").hostname}`, "no width": did.replace("local", "local\u200b"), "of https": `https://localhost:${port}`, "of http": server.url,
    };
    for (const [what, id] of Object.entries(alike)) {
      const copy = structuredClone(forms.json);
      copy.issuer.id = id;
      const { status, json } = await judge(copy);
      assert.ok([200, 400, 422].includes(status), `${what}: ${status}`);
      if (status === 200) { assert.notEqual(json.verdict, "valid", id); assert.notEqual(json.trust, "own", id); }
      const text = await page(copy);
      assert.doesNotMatch(text, /Badge authentique|Émis par cette instance/, `${what}: ${id}`);
      assert.match(text, /Faux badge|Badge altéré|Vérification impossible|Ce n('|&#39;)est pas un badge/, `${what}: ${id}`);
    }
  });

  test("A34 a badge that somebody signed rightly under a name like ours is called so, loudly", async () => {
    // Their signature is right, and their key is in their own document: only the name tells. It is read in a terminal, which may be given documents, and on the page.
    const { privateKey } = generateKeyPairSync("ed25519");
    const jwk = privateKey.export({ format: "jwk" });
    const multikey = `z${base58(Uint8Array.from([0xed, 0x01, ...Buffer.from(jwk.x, "base64url")]))}`;
    const did = `did:key:${multikey}`;
    writeFileSync(join(instance.folder, "other.jwk"), JSON.stringify({ ...jwk, kid: `${did}#${multikey}` }), { mode: 0o600 });
    const { proof, credentialStatus, ...bare } = forms.json;
    const sign = (changes) => { writeFileSync(join(instance.folder, "like.json"), JSON.stringify({ ...bare, id: "urn:uuid:01a21e00-0000-7000-8000-000000000034", ...changes })); const done = instance.command("sign", "like.json", "--key", "other.jwk"); assert.equal(done.status, 0, done.stderr); return JSON.parse(done.stdout); };
    const page = async (credential) => { const { body, type } = multipart({ paste: JSON.stringify(credential) }); return (await server.call("POST", "/verify", body, { headers: { "content-type": type, origin: server.url, accept: "text/html", "accept-language": "fr" } })).text; };
    const name = bare.issuer.name;
    const turned = [...name].map((sign) => ({ a: "\u0430", e: "\u0435", o: "\u043e", c: "\u0441" })[sign] ?? sign).join("");
    assert.notEqual(turned, name);
    for (const [what, called] of Object.entries({ "the same name": name, "in capitals": name.toUpperCase(), "signs of Cyrillic": turned, "one sign more": `${name}s`, "a sign of no width": `${name.slice(0, 3)}\u200b${name.slice(3)}` })) {
      const signed = sign({ issuer: { ...bare.issuer, id: did, name: called } });
      const { json } = await judge(signed);
      assert.equal(json.verdict, "valid", `${what}: ${JSON.stringify(json)}`);
      assert.equal(json.trust, "unknown", what);
      const text = await page(signed);
      assert.match(text, /Signature juste, émetteur inconnu d’ici/, what);
      assert.match(text, /Attention\s: cet émetteur ressemble à/, what);
      assert.doesNotMatch(text, /Badge authentique|Émis par cette instance/, what);
    }
    // And one that gives itself the address of a badge of ours.
    const forged = sign({ id: forms.json.id, issuer: { ...bare.issuer, id: did } });
    assert.match(await page(forged), /Faux badge/);
    // A name that is nobody's near us is not warned of.
    assert.doesNotMatch(await page(sign({ issuer: { ...bare.issuer, id: did, name: "Université de Rennes" } })), /cet émetteur ressemble à/);
  });

  test("A36 modules that are hostile are refused with their line, quickly", async (context) => {
    const folder = mkdtempSync(join(instance.folder, "hostile-"));
    const file = join(folder, "m.toml");
    const check = (text) => { writeFileSync(file, text); const at = performance.now(); const done = instance.command("check", file); return { ...done, took: performance.now() - at }; };
    const sound = drawn();
    assert.equal(check(sound).status, 0, check(sound).stderr);
    const line = (text, word) => text.slice(0, text.indexOf(word)).split("\n").length;
    const twice = sound.replace('id = "q7"', 'id = "q6"');
    const cases = {
      "10 MB": [`x = "${"a".repeat(10 << 20)}"`], "10 MB of comments": [`${"# x\n".repeat(2_500_000)}${sound}`], "tables in tables": [`a = ${"[".repeat(10_000)}${"]".repeat(10_000)}`], "tables by dots": [`${Array(10_000).fill("a").join(".")} = 1`], "inline tables": [`a = ${"{a=".repeat(10_000)}1${"}".repeat(10_000)}`],
      "a million items": ["[[items]]\n".repeat(1_000_000)], "a hundred thousand items": ["[[items]]\n".repeat(100_000)], "a key twice": [`${sound}\n[delivery]\nfeedback = "end"\n`], "an id twice": [twice, twice.split("\n").findLastIndex((text) => text === 'id = "q6"') + 1],
      "NUL": [sound.replace("Question 3", "Question\u00003"), line(sound, "Question 3")],
      ...Object.fromEntries(Object.entries({ "right to left": "\u202e", "an isolate": "\u2066", "a mark of direction": "\u200f", "no width": "\u200b", "a joiner of words": "\u2060", "a mark of bytes": "\ufeff", "a tag": "\u{e0041}", "a soft hyphen": "\u00ad", "an escape": "\u001b", "a filler": "\u3164" }).map(([what, sign]) => [what, [sound.replace("Question 3", `Ques${sign}tion 3`), line(sound, "Question 3")]])),
      "right to left, escaped": [sound.replace("Question 3", "Ques\\u202etion 3"), line(sound, "Question 3")], "no width, in an id": [sound.replace('id = "q3"', 'id = "q\u200b3"'), line(sound, 'id = "q3"')], "half a sign": [Buffer.concat([Buffer.from(sound.slice(0, sound.indexOf("Question 3"))), Buffer.from([0xff, 0xfe]), Buffer.from(sound.slice(sound.indexOf("Question 3")))])],
    };
    for (const [name, [text, at]] of Object.entries(cases)) {
      const done = check(text);
      assert.equal(done.status, 1, `${name}: ${done.status} ${done.stderr.slice(0, 300)}`);
      assert.match(done.stderr, /m\.toml:\d+:\d+: /, name);
      if (at) assert.match(done.stderr, new RegExp(`m\\.toml:${at}:\\d+: `), `${name}: ${done.stderr.slice(0, 500)}`);
      context.diagnostic(`${name}: ${done.took.toFixed(0)} ms with the start of the program`);
    }
  });

  test("A43 what belongs to one browser is kept by none", async () => {
    const begun = await fetch(`${server.url}/attempts`, { method: "POST", redirect: "manual", headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ module: MODULE, lang: "fr" }) });
    const cookie = begun.headers.get("set-cookie").split(";")[0];
    const path = new URL(begun.headers.get("location"), server.url).pathname;
    const mine = await server.call("GET", path, undefined, { headers: { cookie } });
    assert.equal(mine.status, 200);
    assert.match(mine.headers.get("cache-control"), /no-store/);
    assert.equal((await server.call("GET", path)).status, 404, "somebody else's attempt is not there");
    assert.match((await server.call("GET", "/me")).headers.get("cache-control") ?? "", /no-store/);
  });

  test("A39 its own description of the API is kept to, whatever is sent", async () => {
    const { paths } = (await server.call("GET", "/api/openapi.json")).json;
    const values = [undefined, null, [], {}, "", 0, true, "x".repeat(10_000), { response: { deep: [[[[]]]] } }, { module: 1 }, { module: MODULE, lang: "zz" }, { name: {} }, { name: "x".repeat(10_000) }];
    const begun = await server.attempt({ answer: false });
    for (const [template, methods] of Object.entries(paths)) for (const method of Object.keys(methods)) {
      const path = `/api/v1${template.replace(/^\/api\/v1/, "")}`.replace("{id}", begun.id).replace("{item}", begun.items[0].id).replace("{module}", MODULE).replace(/\{[^}]+\}/g, "ABCD-EFGH");
      for (const value of method === "get" ? [undefined] : values) for (const type of ["application/json", "text/plain"]) {
        const { status, text, headers } = await server.call(method.toUpperCase(), path, value === undefined ? undefined : JSON.stringify(value), { token: begun.token, headers: { "content-type": type } });
        assert.ok(status < 500, `${method} ${path} ${JSON.stringify(value)?.slice(0, 80)}: ${status} ${text}`);
        if (status >= 400) assert.match(headers.get("content-type") ?? "", /problem\+json/, `${method} ${path}: ${status}`);
      }
    }
  });

  test("A40 files that nobody would write are told, whatever is in them", async () => {
    let state = 40;
    const chance = (below) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state % below; };
    const types = { json: "application/json", jwt: "application/vc+jwt", png: "image/png", svg: "image/svg+xml" };
    const whole = { json: Buffer.from(JSON.stringify(forms.json)), jwt: Buffer.from(forms.jwt), png: forms.png, svg: Buffer.from(forms.svg) };
    const before = server.memory;
    for (let round = 0; round < 40 * ROUNDS; round += 1) {
      const kind = Object.keys(types)[round % 4];
      let bytes = Buffer.from(whole[kind]);
      for (let change = 1 + chance(4); change > 0; change -= 1) {
        const at = chance(bytes.length), many = 1 + chance(40);
        if (chance(4) === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + many)]);
        else if (chance(3) === 0) bytes = Buffer.concat([bytes.subarray(0, at + many), bytes.subarray(at)]);
        else bytes[at] = [0, 0xff, 0x22, 0x7b, 0x5b, 0x3c, chance(256)][chance(7)];
        if (bytes.length < 2) break;
      }
      if (bytes.equals(whole[kind])) continue;
      const answer = kind === "json" || kind === "jwt" ? await server.call("POST", "/api/v1/verifications", bytes, { headers: { "content-type": types[kind] } }) : await judgeFile(bytes, types[kind], `badge.${kind}`);
      assert.ok([200, 400, 413, 422].includes(answer.status), `round ${round}, ${kind}: ${answer.status} ${answer.text}`);
    }
    assert.ok(!server.over && !/panicked/.test(server.log), server.log.slice(-3_000));
    assert.ok(server.memory < before + 80, `${before}, then ${server.memory} MB`);
  });

  test("A41 a handler that panics is told as a fault of ours, and everything goes on, the worker too", async () => {
    // In the last hours of the year 9999 the clock is one that the server can write down and the program cannot.
    const file = join(instance.folder, "clock");
    const env = clock("+0d");
    if (!env) return;
    delete env.FAKETIME;
    const own = new Instance({ database: engine?.database(), env: { CREMA_LOG_FORMAT: "json" } });
    own.engine = engine;
    try {
      writeFileSync(file, "+0\n");
      const one = await own.start({ env: { ...env, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" } });
      const begun = await one.attempt({ answer: false });
      writeFileSync(file, `+${253_402_290_000 - Math.floor(Date.now() / 1000)}\n`);
      for (let n = 0; n < 20; n += 1) {
        const { status, text, headers } = await one.call("POST", "/api/v1/attempts", { module: MODULE });
        assert.equal(status, 500, text);
        assert.match(headers.get("content-type"), /problem\+json/);
        assert.match(headers.get("content-security-policy"), /default-src 'none'/);
        assert.doesNotMatch(text, /panic|system time|\.rs/, "the cause is not told");
      }
      assert.match(one.log, /panicked/, "there was a panic");
      await sleep(4_000);
      writeFileSync(file, "+0\n");
      await sleep(300);
      assert.equal(one.over, false, "the process lives");
      assert.equal((await one.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null }, { token: begun.token })).status, 200);
      assert.match(await one.badge("Zoé"), /^\/credentials\//, "no lock is poisoned");
      assert.equal((await one.call("GET", "/readyz")).status, 200);
      await new Visitor(one).post("/entry", { email: "ada@example.org" }, 303);
      await own.letter("ada@example.org");
    } finally { await own.end(); }
  });

  test("A06 of whoever came no address is left, of what opens something no word, and a mailbox only where it is declared", async () => {
    const from = "127.99.88.77", traces = new Map([["203.0.113.77", "an address in a header"], ["Palimpsest/9", "a browser"], [from, "the address of a client"]]);
    const own = new Instance({ database: engine?.database(), env: { CREMA_LOG: "info", CREMA_LOG_FORMAT: "json" } });
    own.engine = engine;
    try {
      const one = await own.start();
      const secret = (what, value) => { assert.ok(value?.length > 7, `no ${what}`); traces.set(value, what); if (/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/.test(value)) traces.set(value.replaceAll("-", ""), what); };
      const mail = "trace@example.org", chief = await own.enter(one, "chief@example.org", "admin");
      for (const value of chief.cookies.values()) secret("cookie of an administrator", value);
      await chief.adhere("Chef");
      const { date } = await chief.announce({ title: "Café des traces", seats: "5" });
      const guest = new Visitor(one, { from });
      const headers = { "x-forwarded-for": "203.0.113.77", "user-agent": "Palimpsest/9", accept: "text/html" };
      for (const path of ["/modules", "/entry", "/people", "/events"]) await guest.send("GET", path, undefined, headers);
      // An attempt by the API and one in a browser, their codes, a badge claimed under a key.
      const begun = await one.attempt();
      secret("token of an attempt", begun.token);
      const code = (await one.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token })).json.badges[0].claim;
      secret("code of a badge", code);
      const started = await guest.post("/attempts", { module: MODULE, lang: "fr" }, 303);
      secret("code of an attempt", (await guest.get(`${started.to.match(/\/attempts\/[^/?]+/)[0]}/handover`)).text.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)?.[0]);
      await guest.post(`/claims/${code}/letter`, { email: mail }, 303);
      assert.equal((await one.call("POST", `/api/v1/claims/${code}`, { name: "Zoé" }, { headers: { "idempotency-key": "trace-1" } })).status, 201);
      const claimed = await guest.post(`/claims/${code}`, { name: "Zoé" }, 303);
      secret("page of who holds a badge", (await guest.get(claimed.to)).text.match(/\/holder\/([^"/?]+)/)?.[1]);
      // A way in, used and not used; letters about events; a place at one.
      await guest.post("/entry", { email: mail }, 303);
      const come = await own.letter(mail, 2);
      secret("link of a letter", come.path("/entry/").split("/").at(-1));
      secret("code of a letter", come.text.match(/^ {4}([0-9A-Z-]{9})\r?$/m)[1]);
      await guest.post(come.path("/entry/"), {}, 303);
      await guest.post("/entry", { email: mail }, 303);
      await guest.post("/subscriptions", { email: mail, rhythm: "weekly", language: "fr" });
      await guest.post(date, { name: "Trace", email: mail, once: "t1" });
      for (const value of guest.cookies.values()) secret("cookie", value);
      await until("all letters to go", async () => own.query("SELECT count(*) FROM jobs WHERE recipient IS NOT NULL AND failed_at IS NULL") === "0");
      for (const { text } of own.letters()) for (const [, what, value] of text.matchAll(/\/(subscriptions\/[a-z]+|registrations|tickets|holder|entry|claims)\/([A-Za-z0-9_-]{10,})/g)) secret(`${what} in a letter`, value);
      for (const what of ["registrations", "subscriptions/"]) assert.ok([...traces.values()].some((one) => one.startsWith(what)), `no ${what} among ${[...traces.values()]}`);
      assert.ok(traces.size > 12, [...traces.values()].join());
      // The name of a badge stands in its address for all to read.
      const text = (name) => readFileSync(name).toString("latin1");
      const look = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((name) => statSync(name).isFile() && !name.includes("/data/mail/")) : []);
      const folders = [join(own.folder, "data"), join(own.folder, "keys"), ...(engine ? [join(engine.data, "base"), join(engine.data, "pg_wal")] : [])];
      if (engine) own.query("CHECKPOINT");
      for (const file of folders.flatMap(look)) { const bytes = text(file); for (const [trace, what] of traces) assert.ok(!bytes.includes(trace), `${what} in ${file}`); }
      const cells = own.cells();
      assert.ok(cells.length > 200);
      for (const [trace, what] of traces) {
        for (const { where, text } of cells) assert.ok(!text.includes(trace), `${what} in ${where}`);
        assert.ok(!one.log.includes(trace), `${what} in the log`);
      }
      // What is stored about people is declared, column by column; of the columns that say anything else none holds a mailbox.
      const declared = new Set([...readFileSync(join(root, "src/flows/register.rs"), "utf8").matchAll(/table: "(\w+)",\s+columns: &\[([^\]]*)\]/g)].flatMap(([, table, columns]) => [...columns.matchAll(/"(\w+)"/g)].map(([, column]) => `${table}.${column}`)));
      const found = new Set(cells.filter(({ text }) => /@example\.org/i.test(text)).map(({ where }) => where));
      for (const where of found) assert.ok(declared.has(where), `a mailbox in ${where}, which is not declared`);
      assert.deepEqual([...found].sort(), ["accounts.email", "accounts.email_key", "entries.email", "registrations.email", "subscriptions.email"], "the mailbox stands in more columns than are for it");
      assert.ok(!/@example\.org/.test(one.log), "a mailbox in the log");
    } finally { await own.end(); }
  });
});
