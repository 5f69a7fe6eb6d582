// Badges given from one list, signed in both forms, checked and stored, beside the reference library in JavaScript (Digital Bazaar's) that only signs one of the same badges
// again and again, in the same run. Run from the project's root after `cargo build --profile dist --bin crema` and `npm ci` in tests/interop:
//   CREMA_BIN=$PWD/target/dist/crema node benches/bulk.mjs [how many, 10000 unless told]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instance } from "../tests/outside/support.mjs";
import { reference } from "../tests/interop/support.mjs";

const count = Number(process.argv[2] ?? 10_000);
const instance = new Instance({ env: { CREMA_LOG: "error" } });
await (await instance.start()).kill("SIGTERM");
const seconds = async (work) => { const began = performance.now(); await work(); return (performance.now() - began) / 1_000; };

const list = (name, people) => {
  const path = join(instance.folder, `${name}.csv`);
  writeFileSync(path, `name\n${Array.from({ length: people }, (_, n) => `${name} ${n}\n`).join("")}`);
  return path;
};
const give = (path) => {
  const done = instance.command("issue", "ia-generative-decouverte", path, "--json");
  if (done.status) throw new Error(done.stderr);
  return done.stdout;
};
const given = give(list("first", 1)).match(/\/credentials\/[0-9a-f-]{36}/)[0];
const server = await instance.start();
const { proof, ...credential } = (await server.call("GET", `${given}.json`)).json;
await server.kill("SIGTERM");
const sign = await reference(credential);
for (let n = 0; n < 50; n += 1) await sign();
for (let round = 1; round <= 3; round += 1) {
  const path = list(`round ${round}`, count);
  const ours = count / await seconds(() => give(path));
  const theirs = 200 / await seconds(async () => { for (let n = 0; n < 200; n += 1) await sign(); });
  console.log(`round ${round}: ${count} given, signed twice, checked twice and stored: ${ours.toFixed(0)} a second; JavaScript, signing alone: ${theirs.toFixed(0)} a second; ${(ours / theirs).toFixed(1)} times`);
}
await instance.end();
