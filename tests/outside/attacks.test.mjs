// What a stranger tries against a server: forged forms and headers, hostile files, ways into the network, broken HTTP. Each test is a row of the table of
// docs/SECURITY.md.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { after, before, describe, test as plainTest } from "node:test";
import { deflateSync } from "node:zlib";
import { Instance, MODULE, ROUNDS, Visitor, ask, clock, multipart, postgres, python, raw, root, sleep, ways } from "./support.mjs";

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
  const test = (name, body, options = {}) => plainTest(`${name} (${called})`, options, async () => { if (server) await body(); else console.log("skipped: PostgreSQL is not installed"); });

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
    const begun = (await server.call("POST", "/api/v1/attempts", { module: MODULE, score: 1, passed: true, level: "expert", version: "0" })).json;
    if (begun?.id) {
      const item = begun.items[0].id;
      const put = await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${item}`, { response: null, fraction: 1, right: true, points: 100 }, { token: begun.token });
      assert.ok([200, 422].includes(put.status));
      const done = await server.call("POST", `/api/v1/attempts/${begun.id}/completion`, { score: { points: 99 }, level: "expert" }, { token: begun.token });
      if (done.status === 200) assert.equal(done.json.score.points, 0);
      else assert.ok([400, 422].includes(done.status));
    }
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

  test("A17 A42 every answer is kept in its bounds, errors too", async () => {
    for (const path of [...PAGES, "/nowhere", "/credentials/x", "/static/none.css", "/attempts/1", "/admin/people"]) {
      const { headers, status } = await server.call("GET", path, undefined, { headers: { accept: "text/html" } });
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, `${path} (${status})`);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    }
    for (const { text, status } of [await raw(server.port, `POST /api/v1/verifications HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n`), await raw(server.port, `TRACE / HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`)]) {
      assert.ok(status >= 400 && status < 500, text.slice(0, 200));
      assert.match(text, /content-security-policy: default-src 'none'/i);
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
    const cases = {
      "length and chunks": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${host}\r\n`,
      "two lengths": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
      "a bad chunk": `POST /api/v1/attempts HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      "a header of 64 kB or more": `GET / HTTP/1.1\r\n${host}X: ${"a".repeat(600_000)}\r\n\r\n`,
      "ten thousand headers": `GET / HTTP/1.1\r\n${host}${Array.from({ length: 10_000 }, (_, n) => `X${n}: y\r\n`).join("")}\r\n`,
      "a space before the colon": `GET / HTTP/1.1\r\n${host}X : y\r\n\r\n`,
      "NUL in the path": `GET /\u0000 HTTP/1.1\r\n${host}\r\n`,
      "no host": "GET / HTTP/1.1\r\n\r\n",
      "two hosts": `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`,
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const { text, status } = await raw(server.port, bytes);
      assert.ok(status === undefined || (status >= 400 && status < 500), `${name}: ${text.slice(0, 120)}`);
      assert.equal((text.match(/HTTP\/1\.1 \d/g) ?? []).length <= 1 || /HTTP\/1\.1 4/.test(text), true, `${name}: answered twice`);
    }
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

  test("A28 hostile SVG is refused, quickly and quietly", async () => {
    const memory = server.memory;
    const cases = {
      "a DTD": `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>`,
      "billion laughs": `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>`,
      "a million of g": `<svg xmlns="http://www.w3.org/2000/svg">${"<g>".repeat(200_000)}`,
      "a script, no badge": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><foreignObject/></svg>`,
      "not XML": "<svg",
    };
    for (const [name, text] of Object.entries(cases)) {
      const answer = await judgeFile(text, "image/svg+xml", "badge.svg");
      refused(answer, name);
      assert.ok(!answer.text.includes("root:"), name);
      assert.ok(answer.took < 2_000, `${name}: ${answer.took} ms`);
    }
    assert.ok(server.memory < memory + 120, `${memory}, then ${server.memory} MB`);
    assert.equal((await judgeFile(forms.svg, "image/svg+xml", "badge.svg")).json.verdict, "valid", "a sound one still holds");
  });

  test("A29 hostile PNG is refused, quickly and small", async () => {
    const json = JSON.stringify(forms.json);
    const wrong = Buffer.from(forms.png); const at = wrong.indexOf("openbadgecredential") + 200; wrong[at] ^= 1;
    const cases = {
      "2.5 billion pixels": png(50_000, 50_000, itxt(json)),
      "an inflating text": png(1, 1, itxt(Buffer.alloc(200 << 20), { packed: true })),
      "a wrong sum": wrong,
      "two badges": png(1, 1, itxt(json), itxt(json.replace("Zoé", "Luc"))),
      "cut short": forms.png.subarray(0, forms.png.length / 2),
      "a lying length": Buffer.concat([forms.png.subarray(0, 33), Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from("iTXt")]),
      "no badge": png(1, 1),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const answer = await judgeFile(bytes, "image/png", "badge.png");
      refused(answer, name);
      assert.ok(answer.took < 3_000, `${name}: ${answer.took} ms`);
    }
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

  test("A33 contexts and graphs that would keep it busy are refused, without the network", async () => {
    const deep = `${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`;
    // Blank nodes that are told apart by their neighbours alone: each by the next, around a ring, or each by all others.
    const alike = (count, next) => JSON.stringify({ ...forms.json, evidence: Array.from({ length: count }, (_, one) => ({ id: `_:b${one}`, type: ["Achievement"], related: next(one).map((other) => ({ id: `_:b${other}` })) })) });
    for (const [name, body] of Object.entries({
      "a context elsewhere": JSON.stringify({ ...forms.json, "@context": [...forms.json["@context"], "https://evil.example/context.json"] }),
      "contexts in another order": JSON.stringify({ ...forms.json, "@context": [...forms.json["@context"]].reverse() }),
      "a thousand deep": deep,
      "a context of a megabyte": JSON.stringify({ ...forms.json, "@context": [...forms.json["@context"], Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`t${n}`, `https://example.org/${n}`]))] }),
      "a ring of blank nodes": alike(2_990, (one) => [(one + 1) % 2_990]),
      "blank nodes that all know each other": alike(12, (one) => Array.from({ length: 12 }, (_, other) => other).filter((other) => other !== one)),
    })) {
      const at = performance.now();
      refused(await judge(body), name);
      assert.ok(performance.now() - at < 2_000, `${name}: ${performance.now() - at} ms`);
    }
  });

  test("A34 an issuer that only looks like ours is not ours", async () => {
    for (const id of [forms.json.issuer.id.replace("localhost", "l0calhost"), `${forms.json.issuer.id}:path`, forms.json.issuer.id.replace("%3A", "%3a"), "did:web:lοcalhost"]) {
      const copy = structuredClone(forms.json);
      copy.issuer.id = id;
      const { json } = await judge(copy);
      assert.notEqual(json?.verdict, "valid", id);
      assert.notEqual(json?.trust, "own", id);
    }
  });

  test("A36 modules that are hostile are refused with their line, quickly", async () => {
    const { mkdtempSync, writeFileSync } = await import("node:fs");
    const folder = mkdtempSync(join(instance.folder, "hostile-"));
    const cases = { "10 MB": `x = "${"a".repeat(10 << 20)}"`, deep: `a = ${"[".repeat(10_000)}${"]".repeat(10_000)}`, "a million items": "[[items]]\n".repeat(1_000_000), NUL: "a = \"\u0000\"", bidi: "[module]\ntitle = \"a\u202eb\"" };
    for (const [name, text] of Object.entries(cases)) {
      const file = join(folder, "m.toml");
      writeFileSync(file, text);
      const at = performance.now();
      const done = instance.command("check", file);
      assert.equal(done.status, 1, `${name}: ${done.stderr.slice(0, 300)}`);
      assert.match(done.stderr, /m\.toml:\d+:\d+: /, name);
      assert.ok(performance.now() - at < 3_000, `${name}: ${performance.now() - at} ms`);
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

  test("A06 nothing of whoever came is left on the disk, and nothing secret is", async () => {
    const begun = await server.attempt();
    await ask(server.port, "/modules", { headers: { "x-forwarded-for": "203.0.113.77", "user-agent": "Palimpsest/9" } });
    const look = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((name) => statSync(name).isFile()) : []);
    const kept = [...look(join(instance.folder, "data")).map((file) => [file, readFileSync(file).toString("latin1")]), ...Object.entries(instance.rows())];
    assert.ok(kept.length > 20);
    for (const [where, text] of kept) for (const trace of ["203.0.113.77", "Palimpsest/9", begun.token]) assert.ok(!text.includes(trace), `${trace} in ${where}`);
    const from = "127.99.88.77";
    await ask(server.port, "/modules", { from });
    await new Visitor(server, { from }).post("/entry", { email: "where@example.org" });
    for (const [where, text] of Object.entries(instance.rows())) assert.ok(!text.includes(from), `the address of a client in ${where}`);
    assert.ok(!server.log.includes(from), "the address of a client in the log");
    for (const trace of ["203.0.113.77", begun.token, "Palimpsest/9"]) assert.ok(!server.log.includes(trace), `${trace} in the log`);
  });
});
