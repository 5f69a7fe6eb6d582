// Signatures that only look right, and lists that do not say what they seem to: what a stranger builds with a key of their own and hands in. Rows of the table of
// docs/SECURITY.md, judged by the API of a server on both databases and by `crema verify`.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { SIGNS, ask, base58, engines } from "./support.mjs";

const { both } = engines();
function unbase58(text) {
  let number = [...text].reduce((sum, sign) => sum * 58n + BigInt(SIGNS.indexOf(sign)), 0n);
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  return Uint8Array.from([...Array(text.match(/^1*/)[0].length).fill(0), ...bytes]);
}
/** The order of the group of Ed25519. */
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const little = (bytes) => [...bytes].reverse().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const bytes32 = (number) => Uint8Array.from({ length: 32 }, (_, n) => Number((number >> BigInt(8 * n)) & 255n));
const hex = (text) => Uint8Array.from(text.match(/../g).map((two) => parseInt(two, 16)));

/** Points of Ed25519 whose order is small, each as it may be written down: whoever takes one as a key takes one signature for everything. */
const SMALL = [
  "0100000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000080", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000080", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

both("A31 a signature has one form, and a key that signs everything is no key", async (instance) => {
  const server = await instance.start();
  const path = await server.badge("Zoé");
  const badge = (await server.call("GET", `${path}.json`)).json;
  const judge = async (credential, type = "application/json") => (await server.call("POST", "/api/v1/verifications", typeof credential === "string" ? credential : JSON.stringify(credential), { headers: { "content-type": type } })).json;
  assert.equal((await judge(badge)).verdict, "valid");
  const proof = badge.proof[0];
  const signature = unbase58(proof.proofValue.slice(1));
  assert.equal(signature.length, 64);
  const [r, s] = [signature.slice(0, 32), little(signature.slice(32))];
  const altered = {
    "S + L": [...r, ...bytes32(s + L)], "S + 2 L": [...r, ...bytes32(s + 2n * L)], "S + 8 L": [...r, ...bytes32((s + 8n * L) & ((1n << 256n) - 1n))], "L - S": [...r, ...bytes32(L - s)], "S of nothing": [...r, ...bytes32(0n)],
    "R with its sign turned": [...r.slice(0, 31), r[31] ^ 0x80, ...bytes32(s)], "one byte more": [...signature, 0], "one byte less": signature.slice(0, 63), "twice": [...signature, ...signature],
    ...Object.fromEntries(SMALL.map((point, n) => [`R of small order ${n}`, [...hex(point), ...bytes32(s)]])),
  };
  for (const [what, bytes] of Object.entries(altered)) {
    const told = await judge({ ...badge, proof: [{ ...proof, proofValue: `z${base58(Uint8Array.from(bytes))}` }] });
    assert.notEqual(told?.verdict, "valid", what);
  }
  for (const [what, value] of [["another spelling of the base", proof.proofValue.replace("z", "Z")], ["hexadecimal", `f${Buffer.from(signature).toString("hex")}`], ["base64url", `u${Buffer.from(signature).toString("base64url")}`], ["a space", `${proof.proofValue} `], ["a leading one", `z1${proof.proofValue.slice(1)}`]]) {
    assert.notEqual((await judge({ ...badge, proof: [{ ...proof, proofValue: value }] }))?.verdict, "valid", what);
  }
  // A badge by a key of small order: with S = 0 and R the neutral element, or the point itself, the equation holds for every text or for one in eight.
  for (const [n, point] of SMALL.entries()) for (const second of [SMALL[0], point]) {
    const multikey = `z${base58(Uint8Array.from([0xed, 0x01, ...hex(point)]))}`;
    const did = `did:key:${multikey}`;
    const { credentialStatus, ...bare } = badge;
    const forged = { ...bare, id: `urn:uuid:01a21e00-0000-7000-8000-0000000000${String(n).padStart(2, "0")}`, issuer: { ...badge.issuer, id: did } };
    forged.proof = [{ ...proof, verificationMethod: `${did}#${multikey}`, proofValue: `z${base58(Uint8Array.from([...hex(second), ...bytes32(0n)]))}` }];
    const told = await judge(forged);
    assert.notEqual(told?.verdict, "valid", `a key of small order ${n}`);
  }
  // ES256: numbers that are none, and another encoding of the same.
  const jwt = (await server.call("GET", `${path}.jwt`)).text.trim();
  const [head, body, sign] = jwt.split(".");
  const raw = Buffer.from(sign, "base64url");
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const big = (number) => Buffer.from(number.toString(16).padStart(64, "0"), "hex");
  const [first, last] = [BigInt(`0x${raw.subarray(0, 32).toString("hex")}`), BigInt(`0x${raw.subarray(32).toString("hex")}`)];
  const integer = (number) => { const bytes = Buffer.from(number.toString(16).padStart(2 * Math.ceil(number.toString(16).length / 2), "0"), "hex"); const whole = bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes; return Buffer.concat([Buffer.from([2, whole.length]), whole]); };
  const der = Buffer.concat([integer(first), integer(last)]);
  for (const [what, bytes] of Object.entries({
    "nothing at all": Buffer.alloc(64), "r of nothing": Buffer.concat([big(0n), big(last)]), "s of nothing": Buffer.concat([big(first), big(0n)]), "the order": Buffer.concat([big(n), big(n)]),
    "DER": Buffer.concat([Buffer.from([0x30, der.length]), der]), "one byte more": Buffer.concat([raw, Buffer.from([0])]), "turned": Buffer.concat([raw.subarray(32), raw.subarray(0, 32)]),
  })) assert.notEqual((await judge(`${head}.${body}.${bytes.toString("base64url")}`, "application/vc+jwt"))?.verdict, "valid", what);
  for (const other of [`${jwt}=`, `${jwt}==`, `${head}.${body}.${sign.replaceAll("-", "+").replaceAll("_", "/")}=`]) assert.notEqual((await judge(other, "application/vc+jwt"))?.verdict, "valid", "another spelling");
});

both("A35 a list that is broken, swollen, another's, or too short says nothing, and never that a badge holds", async (instance) => {
  const server = await instance.start();
  const own = (await server.call("GET", `${await server.badge("Zoé")}.json`)).json;
  const HOST = "issuer.badges-test.net";
  const did = `did:web:${HOST}`;
  const documents = join(instance.folder, "documents");
  const put = (path, value) => { const file = join(documents, HOST, path); mkdirSync(dirname(file), { recursive: true }); writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value)); };
  /** A key of somebody else's: the file that signs with it, and how it is published. */
  const key = (name, of = did) => {
    const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const multikey = `z${base58(Uint8Array.from([0xed, 0x01, ...Buffer.from(jwk.x, "base64url")]))}`;
    const id = `${of}#${multikey}`;
    writeFileSync(join(instance.folder, name), JSON.stringify({ ...jwk, kid: id }), { mode: 0o600 });
    return { name, id, method: { id, type: "Multikey", controller: of, publicKeyMultibase: multikey } };
  };
  const [theirs, strange] = [key("theirs.jwk"), key("strange.jwk")];
  put(".well-known/did.json", { "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"], id: did, verificationMethod: [theirs.method], assertionMethod: [theirs.id] });
  const sign = (credential, by = theirs) => {
    writeFileSync(join(instance.folder, "bare.json"), JSON.stringify(credential));
    const done = instance.command("sign", "bare.json", "--key", by.name);
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
  };
  const list = `https://${HOST}/status/1`;
  const places = 131_072;
  const bits = (...set) => { const all = Buffer.alloc(places / 8); for (const place of set) all[place >> 3] |= 0x80 >> (place & 7); return all; };
  const packed = (bytes) => `u${gzipSync(bytes).toString("base64url")}`;
  const listed = (changes = {}, subject = {}) => ({
    "@context": ["https://www.w3.org/ns/credentials/v2"], id: list, type: ["VerifiableCredential", "BitstringStatusListCredential"], issuer: did, validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: { id: `${list}#list`, type: "BitstringStatusList", statusPurpose: "revocation", encodedList: packed(bits(7)), ...subject }, ...changes,
  });
  const { proof, ...bare } = own;
  const badge = (place, changes = {}) => sign({
    ...bare, id: "urn:uuid:01a21e00-0000-7000-8000-000000000009", issuer: { ...bare.issuer, id: did },
    credentialStatus: { id: `${list}#${place}`, type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: String(place), statusListCredential: list, ...changes },
  });
  const verdict = (credential) => {
    writeFileSync(join(instance.folder, "badge.json"), JSON.stringify(credential));
    const at = performance.now();
    const done = instance.command("verify", "badge.json", "--documents", "documents", "--offline", "--json");
    assert.ok(performance.now() - at < 8_000, "it took too long");
    return JSON.parse(done.stdout).results[0];
  };
  const status = (told) => told.checks.find(({ id }) => id === "status");
  const [free, taken] = [badge(8), badge(7)];
  put("status/1.json", sign(listed()));
  assert.equal(verdict(free).verdict, "valid", JSON.stringify(verdict(free)));
  assert.equal(verdict(taken).verdict, "invalid", "a bit that is set is seen");
  const whole = listed().credentialSubject.encodedList;
  const gz = Buffer.from(whole.slice(1), "base64url");
  const lists = {
    "cut short": sign(listed({}, { encodedList: `u${gz.subarray(0, gz.length - 9).toString("base64url")}` })),
    "with a wrong sum": sign(listed({}, { encodedList: `u${Buffer.concat([gz.subarray(0, gz.length - 8), Buffer.from([gz.at(-8) ^ 1]), gz.subarray(gz.length - 7)]).toString("base64url")}` })),
    "half a gigabyte": sign(listed({}, { encodedList: packed(Buffer.alloc(1 << 29)) })),
    // Beyond it the document itself is too large to be read, or signed here.
    "a gigabyte": listed({}, { encodedList: packed(Buffer.alloc(1 << 30)) }),
    "too short": sign(listed({}, { encodedList: packed(Buffer.alloc(1_000)) })),
    "empty": sign(listed({}, { encodedList: packed(Buffer.alloc(0)) })),
    "not packed": sign(listed({}, { encodedList: `u${bits().toString("base64url")}` })),
    "of another base": sign(listed({}, { encodedList: whole.slice(1) })),
    "of another purpose": sign(listed({}, { statusPurpose: "suspension" })),
    "of another issuer": sign(listed({ issuer: "did:web:other.badges-test.net" })),
    "of another address": sign(listed({ id: `${list}0` })),
    "by another key": sign(listed(), strange),
    "of another type": sign(listed({ type: ["VerifiableCredential"] })),
    "over": sign(listed({ validUntil: "2026-01-02T00:00:00Z" })),
    "not yet": sign(listed({ validFrom: "2100-01-01T00:00:00Z" })),
    "without a proof": listed(),
    "altered": { ...sign(listed()), credentialSubject: listed({}, { encodedList: packed(bits()) }).credentialSubject },
    "not JSON": "<html>", "an array": "[]", "nothing": "",
  };
  for (const [what, document] of Object.entries(lists)) {
    put("status/1.json", document);
    for (const one of [free, taken]) {
      const told = verdict(one);
      assert.equal(told.verdict, "unknown", `a list that is ${what}: ${JSON.stringify(told)}`);
      assert.equal(status(told).outcome, "unknown", what);
    }
  }
  put("status/1.json", sign(listed()));
  for (const [what, place, changes] of [["beyond the list", places], ["far beyond", 10n ** 30n], ["below nothing", -1], ["no number", "x"], ["a fraction", "7.5"], ["with a zero before it", "007"], ["of another purpose", 8, { statusPurpose: "suspension" }], ["at another list", 8, { statusListCredential: `https://${HOST}/status/2` }]]) {
    const told = verdict(badge(place, changes));
    assert.notEqual(told.verdict, "valid", `a place ${what}: ${JSON.stringify(told)}`);
  }
  // The server says the same of what it may not fetch.
  const body = JSON.stringify(free);
  const { text } = await ask(server.port, "/api/v1/verifications", { method: "POST", body, headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) } });
  const told = JSON.parse(text);
  assert.equal(told.verdict, "unknown", JSON.stringify(told));
});
