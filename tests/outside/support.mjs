// What the tests from outside share: the delivered program as a process, on either database, and what a stranger can do to it.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

export const root = resolve(import.meta.dirname, "../..");
export const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");
export const MODULE = "ia-generative-premiers-pas";
/** How often what is tried at random moments is tried. */
export const ROUNDS = Number(process.env.CREMA_ROUNDS ?? 12);

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** Asks until the answer is true. */
export async function until(what, ask, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await sleep(100);
  }
}

/** Runs a program to its end, and takes what it says. */
export function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (done.error) throw done.error;
  return done;
}

/** Runs a line of Python, which has SQLite in it. */
export function python(code, ...args) {
  const done = run("python3", ["-c", code, ...args]);
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}

/** A PostgreSQL of its own, which can be stopped and cut off without anybody else minding; nothing where it is not installed. */
export async function postgres() {
  const base = "/usr/lib/postgresql";
  const version = existsSync(base) ? readdirSync(base).filter((name) => existsSync(join(base, name, "bin/postgres"))).sort((a, b) => a - b).at(-1) : undefined;
  if (!version) return undefined;
  const bin = join(base, version, "bin");
  const folder = mkdtempSync(join(tmpdir(), "crema-postgres-"));
  const isRoot = process.getuid() === 0;
  const as = (program, ...args) => {
    const done = isRoot ? run("runuser", ["-u", "postgres", "--", program, ...args], { cwd: "/tmp", stdio: ["ignore", "ignore", "pipe"] }) : run(program, args, { cwd: "/tmp", stdio: ["ignore", "ignore", "pipe"] });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`);
  };
  if (isRoot) run("chown", ["postgres", folder]);
  chmodSync(folder, 0o755);
  const data = join(folder, "data");
  const port = await freePort();
  as(join(bin, "initdb"), "-D", data, "--locale=C", "--encoding=UTF8", "-A", "trust", "-U", "crema");
  const start = () => as(join(bin, "pg_ctl"), "-w", "-D", data, "-l", join(folder, "log"), "-o", `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200`, "start");
  start();
  let count = 0;
  const query = (sql, database = "postgres") => {
    const done = run("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", String(port), "-U", "crema", "-d", database, "-c", sql]);
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim();
  };
  return {
    query,
    data,
    /** A new empty database: its URL. */
    database() {
      const name = `crema_${count++}`;
      query(`CREATE DATABASE ${name}`);
      return `postgres://crema@127.0.0.1:${port}/${name}`;
    },
    /** Every process of it gets a signal. */
    signal(name) {
      const first = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
      const all = [first, ...run("pgrep", ["-P", String(first)]).stdout.split("\n").filter(Boolean).map(Number)];
      for (const pid of all) process.kill(pid, name);
    },
    restart: () => as(join(bin, "pg_ctl"), "-w", "-D", data, "-m", "immediate", "-l", join(folder, "log"), "restart"),
    stop() {
      try { as(join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "stop"); } finally { rmSync(folder, { recursive: true, force: true }); }
    },
  };
}

/** The two engines of a file of tests: `both` makes a test of each, on an instance of its own. Nothing runs on PostgreSQL where it is not installed. */
export function engines() {
  const found = {};
  before(async () => { found.postgres = await postgres(); });
  after(() => found.postgres?.stop());
  found.both = (name, body, { env, timeout } = {}) => {
    for (const called of ["SQLite", "PostgreSQL"]) {
      test(`${name} (${called})`, { timeout }, async (context) => {
        if (called === "PostgreSQL" && !found.postgres) return console.log("skipped: PostgreSQL is not installed");
        const instance = new Instance({ database: called === "PostgreSQL" ? found.postgres.database() : undefined, env });
        instance.engine = found.postgres;
        try { await body(instance, called, context); } finally { await instance.end(); }
      });
    }
  };
  return found;
}

/** Shows a clock that is ahead (`+2d`, `+11m`) or behind (`-180s`) to a process; nothing where no such library is installed. */
export function clock(shift) {
  const library = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"].find(existsSync);
  if (!library) { console.log("skipped: faketime is not installed"); return undefined; }
  return { LD_PRELOAD: library, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

export const freePort = () => new Promise((done) => {
  const server = net.createServer();
  server.listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
});

/** The folder of an instance, and the settings of its processes. */
export class Instance {
  constructor({ database, env = {}, folder } = {}) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "crema-outside-"));
    this.database = database;
    this.env = {
      ...process.env, CREMA_QUIZZES: join(root, "quizzes"), CREMA_RATE: "0", CREMA_LOG: "warn",
      ...(database && { CREMA_DATABASE_URL: database }), ...env,
    };
    this.processes = [];
  }

  /** Starts a process of it; `wrapper` stands before the program (a limit, another clock). */
  async start({ args = ["serve"], env = {}, wrapper = [], port = 0, ready = /listening on (http:\S+)/ } = {}) {
    const [program, ...rest] = [...wrapper, binary, ...args];
    const child = spawn(program, rest, { cwd: this.folder, env: { ...this.env, CREMA_LISTEN: `127.0.0.1:${port}`, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const one = new Process(child);
    this.processes.push(one);
    await one.said(ready);
    return one;
  }

  /** Runs a command of the instance. */
  command(...args) { return run(binary, args, { cwd: this.folder, env: this.env }); }

  /** The file of the database, where it is one. */
  get file() { return join(this.folder, "data/crema.db"); }

  /** What one statement gives, a line each row; on PostgreSQL by the engine that made the database. */
  query(sql) {
    if (this.database) return this.engine.query(sql, this.database.split("/").at(-1));
    return python(`
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], timeout=30)
rows = c.execute(sys.argv[2]).fetchall()
c.commit()
print("\\n".join("|".join("" if v is None else str(v) for v in row) for row in rows))`, this.file, sql);
  }

  /** Every row of every table as text, by table. */
  rows() {
    const tables = {};
    if (this.database) {
      const names = this.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").split("\n");
      for (const name of names) tables[name] = "";
      for (const line of this.query(names.map((name) => `SELECT '${name} ' || CAST(t AS TEXT) FROM "${name}" t`).join(" UNION ALL ") + " ORDER BY 1").split("\n")) {
        const name = line.split(" ", 1)[0];
        // A row whose text has several lines goes on without a name.
        if (name in tables) tables[name] += `${line}\n`; else tables.more = `${tables.more ?? ""}${line}\n`;
      }
      return tables;
    }
    return JSON.parse(python(`
import json, sqlite3, sys
c = sqlite3.connect(sys.argv[1], timeout=30)
names = [name for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
print(json.dumps({name: "\\n".join(map(str, c.execute(f'SELECT * FROM "{name}"').fetchall())) for name in names}, ensure_ascii=False))`, this.file));
  }

  /** Every cell of every table as text, with its table and column; bytes as the signs that they are. */
  cells() {
    const split = ([table, rows]) => rows.flatMap((row) => Object.entries(row).filter(([, value]) => value !== null).map(([column, value]) => ({ where: `${table}.${column}`, text: String(value) })));
    if (this.database) {
      const names = this.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").split("\n");
      const rows = this.query(names.map((name) => `SELECT jsonb_build_array('${name}', to_jsonb(t)) FROM "${name}" t`).join(" UNION ALL "));
      const bytes = (text) => (/^\\x([0-9a-f]{2})*$/.test(text) ? Buffer.from(text.slice(2), "hex").toString("latin1") : text);
      return rows.split("\n").filter(Boolean).map((line) => JSON.parse(line)).flatMap(([table, row]) => split([table, [row]])).map(({ where, text }) => ({ where, text: bytes(text) }));
    }
    return Object.entries(JSON.parse(python(`
import json, sqlite3, sys
c = sqlite3.connect(sys.argv[1], timeout=30)
c.row_factory = sqlite3.Row
names = [name for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
plain = lambda v: v.decode("latin1") if isinstance(v, bytes) else v
print(json.dumps({name: [{k: plain(row[k]) for k in row.keys()} for row in c.execute(f'SELECT * FROM "{name}"')] for name in names}))`, this.file))).flatMap(split);
  }

  /** Somebody in their browser who entered by the link that the server prints, with a role. */
  async enter(server, email, role = "admin", ...more) {
    const printed = this.command("account", "grant", email, role, ...more);
    if (printed.status !== 0) throw new Error(printed.stderr);
    const visitor = new Visitor(server);
    await visitor.post(new URL(printed.stdout.trim()).pathname, {}, 303);
    return visitor;
  }

  /** The letters in the folder of letters, as people read them. */
  letters(to) {
    const mail = join(this.folder, "data/mail");
    if (!existsSync(mail)) return [];
    const all = readdirSync(mail).filter((name) => name.endsWith(".eml")).sort().map((name) => letter(readFileSync(join(mail, name))));
    return all.filter((one) => !to || one.head.to?.includes(to));
  }

  /** The newest letter to somebody, once there are so many. */
  letter(to, count = 1) { return until(`letter ${count} to ${to}`, async () => { const all = this.letters(to); return all.length >= count && all.at(-1); }); }

  async end() {
    for (const one of this.processes) await one.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A running program. */
export class Process {
  constructor(child) {
    this.child = child;
    this.out = "";
    this.log = "";
    child.stdout.on("data", (data) => { this.out += data; });
    child.stderr.on("data", (data) => { this.log += data; });
    this.ended = new Promise((done) => { child.on("exit", (code, signal) => done({ code, signal })); child.on("error", (error) => done({ code: -1, error })); });
    this.over = false;
    this.ended.then(() => { this.over = true; });
  }

  /** Waits for the line that says it is ready. */
  async said(ready) {
    for (;;) {
      const line = this.out.match(ready);
      if (line) { this.url = line[1]?.replace("127.0.0.1", "localhost"); return; }
      if (this.over) { const { code } = await this.ended; throw Object.assign(new Error(`ended with ${code} before it was ready: ${this.log}`), { code, log: this.log }); }
      await sleep(5);
    }
  }

  get port() { return Number(new URL(this.url).port); }
  /** Resident memory in megabytes. */
  get memory() { return Number(readFileSync(`/proc/${this.child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024; }
  /** The most it ever had, or since `forget`, in megabytes. */
  get peak() { return Number(readFileSync(`/proc/${this.child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) / 1024; }
  /** What it had at most is counted anew from now on. */
  forget() { writeFileSync(`/proc/${this.child.pid}/clear_refs`, "5"); return this.peak; }
  /** The files and connections that it has open. */
  get descriptors() { return readdirSync(`/proc/${this.child.pid}/fd`).length; }
  /** The threads it has. */
  get threads() { return Number(readFileSync(`/proc/${this.child.pid}/status`, "utf8").match(/Threads:\s+(\d+)/)[1]); }

  async kill(signal = "SIGKILL") { if (!this.over) this.child.kill(signal); return this.ended; }

  /** One request of the API; whatever comes back, as `{status, headers, text, json}`. */
  async call(method, path, body, { token, headers = {}, limit = 60_000 } = {}) {
    const response = await fetch(this.url + path, {
      method, redirect: "manual", signal: AbortSignal.timeout(limit),
      headers: { ...(body !== undefined && !(body instanceof FormData) && { "content-type": "application/json" }), ...(token && { authorization: `Bearer ${token}` }), ...headers },
      body: body === undefined ? undefined : typeof body === "string" || body instanceof Uint8Array || body instanceof FormData ? body : JSON.stringify(body),
    });
    const text = await response.text();
    let json;
    try { json = JSON.parse(text); } catch { /* not every answer is JSON */ }
    return { status: response.status, headers: response.headers, text, json };
  }

  /** Begins the module, and answers everything with "I don't know". */
  async attempt({ answer = true } = {}) {
    const begun = (await this.call("POST", "/api/v1/attempts", { module: MODULE })).json;
    if (answer) for (const item of begun.items) await this.call("PUT", `/api/v1/attempts/${begun.id}/answers/${item.id}`, { response: null }, { token: begun.token });
    return begun;
  }

  /** A code to claim a badge with. */
  async code() {
    const begun = await this.attempt();
    return (await this.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token: begun.token })).json.badges[0].claim;
  }

  /** A badge: its address. */
  async badge(name) {
    const claimed = await this.call("POST", `/api/v1/claims/${await this.code()}`, name ? { name } : {});
    return new URL(claimed.json.credential).pathname;
  }
}

/** A letter: its head by names in small letters, its whole text with what was encoded decoded, and its bytes. */
export function letter(bytes) {
  const raw = bytes.toString("latin1");
  const end = raw.search(/\r?\n\r?\n/);
  const head = {};
  for (const line of raw.slice(0, end).replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    head[name] = head[name] === undefined ? line.slice(colon + 1).trim() : `${head[name]}\n${line.slice(colon + 1).trim()}`;
  }
  const text = Buffer.from(raw.slice(end).replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString();
  return { head, text, bytes, path: (beginning) => text.match(new RegExp(`(${beginning}[A-Za-z0-9_-]+)`))?.[1] };
}

/** A browser without a window: it keeps cookies and sends forms as one does. */
export class Visitor {
  /** `from`: the address of this machine that it comes from. */
  constructor(server, { from } = {}) {
    this.server = server;
    this.from = from;
    this.cookies = new Map();
  }

  /** The same cookies, in a browser of somebody else's. */
  copy() {
    const other = new Visitor(this.server, { from: this.from });
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  async send(method, path, body, headers = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(this.server.port, path, {
      method, body, from: this.from,
      headers: { accept: "text/html", "accept-language": "fr", ...(cookie && { cookie }), ...(method !== "GET" && method !== "HEAD" && { origin: `http://localhost:${this.server.port}`, "content-length": Buffer.byteLength(body ?? "") }), ...headers },
    });
    for (const set of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(set)) this.cookies.delete(name); else this.cookies.set(name, value);
    }
    return { ...answer, to: answer.headers.location ?? "" };
  }

  get(path) { return this.send("GET", path); }

  /** Sends a form; where a status is given, it must be that one. */
  async post(path, fields, status) {
    const answer = await this.send("POST", path, new URLSearchParams(fields).toString(), { "content-type": "application/x-www-form-urlencoded" });
    if (status !== undefined && answer.status !== status) throw new Error(`POST ${path}: ${answer.status} ${answer.text.slice(0, 3000)}`);
    return answer;
  }

  /** The value of a hidden field of a page. */
  async hidden(path, name) { return (await this.get(path)).text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1]; }

  /** Enters by a letter, as somebody without a role. */
  async enterByLetter(instance, email) {
    const before = instance.letters(email).length;
    await this.post("/entry", { email }, 303);
    const come = await instance.letter(email, before + 1);
    await this.post(come.path("/entry/"), {}, 303);
    return this;
  }

  /** Adheres to the charter, without which nobody announces an event. */
  async adhere(name = "Ada") {
    await this.post("/me/charter", { version: await this.hidden("/me/charter", "version"), name, accept: "yes", as: "person", party: "person" }, 303);
    return this;
  }

  /** Writes an event and announces it: the path of its form, and those of its page and its first date. */
  async announce(fields = {}) {
    const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    const form = {
      title: "Café du jeudi", summary: "On parle.", format: "discuss", pillar: "discuss", place: "Lille (59)", commune: "59350", language: "fr", price: "0",
      registration: "here", day, from: "18:00", to: "19:30", repeat: "once", ends: "open", ...fields,
    };
    const own = (await this.post("/me/events", form, 303)).to.split("?")[0];
    await this.post(`${own}/publication`, {}, 303);
    const page = (await this.get(own)).text.match(/href="(?:http:\/\/[^/"]+)?(\/events\/[^"\/?]+)"/)[1];
    const date = (await this.get(page)).text.match(/href="(\/events\/[^"]+\/dates\/[^"?]+)/)?.[1];
    return { own, page, date };
  }
}

/** Every way of the program with what handles it, as its own table lists them. */
export function ways() {
  const text = readFileSync(join(root, "src/web/router.rs"), "utf8");
  return [...text.matchAll(/\.route\(/g)].map(({ index }) => {
    let depth = 0, end = index + 6;
    do { depth += { "(": 1, ")": -1 }[text[end]] ?? 0; end += 1; } while (depth > 0);
    const [, path, handlers] = text.slice(index + 7, end - 1).match(/^\s*"([^"]+)",([\s\S]*)$/);
    return { path, filled: path.replaceAll(/\{[^}]+\}/g, "01a21e00-0000-7000-8000-000000000000"), takes: ["get", "post", "put"].filter((method) => new RegExp(`\\b${method}\\(`).test(handlers)) };
  });
}

/** A form with files as a browser sends it: its body, and the type to send it under. */
export function multipart(fields) {
  const edge = "crema-outside-edge";
  const body = Object.entries(fields).map(([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("");
  return { body: `${body}--${edge}--\r\n`, type: `multipart/form-data; boundary=${edge}` };
}

/** Bytes sent as they are, and what comes back until the other side closes or `limit` milliseconds have passed. */
export function raw(port, bytes, { limit = 5_000, host = "127.0.0.1" } = {}) {
  return new Promise((done) => {
    const socket = net.connect(port, host);
    let text = "";
    const end = (closed) => { clearTimeout(timer); socket.destroy(); done({ text, closed, status: Number(text.match(/^HTTP\/1\.[01] (\d+)/)?.[1]) || undefined }); };
    const timer = setTimeout(() => end(false), limit);
    socket.on("data", (data) => { text += data.toString("latin1"); });
    socket.on("close", () => end(true));
    socket.on("error", () => end(true));
    for (const part of Array.isArray(bytes) ? bytes : [bytes]) socket.write(part);
  });
}

/** One request by Node's own client, which lets the Host be forged, and the address that it comes from (of this machine) be chosen. */
export function ask(port, path, { method = "GET", headers = {}, body, from } = {}) {
  return new Promise((done, failed) => {
    const request = http.request({ host: "127.0.0.1", port, path, method, headers: { host: `localhost:${port}`, ...headers }, agent: false, localAddress: from }, (response) => {
      let text = "";
      response.on("data", (data) => { text += data; });
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on("error", failed);
    request.end(body);
  });
}

/** How far the ranks of `one` lie from what chance gives, in standard deviations (ties share their rank; normal approximation). */
export function rankSum(one, other) {
  const all = [...one.map((value) => [value, 0]), ...other.map((value) => [value, 1])].sort((a, b) => a[0] - b[0]);
  let sum = 0, ties = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to][0] === all[from][0]) to++;
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) if (all[at][1] === 0) sum += rank;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const [n, m] = [one.length, other.length];
  const deviation = Math.sqrt((n * m / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  return (sum - n * (n + 1) / 2 - n * m / 2) / deviation;
}

/** What stands in the middle of a list. */
export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** The signs of base 58, as keys and signatures are written in. */
export const SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export function base58(bytes) {
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n), text = "";
  for (; number > 0n; number /= 58n) text = SIGNS[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}
