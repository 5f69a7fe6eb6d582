// Verifiers that are not ours read what a running instance issues, and refuse it after one change.
import assert from "node:assert/strict";
import { spawnSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { Verifiers, root, script, withPython } from "./support.mjs";

const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");

let folder, child, url, did, forms, verifiers;

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
  verifiers = new Verifiers(url);
  did = await verifiers.did();
  forms = await earn("Zoé");
});
after(() => { child.kill(); rmSync(folder, { recursive: true, force: true }); });

test("Digital Bazaar's library accepts the JSON", async () => {
  const result = await verifiers.json(forms.document);
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
    assert.equal((await verifiers.json(credential)).verified, false, what);
  }
});

test("it reads a revocation from the list", async () => {
  const other = await earn("Max");
  const bit = async () => (await verifiers.json(other.document)).statusResult.results[0].status;
  assert.equal(await bit(), false);
  const done = spawnSync(binary, ["status", "revoke", other.id, "--reason", "essai"], { cwd: folder, env: { ...process.env, CREMA_LISTEN: "127.0.0.1:0", CREMA_QUIZZES: join(root, "quizzes") } });
  assert.equal(done.status, 0, String(done.stderr));
  assert.equal(await bit(), true);
});

test("jose accepts the JWT by the key in did.json, and refuses it after one change", async () => {
  const { payload, protectedHeader } = await verifiers.jwt(forms.jwt);
  assert.equal(payload.jti, forms.id);
  assert.equal(payload.credentialSubject.id, payload.sub);
  assert.deepEqual(Object.keys(protectedHeader).sort(), ["alg", "kid", "typ"]);
  const [header, body, signature] = forms.jwt.split(".");
  const altered = Buffer.from(body, "base64url").toString().replace("Zoé", "Zoe");
  await assert.rejects(verifiers.jwt([header, Buffer.from(altered).toString("base64url"), signature].join(".")));
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

test("Python's verifiers accept the JSON and the JWT, and refuse them after one byte is changed", withPython, () => {
  const write = (name, content) => { const file = join(folder, name); writeFileSync(file, content); return file; };
  const files = [write("did.json", JSON.stringify(did)), write("good.json", forms.json), write("good.jwt", forms.jwt)];
  assert.equal(script("verify.py", join(root, "openbadges/contexts"), ...files), "");
});

test("a validator of Python lets the shipped modules pass the schema, and refuses what the check refuses", withPython, () => {
  assert.equal(script("schema.py", binary), "");
});

test("openbadgeslib accepts what is issued here, and its own badges are read here", withPython, () => {
  const write = (name, content) => { const file = join(folder, name); writeFileSync(file, content); return file; };
  const files = [write("did.json", JSON.stringify(did)), write("good.json", forms.json), write("good.jwt", forms.jwt)];
  assert.equal(script("with_openbadgeslib.py", "read", ...files), "");
  assert.equal(script("with_openbadgeslib.py", "make", folder), "");
  const theirs = ["theirs-embedded.json", "theirs-token.jwt"].map((name) => join(folder, name));
  const altered = write("theirs-altered.json", readFileSync(theirs[0], "utf8").replace("60 %", "61 %"));
  const verified = spawnSync(binary, ["verify", "--json", "--offline", ...theirs, altered], { cwd: folder, encoding: "utf8" });
  const { results } = JSON.parse(verified.stdout);
  // A token that brings its own key says nothing of its issuer: neither valid nor invalid.
  assert.deepEqual(results.map((result) => result.verdict), ["valid", "unknown", "invalid"], verified.stdout);
});

test("openbadgeslib accepts a badge in its form of 2.0, until it is revoked", withPython, () => {
  assert.equal(script("v2.py", binary, join(root, "quizzes")), "");
});
