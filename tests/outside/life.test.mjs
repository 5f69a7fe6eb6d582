// What an instance lives through in years: a newer program, an older one, another database, a backup that comes back, new keys, stolen keys, other clocks. Rows of the table
// of docs/SECURITY.md, on both databases.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instance, ROUNDS, Visitor, clock, engines, freePort, python, root, sleep } from "./support.mjs";

const found = engines();
const { both } = found;

/** The steps of the schema up to one, in order: number, name, SQL. */
const steps = readdirSync(join(root, "migrations")).sort().map((name) => [Number(name.slice(0, 4)), name.slice(5, -4), readFileSync(join(root, "migrations", name), "utf8")]);
const NEWEST = steps.at(-1)[0];

/** Takes a database back to an earlier schema with what it held then, as an older program would have left it. */
function age(instance, version) {
  const made = steps.filter(([number]) => number <= version);
  const noted = made.map(([number, name, sql]) => [number, name, createHash("sha384").update(sql).digest("hex")]);
  if (!instance.database) {
    python(`
import json, os, sqlite3, sys
path, made, noted = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
old = sqlite3.connect(path + ".old")
old.execute("CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)")
for number, name, sql in made: old.executescript(sql)
old.execute("ATTACH ? AS new", (path,))
for (table,) in old.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations'").fetchall():
    later = {c[1] for c in old.execute(f"PRAGMA new.table_info({table})")}
    columns = ", ".join(c[1] for c in old.execute(f"PRAGMA main.table_info({table})") if c[1] in later)
    # The counters that the steps themselves begin.
    if table == "counters": old.execute("UPDATE main.counters SET value = (SELECT value FROM new.counters AS n WHERE n.name = counters.name)")
    elif columns: old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
old.executemany("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?, ?, 1, ?, 0)", [(n, d, bytes.fromhex(h)) for n, d, h in noted])
old.commit(); old.close()
for more in ("-wal", "-shm"):
    if os.path.exists(path + more): os.remove(path + more)
os.replace(path + ".old", path)`, instance.file, JSON.stringify(made), JSON.stringify(noted));
    return;
  }
  instance.query("ALTER SCHEMA public RENAME TO later; CREATE SCHEMA public; CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL)");
  for (const [, , sql] of made) instance.query(sql);
  const columns = instance.query("SELECT o.table_name, string_agg(quote_ident(o.column_name), ', ') FROM information_schema.columns o JOIN information_schema.columns n ON n.table_schema = 'later' AND n.table_name = o.table_name AND n.column_name = o.column_name WHERE o.table_schema = 'public' AND o.table_name <> '_sqlx_migrations' GROUP BY 1");
  // The counters are those that the steps themselves begin.
  const copies = columns.split("\n").map((line) => line.split("|")).filter(([table]) => table !== "counters").map(([table, names]) => `INSERT INTO public.${table} (${names}) SELECT ${names} FROM later.${table}`);
  instance.query(`SET session_replication_role = replica; UPDATE public.counters AS o SET value = n.value FROM later.counters AS n WHERE n.name = o.name; ${copies.join("; ")}; DROP SCHEMA later CASCADE`);
  for (const [number, name, sum] of noted) instance.query(`INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (${number}, '${name}', true, decode('${sum}', 'hex'), 0)`);
}

/** The copies beside the file of SQLite: whether each is whole, of which schema it is, how many answers it holds. */
function copies(instance) {
  const folder = join(instance.folder, "data");
  const names = readdirSync(folder).filter((name) => /^crema\..+\.db$/.test(name));
  return names.map((name) => python(`
import sqlite3, sys
c = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
try: print(c.execute("PRAGMA integrity_check").fetchone()[0], c.execute("SELECT max(version) FROM _sqlx_migrations").fetchone()[0], c.execute("SELECT count(*) FROM answers").fetchone()[0])
except sqlite3.Error as error: print("not whole:", error)`, join(folder, name)));
}

/** What others hold against a badge: the badge in its forms, the issuer's keys, the bits of its list. */
async function published(server, path) {
  const badge = await server.call("GET", `${path}.json`);
  const list = await server.call("GET", new URL(badge.json.credentialStatus.statusListCredential).pathname, undefined, { headers: { accept: "application/vc" } });
  return { json: badge.text, jwt: (await server.call("GET", `${path}.jwt`)).text, did: (await server.call("GET", "/.well-known/did.json")).text, bits: list.json.credentialSubject.encodedList };
}
const judged = async (server, badge) => (await server.call("POST", "/api/v1/verifications", badge)).json;

/** An instance with two badges, one of them taken back; it is stopped. */
async function lived(instance, port) {
  const server = await instance.start({ port });
  const paths = [await server.badge("Zoé"), await server.badge("Ali")];
  assert.equal(instance.command("status", "revoke", paths[1].split("/").at(-1), "--reason", "Essai").status, 0);
  const was = [await published(server, paths[0]), await published(server, paths[1])];
  await server.kill("SIGTERM");
  return { paths, was };
}

/** The same badges, keys and bits; the first holds and the second does not; and it goes on. */
async function goesOn(server, { paths, was }, what) {
  for (const [n, path] of paths.entries()) {
    assert.deepEqual(await published(server, path), was[n], what);
    assert.equal((await judged(server, was[n].json)).verdict, n === 0 ? "valid" : "invalid", what);
  }
  assert.match(await server.badge("Eve"), /^\/credentials\//, what);
}

both("F28 a database of each age is brought up to date with what is in it, and a copy stands beside the file", async (instance, called) => {
  const port = await freePort();
  const before = await lived(instance, port);
  const counts = () => instance.query("SELECT (SELECT count(*) FROM attempts), (SELECT count(*) FROM answers), (SELECT count(*) FROM awards), (SELECT count(*) FROM issuance_log)");
  for (const version of [steps.at(-2)[0], 60, 40, 20]) {
    const held = counts();
    age(instance, version);
    assert.equal(instance.query("SELECT max(version) FROM _sqlx_migrations"), String(version));
    assert.equal(counts(), held, "the older database holds what there was");
    const server = await instance.start({ port });
    assert.equal(counts(), held, `from ${version}`);
    await goesOn(server, before, `from ${version}`);
    await server.kill("SIGTERM");
    assert.equal(instance.query("SELECT max(version) FROM _sqlx_migrations"), String(NEWEST));
    // Whoever goes back and comes again has a copy of this time, not of the one before.
    if (called === "SQLite") assert.ok(copies(instance).includes(`ok ${version} ${held.split("|")[1]}`), `from ${version}: ${copies(instance)}`);
  }
});

both("F08 killed while the schema is brought up to date, it is old or new, nothing is lost, and the copy is whole", async (instance, called) => {
  const port = await freePort();
  const before = await lived(instance, port);
  // So much that a step takes its time.
  const many = instance.database ? "SELECT n FROM generate_series(1, 40000) AS n" : "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 40000) SELECT n FROM s";
  const filler = instance.database ? "repeat('x', 400)" : "printf('%.400c', 'x')";
  instance.query(`INSERT INTO answers (attempt_id, item, response, answered_at) SELECT (SELECT min(id) FROM attempts), 'filler-' || CAST(n AS TEXT), ${filler}, 1 FROM (${many}) AS all_of_them RETURNING 1`);
  const answers = instance.query("SELECT count(*) FROM answers");
  age(instance, 20);
  let within = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const starting = instance.start({ port }).catch(() => undefined);
    await sleep(20 + Math.random() * 250);
    for (const one of instance.processes) await one.kill();
    await starting;
    const version = Number(instance.query("SELECT coalesce(max(version), 0) FROM _sqlx_migrations"));
    assert.ok([20, ...steps.map(([number]) => number)].includes(version));
    if (version > 20 && version < NEWEST) within += 1;
    assert.equal(instance.query("SELECT count(*) FROM answers"), answers, `after round ${round}, at ${version}`);
    // What was changed may be gone back on: a copy of before is there, and it is whole.
    if (called === "SQLite" && version > 20) assert.ok(copies(instance).includes(`ok 20 ${answers}`), `after round ${round}, at ${version}: ${copies(instance)}`);
    if (version === NEWEST) age(instance, 20);
  }
  await goesOn(await instance.start({ port }), before, `killed ${within} times between two steps`);
});

both("F12 a database that is newer than the program is refused and left as it is", async (instance) => {
  await (await instance.start()).kill("SIGTERM");
  const sum = instance.database ? "decode('00', 'hex')" : "x'00'";
  instance.query(`INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', ${instance.database ? "true" : "1"}, ${sum}, 0) RETURNING 1`);
  const before = instance.rows();
  for (const start of [() => instance.start(), () => instance.start({ args: ["serve", "--no-jobs"] })]) {
    const refused = await start().then(() => undefined, (error) => error);
    assert.ok(refused, "a newer database was served");
    assert.equal(refused.code, 2, refused.log);
    assert.match(refused.log, /9999.*newer|newer.*9999/s);
  }
  assert.deepEqual(instance.rows(), before);
});

both("F29 moved to another database and back, every row and every badge is the same", async (instance, called) => {
  if (called === "PostgreSQL") return; // From SQLite; the way back is part of it.
  if (!found.postgres) return console.log("skipped: PostgreSQL is not installed");
  const port = await freePort();
  const before = await lived(instance, port);
  const counted = (of) => Object.fromEntries(Object.keys(of.rows()).filter((table) => !["_sqlx_migrations", "more", "jobs", "settings"].includes(table)).map((table) => [table, of.query(`SELECT count(*) FROM "${table}"`)]));
  const held = counted(instance);
  const moved = new Instance({ folder: instance.folder, database: found.postgres.database() });
  moved.engine = found.postgres;
  const done = instance.command("migrate-to", moved.database);
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(counted(moved), held);
  const signed = (of) => createHash("sha256").update(of.query("SELECT credential_id, revision, list, place, document, jwt, issued_at FROM issues ORDER BY credential_id, revision")).digest("hex");
  const bytes = signed(instance);
  assert.equal(signed(moved), bytes, "every signed byte is the same");
  const old = await instance.start({ port }).then(() => undefined, (error) => error);
  assert.match(old?.log ?? "served", /moved/, "the old file is served no more");
  const twice = moved.command("migrate-to", moved.database);
  assert.equal(twice.status, 2, "onto itself");
  const server = await moved.start({ port });
  await goesOn(server, before, "on PostgreSQL");
  const file = join(instance.folder, "back.crema");
  assert.equal(moved.command("backup", file).status, 0);
  await server.kill("SIGTERM");
  const back = new Instance();
  try {
    const restored = back.command("restore", file);
    assert.equal(restored.status, 0, restored.stderr);
    assert.equal(back.query("SELECT count(*) FROM credentials"), moved.query("SELECT count(*) FROM credentials"));
    await goesOn(await back.start({ port }), before, "back on SQLite");
  } finally { await back.end(); }
});

both("F30 after new keys old badges hold, after a theft only what the log had before it, and the rest is signed again", async (instance) => {
  const port = await freePort();
  const server = await instance.start({ port });
  const first = await server.badge("Zoé");
  const old = (await server.call("GET", `${first}.json`)).text;
  const method = JSON.parse(old).proof[0].verificationMethod;
  const stolen = JSON.parse(readFileSync(join(instance.folder, "keys/ed25519.jwk"), "utf8"));
  const rotated = instance.command("keys", "rotate");
  assert.equal(rotated.status, 0, rotated.stderr);
  await sleep(2_500);
  const second = await server.badge("Ali");
  const newer = (await server.call("GET", `${second}.json`)).json;
  assert.notEqual(newer.proof[0].verificationMethod, method, "the new key signs");
  for (const badge of [old, newer]) assert.equal((await judged(server, badge)).verdict, "valid");
  const methods = (await server.call("GET", "/.well-known/did.json")).json;
  assert.ok(methods.assertionMethod.includes(method) && methods.assertionMethod.includes(newer.proof[0].verificationMethod));
  // Somebody has the first key, and signs a badge under an address that is ours.
  const forged = JSON.parse(old);
  delete forged.proof;
  forged.id = forged.id.replace(/[0-9a-f-]{36}$/, "01a21e00-0000-7000-8000-000000000001");
  forged.credentialSubject.identifier[0].identityHash = "Voleuse";
  writeFileSync(join(instance.folder, "forged.json"), JSON.stringify(forged));
  writeFileSync(join(instance.folder, "stolen.jwk"), JSON.stringify({ ...stolen, kid: method }), { mode: 0o600 });
  const signed = instance.command("sign", "forged.json", "--key", "stolen.jwk");
  assert.equal(signed.status, 0, signed.stderr);
  assert.equal(JSON.parse(signed.stdout).proof[0]?.verificationMethod ?? JSON.parse(signed.stdout).proof.verificationMethod, method);
  const taken = await judged(server, signed.stdout);
  assert.ok(!taken.checks.some(({ id, outcome }) => id === "proof" && outcome === "fail"), JSON.stringify(taken));
  const told = instance.command("keys", "compromise", method.split("#")[1]);
  assert.equal(told.status, 0, told.stderr);
  assert.match(told.stderr, /zDn\w+ of the same pair is trusted still/, "the other key of the folder is named");
  await sleep(2_500);
  const after = await judged(server, signed.stdout);
  assert.equal(after.verdict, "invalid", JSON.stringify(after));
  assert.match(JSON.stringify(after.checks), /is not in assertionMethod/, "it says why");
  assert.ok(!(await server.call("GET", "/.well-known/did.json")).json.assertionMethod.includes(method), "others are told too");
  // What was in the log before holds, here; and whoever asks for it has it signed by a key that holds everywhere.
  assert.equal((await judged(server, newer)).verdict, "valid");
  const again = (await server.call("GET", `${first}.json`)).json;
  assert.equal(again.id, JSON.parse(old).id);
  // The file of before was replaced: who hands it in is told so, and never that it holds.
  const former = await judged(server, old);
  assert.equal(former.verdict, "invalid", JSON.stringify(former.checks));
  assert.deepEqual(former.checks.filter(({ outcome }) => outcome === "fail").map(({ id }) => id), ["status"]);
  assert.equal((await judged(server, again)).verdict, "valid", JSON.stringify(await judged(server, again)));
  assert.equal((await judged(server, await (async () => (await server.call("GET", `${await server.badge("Eve")}.json`)).text)())).verdict, "valid", "it goes on signing");
  const list = instance.command("keys", "list").stdout;
  assert.match(list, /compromised since/);
});

both("F20 F21 with a clock three minutes behind a badge holds, two hours behind not yet, and a way in of before is not revived", async (instance) => {
  if (!clock("+0s")) return;
  const port = await freePort();
  const server = await instance.start({ port });
  const badge = (await server.call("GET", `${await server.badge("Zoé")}.json`)).text;
  // A way in that was used, whose visit is over; and one that nobody has used yet.
  const zoe = await new Visitor(server).enterByLetter(instance, "zoe@example.org");
  const used = instance.letters("zoe@example.org").at(-1).path("/entry/");
  const former = zoe.copy();
  assert.equal((await former.get("/me")).status, 200);
  await zoe.post("/leave", {}, 303);
  const invited = (email) => new URL(instance.command("account", "grant", email, "author").stdout.trim()).pathname;
  const [timely, unused] = [invited("eve@example.org"), invited("ali@example.org")];
  await server.kill("SIGTERM");
  for (const [shift, verdict] of [["+2m", "valid"], ["-180s", "valid"], ["-2h", "invalid"], ["+2d", "valid"], ["-2d", "invalid"], ["+3600d", "valid"], ["+0s", "valid"]]) {
    const other = await instance.start({ port, env: clock(shift) });
    const told = await judged(other, badge);
    assert.equal(told.verdict, verdict, `${shift}: ${JSON.stringify(told.checks)}`);
    if (verdict === "invalid") assert.equal(told.checks.find(({ id }) => id === "dates").outcome, "fail");
    const fresh = (await other.call("GET", `${await other.badge()}.json`)).json;
    assert.equal((await judged(other, fresh)).verdict, "valid", `one of its own, ${shift}`);
    // A visit that is over stays over, and a link that was used stays used, whatever the clock says.
    former.server = other;
    // A link in time opens: the other one is refused for its time alone.
    if (shift === "+2m") await new Visitor(other).post(timely, {}, 303);
    assert.equal((await former.get("/me")).status, 303, `${shift}: a visit that was ended goes on`);
    const again = await new Visitor(other, { from: "127.20.0.2" }).post(used, {});
    assert.ok(again.status >= 400, `${shift}: a used link opened again, ${again.status}`);
    // One that was out of time once is so for good. It was not tried before two days had passed.
    if (!["+2m", "-180s", "-2h"].includes(shift)) {
      const late = await new Visitor(other, { from: "127.20.0.3" }).post(unused, {});
      assert.ok(late.status >= 400, `${shift}: a link of days ago opened, ${late.status}`);
    }
    assert.ok(!/panicked/.test(other.log), other.log);
    await other.kill("SIGTERM");
  }
});
