// What somebody clever tries beside the table: archives that would write elsewhere, deeds that meet in the middle, stores and caches that would be filled or keep what is gone,
// forms without end. Each test is a row of the second table of docs/SECURITY.md, on both databases.
import assert from "node:assert/strict";
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instance, MODULE, ROUNDS, Visitor, ask, engines, multipart, python, raw, until } from "./support.mjs";

const found = engines();
const { both } = found;

/** Alters a backup: `code` is Python that has its entries by name in `e` and its manifest in `m`, and says in `names` how entries are called twice or linked. */
function altered(from, to, code) {
  python(`
import hashlib, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
e = {i.filename: z.read(i) for i in z.infolist()}
m = json.loads(e["manifest.json"])
links, twice, zeros = [], [], {}
def put(name, data):
    e[name] = data
    m["files"][name] = hashlib.sha256(data).hexdigest()
${code}
e["manifest.json"] = json.dumps(m).encode()
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED, compresslevel=1, allowZip64=True) as o:
    for name, data in e.items():
        i = zipfile.ZipInfo(name); i.compress_type = zipfile.ZIP_DEFLATED
        if name in links: i.create_system = 3; i.external_attr = 0o120777 << 16
        o.writestr(i, data)
        if name in twice: o.writestr(i, b"x" + data)
    for name, size in zeros.items():
        i = zipfile.ZipInfo(name); i.compress_type = zipfile.ZIP_DEFLATED
        with o.open(i, "w", force_zip64=True) as f:
            for _ in range(size >> 24): f.write(bytes(1 << 24))`, from, to);
}

both("archives that would write elsewhere, swell, or say something else than they hold are refused, and nothing is left of them", async (instance, called) => {
  const server = await instance.start();
  const badge = await server.badge("Zoé");
  const held = (await server.call("GET", `${badge}.json`)).text;
  const file = join(instance.folder, "sound.crema"), sealed = join(instance.folder, "sealed.crema"), secret = join(instance.folder, "secret"), wrong = join(instance.folder, "wrong");
  writeFileSync(secret, "un mot de passe\n");
  writeFileSync(wrong, "un autre mot de passe\n");
  for (const [to, ...more] of [[file], [sealed, "--passphrase-file", secret]]) { const made = instance.command("backup", to, ...more); assert.equal(made.status, 0, made.stderr); }
  await server.kill("SIGTERM");
  const other = new Instance({ database: called === "PostgreSQL" ? found.postgres.database() : undefined });
  other.engine = found.postgres;
  // Modules come back too, into a folder of their own.
  other.env.CREMA_QUIZZES = join(other.folder, "quizzes");
  try {
    const outside = join(other.folder, "..", `crema-outside-evil-${process.pid}`);
    const hostile = {
      "a key that goes up": `put("keys/../../${outside.split("/").at(-1)}", b"x")`, "a key by its whole path": `put("keys/${outside}", b"x")`, "a module that goes up": `put("modules/../../x", b"x")`, "a whole path": `put("${outside}", b"x")`,
      "a path of Windows": `put("..\\\\..\\\\x", b"x")`, "a folder of nobody's": `put("etc/passwd", b"x")`, "the database": `put("data/crema.db", b"x")`, "a NUL": `put("keys/a\\0b", b"x")`, "a folder as a file": `put("keys/", b"x")`, "no name": `put("", b"x")`,
      "another content": `e["keys/ed25519.jwk"] = b"{}"`, "another row": `n = "tables/accounts.jsonl"\ne[n] = e[n] + b'["x"]\\n'`, "a row of another table": `e["tables/accounts.jsonl"] = e["tables/credentials.jsonl"]`,
      "a row that is no row": `e["tables/accounts.jsonl"] = b'{"id": 1}\\n'`, "one row less": `n = "tables/credentials.jsonl"\ne[n] = b""`, "a table that is missing": `del e["tables/credentials.jsonl"]`, "a table told otherwise": `m["tables"]["credentials"]["rows"] += 1`,
      "a row that goes on for ever": `del e["tables/accounts.jsonl"]\nzeros["tables/accounts.jsonl"] = 1 << 27`, "a file that swells": `m["files"]["modules/x"] = "0" * 64\nzeros["modules/x"] = (1 << 30) + (1 << 24)`,
      "a later schema": `m["schema"] = 99999`, "another format": `m["format"] = "crema-backup/2"`, "no manifest": `e.pop("manifest.json"); m = {}`, "a manifest twice": `twice.append("manifest.json")`,
    };
    /** Nothing of an instance is in its place, and nothing stands beside the folder. */
    const clean = (what) => {
      assert.ok(!existsSync(outside) && !existsSync(join(other.folder, "..", "x")) && !existsSync(join(other.folder, "x")), `${what}: something was written elsewhere`);
      assert.ok(!existsSync(other.file), `${what}: a database is in its place`);
      assert.ok(!existsSync(join(other.folder, "keys")), `${what}: keys are in their place`);
      if (other.database && other.query("SELECT to_regclass('credentials') IS NOT NULL") === "t") assert.equal(other.query("SELECT count(*) FROM credentials"), "0", `${what}: rows of it are there`);
    };
    for (const [what, code] of Object.entries(hostile)) {
      const path = join(other.folder, "hostile.crema");
      altered(file, path, code);
      const done = other.command("restore", path);
      assert.equal(done.status, 2, `${what}: ${done.status} ${done.stderr.slice(0, 400)}`);
      assert.ok(done.stderr.length < 2_000 && !/panicked/.test(done.stderr), `${what}: ${done.stderr.slice(0, 2_000)}`);
      clean(what);
    }
    // A key that would be a link is a file with the address that the link has.
    const bytes = readFileSync(file), whole = readFileSync(sealed);
    const head = (factor) => Buffer.from(`age-encryption.org/v1\n-> scrypt ${Buffer.alloc(16, 1).toString("base64").replaceAll("=", "")} ${factor}\n${Buffer.alloc(32, 1).toString("base64").replaceAll("=", "")}\n--- ${Buffer.alloc(32, 1).toString("base64").replaceAll("=", "")}\n`);
    for (const [what, content, ...more] of [
      ["cut short", bytes.subarray(0, bytes.length / 2)], ["cut at its end", bytes.subarray(0, -10)], ["nothing", Buffer.alloc(0)], ["no archive", Buffer.from("bonjour")], ["sealed, without a word", whole], ["sealed, with another word", whole, "--passphrase-file", wrong],
      ["sealed and cut", whole.subarray(0, whole.length - 20), "--passphrase-file", secret], ["sealed and turned", Buffer.concat([whole.subarray(0, 600), Buffer.from([whole[600] ^ 1]), whole.subarray(601)]), "--passphrase-file", secret], ["work for a year", head(40), "--passphrase-file", secret], ["work for ever", head(63), "--passphrase-file", secret],
    ]) {
      const path = join(other.folder, "hostile.crema");
      writeFileSync(path, content);
      const done = other.command("restore", path, ...more);
      assert.ok([1, 2].includes(done.status), `${what}: ${done.status} ${done.stderr}`);
      assert.doesNotMatch(done.stderr, /panicked/, what);
      clean(what);
    }
    altered(file, join(other.folder, "linked.crema"), `put("modules/link.toml", b"/etc/passwd")\nlinks.append("modules/link.toml")`);
    const linked = other.command("restore", join(other.folder, "linked.crema"));
    assert.equal(linked.status, 0, linked.stderr);
    const link = join(other.env.CREMA_QUIZZES, "link.toml");
    assert.ok(lstatSync(link).isFile() && readFileSync(link, "utf8") === "/etc/passwd", "a link is a file with an address in it");
    rmSync(link);
    const again = await other.start({ port: server.port });
    assert.equal((await again.call("GET", `${badge}.json`)).text, held, "after all these the sound one is restored");
  } finally { await other.end(); }
}, { timeout: 300_000 });

both("deeds that meet in the middle leave what one of them alone would have left", async (instance) => {
  const server = await instance.start();
  const chief = await (await instance.enter(server, "chief@example.org", "admin")).adhere();
  for (let round = 0; round < ROUNDS; round += 1) {
    // An event is called off while people register: whoever has a place is told that it is lost, everybody else is refused.
    const { own, date } = await chief.announce({ title: `Café ${round}`, seats: "5" });
    const people = Array.from({ length: 12 }, (_, n) => `p${round}-${n}@example.org`);
    const put = people.map((email, n) => new Visitor(server, { from: `127.20.${round}.${n + 1}` }).post(date, { name: `Personne ${n}`, email, once: `${round}-${n}` }));
    const cancelled = new Promise((done) => setTimeout(() => done(chief.post(`${own}/cancellation`, { sure: "yes" })), round * 3));
    const answers = await Promise.all(put);
    assert.equal((await cancelled).status, 303);
    for (const { status, text } of answers) assert.ok([200, 303, 404, 409, 422].includes(status), `${status} ${text.slice(0, 300)}`);
    const registered = instance.query(`SELECT email FROM registrations WHERE email LIKE 'p${round}-%'`).split("\n").filter(Boolean);
    await until("the queue to be empty", async () => instance.query("SELECT count(*) FROM jobs WHERE recipient IS NOT NULL AND failed_at IS NULL AND due_at < 9000000000000") === "0", 60);
    for (const email of registered) assert.ok(instance.letters(email).some(({ head, text }) => /annul|n.aura pas lieu|n.a pas lieu/i.test(`${head.subject} ${text}`)), `${email} has a place at what is not held, and was not told: ${instance.letters(email).map(({ head }) => head.subject)}`);
    // One code claimed at once under twelve names is one badge.
    const code = await server.code();
    const claims = await Promise.all(Array.from({ length: 12 }, (_, n) => server.call("POST", `/api/v1/claims/${code}`, { name: `Nom ${n}` })));
    assert.equal(claims.filter(({ status }) => status === 201).length, 1, claims.map(({ status }) => status).join());
    assert.ok(claims.every(({ status }) => [200, 201, 409].includes(status)), claims.map(({ status }) => status).join());
    // It is taken back while its holder renames it, fetches it and gives it up: never does it hold again.
    const path = new URL(claims.find(({ status }) => status === 201).json.credential).pathname, id = path.split("/").at(-1);
    const guest = new Visitor(server, { from: `127.21.${round}.1` });
    const held = await guest.post(`/claims/${code}`, { name: claims.find(({ status }) => status === 201) ? `Nom ${claims.findIndex(({ status }) => status === 201)}` : "" });
    const holder = (await guest.get(held.to)).text.match(/\/holder\/[^"/?]+/)?.[0];
    assert.ok(holder, held.to);
    const deeds = [chief.post("/admin/badges", { address: `${server.url}${path}`, to: "revoked", reason: "Essai" }), guest.copy().post(`${holder}/name`, { name: "Autre" }), guest.copy().post(`${holder}/renewal`, { code: await server.code() }), ...Array.from({ length: 6 }, () => server.call("GET", `${path}.json`))];
    const [revoked, ...others] = await Promise.all(deeds);
    assert.equal(revoked.status, 200);
    for (const { status, text } of others) assert.ok(status < 500, `${status} ${text.slice(0, 300)}`);
    assert.equal(instance.query(`SELECT standing FROM credentials WHERE id = '${id}'`), "revoked");
    const after = await server.call("GET", `${path}.json`);
    assert.equal((await server.call("POST", "/api/v1/verifications", after.text)).json.verdict, "invalid", after.text);
    assert.equal(instance.query(`SELECT count(*) FROM credentials WHERE award_id = (SELECT award_id FROM credentials WHERE id = '${id}')`), "1", "one award has one badge");
  }
  // Announced and called off, again and again at once: it ends as one of the two, and the list says which.
  const { own, page } = await chief.announce({ title: "Café qui change" });
  const again = await Promise.all(Array.from({ length: 20 }, (_, n) => chief.copy().post(`${own}/${n % 2 ? "publication" : "cancellation"}`, { sure: "yes" })));
  for (const { status } of again) assert.ok(status < 500, `${status}`);
  const status = instance.query(`SELECT status FROM events WHERE id = '${own.split("/").at(-1)}'`);
  assert.ok(["published", "cancelled"].includes(status), status);
  const listed = JSON.stringify(JSON.parse((await chief.get("/events.json")).text)).match(/\{[^{}]*"Café qui change".*?\}/)?.[0];
  assert.equal(listed !== undefined && !/[Cc]ancelled/.test(listed), status === "published", `${status}, ${page}: ${listed}`);
  assert.ok(!/panicked/.test(server.log), server.log);
}, { timeout: 300_000 });

both("what was taken back, called off or erased is given by no kept page, feed or tag any more", async (instance) => {
  const server = await instance.start();
  const chief = await (await instance.enter(server, "chief@example.org", "admin")).adhere();
  const path = await server.badge("Zoé Cachée");
  const { own, page } = await chief.announce({ title: "Café éphémère" });
  const get = (where, headers = {}) => ask(server.port, where, { headers: { accept: "text/html", "accept-language": "fr", ...headers } });
  // Everything is asked for twice, packed and not, so that whatever is kept is kept.
  const places = [path, `${path}.json`, `${path}.jwt`, `${path}.png`, `${path}.svg`, `${path}.pdf`, "/events", "/events?q=&place=", "/events/calendar", "/events.json", "/events.ics", "/events.atom", "/", page];
  const tags = new Map();
  for (let turn = 0; turn < 2; turn += 1) for (const where of places) for (const coding of ["identity", "gzip"]) {
    const { status, headers } = await get(where, { "accept-encoding": coding });
    assert.equal(status, 200, where);
    if (headers.etag) tags.set(where, headers.etag);
  }
  assert.ok(tags.size >= 6, [...tags.keys()].join());
  for (const [where, tag] of tags) {
    assert.equal((await get(where, { "if-none-match": tag })).status, 304, `${where} is known by its tag`);
    assert.equal((await get(where, { "if-none-match": "\"x\"" })).status, 200, where);
    const head = await ask(server.port, where, { method: "HEAD", headers: { accept: "text/html", "accept-language": "fr" } });
    assert.equal(head.status, 200);
    assert.equal(head.text, "");
    assert.equal(head.headers.etag, tag, `HEAD ${where}`);
    const part = await get(where, { range: "bytes=0-9" });
    assert.ok(part.status === 200 || part.status === 206 && part.text.length === 10, `${where}: a part is a part or the whole`);
  }
  assert.equal(instance.command("status", "revoke", path.split("/").at(-1), "--reason", "Essai").status, 0);
  for (const coding of ["identity", "gzip"]) {
    const { text, headers } = await get(path, { "accept-encoding": "identity" });
    assert.match(text, /Badge révoqué/, coding);
    assert.match(headers["cache-control"], /no-store/);
  }
  assert.equal((await server.call("POST", "/api/v1/verifications", (await server.call("GET", `${path}.json`)).text)).json.verdict, "invalid");
  assert.equal((await chief.post(`${own}/cancellation`, { sure: "yes" })).status, 303);
  for (const where of ["/events", "/events?q=&place=", "/events/calendar", "/"]) assert.doesNotMatch((await get(where)).text.replaceAll(/Annulé[^<]*Café éphémère|Café éphémère[^<]*annulé/gi, ""), /Café éphémère(?![\s\S]{0,400}[Aa]nnul)/, where);
  for (const where of ["/events.json", "/events.ics", "/events.atom"]) assert.notEqual((await get(where, { "if-none-match": tags.get(where) ?? "\"none\"" })).status, 304, `${where} is another by now`);
  // Its holder gives a badge up: no form of it is there, known by its tag or not.
  const code = await server.code(), guest = new Visitor(server);
  const given = await guest.post(`/claims/${code}`, { name: "Léa Cachée" }, 303);
  const holder = (await guest.get(given.to)).text.match(/\/holder\/[^"/?]+/)[0];
  const mine = instance.query("SELECT id FROM credentials WHERE name = 'Léa Cachée'");
  const kept = new Map();
  for (const end of ["", ".json", ".jwt", ".png", ".svg", ".pdf"]) kept.set(end, (await get(`/credentials/${mine}${end}`)).headers.etag);
  assert.equal((await guest.post(`${holder}/end`, { sure: "yes", void: "yes" })).status < 400, true);
  for (const [end, tag] of kept) {
    const { status, text } = await get(`/credentials/${mine}${end}`, tag ? { "if-none-match": tag } : {});
    assert.equal(status, 410, `${end}: ${status}`);
    assert.doesNotMatch(text, /Léa Cachée/, end);
  }
});

both("no header but those that an answer varies by changes it, and no list that is kept is somebody's", async (instance) => {
  const server = await instance.start();
  const chief = await (await instance.enter(server, "chief@example.org", "admin")).adhere();
  await chief.announce({ title: "Café public" });
  const badge = await server.badge("Zoé");
  const forged = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-port": "1", "x-forwarded-prefix": "/evil", "x-original-url": "/admin", "x-rewrite-url": "/admin", forwarded: "host=evil.example;proto=https", "x-host": "evil.example", "x-http-method-override": "DELETE", "accept-charset": "utf-7", via: "evil", origin: "https://evil.example", referer: "https://evil.example/", cookie: "lang=xx; session=evil; theme=\"><script>" };
  for (const path of ["/", "/events", "/people", "/modules", "/voices", "/charter", "/events.json", "/events.atom", "/events.ics", "/people.json", "/sitemap.xml", "/robots.txt", "/issuer.json", "/.well-known/did.json", "/verify", badge, `${badge}.json`, `${badge}.svg`]) {
    const plain = { accept: "text/html", "accept-language": "fr", "accept-encoding": "identity" };
    const bare = (text) => text.replaceAll(/name="token" value="[^"]*"/g, "");
    const first = await ask(server.port, path, { headers: { ...plain, ...forged } });
    const second = await ask(server.port, path, { headers: plain });
    assert.equal(bare(first.text), bare(second.text), `${path} is another by a header of a stranger`);
    assert.ok(!/evil/.test(first.text + JSON.stringify(first.headers)), path);
    // The address written out is the same page; of another host it is nobody's.
    const whole = await raw(server.port, `GET http://evil.example${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`);
    assert.equal(whole.status, 421, path);
    // Whoever is within and whoever is not see the same where it may be kept by others.
    const english = await ask(server.port, path, { headers: { ...plain, "accept-language": "en" } });
    const shared = /public|max-age=[1-9]/.test(second.headers["cache-control"] ?? "");
    if (shared && english.text !== second.text) assert.match(second.headers.vary ?? "", /accept-language/i, `${path} is kept by others and has two languages`);
    const member = await chief.send("GET", path, undefined, { "accept-encoding": "identity" });
    if (shared) assert.equal(bare(member.text), bare(second.text), `${path} is kept by others and is somebody's`);
    const after = await ask(server.port, path, { headers: plain });
    assert.equal(bare(after.text), bare(second.text), `${path} is another after somebody within asked for it`);
    assert.equal(after.headers["set-cookie"], undefined, `${path} gives a cookie`);
  }
  for (const path of ["/events", "/people", "/events/calendar"]) assert.doesNotMatch((await ask(server.port, path)).text, /name="token"/, `${path} is kept with the token of one browser`);
});

both("what strangers ask for does not fill the memory: lists by the thousand, fields, parts, addresses, methods", async (instance, called, context) => {
  const server = await instance.start();
  const chief = await (await instance.enter(server, "chief@example.org", "admin")).adhere();
  for (let n = 0; n < 12; n += 1) await chief.announce({ title: `Café ${n}`, about: "x".repeat(500) });
  const asked = async (count, one) => { for (let n = 0; n < count; n += 25) await Promise.all(Array.from({ length: 25 }, (_, at) => one(n + at))); };
  for (const path of ["/events", "/people", "/events/calendar", "/events.json"]) await ask(server.port, path);
  for (const [what, most, body] of [
    ["events that are looked for", 40, () => asked(500, (n) => ask(server.port, `/events?q=x${n}`))],
    ["people who are looked for", 40, () => asked(500, (n) => ask(server.port, `/people?q=x${n}`))],
    ["lists under six thousand names", 40, () => asked(6_000, (n) => ask(server.port, `${["/events", "/people", "/events/calendar"][n % 3]}?q=&x${n}=${"y".repeat(100)}`))],
    ["lists under long names", 60, () => asked(2_000, (n) => ask(server.port, `/events?x${n}=${"y".repeat(3_000)}`))],
    ["feeds under six hundred names", 60, () => asked(600, (n) => ask(server.port, `${["/events.json", "/events.atom", "/events.ics"][n % 3]}?q=x${n}`))],
    ["methods of one's own", 60, () => asked(2_000, (n) => raw(server.port, `M${n} /modules HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`))],
    ["keys of calls", 60, () => asked(1_000, (n) => server.call("POST", "/api/v1/claims/ABCD-EFGH-JKMN", {}, { headers: { "idempotency-key": `k${n}` } }))],
  ]) {
    const before = server.memory;
    await body();
    context.diagnostic(`${what}: ${(server.memory - before).toFixed(1)} MB`);
    assert.ok(server.memory < before + most, `${what}: ${before}, then ${server.memory} MB`);
  }
  // Forms of very many fields, and files of very many parts: refused or read, and nothing grows.
  const edge = "edge", part = (name, value, more = "") => `--${edge}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const files = `${Array.from({ length: 40_000 }, (_, n) => part("file", "x", `; filename="f${n}"`)).join("")}--${edge}--\r\n`;
  for (const [what, path, type, body] of [
    ["thirty thousand fields", "/entry", "application/x-www-form-urlencoded", "a&".repeat(30_000)], ["a hundred thousand fields", "/entry", "application/x-www-form-urlencoded", "a=b&".repeat(100_000)], ["one field thirty thousand times", "/me/profile", "application/x-www-form-urlencoded", "badge&".repeat(10_000)],
    ["forty thousand files", "/verify", `multipart/form-data; boundary=${edge}`, files], ["a part without end", "/verify", `multipart/form-data; boundary=${edge}`, `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n${"x".repeat(4 << 20)}`],
    ["a part with a head without end", "/verify", `multipart/form-data; boundary=${edge}`, `--${edge}\r\n${"x: y\r\n".repeat(500_000)}\r\nx\r\n--${edge}--\r\n`], ["parts in parts", "/verify", `multipart/form-data; boundary=${edge}`, `--${edge}\r\ncontent-type: multipart/mixed; boundary=${edge}\r\n\r\n`.repeat(20_000)],
    ["an edge without end", "/verify", `multipart/form-data; boundary=${"e".repeat(4_000)}`, "x"], ["no edge", "/verify", "multipart/form-data", "x"], ["many files of the API", "/api/v1/verifications", `multipart/form-data; boundary=${edge}`, files],
  ]) {
    server.forget();
    const before = server.memory;
    const { status, text } = await chief.send("POST", path, body, { "content-type": type, accept: "text/html" });
    assert.ok([200, 303, 400, 403, 413, 415, 422].includes(status), `${what}: ${status} ${text.slice(0, 300)}`);
    context.diagnostic(`${what}: ${status}, ${(server.peak - before).toFixed(1)} MB`);
    assert.ok(server.peak < before + 120, `${what}: ${before}, then ${server.peak} MB`);
  }
  assert.ok(!server.over && !/panicked/.test(server.log), server.log);
}, { timeout: 300_000 });

both("badges that cost the most to be read keep nobody else waiting", async (instance, called, context) => {
  const server = await instance.start();
  const badge = (await server.call("GET", `${await server.badge("Zoé")}.json`)).json;
  const ring = JSON.stringify({ ...badge, evidence: Array.from({ length: 240 }, (_, one) => ({ id: `_:b${one}`, type: ["Achievement"], related: [{ id: `_:b${(one + 1) % 240}` }] })) });
  const { body, type } = { type: "multipart/form-data; boundary=edge", body: `${Array.from({ length: 20 }, (_, n) => `--edge\r\ncontent-disposition: form-data; name="file"; filename="f${n}.json"\r\n\r\n${ring}\r\n`).join("")}--edge--\r\n` };
  const at = performance.now();
  let ended = false;
  const heavy = Promise.all(Array.from({ length: 8 }, (_, n) => ask(server.port, "/verify", { method: "POST", body, from: `127.30.0.${n + 1}`, headers: { "content-type": type, "content-length": Buffer.byteLength(body), origin: server.url, accept: "text/html" } }))).finally(() => { ended = true; });
  const waits = [];
  while (!ended) { const from = performance.now(); assert.equal((await ask(server.port, "/healthz")).status, 200); waits.push(performance.now() - from); await new Promise((done) => setTimeout(done, 5)); }
  for (const { status } of await heavy) assert.ok([200, 503].includes(status), `${status}`);
  context.diagnostic(`eight times twenty files took ${(performance.now() - at).toFixed(0)} ms; meanwhile others waited at most ${Math.max(...waits).toFixed(0)} ms`);
});

both("contexts named in every order are no store that strangers fill", async (instance, called, context) => {
  const server = await instance.start();
  const badge = (await server.call("GET", `${await server.badge("Zoé")}.json`)).json;
  const others = ["https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/data-integrity/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/suites/ed25519-2020/v1", "https://www.w3.org/ns/credentials/status/v1", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"];
  const orders = (left) => (left.length ? left.flatMap((one) => [[one], ...orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest])]) : []);
  const all = orders(others);
  const judged = async (credential) => { const at = performance.now(); const { json } = await server.call("POST", "/api/v1/verifications", JSON.stringify(credential)); return { json, took: performance.now() - at }; };
  const before = server.memory, sound = [];
  for (let n = 0; n < 20; n += 1) sound.push((await judged(badge)).took);
  for (let n = 0; n < all.length; n += 10) await Promise.all(all.slice(n, n + 10).map((more) => judged({ ...badge, "@context": [...badge["@context"], ...more] })));
  const after = [];
  for (let n = 0; n < 20; n += 1) { const { json, took } = await judged(badge); assert.equal(json.verdict, "valid"); after.push(took); }
  const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1].toFixed(2);
  context.diagnostic(`${all.length} orders: ${(server.memory - before).toFixed(1)} MB; a sound badge ${middle(sound)} ms before, ${middle(after)} ms after`);
  assert.ok(server.memory < before + 60, `${before}, then ${server.memory} MB`);
});
