// Verifiers that are not ours read what a running instance issues, and refuse it after one change.
import assert from "node:assert/strict";
import { spawnSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { importJWK, jwtVerify } from "jose";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");
const python = process.env.CREMA_PYTHON;
const contexts = new Map([
  ["https://www.w3.org/ns/credentials/v2", "credentials-v2"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-3.0.3"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-extensions"],
  ["https://w3id.org/security/data-integrity/v2", "data-integrity-v2"],
  ["https://w3id.org/security/multikey/v1", "multikey-v1"],
].map(([url, name]) => [url, JSON.parse(readFileSync(join(root, `openbadges/contexts/${name}.json`)))]));

let folder, child, url, did, forms;

/** Takes the module by the API and claims the badge: all four forms, and what the issuer publishes. */
async function earn(name) {
  const call = async (method, path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const attempt = await call("POST", "/api/v1/attempts", { module: "ia-generative-premiers-pas" });
  for (const item of attempt.items) await call("PUT", `/api/v1/attempts/${attempt.id}/answers/${item.id}`, { response: null }, attempt.token);
  const done = await call("POST", `/api/v1/attempts/${attempt.id}/completion`, undefined, attempt.token);
  assert.equal(done.level, "decouverte");
  const { credential } = await call("POST", `/api/v1/claims/${done.badges[0].claim}`, { name });
  const json = await (await fetch(`${credential}.json`)).text();
  return { id: credential, json, document: JSON.parse(json), jwt: await (await fetch(`${credential}.jwt`)).text() };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "crema-interop-"));
  const env = { ...process.env, CREMA_LISTEN: "127.0.0.1:0", CREMA_QUIZZES: join(root, "quizzes"), CREMA_LOG: "warn" };
  child = spawn(binary, [], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  url = await new Promise((found, failed) => {
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`crema ended with ${code} before it listened`)));
    child.stdout.on("data", (data) => { const line = String(data).match(/listening on (http:\S+)/); if (line) found(line[1]); });
  });
  url = url.replace("127.0.0.1", "localhost");
  did = await (await fetch(`${url}/.well-known/did.json`)).json();
  forms = await earn("Zoé");
});
after(() => { child.kill(); rmSync(folder, { recursive: true, force: true }); });

/** A closed loader: the pinned contexts, the issuer's DID document, and the running instance. */
async function documentLoader(address) {
  const [base, fragment] = address.split("#");
  if (contexts.has(address)) return { documentUrl: address, document: contexts.get(address) };
  if (base === did.id) {
    const method = did.verificationMethod.find((one) => one.id === address);
    const document = fragment ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : did;
    return { documentUrl: address, document };
  }
  if (base.startsWith(url)) return { documentUrl: address, document: await (await fetch(address, { headers: { accept: "application/vc" } })).json() };
  throw new Error(`not at hand: ${address}`);
}

const suite = () => {
  const proof = new DataIntegrityProof({ cryptosuite });
  return proof;
};
const verify = (credential) => vc.verifyCredential({ credential, suite: suite(), documentLoader, checkStatus: (options) => checkStatus({ ...options, suite: suite(), verifyBitstringStatusListCredential: true }) });

test("Digital Bazaar's library accepts the JSON", async () => {
  const result = await verify(structuredClone(forms.document));
  assert.equal(result.verified, true, JSON.stringify(result, (key, value) => value instanceof Error ? `${value.message} ${value.cause?.message ?? ""}` : value, 1));
});

test("it refuses the JSON after one change", async () => {
  const changes = {
    name: (c) => { c.name += "x"; },
    person: (c) => { c.credentialSubject.identifier[0].identityHash = "Zoe"; },
    level: (c) => { c.credentialSubject.result[0].achievedLevel += "x"; },
    date: (c) => { c.validFrom = c.validFrom.replace(/\d{4}/, "2025"); },
    place: (c) => { c.credentialStatus.statusListIndex = String(Number(c.credentialStatus.statusListIndex) + 1); },
    signature: (c) => { c.proof[0].proofValue = c.proof[0].proofValue.replace(/.$/, (last) => last === "2" ? "3" : "2"); },
    unknown: (c) => { c.credentialSubject.invented = "x"; },
  };
  for (const [what, change] of Object.entries(changes)) {
    const credential = structuredClone(forms.document);
    change(credential);
    assert.equal((await verify(credential)).verified, false, what);
  }
});

test("it reads a revocation from the list", async () => {
  const other = await earn("Max");
  const bit = async () => (await verify(structuredClone(other.document))).statusResult.results[0].status;
  assert.equal(await bit(), false);
  const done = spawnSync(binary, ["status", "revoke", other.id, "--reason", "essai"], { cwd: folder, env: { ...process.env, CREMA_LISTEN: "127.0.0.1:0", CREMA_QUIZZES: join(root, "quizzes") } });
  assert.equal(done.status, 0, String(done.stderr));
  assert.equal(await bit(), true);
});

test("jose accepts the JWT by the key in did.json, and refuses it after one change", async () => {
  const key = async (header) => {
    const method = did.verificationMethod.find((one) => one.id === header.kid && did.assertionMethod.includes(one.id));
    return importJWK(method.publicKeyJwk, header.alg);
  };
  const { payload, protectedHeader } = await jwtVerify(forms.jwt, key, { algorithms: ["ES256"], issuer: did.id });
  assert.equal(payload.jti, forms.id);
  assert.equal(payload.credentialSubject.id, payload.sub);
  assert.deepEqual(Object.keys(protectedHeader).sort(), ["alg", "kid", "typ"]);
  const [header, body, signature] = forms.jwt.split(".");
  const altered = Buffer.from(body, "base64url").toString().replace("Zoé", "Zoe");
  await assert.rejects(jwtVerify([header, Buffer.from(altered).toString("base64url"), signature].join("."), key, { algorithms: ["ES256"] }));
});

test("the key in did.json is a Multikey that Digital Bazaar reads", async () => {
  const method = did.verificationMethod.find((one) => one.type === "Multikey");
  const key = await Ed25519Multikey.from({ "@context": "https://w3id.org/security/multikey/v1", ...method });
  assert.equal(typeof key.verifier().verify, "function");
});

test("everything the issuer publishes says the same", async () => {
  const { issuer, credentialSubject: { achievement } } = forms.document;
  const { "@context": _, ...profile } = await (await fetch(`${url}/issuer.json`)).json();
  assert.deepEqual(profile, issuer);
  for (const address of [achievement.id, `${url}/achievements/ia-generative-decouverte.json`]) {
    const { "@context": _, ...published } = await (await fetch(address)).json();
    assert.deepEqual(published, achievement);
  }
  assert.equal((await fetch(achievement.image.id)).headers.get("content-type"), "image/png");
  const log = await (await fetch(`${url}/issuance-log`)).json();
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(forms.json))).toString("hex");
  assert.ok(log.entries.some((entry) => entry.sha256 === digest));
});

test("Python's verifiers accept the JSON and the JWT, and refuse them after one byte is changed", { skip: python ? false : "CREMA_PYTHON names no Python with requirements.txt installed" }, () => {
  const write = (name, content) => { const file = join(folder, name); writeFileSync(file, content); return file; };
  const files = [write("did.json", JSON.stringify(did)), write("good.json", forms.json), write("good.jwt", forms.jwt)];
  const done = spawnSync(python, [join(import.meta.dirname, "verify.py"), join(root, "openbadges/contexts"), ...files], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

test("a validator of Python lets the shipped modules pass the schema, and refuses what the check refuses", { skip: python ? false : "CREMA_PYTHON names no Python with requirements.txt installed" }, () => {
  const done = spawnSync(python, [join(import.meta.dirname, "schema.py"), binary], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

test("openbadgeslib accepts what is issued here, and its own badges are read here", { skip: python ? false : "CREMA_PYTHON names no Python with requirements.txt installed" }, () => {
  const script = join(import.meta.dirname, "with_openbadgeslib.py");
  const write = (name, content) => { const file = join(folder, name); writeFileSync(file, content); return file; };
  const files = [write("did.json", JSON.stringify(did)), write("good.json", forms.json), write("good.jwt", forms.jwt)];
  const read = spawnSync(python, [script, "read", ...files], { encoding: "utf8" });
  assert.equal(read.status, 0, read.stdout + read.stderr);
  const made = spawnSync(python, [script, "make", folder], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stdout + made.stderr);
  const theirs = ["theirs-embedded.json", "theirs-token.jwt"].map((name) => join(folder, name));
  const altered = write("theirs-altered.json", readFileSync(theirs[0], "utf8").replace("60 %", "61 %"));
  const verified = spawnSync(binary, ["verify", "--json", "--offline", ...theirs, altered], { cwd: folder, encoding: "utf8" });
  const { results } = JSON.parse(verified.stdout);
  // A token that brings its own key says nothing of its issuer: neither valid nor invalid.
  assert.deepEqual(results.map((result) => result.verdict), ["valid", "unknown", "invalid"], verified.stdout);
});
