// What the tests with verifiers that are not ours share: the contexts at hand, and those verifiers over a running instance.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { importJWK, jwtVerify } from "jose";

export const root = resolve(import.meta.dirname, "../..");
export const python = process.env.CREMA_PYTHON;
export const withPython = { skip: python ? false : "CREMA_PYTHON names no Python with requirements.txt installed" };
const contexts = new Map([
  ["https://www.w3.org/ns/credentials/v2", "credentials-v2"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-3.0.3"],
  ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-extensions"],
  ["https://w3id.org/security/data-integrity/v2", "data-integrity-v2"],
  ["https://w3id.org/security/multikey/v1", "multikey-v1"],
].map(([url, name]) => [url, JSON.parse(readFileSync(join(root, `openbadges/contexts/${name}.json`)))]));

/** The verifiers, over the instance at `url` whose DID document is asked anew each time. */
export class Verifiers {
  constructor(url) { this.url = url; }

  did = async () => (await fetch(`${this.url}/.well-known/did.json`)).json();

  /** A closed loader: the pinned contexts, the issuer's DID document, and the running instance. */
  loader = async (address) => {
    const [base, fragment] = address.split("#");
    if (contexts.has(address)) return { documentUrl: address, document: contexts.get(address) };
    const did = await this.did();
    if (base === did.id) {
      const method = did.verificationMethod.find((one) => one.id === address);
      const document = fragment ? { "@context": "https://w3id.org/security/multikey/v1", ...method } : did;
      return { documentUrl: address, document };
    }
    if (base.startsWith(this.url)) return { documentUrl: address, document: await (await fetch(address, { headers: { accept: "application/vc" } })).json() };
    throw new Error(`not at hand: ${address}`);
  };

  /** Digital Bazaar's report of a document, its place in the status list included. */
  json(credential) {
    const suite = () => new DataIntegrityProof({ cryptosuite });
    return vc.verifyCredential({
      credential: structuredClone(credential), suite: suite(), documentLoader: this.loader,
      checkStatus: (options) => checkStatus({ ...options, suite: suite(), verifyBitstringStatusListCredential: true }),
    });
  }

  /** What jose reads in a token, signed by a key that the DID document lets sign; throws where it does not hold. */
  async jwt(token) {
    const did = await this.did();
    const key = (header) => {
      const method = did.verificationMethod.find((one) => one.id === header.kid && did.assertionMethod.includes(one.id));
      return importJWK(method.publicKeyJwk, header.alg);
    };
    return jwtVerify(token, key, { algorithms: ["ES256"], issuer: did.id });
  }

  /** Whether a place in a status list of the instance is set, as jose and zlib read the list in its form of a token. */
  async bit({ statusListCredential, statusListIndex }, gunzip) {
    const token = await (await fetch(statusListCredential, { headers: { accept: "application/vc+jwt" } })).text();
    const { payload } = await this.jwt(token);
    const bits = gunzip(Buffer.from(payload.credentialSubject.encodedList.slice(1), "base64url"));
    return (bits[statusListIndex >> 3] >> (7 - (statusListIndex & 7))) & 1;
  }
}

/** What signs an unsigned credential by Digital Bazaar's libraries, with a new key in its issuer's name. */
export async function reference(credential) {
  const { id } = credential.issuer;
  const pair = await Ed25519Multikey.generate({ id: `${id}#key`, controller: id });
  const documentLoader = async (address) => {
    if (!contexts.has(address)) throw new Error(`not at hand: ${address}`);
    return { documentUrl: address, document: contexts.get(address) };
  };
  return () => vc.issue({ credential: structuredClone(credential), suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite }), documentLoader });
}

/** Runs one of the scripts beside this file: what went wrong, if anything. */
export function script(name, ...args) {
  const done = spawnSync(python, [join(import.meta.dirname, name), ...args], { encoding: "utf8" });
  return done.status === 0 ? "" : done.stdout + done.stderr;
}
