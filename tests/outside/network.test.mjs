// Ways into the network behind a server: names that lead home, names that lead elsewhere the second time, documents that never end, and a limit on clients that a header would
// get around. Rows of the table of docs/SECURITY.md. What concerns names is tried in a network of its own, where this machine has a public address and answers for all names.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Instance, Visitor, ask, binary, engines, multipart, run } from "./support.mjs";

const PUBLIC = "93.184.216.34";
const NAMES = {
  "home.badges-test.net": ["127.0.0.1"], "meta.badges-test.net": ["169.254.169.254"], "inside.badges-test.net": ["10.0.0.1"], "mixed.badges-test.net": [PUBLIC, "127.0.0.1"],
  "mapped.badges-test.net": ["::ffff:127.0.0.1"], "nat64.badges-test.net": ["64:ff9b::7f00:1"], "six.badges-test.net": ["::1"], "link.badges-test.net": ["fe80::1"], "none.badges-test.net": ["0.0.0.0"],
};

/** Answers for names: those above, one that leads to the public address, and one that leads there once and home ever after. */
function names() {
  const asked = [];
  const server = createSocket("udp4");
  server.on("message", (message, from) => {
    const labels = [];
    let at = 12;
    while (message[at]) { labels.push(message.toString("latin1", at + 1, at + 1 + message[at])); at += 1 + message[at]; }
    const question = message.subarray(12, at + 5), type = message.readUInt16BE(at + 1), name = labels.join(".");
    const turns = name.startsWith("turns.");
    const found = turns ? [asked.filter((one) => one === `1 ${name}`).length ? "127.0.0.1" : PUBLIC] : name.startsWith("public.") ? [PUBLIC] : NAMES[name] ?? [];
    asked.push(`${type} ${name}`);
    const records = found.filter((address) => (type === 28) === address.includes(":") && [1, 28].includes(type)).map((address) => {
      const bytes = address.includes(":") ? expand(address) : Buffer.from(address.split(".").map(Number));
      return Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length]), bytes]);
    });
    const head = Buffer.alloc(12);
    message.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180, 2); head.writeUInt16BE(1, 4); head.writeUInt16BE(records.length, 6);
    server.send(Buffer.concat([head, question, ...records]), from.port, from.address);
  });
  return { asked, open: () => new Promise((done) => server.bind(53, "127.0.0.1", done)), close: () => server.close() };
}
/** The sixteen bytes of an address of IPv6. */
function expand(address) {
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  const [left, right = ""] = text.split("::");
  const parts = (side) => side.split(":").filter(Boolean);
  const all = [...parts(left), ...Array(8 - parts(left).length - parts(right).length).fill("0"), ...parts(right)];
  return Buffer.from(all.flatMap((part) => { const number = parseInt(part, 16); return [number >> 8, number & 255]; }));
}

/** What is tried in the network of its own: prints one line of JSON. */
async function within() {
  const zone = names();
  await zone.open();
  const hits = [];
  const canaries = ["0.0.0.0", "::"].map((host) => net.createServer((socket) => { hits.push(socket.localAddress); socket.on("error", () => {}); }).listen({ port: 443, host, ipv6Only: true }));
  const instance = new Instance({ env: { CREMA_BASE_URL: "https://badges.badges-test.net" } });
  writeFileSync(join(instance.folder, "crema.toml"), "[verify]\nfetch = \"any\"\n[events]\nfetch = \"any\"\n");
  const server = await instance.start();
  const told = {};
  for (const name of [...Object.keys(NAMES), "turns.badges-test.net", "public.badges-test.net"]) {
    const from = hits.length, at = performance.now();
    // Names are answered by this very process, which must not stand still meanwhile.
    const child = spawn(binary, ["verify", `https://${name}/badge.json`, "--json"], { cwd: instance.folder, env: instance.env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { said += data; });
    const status = await new Promise((done) => child.on("exit", done));
    const took = performance.now() - at;
    const { body, type } = multipart({ address: `https://${name}/badge.json` });
    const page = await ask(server.port, "/verify", { method: "POST", body, headers: { host: "badges.badges-test.net", origin: "https://badges.badges-test.net", accept: "text/html", "content-type": type, "content-length": body.length } });
    told[name] = { hits: hits.slice(from), status, said, took, page: page.status, authentic: /Badge authentique/.test(page.text) };
  }
  // A badge whose contexts, schema and terms stand at a host that may be asked for documents: none of these is a document.
  const from = hits.length, elsewhere = "https://public.badges-test.net";
  const badge = JSON.stringify({
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", `${elsewhere}/context.json`, { "@import": `${elsewhere}/import.json` }], id: "urn:uuid:01a21e00-0000-7000-8000-000000000001", type: ["VerifiableCredential", "OpenBadgeCredential"], name: "x",
    issuer: { id: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", type: ["Profile"], name: "x" }, validFrom: "2026-01-01T00:00:00Z", credentialSchema: [{ id: `${elsewhere}/schema.json`, type: "1EdTechJsonSchemaValidator2019" }],
    credentialSubject: { type: ["AchievementSubject"], achievement: { "@context": `${elsewhere}/within.json`, id: "urn:uuid:01a21e00-0000-7000-8000-000000000002", type: ["Achievement"], name: "x", description: "x", criteria: { narrative: "x" } } },
    proof: [{ type: "DataIntegrityProof", cryptosuite: "eddsa-rdfc-2022", created: "2026-01-01T00:00:00Z", verificationMethod: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", proofPurpose: "assertionMethod", proofValue: `z${"2".repeat(87)}` }],
  });
  const judged = await ask(server.port, "/api/v1/verifications", { method: "POST", body: badge, headers: { host: "badges.badges-test.net", "content-type": "application/json", "content-length": Buffer.byteLength(badge) } });
  const contexts = { hits: hits.slice(from), status: judged.status, verdict: JSON.parse(judged.text).verdict };
  const rebound = zone.asked.filter((one) => one === "1 turns.badges-test.net").length;
  await instance.end();
  for (const canary of canaries) canary.close();
  zone.close();
  console.log(JSON.stringify({ told, rebound, contexts }));
  process.exit(0);
}
if (process.env.CREMA_WITHIN) await within();

const { both } = engines();

test("A20 A21 A33 no name leads into the network, and one that says nothing is left after five seconds", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crema-network-"));
  writeFileSync(join(folder, "resolv.conf"), "nameserver 127.0.0.1\n");
  writeFileSync(join(folder, "hosts"), "127.0.0.1 localhost\n");
  const script = `ip link set lo up && ip addr add ${PUBLIC}/32 dev lo && ip addr add 169.254.169.254/32 dev lo && ip addr add 10.0.0.1/32 dev lo && mount --bind ${folder}/resolv.conf /etc/resolv.conf && mount --bind ${folder}/hosts /etc/hosts && exec ${process.execPath} ${import.meta.filename}`;
  if (run("unshare", ["--net", "--mount", "sh", "-c", "ip link set lo up"]).status !== 0) return console.log("skipped: no network of its own can be made here");
  const child = spawn("unshare", ["--net", "--mount", "sh", "-c", script], { env: { ...process.env, CREMA_WITHIN: "1", NODE_TEST_CONTEXT: "" }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "", log = "";
  child.stdout.on("data", (data) => { out += data; });
  child.stderr.on("data", (data) => { log += data; });
  const code = await new Promise((done) => child.on("exit", done));
  rmSync(folder, { recursive: true, force: true });
  assert.equal(code, 0, out + log);
  const { told, rebound, contexts } = JSON.parse(out.trim().split("\n").at(-1));
  for (const [name, { hits, status, said, page, authentic }] of Object.entries(told)) {
    assert.equal(status, 2, `${name} could not be checked: ${said}`);
    assert.equal(authentic, false, name);
    assert.ok([200, 422].includes(page), `${name}: the page tells what it found: ${page}`);
    assert.ok(!/127\.0\.0\.1|169\.254|10\.0\.0\.1|refused|lookup/i.test(said.replaceAll(name, "")), `${name}: what is said tells of the network: ${said}`);
    if (!/^(public|turns)/.test(name)) assert.deepEqual(hits, [], `${name} was asked`);
  }
  const home = Object.values(told).flatMap(({ hits }) => hits).filter((address) => address.replace("::ffff:", "") !== PUBLIC);
  assert.deepEqual(home, [], "the canary at home was asked");
  // One that is public is asked: without it nothing above would say anything.
  assert.ok(told["public.badges-test.net"].hits.length >= 1);
  assert.ok(told["public.badges-test.net"].took < 9_000, `${told["public.badges-test.net"].took} ms`);
  assert.deepEqual(contexts.hits, [], "a context was asked for");
  assert.deepEqual([contexts.status, contexts.verdict], [200, "invalid"]);
  // It leads home from the second look-up on; each of the two requests looks once, and the second is not let out.
  assert.ok(rebound === 2 && told["turns.badges-test.net"].hits.length === 1, JSON.stringify(told["turns.badges-test.net"]));
});

// A provider on this machine is reached without https, through the same door: what comes back may be of any kind.
both("A20 A21 a document that is endless, slow, packed or elsewhere is cut off", async (instance) => {
  const answers = {
    endless: (response) => { const block = Buffer.alloc(64 << 10, 0x20); const more = () => { while (response.write(block)); response.once("drain", more); }; response.writeHead(200, { "content-type": "application/json" }); more(); },
    said: (response) => { response.writeHead(200, { "content-type": "application/json", "content-length": String(1 << 30) }); response.write("{"); },
    slow: (response) => { response.writeHead(200, { "content-type": "application/json" }); const drop = setInterval(() => response.write(" "), 200); response.on("close", () => clearInterval(drop)); },
    silent: () => {},
    packed: (response) => { response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }); response.end(Buffer.alloc(1000)); },
    elsewhere: (response, port) => { response.writeHead(302, { location: `http://127.0.0.1:${port}/canary` }); response.end(); },
    deep: (response) => { response.writeHead(200, { "content-type": "application/json" }); response.end("[".repeat(100_000)); },
  };
  let kind, canary = 0, sent = 0;
  const provider = http.createServer((request, response) => {
    if (request.url === "/canary") canary += 1;
    response.on("error", () => {});
    request.socket.on("close", () => { sent = request.socket.bytesWritten; });
    answers[kind](response, provider.address().port);
  });
  await new Promise((done) => provider.listen(0, "127.0.0.1", done));
  writeFileSync(join(instance.folder, "crema.toml"), `[openid]\nissuer = "http://127.0.0.1:${provider.address().port}"\nclient_id = "crema"\nclient_secret = "x"\nlabel = "Test"\n`);
  try {
    const server = await instance.start();
    const before = server.memory;
    for (kind of Object.keys(answers)) {
      sent = 0;
      const at = performance.now();
      const { status, to } = await new Visitor(server).post("/entry/provider", {});
      const took = performance.now() - at;
      assert.equal(status, 422, `${kind}: ${status} ${to}`);
      assert.ok(took < 8_000, `${kind}: ${took} ms`);
      assert.ok(sent < 16 << 20, `${kind}: ${sent} bytes were taken`);
    }
    assert.equal(canary, 0, "a redirect was followed");
    assert.ok(server.memory < before + 60, `${before}, then ${server.memory} MB`);
    assert.equal((await server.call("GET", "/healthz")).status, 200);
  } finally { provider.close(); provider.closeAllConnections(); }
});

both("A23 whoever writes another address into a header each time is counted as one client", async (instance) => {
  const server = await instance.start({ env: { CREMA_RATE: "20" } });
  const asked = (n, from) => ask(server.port, "/modules", { from, headers: { "x-forwarded-for": `203.0.113.${n}`, forwarded: `for=203.0.113.${n}`, "x-real-ip": `203.0.113.${n}`, "cf-connecting-ip": `203.0.113.${n}` } });
  const codes = [];
  for (let n = 0; n < 60; n += 1) codes.push((await asked(n)).status);
  assert.ok(codes.filter((status) => status === 429).length > 20, codes.join());
  assert.equal((await asked(1, "127.13.0.1")).status, 200, "another client is served meanwhile");
});

both("A23 behind a proxy that the settings name each client is counted alone, and nobody else is believed", async (instance) => {
  const server = await instance.start({ env: { CREMA_PROXIES: "127.0.0.1", CREMA_RATE: "20" } });
  const asked = (named, from) => ask(server.port, "/modules", { from, headers: { "x-forwarded-for": named } });
  const codes = [];
  for (let n = 0; n < 60; n += 1) codes.push((await asked("203.0.113.7")).status);
  assert.ok(codes.filter((status) => status === 429).length > 20, codes.join());
  assert.equal((await asked("203.0.113.8")).status, 200, "another visitor is served meanwhile");
  // What a visitor wrote before the proxy did changes nothing, and whoever comes past it names nobody.
  assert.equal((await asked("203.0.113.99, 203.0.113.7")).status, 429);
  const past = [];
  for (let n = 0; n < 60; n += 1) past.push((await asked(`203.0.113.${n}`, "127.14.0.1")).status);
  assert.ok(past.filter((status) => status === 429).length > 20, past.join());
});
