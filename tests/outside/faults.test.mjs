// What breaks under a server: processes killed, disks full or read-only, databases away, clocks wrong, connections by the thousand. Each test is a row of the
// table of docs/SECURITY.md, on each database where the row concerns it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Instance, MODULE, ROUNDS, ask, binary, clock, engines, freePort, python, raw, run, sleep, until } from "./support.mjs";

const found = engines();
const { both } = found;

/** The database is whole by its own account, and the instance by its doctor's. */
function sound(instance, called) {
  if (called === "SQLite") {
    assert.equal(python("import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('PRAGMA integrity_check').fetchone()[0], len(c.execute('PRAGMA foreign_key_check').fetchall()))", instance.file), "ok 0");
  }
  const doctor = instance.command("doctor", "--json");
  assert.ok(doctor.status === 0, `crema doctor: ${doctor.stdout}${doctor.stderr}`);
}

both("F01 killed under load, every acknowledged answer is there", async (instance, called) => {
  const acknowledged = []; // [attempt, token, item]
  const ended = []; // [attempt, token, what was told]
  const begun = []; // [attempt, token]
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await instance.start();
    // These wait for nothing but their end, which comes while all the others write.
    const whole = [];
    for (let n = 0; n < 4; n += 1) whole.push(await server.attempt());
    begun.push(...whole.map(({ id, token }) => [id, token]));
    let killed = false;
    const finisher = (async () => {
      for (const { id, token } of whole) {
        await sleep(Math.random() * 80);
        const { status, text } = await server.call("POST", `/api/v1/attempts/${id}/completion`, undefined, { token });
        if (status === 200) ended.push([id, token, text]);
      }
    })().catch(() => {});
    // Every other one answers a little and ends at once: the moment between two writes is what a kill is after.
    const client = async (n) => {
      while (!killed) {
        const one = await server.attempt({ answer: false });
        begun.push([one.id, one.token]);
        for (const item of n % 2 ? one.items.slice(0, 1) : one.items) {
          const { status } = await server.call("PUT", `/api/v1/attempts/${one.id}/answers/${item.id}`, { response: null }, { token: one.token });
          if (status === 200) acknowledged.push([one.id, one.token, item.id]);
        }
        const { status, text } = await server.call("POST", `/api/v1/attempts/${one.id}/completion`, undefined, { token: one.token });
        if (status === 200) ended.push([one.id, one.token, text]);
      }
    };
    const clients = Array.from({ length: 8 }, (_, n) => client(n).catch(() => {}));
    await sleep(80 + Math.random() * 250);
    killed = true;
    await server.kill();
    await Promise.all([finisher, ...clients]);
  }
  assert.ok(acknowledged.length > ROUNDS, "there was load");
  const server = await instance.start();
  assert.ok(ended.length > 0, "some attempts were ended");
  for (const [id, token, told] of ended.slice(-200)) assert.equal((await server.call("POST", `/api/v1/attempts/${id}/completion`, undefined, { token })).text, told, "a result that was told is another one");
  // Scored, ended and rewarded in one, also where nobody heard of it: what the result says is what was earned.
  const earned = new Map(instance.query("SELECT a.id, count(w.id) FROM attempts a LEFT JOIN awards w ON w.attempt_id = a.id WHERE a.completed_at IS NOT NULL GROUP BY a.id").split("\n").map((row) => row.split("|")));
  assert.ok(earned.size >= ended.length);
  let rewarded = 0;
  for (const [id, token] of begun.filter(([id]) => earned.has(id)).slice(-200)) {
    const { badges } = (await server.call("POST", `/api/v1/attempts/${id}/completion`, undefined, { token })).json;
    assert.equal(badges.length, Number(earned.get(id)), "a half-scored attempt");
    rewarded += badges.length;
  }
  assert.ok(rewarded > 0, "some earned something");
  assert.equal(instance.query("SELECT count(*) FROM awards WHERE attempt_id IN (SELECT id FROM attempts WHERE completed_at IS NULL)"), "0", "rewarded without its end");
  const attempts = new Map(acknowledged.map(([id, token]) => [id, token]));
  for (const [id, token] of attempts) {
    const stands = (await server.call("GET", `/api/v1/attempts/${id}`, undefined, { token })).json;
    for (const [of, , item] of acknowledged) if (of === id) assert.ok(item in stands.answers, "an acknowledged answer is lost");
  }
  sound(instance, called);
});

both("F02 killed while a badge is claimed, the repeat finds or makes exactly one", async (instance) => {
  const addresses = [];
  let server = await instance.start();
  for (let round = 0; round < ROUNDS; round += 1) {
    const code = await server.code();
    const claim = server.call("POST", `/api/v1/claims/${code}`, { name: `Zoé ${round}` }).catch(() => undefined);
    await sleep(Math.random() * 25);
    await server.kill();
    const first = await claim;
    server = await instance.start();
    const again = await server.call("POST", `/api/v1/claims/${code}`, { name: `Zoé ${round}` });
    assert.ok([200, 201].includes(again.status), again.text);
    // Each start has another port, and so another base URL: the end of the address is what stays.
    const end = (url) => url.split("/").at(-1);
    if (first?.json?.credential) assert.equal(end(first.json.credential), end(again.json.credential));
    addresses.push(end(again.json.credential));
  }
  assert.equal(new Set(addresses).size, ROUNDS);
  assert.equal(Number(instance.query("SELECT count(*) FROM credentials")), ROUNDS, "as many credentials as claimed badges");
});

both("F03 fifty of the same request at once are one attempt", async (instance) => {
  const server = await instance.start();
  const headers = { "idempotency-key": "one-and-the-same" };
  const all = await Promise.all(Array.from({ length: 50 }, () => server.call("POST", "/api/v1/attempts", { module: MODULE }, { headers })));
  assert.equal(new Set(all.map(({ text }) => text)).size, 1, "fifty times the same body");
  assert.equal((await server.call("POST", "/api/v1/attempts", { module: "ia-et-travail" }, { headers })).status, 422);
});

both("F04 two completions at once give one result", async (instance) => {
  const server = await instance.start();
  const begun = await server.attempt();
  const ended = await Promise.all([1, 2, 3, 4].map(() => server.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token })));
  assert.deepEqual(ended.map(({ status }) => status), [200, 200, 200, 200]);
  assert.equal(new Set(ended.map(({ text }) => text)).size, 1);
});

both("F07 killed while it revokes, a badge is never un-revoked, and list and page agree", async (instance) => {
  // The identity of the issuer has the port in it: it must stay.
  const port = await freePort();
  let server = await instance.start({ port });
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = await server.badge();
    const id = path.split("/").at(-1);
    const { status, stderr } = run("timeout", ["-s", "KILL", (0.001 + Math.random() * 0.3).toFixed(3), binary, "status", "revoke", id, "--reason", "Essai"], { cwd: instance.folder, env: instance.env });
    await server.kill();
    server = await instance.start({ port });
    const page = async () => /Badge révoqué/.test((await server.call("GET", path, undefined, { headers: { accept: "text/html" } })).text);
    const was = await page();
    if (status === 0) assert.ok(was, `what was told as revoked is revoked: ${stderr}`);
    assert.equal(await page(), was);
    const badge = (await server.call("GET", `${path}.json`)).json;
    const judged = (await server.call("POST", "/api/v1/verifications", badge)).json;
    assert.equal(judged.verdict, was ? "invalid" : "valid", JSON.stringify(judged.checks));
    if (was) assert.equal(judged.checks.find((check) => check.id === "status").outcome, "fail");
  }
});

both("F08 killed while it is made, an instance begins anew or goes on", async (instance, called) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const starting = instance.start().catch(() => undefined);
    await sleep(Math.random() * 150);
    for (const one of instance.processes) await one.kill();
    await starting;
  }
  const server = await instance.start();
  assert.match(await server.badge(), /^\/credentials\//);
  sound(instance, called);
});

/** A small file system of its own, where root may make one. */
function smallDisk(megabytes) {
  const folder = mkdtempSync(join(tmpdir(), "crema-disk-"));
  const mounted = run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  if (mounted.status !== 0) { rmSync(folder, { recursive: true }); console.log(`skipped: no file system can be mounted here: ${mounted.stderr.trim()}`); return undefined; }
  return { folder, remount: (how) => run("mount", ["-o", `remount,${how}`, folder]).status, end: () => { run("umount", ["-l", folder]); rmSync(folder, { recursive: true, force: true }); } };
}

test("F09 on a full disk nothing is promised, reading goes on, and space heals it", async () => {
  const disk = smallDisk(12);
  if (!disk) return;
  const instance = new Instance({ folder: join(disk.folder, "instance") });
  mkdirSync(instance.folder);
  try {
    const server = await instance.start();
    const path = await server.badge();
    const begun = await server.attempt({ answer: false });
    const filler = join(disk.folder, "filler");
    run("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"]);
    let refused = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      const { status, text } = await server.call("POST", "/api/v1/attempts", { module: MODULE });
      assert.ok(status === 201 || status === 503, `${status} ${text} ${server.log}`);
      if (status === 503) refused += 1;
    }
    assert.ok(refused > 0, "a full disk is told");
    const before = (await server.call("POST", "/api/v1/attempts", { module: MODULE }));
    assert.equal(before.status, 503);
    assert.match(before.headers.get("content-type"), /problem\+json/);
    assert.ok(before.headers.get("retry-after"));
    for (const page of ["/", `${path}.html`, "/modules", "/.well-known/did.json"]) assert.equal((await server.call("GET", page, undefined, { headers: { accept: "text/html" } })).status, 200, page);
    const doctor = instance.command("doctor");
    assert.equal(doctor.status, 1, `${doctor.stdout}${doctor.stderr}`);
    assert.match(doctor.stdout, /WRONG +(disk|database)/);
    rmSync(filler);
    await until("writing again", async () => (await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null }, { token: begun.token })).status === 200, 10);
    assert.match(await server.badge(), /^\/credentials\//);
    sound(instance, "SQLite");
  } finally { await instance.end().catch(() => {}); disk.end(); }
});

test("F09 whoever starts on a full disk is told that it is the disk, and goes on once there is room", async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const instance = new Instance({ folder: join(disk.folder, "instance") });
  mkdirSync(instance.folder);
  try {
    const port = await freePort();
    const first = await instance.start({ port });
    const path = await first.badge();
    await first.kill("SIGTERM");
    const filler = join(disk.folder, "filler");
    run("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"]);
    const refused = await instance.start({ port }).then(() => undefined, (error) => error);
    assert.equal(refused?.code, 2, refused?.log);
    for (const said of [refused.log, instance.command("doctor").stdout, instance.command("keys", "list").stderr, instance.command("backup", "copy.crema").stderr]) {
      assert.match(said, /disk is full: make room/);
      assert.doesNotMatch(said, /move it away/, "nobody is told to throw away what is whole");
    }
    rmSync(filler);
    const again = await instance.start({ port });
    assert.equal((await again.call("GET", `${path}.html`)).status, 200);
    assert.match(await again.badge(), /^\/credentials\//);
    sound(instance, "SQLite");
  } finally { await instance.end().catch(() => {}); disk.end(); }
});

test("F09 with no space left to PostgreSQL nothing is promised, reading goes on, and space heals it", async () => {
  if (!found.postgres) return console.log("skipped: PostgreSQL is not installed");
  const disk = smallDisk(48);
  if (!disk) return;
  const space = join(disk.folder, "space");
  mkdirSync(space);
  if (process.getuid() === 0) { run("chown", ["-R", "postgres", disk.folder]); chmodSync(disk.folder, 0o755); }
  const { postgres } = found;
  const url = postgres.database();
  const name = url.split("/").at(-1);
  const instance = new Instance({ database: url });
  instance.engine = postgres;
  try {
    postgres.query(`CREATE TABLESPACE small LOCATION '${space}'`);
    postgres.query(`ALTER DATABASE ${name} SET TABLESPACE small`);
    const server = await instance.start();
    const path = await server.badge();
    const filler = join(disk.folder, "filler");
    run("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"]);
    let refused = 0;
    for (let turn = 0; turn < 600 && refused < 20; turn += 1) {
      const { status, text, headers } = await server.call("POST", "/api/v1/attempts", { module: MODULE });
      assert.ok(status === 201 || status === 503, `${status} ${text} ${server.log.slice(-2000)}`);
      if (status === 503) { refused += 1; assert.ok(headers.get("retry-after")); }
    }
    assert.ok(refused >= 20, "a full disk is told");
    for (const page of ["/", `${path}.html`, "/modules", "/.well-known/did.json"]) assert.equal((await server.call("GET", page, undefined, { headers: { accept: "text/html" } })).status, 200, page);
    rmSync(filler);
    await until("writing again", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE })).status === 201, 10);
    assert.match(await server.badge(), /^\/credentials\//);
    assert.equal(instance.query("SELECT count(*) - count(DISTINCT award_id) FROM credentials"), "0");
    await server.kill("SIGTERM");
  } finally {
    await instance.end().catch(() => {});
    postgres.query(`DROP DATABASE ${name} WITH (FORCE)`);
    postgres.query("DROP TABLESPACE small");
    disk.end();
  }
});

test("F10 where PostgreSQL only lets read, what can be read is read, and it says that it is not ready", async () => {
  if (!found.postgres) return console.log("skipped: PostgreSQL is not installed");
  const instance = new Instance({ database: found.postgres.database() });
  instance.engine = found.postgres;
  try {
    const server = await instance.start();
    const path = await server.badge();
    const name = instance.database.split("/").at(-1);
    const cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    found.postgres.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    instance.query(cut);
    await until("it to be told", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE })).status === 503);
    const refused = await server.call("POST", "/api/v1/attempts", { module: MODULE });
    assert.equal(refused.status, 503, refused.text);
    assert.ok(refused.headers.get("retry-after"));
    assert.equal((await server.call("GET", `${path}.html`)).status, 200);
    assert.equal((await server.call("GET", "/modules")).status, 200);
    assert.equal((await server.call("GET", "/healthz")).status, 200);
    assert.equal((await server.call("GET", "/readyz")).status, 503, "it says that it is ready and is not");
    found.postgres.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    instance.query(cut);
    await until("writing again", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE })).status === 201);
    await until("ready again", async () => (await server.call("GET", "/readyz")).status === 200);
  } finally { await instance.end(); }
});

test("F10 on a read-only disk what can be read is read, and it says that it is not ready", async () => {
  const disk = smallDisk(64);
  if (!disk) return;
  const instance = new Instance({ folder: join(disk.folder, "instance") });
  mkdirSync(instance.folder);
  try {
    const port = await freePort();
    for (const end of ["SIGTERM", "SIGKILL"]) {
      const first = await instance.start({ port });
      const path = await first.badge();
      // Killed, it leaves a log beside the file: what is in it is read too.
      await first.kill(end);
      assert.equal(disk.remount("ro"), 0);
      const server = await instance.start({ port });
      assert.equal((await server.call("GET", `${path}.html`)).status, 200, end);
      assert.equal((await server.call("GET", "/modules")).status, 200);
      const refused = await server.call("POST", "/api/v1/attempts", { module: MODULE });
      assert.equal(refused.status, 503);
      assert.ok(refused.headers.get("retry-after"));
      assert.equal((await server.call("GET", "/readyz")).status, 503);
      assert.equal((await server.call("GET", "/healthz")).status, 200);
      await server.kill("SIGTERM");
      assert.equal(disk.remount("rw"), 0);
    }
    assert.match(await (await instance.start({ port })).badge(), /^\/credentials\//);
  } finally { await instance.end().catch(() => {}); disk.end(); }
});

test("F11 F12 a database that is damaged, or newer than the program, is refused and left as it is", async () => {
  const instance = new Instance();
  try {
    const server = await instance.start();
    await server.badge();
    await server.kill("SIGTERM");
    const whole = join(instance.folder, "whole.db");
    copyFileSync(instance.file, whole);
    for (const at of [0.3, 0.5, 0.7]) {
      const bytes = readFileSync(whole);
      const middle = Math.floor(bytes.length * at);
      for (let n = 0; n < 6000; n += 1) bytes[middle + n] ^= 0xff;
      writeFileSync(instance.file, bytes);
      rmSync(`${instance.file}-wal`, { force: true });
      const failed = await instance.start().then(() => undefined, (error) => error);
      for (const one of instance.processes) await one.kill();
      if (failed === undefined) assert.fail("a damaged database was served");
      assert.notEqual(failed.code, 0);
      assert.match(failed.log, /restore|damaged|corrupt|malformed|broken/i, failed.log);
      assert.deepEqual(readFileSync(instance.file), bytes, "the damaged file is left as it is");
    }
    // Cut off in the middle, at its head, or something else altogether.
    for (const bytes of [readFileSync(whole).subarray(0, Math.floor(statSync(whole).size / 2)), readFileSync(whole).subarray(0, 50), Buffer.from("not a database at all\n".repeat(40))]) {
      writeFileSync(instance.file, bytes);
      const failed = await instance.start().then(() => undefined, (error) => error);
      assert.equal(failed?.code, 2, failed?.log);
      assert.match(failed.log, /damaged.*crema restore/s, failed.log);
      assert.doesNotMatch(failed.log, /timed out/, "what is wrong is told, not that somebody waited");
      assert.deepEqual(readFileSync(instance.file), bytes, "the damaged file is left as it is");
      for (const command of [["doctor"], ["backup", join(instance.folder, "x.crema")], ["keys", "list"]]) {
        const told = instance.command(...command);
        assert.notEqual(told.status, 0);
        assert.match(`${told.stdout}${told.stderr}`, /damaged.*crema restore/s, command.join(" "));
      }
    }
    copyFileSync(whole, instance.file);
    python("import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); t = [r[0] for r in c.execute(\"SELECT name FROM sqlite_master WHERE name LIKE '%migrations'\")][0]; c.execute(f'INSERT INTO {t} SELECT 9999, description, installed_on, success, checksum, execution_time FROM {t} LIMIT 1'); c.commit()", instance.file);
    const newer = await instance.start().then(() => undefined, (error) => error);
    assert.ok(newer, "a newer database was served");
    assert.match(newer.log, /newer/i);
  } finally { await instance.end(); }
});

both("F13 a key that is missing, or that others may read, is told, and no second key is made", async (instance) => {
  await (await instance.start()).kill("SIGTERM");
  const keys = join(instance.folder, "keys");
  const names = run("ls", [keys]).stdout.split("\n").filter(Boolean);
  for (const name of names) {
    const file = join(keys, name);
    if (!statSync(file).isFile()) continue;
    renameSync(file, join(instance.folder, "aside"));
    const failed = await instance.start().then(() => undefined, (error) => error);
    for (const one of instance.processes) await one.kill();
    // Not every file is a signing key: what is made anew without harm may be.
    if (failed) { assert.equal(failed.code, 2, failed.log); assert.ok(!existsSync(file), `${name} was made anew in silence`); }
    else assert.ok(!/ed25519|p256/i.test(name), `without ${name} it served`);
    renameSync(join(instance.folder, "aside"), file);
    chmodSync(file, 0o644);
    const open = await instance.start().then(() => undefined, (error) => error);
    for (const one of instance.processes) await one.kill();
    if (/ed25519|p256/i.test(name)) assert.ok(open, `${name} can be read by everybody and it served`);
    if (open) assert.match(open.log, /chmod|600|read/i);
    chmodSync(file, 0o600);
  }
  assert.ok(names.some((name) => /ed25519|p256/i.test(name)), `no signing key among ${names}`);
  // The whole folder gone, and then the data.
  renameSync(keys, join(instance.folder, "aside"));
  const gone = await instance.start().then(() => undefined, (error) => error);
  assert.match(gone.log, /restore/);
  renameSync(join(instance.folder, "aside"), keys);
  // Keys whose database is another one: an empty folder, or an empty database of a server.
  if (instance.database) instance.env.CREMA_DATABASE_URL = found.postgres.database();
  else renameSync(join(instance.folder, "data"), join(instance.folder, "aside"));
  const lost = await instance.start().then(() => undefined, (error) => error);
  assert.match(lost.log, /restore/);
});

both("F08 F13 a first start, or a rotation, that was cut short between two keys is taken up where it stopped", async (instance) => {
  const first = await instance.start();
  await first.kill("SIGTERM");
  // As it is when the plug is pulled after the first of the two files: the schema is there, and no pair is named yet.
  const keys = join(instance.folder, "keys");
  rmSync(join(keys, "ed25519.jwk"));
  for (const table of ["issuer_keys", "issuance_log", "log_roots"]) instance.query(`DELETE FROM ${table} RETURNING 1`);
  instance.query("DELETE FROM settings WHERE name LIKE '%key%' RETURNING 1");
  const server = await instance.start();
  const path = await server.badge("Zoé");
  const jwk = { ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }) };
  writeFileSync(join(keys, "p256.next.jwk"), JSON.stringify(jwk), { mode: 0o600 });
  const rotated = instance.command("keys", "rotate");
  assert.equal(rotated.status, 0, rotated.stderr);
  await until("the new pair to sign", async () => { const one = await server.call("GET", `${await server.badge("Ali")}.json`); return rotated.stderr.includes(one.json.proof[0].verificationMethod.split("#")[1]); });
  assert.equal((await server.call("POST", "/api/v1/verifications", (await server.call("GET", `${path}.json`)).text)).json.verdict, "valid");
});

/** Somebody else who holds the database for so many seconds, once they do. */
async function hold(instance, seconds) {
  const child = instance.database
    ? spawn("psql", ["-X", "-q", "-A", "-t", instance.database, "-c", "BEGIN; LOCK TABLE attempts, modules IN ACCESS EXCLUSIVE MODE; SELECT 'held'", "-c", `SELECT pg_sleep(${seconds})`, "-c", "ROLLBACK"], { stdio: ["ignore", "pipe", "inherit"] })
    : spawn("python3", ["-c", "import sqlite3, sys, time; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(float(sys.argv[2])); c.execute('ROLLBACK')", instance.file, String(seconds)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => child.on("exit", done));
  if (instance.database) await until("the lock", async () => Number(instance.query("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'attempts'::regclass AND granted")) > 0);
  else await new Promise((done) => child.stdout.once("data", done));
  const end = async () => {
    if (instance.database) instance.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()");
    else child.kill("SIGKILL");
    await ended;
  };
  return { ended, child, end };
}

both("F14 somebody else who holds the database for 3 seconds is waited for, for 30 is told", async (instance) => {
  const server = await instance.start();
  const short = await hold(instance, 3);
  const waited = await Promise.all(Array.from({ length: 12 }, () => server.call("POST", "/api/v1/attempts", { module: MODULE })));
  assert.deepEqual([...new Set(waited.map(({ status }) => status))], [201], "three seconds are waited for");
  await short.ended;
  const threads = server.threads;
  const long = await hold(instance, 30);
  let most = 0, looking = true;
  const look = (async () => { while (looking) { most = Math.max(most, server.threads); await sleep(50); } })();
  // The limit of every request is 20 seconds: nobody waits as long as it is held.
  const refused = await Promise.all(Array.from({ length: 50 }, () => server.call("POST", "/api/v1/attempts", { module: MODULE }, { limit: 25_000 })));
  looking = false;
  await look;
  assert.deepEqual([...new Set(refused.map(({ status }) => status))], [503]);
  for (const { headers } of refused) assert.ok(headers.get("retry-after"), "it is told when to come back");
  assert.equal(long.child.exitCode, null, "it is still held");
  assert.equal((await server.call("GET", "/modules")).status, 200);
  assert.ok(most <= threads + 16, `threads: ${threads}, then ${most}`);
  await long.end();
  await until("writing again", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE })).status === 201, 10);
});

test("F15 F16 a PostgreSQL that stands still or is restarted is told, and comes back by itself", async () => {
  if (!found.postgres) return console.log("skipped: PostgreSQL is not installed");
  const engine = found.postgres;
  const instance = new Instance({ database: engine.database() });
  try {
    const server = await instance.start();
    const path = await server.badge();
    const begun = await server.attempt({ answer: false });
    const before = server.memory;
    engine.signal("SIGSTOP");
    try {
      for (const end = Date.now() + 20_000; Date.now() < end;) {
        // The limit of every request is 20 seconds.
        const stuck = await Promise.all(Array.from({ length: 100 }, () => server.call("POST", "/api/v1/attempts", { module: MODULE }, { limit: 25_000 })));
        assert.deepEqual([...new Set(stuck.map(({ status }) => status))], [503]);
        for (const { headers } of stuck) assert.ok(headers.get("retry-after"), "it is told when to come back");
        assert.equal((await server.call("GET", "/healthz", undefined, { limit: 5_000 })).status, 200);
        assert.equal((await server.call("GET", "/readyz", undefined, { limit: 25_000 })).status, 503);
        assert.ok(server.memory < before + 60, `memory: ${before}, then ${server.memory} MB`);
      }
    } finally { engine.signal("SIGCONT"); }
    await until("writing again", async () => (await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[0].id}`, { response: null }, { token: begun.token })).status === 200);
    engine.restart();
    await until("writing after a restart", async () => (await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[1].id}`, { response: null }, { token: begun.token })).status === 200);
    assert.equal((await server.call("GET", `${path}.html`)).status, 200);
    // Every connection is cut, again and again, while badges are claimed: each code still makes one.
    const codes = [];
    for (let n = 0; n < 2 * ROUNDS; n += 1) codes.push(await server.code());
    const cutting = spawn("psql", ["-X", "-q", instance.database, "-c", "DO $$ BEGIN FOR n IN 1..200 LOOP PERFORM pg_stat_clear_snapshot(); PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database(); PERFORM pg_sleep(0.02); END LOOP; END $$"], { stdio: "ignore" });
    const over = new Promise((done) => cutting.on("exit", done));
    let cut = 0;
    const told = new Map();
    await Promise.all(codes.map(async (code) => {
      // Going on once it is claimed: a repeat is answered alike, or told to come back.
      while (cutting.exitCode === null) {
        const { status, json, text } = await server.call("POST", `/api/v1/claims/${code}`, {});
        if (status === 503) { cut += 1; continue; }
        assert.ok([200, 201].includes(status), `${status} ${text}`);
        assert.equal(told.get(code) ?? json.credential, json.credential, "two badges for one code");
        told.set(code, json.credential);
      }
    }));
    await over;
    for (const code of codes) {
      const again = await until("the claim", async () => { const answer = await server.call("POST", `/api/v1/claims/${code}`, {}); return answer.status < 300 && answer; });
      assert.equal(told.get(code) ?? again.json.credential, again.json.credential);
    }
    assert.ok(cut > 0, "no claim was ever cut: nothing was tried");
    const name = instance.database.split("/").at(-1);
    assert.equal(engine.query("SELECT count(*) FROM credentials", name), String(2 * ROUNDS + 1), "a badge for each code, and the first one");
    assert.equal(engine.query("SELECT count(*) - count(DISTINCT award_id) FROM credentials", name), "0");
  } finally { await instance.end(); }
});

both("F18 told to stop under load, it ends what it began and exits 0", async (instance) => {
  const server = await instance.start();
  const { port } = server;
  const begun = await server.attempt({ answer: false });
  const answer = (n, body) => `PUT /api/v1/attempts/${begun.id}/answers/${begun.items[n % begun.items.length].id} HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${begun.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  let stopping = false, failed = 0, answered = 0;
  const client = async (n) => {
    while (!stopping) {
      try {
        const { status } = await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[n % begun.items.length].id}`, { response: null }, { token: begun.token });
        answered += 1;
        if (status !== 200) failed += 1;
      } catch (error) {
        // Before it is told to stop nothing is cut. Afterwards a connection that is refused, or that lay idle, was not begun.
        if (!stopping || !/ECONNREFUSED|ECONNRESET|other side closed|UND_ERR_SOCKET/.test(String(error.cause?.code) + String(error.cause))) failed += 1;
        return;
      }
    }
  };
  const clients = Array.from({ length: 16 }, (_, n) => client(n));
  // Those whose request is read and not whole yet when it is told: they are in flight by any measure.
  const body = JSON.stringify({ response: null });
  const flying = Array.from({ length: 24 }, (_, n) => {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (data) => { text += data; });
    socket.on("error", () => {});
    const over = new Promise((done) => socket.on("close", () => done(text)));
    socket.write(answer(n, body) + body.slice(0, 5));
    return { socket, over };
  });
  await sleep(700);
  stopping = true;
  const began = Date.now();
  const ended = server.kill("SIGTERM");
  await until("it to take no one any more", () => new Promise((done) => { const socket = net.connect(port, "127.0.0.1"); socket.on("connect", () => { socket.destroy(); done(false); }); socket.on("error", () => done(true)); }), 5);
  for (const { socket } of flying) socket.write(body.slice(5));
  const texts = await Promise.all(flying.map(({ over }) => over));
  const { code } = await ended;
  assert.ok(Date.now() - began < 10_500, "it ends within 10 seconds");
  await Promise.all(clients);
  assert.equal(code, 0, server.log);
  assert.ok(answered > 16, `${answered} answered`);
  assert.equal(failed, 0, `${failed} of ${answered} failed`);
  assert.deepEqual([...new Set(texts.map((text) => text.split("\r\n")[0]))], ["HTTP/1.1 200 OK"], "what was begun is ended");
});

both("F19 thousands of silent connections cost little, and a restart serves again", async (instance) => {
  const burst = Math.max(1, Math.min(1500, Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8")) >> 1));
  // Where few may wait they come in small parts, and fewer come: all are there before the first has said nothing for too long.
  const limit = Math.min(5000, burst * 50, Number(run("sh", ["-c", "ulimit -Hn"]).stdout) - 500 || 5000);
  const server = await instance.start({ wrapper: ["prlimit", `--nofile=${limit + 500}`, "--"] });
  const sockets = [];
  let lost = 0;
  try {
    for (let n = 0; n < limit; n += 1) {
      const socket = net.connect(server.port, "127.0.0.1");
      socket.on("error", () => { lost += 1; });
      sockets.push(socket);
      // The system forgets some of those that find no room to wait, and their side is not told: so many at once must find it.
      if (n % burst === burst - 1) await until(`${n} of them to be held`, async () => server.descriptors >= n);
    }
    await until("all of them to be held", async () => server.descriptors >= limit);
    assert.equal(lost, 0);
    assert.equal((await server.call("GET", "/modules")).status, 200, "somebody who asks is answered meanwhile");
    assert.ok(server.memory < 250, `${server.memory} MB at ${limit} connections`);
    const { port } = server;
    assert.equal((await server.kill("SIGTERM")).code, 0, server.log);
    const began = Date.now();
    const next = await instance.start({ port });
    assert.equal((await next.call("GET", "/modules")).status, 200);
    assert.ok(Date.now() - began < 5_000);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

both("F20 another clock kills links and revives none, and nothing is dated in the future", async (instance) => {
  const port = await freePort();
  const first = await instance.start({ port });
  const path = await first.badge("Zoé");
  const begun = await first.attempt({ answer: false });
  const badge = (await first.call("GET", `${path}.json`)).json;
  await first.kill("SIGTERM");
  for (const shift of ["+2d", "-2d", "+3600d"]) {
    const env = clock(shift);
    if (!env) return;
    const server = await instance.start({ port, env });
    const judged = (await server.call("POST", "/api/v1/verifications", badge)).json;
    if (shift === "-2d") assert.equal(judged.checks.find(({ id }) => id === "dates").outcome, "fail", "a badge of the day after tomorrow does not hold yet");
    if (shift === "+2d") assert.equal(judged.verdict, "valid", JSON.stringify(judged.checks));
    if (shift === "+3600d") await until("an attempt of long ago to be forgotten", async () => (await server.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token: begun.token })).status === 404, 10);
    assert.match(await server.badge(), /^\/credentials\//);
    assert.ok(!/panicked/.test(server.log), server.log);
    await server.kill("SIGTERM");
  }
});

both("F22 with 64 file descriptors it pauses and recovers", async (instance) => {
  const server = await instance.start({ wrapper: ["prlimit", "--nofile=64", "--"] });
  const sockets = Array.from({ length: 200 }, () => { const socket = net.connect(server.port, "127.0.0.1"); socket.on("error", () => {}); return socket; });
  await until("it to come to its limit", async () => /could not be accepted/.test(server.log), 10);
  // Whoever counts may see one that is being refused.
  assert.ok(server.descriptors <= 65, `${server.descriptors} files and connections`);
  for (const socket of sockets) socket.destroy();
  await until("an answer", async () => (await server.call("GET", "/modules", undefined, { limit: 2_000 })).status === 200, 15);
  assert.match(await server.badge(), /^\/credentials\//);
  assert.ok(!/panicked/.test(server.log), server.log);
});

both("F23 bodies that are too big are refused, and with little memory it lives", async (instance) => {
  const server = await instance.start({ wrapper: ["prlimit", `--as=${1 << 30}`, "--"] });
  const big = new Uint8Array(24 << 20).fill(0x61);
  const sent = await Promise.all(Array.from({ length: 24 }, () => ask(server.port, "/api/v1/verifications", { method: "POST", headers: { "content-type": "application/json", "content-length": String(big.length) }, body: big })));
  for (const { status } of sent) assert.ok([413, 503].includes(status), `${status}`);
  // Without a word of how long they are. Whoever is refused is told, however much they are still sending.
  const endless = await Promise.all(Array.from({ length: 24 }, () => ask(server.port, "/api/v1/verifications", { method: "POST", headers: { "content-type": "application/json", "transfer-encoding": "chunked" }, body: big })));
  for (const { status } of endless) assert.ok([413, 503].includes(status), `${status}`);
  assert.ok([...sent, ...endless].some(({ status }) => status === 413), "somebody is told that it is too big");
  assert.equal((await server.call("GET", "/healthz")).status, 200);
  assert.match(await server.badge(), /^\/credentials\//);
  assert.equal(server.over, false, server.log);
  assert.ok(server.peak < 250, `${server.peak} MB`);
});

both("F24 whoever sends or reads too slowly is cut, and the others do not notice", async (instance) => {
  const server = await instance.start();
  const path = await server.badge();
  const resting = server.descriptors;
  const began = Date.now();
  const posted = `POST /api/v1/verifications HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
  const slow = [
    raw(server.port, "GET / HTTP/1.1\r\nHost: lo", { limit: 40_000 }),
    raw(server.port, posted, { limit: 40_000 }),
    raw(server.port, "", { limit: 40_000 }),
    // A sign each second: never silent, and never done.
    dripped(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
    dripped(server.port, posted),
    dripped(server.port, posted, { allowHalfOpen: true }),
    // Refused at once, and sends on whatever the other side says.
    dripped(server.port, posted.replace("1000", "10000000000"), { more: "x".repeat(64 << 10), allowHalfOpen: true }),
  ];
  // Whoever asks again and again and never takes an answer.
  const deaf = Array.from({ length: 8 }, () => {
    const socket = net.connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write(`GET ${path}.png HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`.repeat(400));
    return socket;
  });
  for (let n = 0; n < 200; n += 1) assert.equal((await server.call("GET", "/modules", undefined, { limit: 5_000 })).status, 200);
  assert.ok(server.descriptors >= resting + 8, "they are there");
  const ended = await Promise.all(slow);
  assert.ok(ended.every(({ closed }) => closed), `closed: ${ended.map(({ closed }) => closed)} after ${Date.now() - began} ms`);
  assert.ok(Date.now() - began < 35_000);
  await until("those who read nothing to be cut", async () => server.descriptors < resting + 8, Math.max(1, 40 - (Date.now() - began) / 1000));
  for (const socket of deaf) socket.destroy();
});

/** Bytes, and then more each second until the other side has enough of it. */
function dripped(port, bytes, { more = "x", allowHalfOpen = false } = {}) {
  const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen });
  return new Promise((done) => {
    const drip = setInterval(() => socket.write(more), 1_000);
    const end = (closed) => { clearInterval(drip); clearTimeout(timer); socket.destroy(); done({ closed }); };
    const timer = setTimeout(() => end(false), 40_000);
    socket.on("data", () => {});
    socket.on("close", () => end(true));
    socket.on("error", () => end(true));
    socket.write(bytes);
  });
}

both("F25 far more than it can do is shed, and it recovers", async (instance) => {
  const server = await instance.start();
  const codes = new Map();
  let going = true;
  const client = async () => {
    while (going) {
      const answer = await server.call("POST", "/api/v1/attempts", { module: MODULE }, { limit: 30_000 }).catch((error) => ({ status: String(error.cause?.code ?? error.name), headers: new Headers() }));
      codes.set(answer.status, (codes.get(answer.status) ?? 0) + 1);
      if (answer.status === 503 || answer.status === 429) assert.ok(answer.headers.get("retry-after"), "whoever is put off is told for how long");
    }
  };
  const clients = Array.from({ length: 600 }, client);
  await sleep(4_000);
  going = false;
  await Promise.all(clients);
  for (const status of codes.keys()) assert.ok([201, 429, 503].includes(status), `${status}: ${JSON.stringify([...codes])}`);
  assert.ok(codes.get(201) > 100, JSON.stringify([...codes]));
  await until("it to answer again", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE }, { limit: 5_000 })).status === 201, 5);
  // Ten times as many, while the database gives none of them their turn: each is put off within the limit of a request, and then all is as before.
  const held = await hold(instance, 60);
  const crowd = await Promise.all(Array.from({ length: 3_000 }, () => ask(server.port, "/api/v1/attempts", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ module: MODULE }) }).catch((error) => ({ status: String(error.code), headers: {} }))));
  assert.deepEqual([...new Set(crowd.map(({ status }) => status))].filter((status) => ![429, 503].includes(status)), []);
  for (const { headers } of crowd) assert.ok(headers["retry-after"], "whoever is put off is told for how long");
  assert.equal(held.child.exitCode, null, "they were put off before their turn came");
  await held.end();
  await until("it to answer again", async () => (await server.call("POST", "/api/v1/attempts", { module: MODULE }, { limit: 5_000 })).status === 201, 5);
  assert.ok(server.peak < 400, `${server.peak} MB`);
});

both("F26 F27 a backup made under load comes back whole on an empty machine", async (instance, called) => {
  const elsewhere = new Instance({ database: instance.database && found.postgres.database() });
  try {
    const port = await freePort();
    const server = await instance.start({ port });
    const paths = [await server.badge("Zoé"), await server.badge()];
    assert.equal(instance.command("status", "revoke", paths[1].split("/").at(-1), "--reason", "Essai").status, 0);
    let going = true;
    const acknowledged = [];
    const client = (async () => { while (going) { const begun = await server.attempt({ answer: false }); if (begun?.id) acknowledged.push([begun.id, begun.token]); } })();
    await sleep(300);
    const before = acknowledged.length;
    const file = join(instance.folder, "copy.crema");
    const made = await new Promise((done) => spawn(binary, ["backup", file], { cwd: instance.folder, env: { ...instance.env, CREMA_BACKUP_PASSPHRASE: "un café le jeudi" }, stdio: "ignore" }).on("exit", done));
    assert.equal(made, 0);
    going = false;
    await client;
    const published = async (at) => {
      const badges = [];
      for (const path of paths) badges.push((await at.call("GET", `${path}.json`)).text, (await at.call("GET", `${path}.jwt`)).text);
      const list = (await at.call("GET", new URL(JSON.parse(badges[0]).credentialStatus.statusListCredential).pathname, undefined, { headers: { accept: "application/vc" } })).json;
      return { did: (await at.call("GET", "/.well-known/did.json")).text, badges, bits: list.credentialSubject.encodedList };
    };
    const was = await published(server);
    await server.kill("SIGTERM");
    elsewhere.env.CREMA_BACKUP_PASSPHRASE = "un café le jeudi";
    delete elsewhere.env.CREMA_QUIZZES;
    const restored = elsewhere.command("restore", file);
    assert.equal(restored.status, 0, restored.stderr);
    const again = await elsewhere.start({ port });
    assert.deepEqual(await published(again), was, "the same did.json, the same badges, the same bits");
    for (const [n, verdict] of [[0, "valid"], [2, "invalid"]]) assert.equal((await again.call("POST", "/api/v1/verifications", was.badges[n])).json.verdict, verdict);
    assert.match((await again.call("GET", `${paths[0]}.html`)).text, /Badge authentique/);
    assert.match((await again.call("GET", `${paths[1]}.html`)).text, /Badge révoqué/);
    const there = [];
    for (const [id, token] of acknowledged) there.push((await again.call("GET", `/api/v1/attempts/${id}`, undefined, { token })).status);
    assert.ok(before > 0 && acknowledged.length > before, "it was written before, and while it ran");
    assert.ok(there.slice(0, before).every((status) => status === 200), "what was acknowledged before the backup is in it");
    const kept = there.indexOf(404) < 0 ? there.length : there.indexOf(404);
    assert.deepEqual(there, there.map((_, n) => (n < kept ? 200 : 404)), "one moment of the data: nothing is in it that came after something that is not");
    sound(elsewhere, called);
  } finally { await elsewhere.end(); }
});
