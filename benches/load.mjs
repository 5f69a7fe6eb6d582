// An instance under the load it is built for: its start with 50 modules, its memory idle and with 5,000 open connections, answers saved durably by 64 clients beside a
// bare durable row in the same minute, and two processes over one PostgreSQL beside one. Run from the project's root after
// `cargo build --profile dist --bin crema --example rows` (PostgreSQL for the last):
//   CREMA_BIN=$PWD/target/dist/crema node benches/load.mjs [start|memory|answers|processes …; all of them unless told]
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Instance, MODULE, postgres, root, run, sleep } from "../tests/outside/support.mjs";

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "crema-load-"));
const CLIENTS = 64;

/** A folder of so many modules: the first that is shipped, under other names. */
function modules(count) {
  const place = join(folder, `modules-${count}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const name of ["frameworks.toml"]) copyFileSync(join(root, "quizzes", name), join(place, name));
  const text = readFileSync(join(root, "quizzes", `${MODULE}.toml`), "utf8");
  for (let n = 0; n < count; n += 1) {
    const copy = text.replace(`id = "${MODULE}"`, `id = "module-${n}"`).replace(/"ia-generative-(decouverte|reperes|pratique)"/g, (_, level) => `"badge-${level}-${n}"`);
    writeFileSync(join(place, `module-${n}.toml`), copy);
  }
  return place;
}

/** One request as it goes over the wire. */
const request = (port, { method, path, token, body }) => Buffer.from(
  `${method} ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${token ? `Authorization: Bearer ${token}\r\n` : ""}${body === undefined ? "" : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`}\r\n${body ?? ""}`,
);

/** A connection on which one request after another is asked; each answer has its length. */
async function connection(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let kept = Buffer.alloc(0), done, failed;
  socket.on("data", (data) => {
    kept = kept.length ? Buffer.concat([kept, data]) : data;
    const head = kept.indexOf("\r\n\r\n");
    if (head < 0) return;
    const text = kept.toString("latin1", 0, head);
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0);
    if (kept.length < head + 4 + length) return;
    kept = kept.subarray(head + 4 + length);
    done(Number(text.slice(9, 12)));
  });
  socket.on("close", () => failed?.(new Error("the server closed a connection")));
  socket.on("error", (error) => failed?.(error));
  await new Promise((open, no) => { failed = no; socket.on("connect", open); });
  return { socket, ask: (bytes) => new Promise((yes, no) => { done = yes; failed = no; socket.write(bytes); }) };
}

/** Asks for each of these once, 64 at a time, over the servers in turn: how many a second, the middle time and the 99th percentile in milliseconds. */
async function asked(servers, calls) {
  const times = [];
  let next = 0;
  // Each server is known by an address of its own.
  const written = servers.map(({ port }) => ({ port, all: calls.map((call) => request(port, call)) }));
  const clients = await Promise.all(Array.from({ length: CLIENTS }, async (_, n) => {
    const { port, all } = written[n % servers.length];
    return { ...await connection(port), all };
  }));
  const began = performance.now();
  await Promise.all(clients.map(async ({ ask, all }) => {
    while (next < all.length) {
      const bytes = all[next++], at = performance.now();
      const status = await ask(bytes);
      if (status >= 300) throw new Error(`answered ${status}: ${bytes.toString().slice(0, 80)}`);
      times.push(performance.now() - at);
    }
  }));
  const took = performance.now() - began;
  for (const { socket } of clients) socket.destroy();
  times.sort((a, b) => a - b);
  return { rate: (calls.length / took) * 1000, middle: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

/** Attempts that were begun, and a call for each answer to all their questions. */
async function answers(server, count) {
  const calls = [];
  for (let n = 0; n < count; n += 1) {
    const begun = await server.attempt({ answer: false });
    begun.items.forEach((item, at) => calls.push({ at, method: "PUT", path: `/api/v1/attempts/${begun.id}/answers/${item.id}`, token: begun.token, body: '{"response":null}' }));
  }
  // As people answer: everybody their first question, then everybody their second.
  return calls.sort((a, b) => a.at - b.at);
}

/** Gives a process a quarter of one processor, by cgroups of either version; gives what takes that back, or nothing where it cannot be. */
function share(pid, name) {
  for (const [folder, settings] of [
    ["/sys/fs/cgroup/cpu", { "cpu.cfs_period_us": "10000", "cpu.cfs_quota_us": "2500" }],
    ["/sys/fs/cgroup", { "cpu.max": "2500 10000" }],
  ]) {
    const own = join(folder, name);
    try {
      mkdirSync(own);
      for (const [file, value] of Object.entries(settings)) writeFileSync(join(own, file), value, { flag: "r+" });
      writeFileSync(join(own, "cgroup.procs"), String(pid), { flag: "r+" });
      return () => rmdirSync(own);
    } catch { try { rmdirSync(own); } catch { /* it was not made */ } }
  }
  return undefined;
}

const floor = () => Number(run(join(root, "target/dist/examples/rows"), [join(folder, `rows-${performance.now()}.db`), "3"]).stdout);
const figures = ({ rate, middle, p99 }) => `${rate.toFixed(0)} a second, ${middle.toFixed(1)} ms in the middle, p99 ${p99.toFixed(1)} ms`;

const measures = {
  async start() {
    const instance = new Instance({ env: { CREMA_QUIZZES: modules(50) } });
    await (await instance.start()).kill("SIGTERM");
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      const server = await instance.start();
      const took = performance.now() - began;
      const count = (await server.call("GET", "/api/v1/modules")).json.modules.length;
      console.log(`start to ready with ${count} modules: ${took.toFixed(0)} ms (at most 1 s)`);
      await server.kill("SIGTERM");
    }
    await instance.end();
  },

  async memory() {
    const instance = new Instance({ env: { CREMA_QUIZZES: modules(50) } });
    // Both ends of the connections are this machine's: each side needs its own numbers of files.
    const server = await instance.start({ wrapper: ["prlimit", "--nofile=20000:20000"] });
    await sleep(2_000);
    console.log(`resident, idle, 50 modules: ${server.memory.toFixed(1)} MB (at most 40)`);
    const page = request(server.port, { method: "GET", path: "/modules/module-0" });
    const clients = [];
    while (clients.length < 5_000) {
      clients.push(...await Promise.all(Array.from({ length: 50 }, () => connection(server.port))));
      for (const { ask } of clients.slice(-50)) { const status = await ask(page); if (status !== 200) throw new Error(`after ${clients.length} connections a page is answered with ${status}`); }
    }
    console.log(`resident with ${clients.length} open connections, each of which has had a page: ${server.memory.toFixed(1)} MB, at most ${server.peak.toFixed(1)} (at most 250)`);
    for (const { socket } of clients) socket.destroy();
    await instance.end();
  },

  async answers() {
    const instance = new Instance();
    const server = await instance.start({ args: ["serve", "--no-jobs"] });
    for (let round = 1; round <= 3; round += 1) {
      const calls = await answers(server, 500);
      const before = floor();
      const measured = await asked([server], calls);
      const bare = (before + floor()) / 2;
      console.log(`round ${round}: ${calls.length} answers over ${CLIENTS} connections: ${figures(measured)}; bare rows ${bare.toFixed(0)} a second; ratio ${(measured.rate / bare).toFixed(2)} (at least 0.5)`);
    }
    await instance.end();
  },

  async processes() {
    const engine = await postgres();
    if (!engine) { console.log("skipped: PostgreSQL is not installed"); return; }
    try {
      const instance = new Instance({ database: engine.database() });
      // One machine stands for three: each process gets a quarter of a processor, so that the database and who asks are not what it waits for.
      const args = ["serve", "--no-jobs"];
      const [one, two] = [await instance.start({ args }), await instance.start({ args })];
      const shares = [one, two].map((server, n) => share(server.child.pid, `crema-load-${n}`));
      if (!shares.every(Boolean)) { console.log("skipped: two processes: shares of the processor cannot be set here (root, cgroups)"); return; }
      for (let round = 1; round <= 3; round += 1) {
        const rates = [];
        for (const servers of [[one], [one, two]]) rates.push(await asked(servers, await answers(one, 100)));
        console.log(`round ${round}: one process ${figures(rates[0])}; two ${figures(rates[1])}; ${(rates[1].rate / rates[0].rate).toFixed(2)} times (at least 1.7)`);
      }
      await Promise.all([one, two].map((server) => server.kill()));
      for (const undo of shares) undo();
      await instance.end();
    } finally { engine.stop(); }
  },
};

try {
  for (const name of wanted.length ? wanted : Object.keys(measures)) await measures[name]();
} finally { rmSync(folder, { recursive: true, force: true }); }
