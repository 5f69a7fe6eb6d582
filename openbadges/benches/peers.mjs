// Signing and verifying by Digital Bazaar's JavaScript libraries and by this crate, in one run and over the same two documents: those that
// `benches/ratios.rs` leaves in the folder of the build. Needs `npm ci` in tests/interop. From the root of the repository: node openbadges/benches/peers.mjs
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "../..");
const require = createRequire(join(root, "tests/interop/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { DataIntegrityProof } = await load("@digitalbazaar/data-integrity");
const Ed25519Multikey = await load("@digitalbazaar/ed25519-multikey");
const { cryptosuite } = await load("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
const jsigs = (await load("jsonld-signatures")).default;

const contexts = new Map([
  ["https://www.w3.org/ns/credentials/v2", "credentials-v2"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-3.0.3"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-extensions"],
  ["https://w3id.org/security/data-integrity/v2", "data-integrity-v2"],
  ["https://w3id.org/security/multikey/v1", "multikey-v1"],
].map(([url, name]) => [url, JSON.parse(readFileSync(join(root, `openbadges/contexts/${name}.json`)))]));

// The table of ours, with the documents.
const table = execFileSync("cargo", ["bench", "-q", "-p", "openbadges", "--all-features", "--bench", "ratios"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
process.stdout.write(table);
const micros = (size, deed) => {
  const line = table.split("\n").find((line) => line.startsWith(`| ${size} (`) && line.includes(`eddsa-rdfc-2022: ${deed} |`));
  return parseFloat(line.split("|")[3]);
};

/** The quickest of many times, in microseconds: what runs beside it on the machine is left out. */
async function quickest(work, rounds) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    await work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e3);
  }
  return best;
}

console.log("\n| eddsa-rdfc-2022 | JavaScript | openbadges | times as many |\n|---|---|---|---|");
for (const size of ["typical", "rich"]) {
  const signed = JSON.parse(readFileSync(join(root, `target/tmp/${size}.json`)));
  const { proof, ...credential } = signed;
  const did = signed.issuer.id;
  const multikey = did.slice("did:key:".length);
  const method = { "@context": "https://w3id.org/security/multikey/v1", id: `${did}#${multikey}`, type: "Multikey", controller: did, publicKeyMultibase: multikey };
  const controller = { "@context": "https://www.w3.org/ns/did/v1", id: did, assertionMethod: [method.id] };
  const documentLoader = async (url) => {
    const document = contexts.get(url) ?? (url === method.id ? method : url === did ? controller : undefined);
    if (!document) throw new Error(`not at hand: ${url}`);
    return { documentUrl: url, document };
  };
  const pair = await Ed25519Multikey.generate({ id: method.id, controller: did });
  const sign = async () => {
    const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite });
    return jsigs.sign(structuredClone(credential), { suite, purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader });
  };
  const verify = async () => {
    const purpose = new jsigs.purposes.AssertionProofPurpose({ controller });
    const result = await jsigs.verify(structuredClone(signed), { suite: new DataIntegrityProof({ cryptosuite }), purpose, documentLoader });
    if (!result.verified) throw result.error;
  };
  for (const [deed, work] of [["sign", sign], ["verify", verify]]) {
    const theirs = await quickest(work, 100);
    const ours = micros(size, deed);
    console.log(`| ${size}: ${deed} | ${(theirs / 1e3).toFixed(1)} ms | ${ours} µs | ${Math.round(theirs / ours)} |`);
  }
}
