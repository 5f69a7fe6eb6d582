// Thousands of altered badges, judged by this program and by Digital Bazaar's libraries: nothing that they refuse passes here, and a signature that they
// accept is refused here only by a rule of ours that has a name.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import jsigs from "jsonld-signatures";
import jsonld from "jsonld";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");
const names = {
  "https://www.w3.org/ns/credentials/v2": "credentials-v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-3.0.3",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-3.0.2",
  "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-extensions",
  "https://w3id.org/security/data-integrity/v2": "data-integrity-v2",
  "https://w3id.org/security/multikey/v1": "multikey-v1",
};
const contexts = new Map(Object.entries(names).map(([url, name]) => [url, JSON.parse(readFileSync(join(root, `openbadges/contexts/${name}.json`)))]));

let folder, bare, child, document, did;

/** The same numbers every time: a run that fails can be run again. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "crema-mutants-"));
  bare = join(folder, "bare");
  mkdirSync(bare);
  const env = { ...process.env, CREMA_LISTEN: "127.0.0.1:0", CREMA_QUIZZES: join(root, "quizzes"), CREMA_LOG: "warn", CREMA_RATE: "0" };
  child = spawn(binary, [], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  let url = await new Promise((found, failed) => {
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`crema ended with ${code} before it listened`)));
    child.stdout.on("data", (data) => { const line = String(data).match(/listening on (http:\S+)/); if (line) found(line[1]); });
  });
  url = url.replace("127.0.0.1", "localhost");
  const call = async (method, path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return response.json();
  };
  const attempt = await call("POST", "/api/v1/attempts", { module: "ia-generative-premiers-pas" });
  for (const item of attempt.items) await call("PUT", `/api/v1/attempts/${attempt.id}/answers/${item.id}`, { response: null }, attempt.token);
  const done = await call("POST", `/api/v1/attempts/${attempt.id}/completion`, undefined, attempt.token);
  const { credential } = await call("POST", `/api/v1/claims/${done.badges[0].claim}`, { name: "Zoé" });
  document = await (await fetch(`${credential}.json`)).json();
  did = await (await fetch(`${url}/.well-known/did.json`)).json();
  // What a stranger has at hand: the issuer's document and its list, by address, and no instance.
  const host = join(bare, "documents", new URL(url).host.replace(":", "%3A"));
  mkdirSync(join(host, ".well-known"), { recursive: true });
  mkdirSync(join(host, "status"));
  writeFileSync(join(host, ".well-known/did.json"), JSON.stringify(did));
  const list = document.credentialStatus.statusListCredential;
  writeFileSync(join(host, "status", `${list.split("/").pop()}.json`), await (await fetch(list)).text());
});
after(() => { child.kill(); rmSync(folder, { recursive: true, force: true }); });

async function documentLoader(address) {
  const [base, fragment] = address.split("#");
  if (contexts.has(address)) return { documentUrl: address, document: contexts.get(address) };
  if (base === did.id) {
    const method = did.verificationMethod.find((one) => one.id === address);
    return { documentUrl: address, document: fragment ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : did };
  }
  throw new Error(`not at hand: ${address}`);
}

/** Every place in a value: its holder and its key. */
function* places(value, path = []) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    yield [...path, key];
    yield* places(value[key], [...path, key]);
  }
}
const holder = (value, path) => path.slice(0, -1).reduce((inner, key) => inner[key], value);

const deeds = {
  append: (h, k) => { if (typeof h[k] === "string") h[k] += "x"; else return false; },
  empty: (h, k) => { if (typeof h[k] === "string") h[k] = ""; else return false; },
  trim: (h, k) => { if (typeof h[k] === "string" && h[k].length > 1) h[k] = h[k].slice(0, -1); else return false; },
  number: (h, k) => { h[k] = 7; },
  real: (h, k) => { h[k] = 0.1; },
  flag: (h, k) => { h[k] = h[k] !== true; },
  wrap: (h, k) => { h[k] = [h[k]]; },
  unwrap: (h, k) => { if (Array.isArray(h[k]) && h[k].length === 1) h[k] = h[k][0]; else return false; },
  twice: (h, k) => { if (Array.isArray(h[k]) && h[k].length) h[k].push(structuredClone(h[k][0])); else return false; },
  remove: (h, k) => { if (Array.isArray(h)) h.splice(Number(k), 1); else delete h[k]; },
  language: (h, k) => { if (typeof h[k] === "string") h[k] = { "@value": h[k], "@language": "fr" }; else return false; },
  relative: (h, k) => { if (k === "id") h[k] = "somewhere/else"; else return false; },
  rename: (h, k) => { if (Array.isArray(h)) return false; h[`${k}x`] = h[k]; delete h[k]; },
  toIri: (h, k) => { if (Array.isArray(h) || k.startsWith("@")) return false; h[`https://schema.org/${k}`] = h[k]; delete h[k]; },
  term: (h, k) => { if (h[k] && typeof h[k] === "object" && !Array.isArray(h[k])) h[k].invented = "x"; else return false; },
  retype: (h, k) => { if (k === "type") h[k] = ["Person"]; else return false; },
  untype: (h, k) => { if (k === "type") delete h[k]; else return false; },
  turn: (h, k) => { if (h[k] && typeof h[k] === "object" && !Array.isArray(h[k])) h[k] = Object.fromEntries(Object.entries(h[k]).reverse()); else return false; },
  reverse: (h, k) => { if (Array.isArray(h[k]) && h[k].length > 1) h[k].reverse(); else return false; },
  graph: (h, k) => { if (h[k] && typeof h[k] === "object" && !Array.isArray(h[k])) h[k] = { "@graph": [h[k]] }; else return false; },
  nothing: (h, k) => { h[k] = null; },
  hollow: (h, k) => { h[k] = []; },
};

/** Each deed at each place, then pairs of them drawn by chance. */
function mutants() {
  const found = [];
  const add = (name, value) => found.push({ name, value });
  add("as it is", structuredClone(document));
  const all = [...places(document)];
  const once = (value, path, deed) => deeds[deed](holder(value, path), path.at(-1)) !== false;
  for (const path of all) {
    for (const deed of Object.keys(deeds)) {
      const value = structuredClone(document);
      if (once(value, path, deed)) add(`${deed} ${path.join("/")}`, value);
    }
  }
  const draw = chance(20261126);
  const any = (list) => list[Math.floor(draw() * list.length)];
  for (let n = 0; n < 1000; n += 1) {
    const value = structuredClone(document);
    const name = [];
    for (let step = 0; step < 2; step += 1) {
      const path = any([...places(value)]);
      const deed = any(Object.keys(deeds));
      if (once(value, path, deed)) name.push(`${deed} ${path.join("/")}`);
    }
    if (name.length) add(name.join(", then "), value);
  }
  const swap = structuredClone(document);
  swap["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
  add("another version of the context", swap);
  const inline = structuredClone(document);
  inline["@context"].push({ invented: "https://example.org/invented" });
  add("an inline context that nothing uses", inline);
  return found;
}

/** What this program says of files, where it knows nothing but the documents of the issuer. */
function judged(files) {
  const results = [];
  for (let start = 0; start < files.length; start += 400) {
    const args = ["verify", "--json", "--offline", "--documents", "documents", ...files.slice(start, start + 400)];
    const env = { ...process.env, CREMA_DATABASE_URL: "sqlite:none/here.db" };
    const done = spawnSync(binary, args, { cwd: bare, env, encoding: "utf8", maxBuffer: 1 << 28 });
    results.push(...JSON.parse(done.stdout).results);
  }
  return results;
}

/** Rules of ours that refuse before, or beside, the signature. Data Integrity alone, which is what the other library checks here, knows none of them. */
const OURS = new Set(["format", "schema", "context", "issuer", "dates", "status"]);

test("thousands of altered badges: what one refuses the other does not accept", async () => {
  const all = mutants();
  assert.ok(all.length > 2000, `${all.length} are not thousands`);
  const files = all.map(({ value }, at) => { const file = `m${at}.json`; writeFileSync(join(bare, file), JSON.stringify(value)); return file; });
  const ours = judged(files);
  const count = { both: 0, neither: 0, ours: {} };
  for (const [at, { name, value }] of all.entries()) {
    const suite = new DataIntegrityProof({ cryptosuite });
    let theirs = false;
    try {
      const result = await jsigs.verify(structuredClone(value), { suite, purpose: new jsigs.purposes.AssertionProofPurpose({ controller: did }), documentLoader });
      theirs = result.verified === true;
    } catch { theirs = false; }
    const { verdict, checks } = ours[at];
    const failed = checks.filter((check) => check.outcome !== "pass" && check.outcome !== "skip").map((check) => check.id);
    if (!theirs) {
      assert.notEqual(verdict, "valid", `${name}: they refuse it, and it is valid here`);
      count.neither += 1;
    } else if (verdict === "valid") {
      count.both += 1;
    } else {
      const rule = failed.find((id) => OURS.has(id));
      assert.ok(rule, `${name}: their signature holds, ours fails by ${failed} alone`);
      count.ours[rule] = (count.ours[rule] ?? 0) + 1;
    }
  }
  console.log(`${all.length} badges: ${count.neither} refused by both, ${count.both} accepted by both, refused here alone by rule: ${JSON.stringify(count.ours)}`);
  assert.equal(ours[0].verdict, "valid");
  assert.ok(count.both > 20, "orders of members and of sets change nothing that is signed");
});

test("the canonical forms are the same to the letter, or there is none here", async () => {
  const draw = chance(7);
  const sample = mutants().filter((_, at) => at === 0 || draw() < 0.12).slice(0, 300);
  let same = 0;
  for (const { name, value } of sample) {
    delete value.proof;
    writeFileSync(join(bare, "one.json"), JSON.stringify(value));
    const done = spawnSync(binary, ["canonical", "one.json"], { cwd: bare, encoding: "utf8" });
    let theirs;
    try { theirs = await jsonld.canonize(value, { algorithm: "RDFC-1.0", safe: true, documentLoader }); } catch { theirs = undefined; }
    if (done.status === 0) {
      assert.equal(done.stdout, theirs, `${name}: the canonical forms differ`);
      same += 1;
    }
  }
  console.log(`${sample.length} badges: ${same} canonical forms are equal, the others are refused here`);
  assert.ok(same > 100);
});

test("what Digital Bazaar's library signs is valid here, and invalid after one change", async () => {
  const key = await Ed25519Multikey.generate();
  const me = `did:key:${key.publicKeyMultibase}`;
  key.id = `${me}#${key.publicKeyMultibase}`;
  key.controller = me;
  const credential = structuredClone(document);
  delete credential.proof;
  delete credential.credentialStatus;
  credential.issuer.id = me;
  credential.credentialSubject.achievement.creator.id = me;
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite });
  const signed = await jsigs.sign(credential, { suite, purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader });
  const altered = structuredClone(signed);
  altered.name += "x";
  writeFileSync(join(bare, "theirs.json"), JSON.stringify(signed));
  writeFileSync(join(bare, "altered.json"), JSON.stringify(altered));
  const [good, bad] = judged(["theirs.json", "altered.json"]);
  assert.equal(good.verdict, "valid", JSON.stringify(good.checks));
  assert.equal(bad.verdict, "invalid");
});
