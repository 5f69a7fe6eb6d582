// A badge in which everything that JSON-LD has for a badge comes together, altered thousands of ways: where Digital Bazaar's processor and this program both
// find a canonical form it is the same to the letter, pyld says the same, and what the safe mode of the one refuses the other does not sign.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import jsonld from "jsonld";

const root = resolve(import.meta.dirname, "../..");
const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");
const python = process.env.CREMA_PYTHON;
const count = Number(process.env.CREMA_MUTANTS ?? 1500);
const V2 = "https://www.w3.org/ns/credentials/v2";
const OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const INTEGRITY = "https://w3id.org/security/data-integrity/v2";
const names = { [V2]: "credentials-v2", [OB]: "ob-3.0.3", [EXTENSIONS]: "ob-extensions", [INTEGRITY]: "data-integrity-v2" };
const contexts = new Map(Object.entries(names).map(([url, name]) => [url, JSON.parse(readFileSync(join(root, `openbadges/contexts/${name}.json`)))]));

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), "crema-canonical-")); });
after(() => rmSync(folder, { recursive: true, force: true }));

async function documentLoader(address) {
  if (contexts.has(address)) return { documentUrl: address, document: contexts.get(address) };
  throw new Error(`not at hand: ${address}`);
}

/** Terms of every kind, under a name space of their own. */
const inline = {
  "@version": 1.1,
  x: "https://example.org/x#",
  key: "@id",
  kind: "@type",
  says: "@value",
  tongue: "@language",
  steps: { "@id": "x:steps", "@container": "@list" },
  links: { "@id": "x:links", "@type": "@id", "@container": "@list" },
  titles: { "@id": "x:titles", "@container": "@language" },
  french: { "@id": "x:french", "@language": "fr" },
  plain: { "@id": "x:plain", "@language": null },
  raw: { "@id": "x:raw", "@type": "@json" },
  many: { "@id": "x:many", "@container": "@set" },
  boxed: { "@id": "x:boxed", "@container": "@graph" },
  colour: { "@id": "x:colour", "@type": "@vocab" },
  green: "x:green",
  share: { "@id": "x:share", "@type": "http://www.w3.org/2001/XMLSchema#double" },
  whole: { "@id": "x:whole", "@type": "http://www.w3.org/2001/XMLSchema#integer" },
  price: { "@id": "x:price", "@type": "http://www.w3.org/2001/XMLSchema#decimal" },
  yes: { "@id": "x:yes", "@type": "http://www.w3.org/2001/XMLSchema#boolean" },
  since: { "@id": "x:since", "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
  nothing: null,
  inside: { "@id": "x:inside", "@context": { word: "x:inner-word", deeper: { "@id": "x:deeper", "@context": { word: "x:deepest-word" } } } },
  word: "x:word",
  Tool: { "@id": "x:Tool", "@context": { word: "x:tool-word", part: { "@id": "x:tool-part" } } },
  part: "x:part",
  Wide: { "@id": "x:Wide", "@context": { "@propagate": true, word: "x:wide-word" } },
};

const badge = {
  "@context": [V2, OB, EXTENSIONS, inline],
  id: "https://badges.example/credentials/1",
  type: ["VerifiableCredential", "OpenBadgeCredential"],
  name: "Repères · « IA »",
  image: { id: "https://badges.example/1.png", type: "Image", caption: "Tasse\tverte\n\"pleine\" \\ e\u0301 é 🎓" },
  issuer: {
    id: "did:web:badges.example", type: ["Profile"], name: "Café IA", official: "X",
    address: { type: ["Address"], addressCountry: "FR", geo: { type: ["GeoCoordinates"], latitude: 48.85, longitude: -2.5e-7 } },
    otherIdentifier: [{ type: "IdentifierEntry", identifier: "12", identifierType: "ext:siret" }, { type: "IdentifierEntry", identifier: "7", identifierType: "ext:rna" }],
  },
  validFrom: "2026-11-24T09:30:00Z",
  awardedDate: "2026-11-24T09:30:00+01:00",
  credentialSubject: {
    id: "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22",
    type: ["AchievementSubject"],
    creditsEarned: 3.5,
    activityStartDate: "2026-11-01",
    identifier: [{ type: "IdentityObject", hashed: false, identityType: "name", identityHash: "Zoé" }],
    achievement: {
      id: "https://badges.example/achievements/1", type: ["Achievement"], name: "Repères", description: "Dit comment.", creditsAvailable: 30,
      criteria: { narrative: "60 %." }, tag: ["ia", "café", "ia"], inLanguage: "fr",
      alignment: [{ type: ["Alignment"], targetName: "1.2", targetUrl: "https://b.example/1.2" }, { type: ["Alignment"], targetName: "1.3", targetUrl: "https://b.example/1.3" }],
      resultDescription: [{ id: "urn:r", type: ["ResultDescription"], name: "Note", resultType: "LetterGrade", allowedValue: ["A", "B", "C"] }],
      related: [{ id: "https://badges.example/achievements/0", type: ["Related"], inLanguage: "fr", version: "1" }],
    },
    result: [{ type: ["Result"], resultDescription: "urn:r", value: "A" }],
  },
  evidence: [
    { id: "https://badges.example/e/1", type: ["Evidence"], name: "Quiz", genre: "essai", steps: ["un", "deux", 3, true, { "@value": "quatre", "@language": "fr-FR" }, { key: "https://example.org/5" }] },
    { type: ["Evidence", "Tool"], word: "outil", part: { word: "autre", kind: "Wide", part: { word: "large" } }, inside: { word: "dedans", deeper: { word: "fond" } } },
    { type: ["Evidence"], titles: { fr: "Titre", en: ["Title", "Heading"], "pt-BR": "Título" }, french: "bonjour", plain: "hello", raw: { b: [1, 2.5, "é", null], a: { z: true } } },
    { type: ["Evidence"], many: ["a", "b", { says: "c", tongue: "de" }, { says: "7", kind: "x:own" }], boxed: { key: "https://example.org/g", word: "graphe" }, colour: "green", links: ["https://example.org/1", "x:2"] },
    { type: ["Evidence"], share: 0.25, whole: 12, price: 1.5, yes: true, since: "2026-11-24T09:30:00Z", "x:number": 1e21, "x:small": 0.000001234, "x:flag": false, "x:minus": -5 },
    { key: "_:same", type: ["Evidence"], word: "noeud" },
    { type: ["Evidence"], many: [{ key: "_:same" }, { key: "_:other", word: "l'un" }, { key: "_:third", word: "l'un" }], "https://example.org/full": "entier" },
  ],
  endorsement: [{
    "@context": [V2, OB, EXTENSIONS],
    id: "https://c.example/endorsements/1", type: ["VerifiableCredential", "EndorsementCredential"], name: "Recommandation",
    issuer: { id: "https://c.example", type: ["Profile"], name: "Un pair" }, validFrom: "2026-11-20T09:00:00Z",
    credentialSubject: { id: "https://badges.example/achievements/1", type: ["EndorsementSubject"], endorsementComment: "Un module soigné." },
    proof: [{ type: "DataIntegrityProof", cryptosuite: "eddsa-rdfc-2022", created: "2026-11-20T09:00:00Z", proofPurpose: "assertionMethod", verificationMethod: "https://c.example#key", proofValue: "z3FX" }],
  }],
  credentialStatus: { id: "https://badges.example/status/1#7", type: "BitstringStatusListEntry", statusPurpose: "revocation", statusListIndex: "7", statusListCredential: "https://badges.example/status/1" },
  credentialSchema: [{ id: "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", type: "1EdTechJsonSchemaValidator2019" }],
};

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
const draw = chance(Number(process.env.CREMA_SEED ?? 20261127));
const any = (list) => list[Math.floor(draw() * list.length)];

/** Every place in a value: its holder and its key. */
function* places(value, path = []) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    yield [...path, key];
    yield* places(value[key], [...path, key]);
  }
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
// JSON has more ways to write a number than JavaScript has to say it: these stand in the text as they are here.
const NUMBERS = ["0", "-0", "-0.0", "1.0", "1e0", "10e-1", "0.1", "1e21", "1.5e21", "123456789012345680000", "1.7976931348623157e308", "3.141592653589793", "9007199254740992", "-9007199254740992", "4.35", "100", "1E3", "0.30000000000000004", "2.5e-8", "1e400"];
const TEXTS = ["", " ", "e\u0301", "\u00e9", "\ud83c\udf93", "\u212b", "\u00c5", "ﬁ", "\u202e", "\u200b", "\ufeff", "\u0000", "\u0007", "\b\f", "\u007f", "\u0085", "\u2028", "\\u00e9", "a\r\nb", "\"<>&'", "_:b0", "_:c14n0", "@id", "@fr", "#x", "?q", "//host/x", "https://é.example/ü", "https://example.org/a b", "https://example.org/<x>", "https://example.org/%zz", "mailto:a@b.c", "did:web:x", "x:prefixed", "x:", ":x", "https:x", "\ud800"];
const KEYS = ["@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@included", "@reverse", "@nest", "@index", "@context", "@direction", "@json", "@none", "@foo", "@", "id", "type", "key", "kind", "says", "tongue", "name", "description", "word", "steps", "titles", "many", "raw", "boxed", "nothing", "green", "x:made", "https://example.org/made", "made", "proof", "evidence", "issuer", ""];
const TAGS = ["fr", "FR", "fr-FR", "de-CH-1996", "x", "français", "fr_FR", "", "i-klingon", "a-b-c", "abcdefghi", "-", "fr-", null, 7];
const number = () => `@@${any(NUMBERS)}@@`;
const scalar = () => any([number, () => any(TEXTS), () => true, () => null, () => "plain"])();

const deeds = {
  text: (h, k) => { h[k] = any(TEXTS); },
  number: (h, k) => { h[k] = number(); },
  truth: (h, k) => { h[k] = draw() < 0.5; },
  nothing: (h, k) => { h[k] = any([null, [], {}, [null], [[]]]); },
  wrap: (h, k) => { h[k] = [h[k]]; },
  unwrap: (h, k) => { if (Array.isArray(h[k]) && h[k].length) h[k] = h[k][0]; else return false; },
  twice: (h, k) => { if (Array.isArray(h[k]) && h[k].length) h[k].push(structuredClone(any(h[k]))); else return false; },
  remove: (h, k) => { if (Array.isArray(h)) h.splice(Number(k), 1); else delete h[k]; },
  rename: (h, k) => { if (Array.isArray(h)) return false; const value = h[k]; delete h[k]; h[any(KEYS)] = value; },
  add: (h, k) => { if (isObject(h[k])) h[k][any(KEYS)] = scalar(); else return false; },
  value: (h, k) => { if (typeof h[k] !== "object") h[k] = { [any(["@value", "says"])]: h[k], ...any([{}, { "@language": any(TAGS) }, { "@type": any(["x:own", "@json", "https://example.org/t", "relative", "@id", "@vocab", "@none", "_:t"]) }, { "@direction": "rtl" }, { "@index": "i" }]) }; else return false; },
  list: (h, k) => { h[k] = { "@list": Array.isArray(h[k]) ? h[k] : [h[k]] }; },
  set: (h, k) => { h[k] = { "@set": h[k] }; },
  graph: (h, k) => { if (isObject(h[k])) h[k] = { "@graph": [h[k]] }; else return false; },
  node: (h, k) => { if (typeof h[k] === "string") h[k] = { [any(["id", "@id", "key"])]: h[k] }; else return false; },
  flat: (h, k) => { if (isObject(h[k]) && typeof h[k].id === "string") h[k] = h[k].id; else return false; },
  copy: (h, k, whole) => { const path = any([...places(whole)]); h[k] = structuredClone(path.reduce((inner, key) => inner[key], whole)); },
  swap: (h, k) => { if (!Array.isArray(h)) { const other = any(Object.keys(h)); [h[k], h[other]] = [h[other], h[k]]; } else return false; },
  shuffle: (h, k) => { if (isObject(h[k])) h[k] = Object.fromEntries(Object.entries(h[k]).map((one) => [draw(), one]).sort((a, b) => a[0] - b[0]).map(([, one]) => one)); else if (Array.isArray(h[k])) h[k].sort(() => draw() - 0.5); else return false; },
  languages: (h, k) => { h[k] = { fr: "un", [any(["en", "FR", "fr-x-1", "@none", "x_y"])]: any(["deux", ["deux", "trois"], null, 3]) }; },
  blank: (h, k) => { if (isObject(h[k])) h[k][any(["id", "@id"])] = any(["_:same", "_:b0", "_:n1", "_:"]); else return false; },
  identify: (h, k) => { if (isObject(h[k])) h[k].id = any(["https://badges.example/credentials/1", "urn:r", "https://badges.example/achievements/1", "relative", "did:web:badges.example"]); else return false; },
  retype: (h, k) => { if (isObject(h[k])) h[k].type = any([["Evidence"], "Tool", ["Wide", "Tool"], ["Achievement", "Profile"], "x:own", "https://example.org/T", "Unknown", [], ["Result", "ResultDescription"], "_:t", ["EndorsementSubject"], 7, "@json", "green", "nothing"]); else return false; },
  context: (h, k) => { if (isObject(h[k]) && !("@context" in h[k])) h[k]["@context"] = any([V2, OB, [V2, OB], INTEGRITY, { word: "x:local" }, { "@vocab": "https://v.example/" }, { "@language": "fr" }, { "@base": "https://base.example/" }, null, [], {}, { name: "x:name" }, { "@propagate": false, word: "x:once" }, { word: null }, { y: "https://y.example/", "word": "y:w" }, "https://unknown.example/", { "@import": V2 }, { w2: { "@id": "x:w2", "@container": ["@set", "@language"] } }]); else return false; },
  redefine: (h, k, whole) => { const own = Array.isArray(whole["@context"]) && whole["@context"].find(isObject); if (!own) return false; own[any(Object.keys(own).filter((name) => name !== "@version" && name !== "x").concat("made", "id", "name", "Achievement"))] = any([null, "x:changed", { "@id": "x:c", "@type": "@id" }, { "@id": "x:c", "@container": "@list" }, { "@id": "x:c", "@container": "@language" }, { "@id": "x:c", "@container": "@index" }, { "@id": "x:c", "@type": "@vocab" }, { "@id": "x:c", "@type": "@json" }, { "@id": "x:c", "@type": "@none" }, { "@id": "x:c", "@language": "de" }, { "@reverse": "x:c" }, "@type", "@id", "relative", { "@id": "x:c", "@protected": true }, { "@id": "x:c", "@context": { word: "x:scoped" } }, { "@id": "x:c", "@context": null }, { "@id": "x:c", "@prefix": true }, "word", "_:t", 7]); },
};

/** One document, and what was done to it: at most four deeds at places drawn by chance. */
function mutant() {
  const value = structuredClone(badge);
  const done = [];
  const steps = 1 + Math.floor(draw() * 4);
  for (let tries = 0; done.length < steps && tries < 40; tries += 1) {
    const path = any([...places(value)].filter((path) => path[0] !== "@context" || draw() < 0.15));
    const deed = any(Object.keys(deeds));
    const holder = path.slice(0, -1).reduce((inner, key) => inner[key], value);
    if (deeds[deed](holder, path.at(-1), value) !== false) done.push(`${deed} ${path.join("/")}`);
  }
  return { name: done.join(", then "), text: JSON.stringify(value).replace(/"@@(.*?)@@"/g, "$1") };
}

/** A text with something said twice or where two readers differ, which has no canonical form here, whatever others make of it. */
const DOUBTFUL = [
  (text) => text.replace('"name":', '"name":"Autre","name":'),
  (text) => text.replace('"criteria":{', '"criteria":{"narrative":"x","narrative":"y",'),
  (text) => text.replace('"Repères', '"Rep\\ud800res'),
  (text) => text.replace('"creditsAvailable":30', '"creditsAvailable":9007199254740993'),
  (text) => text.replace('"creditsAvailable":30', `"creditsAvailable":${"[".repeat(70)}1${"]".repeat(70)}`),
  (text) => `${text}x`,
];

/** What this program says of each text, two at a time: a canonical form, or why there is none. */
async function ours(texts) {
  const found = Array(texts.length);
  let next = 0;
  const work = async (worker) => {
    const file = join(folder, `${worker}.json`);
    while (next < texts.length) {
      const at = next++;
      writeFileSync(file, texts[at]);
      found[at] = await new Promise((told) => {
        const child = spawn(binary, ["canonical", file], { stdio: ["ignore", "pipe", "pipe"] });
        const out = [], err = [];
        child.stdout.on("data", (part) => out.push(part));
        child.stderr.on("data", (part) => err.push(part));
        child.on("close", (code) => told(code === 0 ? { form: Buffer.concat(out).toString() } : { code, why: Buffer.concat(err).toString().trim() }));
      });
      assert.ok(found[at].form !== undefined || found[at].code === 1, `${texts[at]}: ends with ${found[at].code}, ${found[at].why}`);
    }
  };
  await Promise.all([work("one"), work("two")]);
  return found;
}

async function theirs(text) {
  try { return { form: await jsonld.canonize(JSON.parse(text), { algorithm: "RDFC-1.0", safe: true, documentLoader, maxWorkFactor: 3 }) }; } catch (error) { return { why: `${error.message} ${error.details?.event?.code ?? error.details?.code ?? ""}` }; }
}

/** What Digital Bazaar's processor reads otherwise than the standard has it (JSON-LD 1.1 Processing Algorithms, section 8.2.2): text as a double. */
function isTheirs(value) {
  return value !== null && typeof value === "object" && Object.entries(value).some(([key, inner]) => (key === "share" && typeof inner !== "number") || isTheirs(inner));
}

/** What pyld does otherwise: control characters by the rules before RDFC-1.0, whole numbers that are not written as such, a blank node that points to itself. */
const isPythons = (text, form) => /\\[bf]|\\u00[01]|\x7f/.test(text) || (text.match(/(?<=[:,[])-?\d[\d.eE+-]*/g) ?? []).some((number) => /[.eE]/.test(number) && Number.isInteger(Number(number)) && Math.abs(number) < 1e21) || /^(_:c14n\d+) <[^>]*> \1 /m.test(form);

/** What pyld says of each text: it answers each line by a line. */
async function pythons(texts) {
  const child = spawn(python, [join(import.meta.dirname, "canonical.py"), join(root, "openbadges/contexts")], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => answers.push(JSON.parse(line)));
  const ended = new Promise((end) => lines.on("close", end));
  for (const text of texts) child.stdin.write(`${text}\n`);
  child.stdin.end();
  await ended;
  assert.equal(answers.length, texts.length, "an answer for each");
  return answers;
}

test("a badge altered thousands of ways has one canonical form, whoever makes it", async () => {
  const all = [{ name: "as it is", text: JSON.stringify(badge) }];
  while (all.length < count) {
    const one = mutant();
    if (!isTheirs(JSON.parse(one.text)["evidence"])) all.push(one);
  }
  const running = ours(all.map(({ text }) => text));
  const there = [];
  for (const { text } of all) there.push(await theirs(text));
  const here = await running;
  assert.ok(here[0].form && there[0].form, `as it is: ${here[0].why} / ${there[0].why}`);
  const told = { same: 0, neither: 0, "refused here alone": {} };
  const faults = [];
  for (const [at, { name, text }] of all.entries()) {
    const [mine, other] = [here[at], there[at]];
    if (mine.form !== undefined && other.form !== undefined) {
      if (mine.form === other.form) told.same += 1; else faults.push({ name, text, mine: mine.form, other: other.form });
    } else if (/deep iterations/.test(other.why)) told.neither += 1;
    else if (mine.form !== undefined) faults.push({ name, text, why: other.why });
    else if (other.form === undefined) told.neither += 1;
    else { const why = mine.why.replace(/^.*?\.json: /, "").replace(/"[^"]*"/g, "…"); told["refused here alone"][why] = (told["refused here alone"][why] ?? 0) + 1; }
  }
  console.log(JSON.stringify(told, null, 1));
  assert.deepEqual(faults.map(({ name, why }) => `${name}: ${why ?? "the forms differ"}`), []);
  assert.ok(told.same > count / 10, `${told.same} equal ones of ${count}`);
  if (!python) return console.log("skipped: no CREMA_PYTHON, so that pyld is not asked");
  const asked = all.map(({ name, text }, at) => ({ name, text, form: here[at].form })).filter(({ text, form }) => form !== undefined && !isPythons(text, form)).slice(0, 400);
  const answers = await pythons(asked.map(({ text }) => text));
  const others = asked.filter(({ form }, at) => answers[at].form !== form);
  assert.deepEqual(others.map(({ name }) => name), []);
  console.log(`pyld says the same of ${asked.length}`);
});

/** Contexts of every kind, and a document that uses their names for everything: few of them can be read at all. */
const strange = {
  names: ["a", "b", "c", "d", "e", "f"],
  types: ["T", "U", "V"],
  iris: ["urn:p:1", "urn:p:2", "x:q", "x:r", "urn:p:3#", "x:s"],
  texts: ["t", "urn:i:1", "x:i", "a", "T", "_:n", "urn:i:4", 1, 1.5, true, 100, 0.25],
  chance: (share) => draw() < share,
  term(depth) {
    if (this.chance(0.2)) return any([...this.iris, ...this.iris, null, "@id", "@type", "@list", "@value", "@set", "@language", "@none", "@json"]);
    const term = {};
    if (this.chance(0.9)) term["@id"] = any([...this.iris, ...this.iris, "@id", "@type", "@list"]);
    if (this.chance(0.4)) term["@type"] = any(["@id", "@vocab", "@json", "@none", "x:kind", "http://www.w3.org/2001/XMLSchema#integer"]);
    if (this.chance(0.35)) term["@container"] = any(["@list", "@set", "@language", "@graph", ["@graph", "@set"], ["@language", "@set"]]);
    if (!term["@type"] && this.chance(0.25)) term["@language"] = any(["fr", "DE", null]);
    if (this.chance(0.12)) term["@protected"] = true;
    if (this.chance(0.1)) term["@prefix"] = this.chance(0.8);
    if (depth > 0 && this.chance(0.3)) term["@context"] = this.context(depth - 1);
    return term;
  },
  type(depth) {
    return { "@id": any(["x:T", "x:U", "urn:T"]), ...(depth > 0 && this.chance(0.7) ? { "@context": this.context(depth - 1) } : {}), ...(this.chance(0.1) ? { "@protected": true } : {}) };
  },
  one(depth, whole) {
    const context = whole ? { x: "https://example.org/x#" } : {};
    if (this.chance(whole ? 0.8 : 0.06)) context["@vocab"] = any(["urn:v#", "urn:w/"]);
    if (this.chance(0.12)) context["@language"] = any(["en", null, "FR-ca"]);
    if (this.chance(0.05)) context["@protected"] = true;
    if (this.chance(0.1)) context["@propagate"] = this.chance(0.5);
    for (let left = 1 + Math.floor(draw() * (whole ? 8 : 3)); left > 0; left -= 1) {
      if (this.chance(0.3)) context[any(this.types)] = this.chance(0.9) ? this.type(depth) : any(["x:T2", "urn:U2", null, "@type"]);
      else context[any(this.names)] = this.term(depth);
    }
    return context;
  },
  context(depth, whole) {
    if (!whole && this.chance(0.04)) return null;
    return this.chance(0.15) ? [this.one(depth, whole), this.chance(0.15) ? null : this.one(depth)] : this.one(depth, whole);
  },
  value(depth) {
    if (depth <= 0 || this.chance(0.35)) return any(this.texts);
    const inner = () => this.value(depth - 1);
    return any([
      () => Array.from({ length: 1 + Math.floor(draw() * 2) }, inner),
      () => Array.from({ length: 1 + Math.floor(draw() * 2) }, inner),
      () => ({ [any(["@value", "a", "b"])]: any(this.texts), ...any([{}, { "@type": any(["x:kind", "T", "@json", "U"]) }, { c: "x:kind" }, { [any(["@language", "d"])]: any(["fr", "EN"]) }]) }),
      () => ({ [any(["@list", "@set", "a", "b", "c"])]: any([[inner()], inner()]) }),
      () => ({ [any(["@id", "a", "b"])]: any(["urn:i:2", "x:i", "_:m"]) }),
      () => ({ fr: any(["u", ["u", "v"]]), [any(["en", "@none", "a", "c"])]: "w" }),
      ...Array(4).fill(() => this.node(depth - 1)),
    ])();
  },
  node(depth) {
    const node = this.chance(0.12) ? { "@context": this.context(2) } : {};
    if (this.chance(0.4)) node[any(["@id", "@id", "a", "b"])] = any(["urn:i:3", "x:i", "_:n"]);
    if (this.chance(0.5)) node[any(["@type", "@type", "a", "c"])] = any([any([...this.types, "x:W", "a"]), [any(this.types), any([...this.types, "x:W"])]]);
    for (let left = 1 + Math.floor(draw() * 3); left > 0; left -= 1) node[any([...this.names, ...this.names, "x:q", "urn:full"])] = this.value(depth);
    return node;
  },
  document() { return JSON.stringify({ "@context": this.context(2, true), ...this.node(3) }); },
};

test("names that contexts of every kind give have the meaning that Digital Bazaar's processor finds, or none here", async () => {
  const found = [];
  for (let tries = 0; found.length < count / 5 && tries < count * 40; tries += 1) {
    const text = strange.document();
    const { form } = await theirs(text);
    if (form !== undefined) found.push({ text, form });
  }
  const here = await ours(found.map(({ text }) => text));
  const same = here.filter(({ form }, at) => form === found[at].form).length;
  const faults = found.filter(({ form }, at) => here[at].form !== undefined && here[at].form !== form);
  assert.deepEqual(faults.map(({ text }) => text), []);
  assert.ok(same > found.length / 3, `${same} equal ones of ${found.length}`);
  console.log(`${same} of ${found.length} are the same, the others refused here`);
});

test("what two readers of JSON take differently has no canonical form here", async () => {
  const text = JSON.stringify(badge);
  const texts = DOUBTFUL.map((change) => change(text));
  for (const changed of texts) assert.notEqual(changed, text);
  assert.deepEqual((await ours(texts)).map(({ form }) => form), texts.map(() => undefined));
  // What people see as the same is not: composed and decomposed letters are signed as they are.
  const [composed, apart] = await ours([text, JSON.stringify(badge).replaceAll("é", "e\u0301")]);
  assert.notEqual(composed.form, apart.form);
});
