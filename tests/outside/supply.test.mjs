// What the delivered program is made of, as far as a stranger can see it: every crate and package by its sum from the public registry, nothing unsafe of our own, no library that
// Debian does not have, no path of whoever built it, and a list of what is inside that is the same each time. A45 of docs/SECURITY.md; licences and bans are for `cargo deny`.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { binary, root, run } from "./support.mjs";

const text = (path) => readFileSync(join(root, path), "utf8");
const files = (folder, end) => readdirSync(join(root, folder), { recursive: true }).filter((name) => name.endsWith(end) && !/(^|\/)(target|node_modules)\//.test(name)).map((name) => join(folder, name));

test("A45 every crate comes from the public registry under its sum, and is pinned", () => {
  for (const lock of ["Cargo.lock", ...["fuzz/Cargo.lock"].filter((path) => { try { return statSync(join(root, path)).isFile(); } catch { return false; } })]) {
    const packages = text(lock).split("[[package]]").slice(1).map((block) => Object.fromEntries([...block.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, value]) => [key, value])));
    assert.ok(packages.length > 50, lock);
    const own = packages.filter(({ source }) => source === undefined).map(({ name }) => name);
    assert.ok(own.every((name) => ["crema", "openbadges", "crema-fuzz", "fuzz"].includes(name)), `${lock}: ${own}`);
    for (const { name, source, checksum } of packages) {
      if (source === undefined) continue;
      assert.equal(source, "registry+https://github.com/rust-lang/crates.io-index", `${lock}: ${name}`);
      assert.match(checksum ?? "", /^[0-9a-f]{64}$/, `${lock}: ${name}`);
    }
  }
});

test("A45 every package of the tests is pinned to its sum", () => {
  for (const folder of ["tests/browser", "tests/interop"]) {
    const { packages } = JSON.parse(text(`${folder}/package-lock.json`));
    for (const [path, { resolved, integrity }] of Object.entries(packages)) if (path) {
      // Where no address stands, it is that of the registry in use, and the sum decides.
      if (resolved !== undefined) assert.match(resolved, /^https:\/\/registry\.npmjs\.org\//, path);
      assert.match(integrity, /^sha512-/, path);
    }
  }
  for (const line of text("tests/interop/requirements.txt").trim().split("\n")) assert.match(line, /^[A-Za-z0-9_.-]+==[0-9][0-9.post]*$/, line);
});

test("A45 nothing of our own is unsafe, nor may it become so", () => {
  assert.match(text("Cargo.toml"), /\[workspace\.lints\.rust\]\s+unsafe_code = "forbid"/);
  for (const manifest of ["Cargo.toml", "openbadges/Cargo.toml"]) assert.match(text(manifest), /\[lints\]\s+workspace = true/, manifest);
  const found = [...files("src", ".rs"), ...files("openbadges/src", ".rs")].filter((path) => /\bunsafe\s*(\{|fn|impl|extern|trait)|allow\(unsafe_code\)/.test(text(path)));
  assert.deepEqual(found, []);
});

test("A45 the program needs nothing but the C library, and holds no path of whoever built it", () => {
  const needed = [...run("objdump", ["-p", binary]).stdout.matchAll(/NEEDED\s+(\S+)/g)].map(([, name]) => name);
  assert.ok(needed.length > 0);
  for (const name of needed) assert.match(name, /^(libc|libm|libgcc_s|libpthread|libdl|librt|ld-linux[-a-z0-9_]*)\.so/, name);
  const bytes = readFileSync(binary).toString("latin1");
  for (const secret of [/BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\n[A-Za-z0-9+/]{30}/, /AWS_SECRET_ACCESS_KEY=/, /ghp_[A-Za-z0-9]{36}/]) assert.doesNotMatch(bytes, secret);
  // The sources of the program itself are named from their own root, if at all.
  assert.doesNotMatch(bytes, new RegExp(`${root.replaceAll(/[.*+?^$()[\]{}|\\]/g, "\\$&")}/src/`));
});

test("A45 the list of what is inside names every crate, and is the same each time", () => {
  if (run("sh", ["-c", "cargo cyclonedx --version >/dev/null 2>&1; echo $?"]).stdout.trim() !== "0") return console.log("skipped: cargo-cyclonedx is not installed; `deploy/release` installs it");
  const list = () => {
    const done = run("cargo", ["cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--manifest-path", "Cargo.toml", "--override-filename", "outside.cdx"], { cwd: root });
    assert.equal(done.status, 0, done.stderr);
    const { components, dependencies } = JSON.parse(text("outside.cdx.json"));
    return JSON.stringify({ components, dependencies });
  };
  try {
    const first = list();
    assert.equal(list(), first);
    for (const name of ["axum", "sqlx", "ed25519-dalek", "openbadges"]) assert.ok(first.includes(`"name":"${name}"`), name);
  } finally { run("sh", ["-c", "find . -name outside.cdx.json -not -path './target/*' -delete"], { cwd: root }); }
});
