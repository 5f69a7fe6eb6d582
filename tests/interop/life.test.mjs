// The life of a badge, from a code on paper to the day it is given up: at each step verifiers that are not ours judge every form of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { crc32, gunzipSync, inflateSync } from "node:zlib";
import { Instance, MODULE, binary, sleep } from "../outside/support.mjs";
import { Verifiers, python, root, script } from "./support.mjs";

let quizzes, instance, server, verifiers;
before(async () => {
  // A badge that ends may be renewed.
  quizzes = mkdtempSync(join(tmpdir(), "crema-quizzes-"));
  const module = readFileSync(join(root, `quizzes/${MODULE}.toml`), "utf8");
  writeFileSync(join(quizzes, `${MODULE}.toml`), module.replaceAll("[[badges]]\n", '[[badges]]\nexpires = "1y"\n'));
  copyFileSync(join(root, "quizzes/frameworks.toml"), join(quizzes, "frameworks.toml"));
  instance = new Instance({ env: { CREMA_QUIZZES: quizzes } });
  server = await instance.start();
  verifiers = new Verifiers(server.url);
});
after(async () => { await instance?.end(); rmSync(quizzes, { recursive: true, force: true }); });

/** A browser that keeps cookies and sends forms as browsers do. */
class Browser {
  cookies = new Map();

  async send(path, fields) {
    const response = await fetch(new URL(path, server.url), {
      method: fields ? "POST" : "GET", redirect: "manual", body: fields && new URLSearchParams(fields),
      headers: { accept: "text/html", "accept-language": "fr", origin: server.url, cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) this.cookies.set(...cookie.split(";")[0].split("="));
    return { status: response.status, location: response.headers.get("location"), text: await response.text() };
  }
}

/** The text of an iTXt chunk, read by the letter of the PNG standard. */
function baked(png, keyword) {
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (crc32) assert.equal(png.readUInt32BE(at + 8 + length), crc32(png.subarray(at + 4, at + 8 + length)), kind);
    if (kind === "iTXt" && data.toString("latin1", 0, data.indexOf(0)) === keyword) {
      const compressed = data[keyword.length + 1] === 1;
      const language = data.indexOf(0, keyword.length + 3);
      const text = data.subarray(data.indexOf(0, language + 1) + 1);
      return (compressed ? inflateSync(text) : text).toString("utf8");
    }
    at += 12 + length;
  }
  return undefined;
}

/** Every form as it is given now. */
async function forms(badge) {
  const get = async (form) => {
    const response = await fetch(`${server.url}${badge}.${form}`);
    assert.equal(response.status, 200, form);
    return Buffer.from(await response.arrayBuffer());
  };
  const all = { json: (await get("json")).toString(), jwt: (await get("jwt")).toString() };
  all.png = baked(await get("png"), "openbadgecredential");
  // An XML reader of Python, where there is one, finds what was baked by its namespace.
  const svg = (await get("svg")).toString();
  all.svg = svg.match(/<openbadges:credential[^>]*>\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*<\/openbadges:credential>/)?.[1];
  assert.match(svg, /xmlns:openbadges="https:\/\/purl\.imsglobal\.org\/ob\/v3p0"/);
  for (const image of ["png", "svg"]) assert.equal(all[image], all.json, `what the ${image} holds`);
  return all;
}

/** Holds every verifier to what it should find: the signature is right, and the place in the list set or not. */
async function judged(what, { json, jwt }, { set, name }) {
  const document = JSON.parse(json);
  const report = await verifiers.json(document);
  const said = JSON.stringify(report, (_, value) => value instanceof Error ? value.message : value);
  assert.equal(report.results?.[0]?.verified ?? report.verified, true, `${what}: ${said}`);
  assert.equal(report.statusResult.results[0].status, set, `${what}, as Digital Bazaar reads the list`);
  const { payload } = await verifiers.jwt(jwt);
  assert.equal(Boolean(await verifiers.bit(payload.credentialStatus, gunzipSync)), set, `${what}, as jose and zlib read the list`);
  if (python) {
    const folder = instance.folder;
    const write = (file, text) => { writeFileSync(join(folder, file), text); return join(folder, file); };
    const signer = document.proof[0].verificationMethod;
    // That library takes one key of each kind: those that signed this badge.
    const did = await verifiers.did();
    const kid = JSON.parse(Buffer.from(jwt.split(".")[0], "base64url")).kid;
    did.verificationMethod = did.verificationMethod.filter((one) => one.id === signer || one.id === kid);
    if (name) assert.equal(script("with_openbadgeslib.py", "read", write("did.json", JSON.stringify(did)), write("badge.json", json), write("badge.jwt", jwt)), "", `${what}, as openbadgeslib reads it`);
  }
  // Ours agrees, as a stranger runs it.
  const done = spawnSync(binary, ["verify", "--json", "-"], { cwd: instance.folder, env: instance.env, input: json, encoding: "utf8" });
  return JSON.parse(done.stdout).results[0].verdict;
}

const SURE = { set: false, name: "Zoé" };

test("at every step of the life of a badge, verifiers that are not ours agree", async () => {
  const zoe = new Browser();
  // On paper: the code, typed in a browser without an account.
  const code = await server.code();
  const claimed = await zoe.send(`/claims/${code}`, { name: "Zoe" });
  assert.equal(claimed.status, 303, claimed.text);
  const badge = new URL(claimed.location, server.url).pathname;
  const holder = (await zoe.send(badge)).text.match(/href="(\/holder\/[^"?]+)/)[1];
  const first = await forms(badge);
  assert.equal(await judged("claimed", first, { set: false }), "valid");

  // The name is mended: the same badge signed again in a later second, and the file before it is refused.
  await sleep(1_100);
  assert.equal((await zoe.send(`${holder}/name`, { name: "Zoé" })).status, 303);
  // And it is tied to the key of a wallet, which it names beside the name.
  const key = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
  await sleep(1_100);
  assert.equal((await zoe.send(`${holder}/key`, { key })).status, 303);
  const mended = await forms(badge);
  assert.deepEqual(JSON.parse(mended.json).credentialSubject.identifier.map((one) => one.identityHash), ["Zoé", key]);
  assert.equal(JSON.parse(mended.json).id, JSON.parse(first.json).id);
  assert.equal(await judged("mended", mended, SURE), "valid");
  assert.equal(await judged("as it was before", first, { set: true }), "invalid");

  // Renewed: both hold.
  const renewed = await zoe.send(`${holder}/renewal`, { code: await server.code() });
  assert.equal(renewed.status, 303, renewed.text);
  const holder2 = new URL(renewed.location, server.url).pathname;
  const second = (await zoe.send(holder2)).text.match(/href="(\/credentials\/[0-9a-f-]{36})/)[1];
  const fresh = await forms(second);
  assert.equal(await judged("renewed", fresh, SURE), "valid");
  assert.equal(await judged("what it renews", mended, SURE), "valid");

  // Another pair of keys signs from now on: what the first one signed holds, and so does what the new one signs.
  const before = new Set((await verifiers.did()).assertionMethod);
  const rotated = instance.command("keys", "rotate");
  assert.equal(rotated.status, 0, rotated.stderr);
  assert.equal(await judged("signed before the rotation", fresh, SURE), "valid");
  const third = await server.badge("Zoé");
  const after = await forms(third);
  assert.ok(!before.has(JSON.parse(after.json).proof[0].verificationMethod), "a new key signed");
  assert.equal(await judged("signed after the rotation", after, SURE), "valid");

  // Suspended, reinstated, revoked.
  const status = (...args) => { const done = instance.command("status", ...args); assert.equal(done.status, 0, done.stderr); };
  status("suspend", second.split("/").at(-1), "--reason", "Doute");
  assert.equal(await judged("suspended", fresh, { ...SURE, set: true }), "invalid");
  // A bit that was set stays so: who is reinstated has the badge signed again, at another place.
  status("reinstate", second.split("/").at(-1), "--reason", "Levé");
  const back = await forms(second);
  assert.equal(await judged("reinstated", back, SURE), "valid");
  status("revoke", second.split("/").at(-1), "--reason", "Donné par erreur");
  assert.equal(await judged("revoked", back, { ...SURE, set: true }), "invalid");
  assert.match((await zoe.send(second)).text, /Donné par erreur/);

  // Given up: nothing is here any more, and the file in one's hands verifies on.
  assert.equal((await zoe.send(`${holder}/end`, {})).status, 303);
  for (const form of ["", ".json", ".png"]) assert.equal((await zoe.send(badge + form)).status, 410);
  assert.equal(await judged("given up", mended, SURE), "valid");
  // Given up and made void: the file is refused from then on.
  const own = new Browser();
  const away = await own.send(`/claims/${await server.code()}`, { name: "Zoé" });
  const last = new URL(away.location, server.url).pathname;
  const kept = await forms(last);
  const door = (await own.send(last)).text.match(/href="(\/holder\/[^"?]+)/)[1];
  assert.equal((await own.send(`${door}/end`, { void: "yes" })).status, 303);
  assert.equal(await judged("given up and made void", kept, { ...SURE, set: true }), "invalid");
});
