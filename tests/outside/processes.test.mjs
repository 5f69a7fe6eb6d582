// Two servers that only answer and a worker, over one PostgreSQL: what one is told the others know.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Instance, ask, freePort, postgres, sleep, until } from "./support.mjs";

let engine, instance, one, two, worker;

before(async () => {
  engine = await postgres();
  if (!engine) return;
  const port = await freePort();
  // Behind a proxy every process has the same address.
  instance = new Instance({ database: engine.database(), env: { CREMA_BASE_URL: `http://localhost:${port}` } });
  one = await instance.start({ args: ["serve", "--no-jobs"], port });
  two = await instance.start({ args: ["serve", "--no-jobs"] });
  worker = await instance.start({ args: ["work"], ready: /^working/m });
  // The proxy asks the second under the name of both.
  two.call = (method, path, body, { token, headers = {} } = {}) => proxied(two.port, port, method, path, body, token, headers);
});
after(async () => { await instance?.end(); engine?.stop(); });

async function proxied(port, known, method, path, body, token, headers) {
  const answer = await ask(port, path, {
    method, body: body === undefined ? undefined : JSON.stringify(body),
    headers: { host: `localhost:${known}`, ...(body !== undefined && { "content-type": "application/json" }), ...(token && { authorization: `Bearer ${token}` }), ...headers },
  });
  let json;
  try { json = JSON.parse(answer.text); } catch { /* a page */ }
  return { ...answer, json };
}

const skip = () => { if (!engine) console.log("skipped: PostgreSQL is not installed"); return !engine; };

test("an attempt begun at one is answered at both, ended at the other, and claimed once", async () => {
  if (skip()) return;
  const begun = await one.attempt({ answer: false });
  const token = begun.token;
  for (const [number, item] of begun.items.entries()) {
    const at = number % 2 ? one : two;
    assert.equal((await at.call("PUT", `/api/v1/attempts/${begun.id}/answers/${item.id}`, { response: null }, { token })).status, 200);
    const other = at === one ? two : one;
    const seen = await other.call("GET", `/api/v1/attempts/${begun.id}`, undefined, { token });
    assert.ok(item.id in seen.json.answers, "the other process knows the answer at once");
  }
  const ended = await Promise.all([one, two].map((at) => at.call("POST", `/api/v1/attempts/${begun.id}/completion`, undefined, { token })));
  assert.deepEqual(ended[0].json, ended[1].json);
  const code = ended[0].json.badges[0].claim;
  const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).call("POST", `/api/v1/claims/${code}`, { name: "Zoé" })));
  assert.equal(new Set(claims.map(({ json }) => json.credential)).size, 1, "twenty claims at two processes are one badge");
});

test("the same key of idempotency at both begins one attempt", async () => {
  if (skip()) return;
  const headers = { "idempotency-key": "national-day" };
  const begun = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).call("POST", "/api/v1/attempts", { module: "ia-generative-premiers-pas" }, { headers })));
  assert.deepEqual([...new Set(begun.map(({ status }) => status))], [201]);
  assert.equal(new Set(begun.map(({ json }) => json.id)).size, 1);
  const other = await two.call("POST", "/api/v1/attempts", { module: "ia-et-travail" }, { headers });
  assert.ok([409, 422].includes(other.status), `another body: ${other.status}`);
});

test("a badge revoked by a command is refused by both within a second", async () => {
  if (skip()) return;
  const path = await one.badge();
  for (const at of [one, two]) assert.match((await at.call("GET", path, undefined, { headers: { accept: "text/html" } })).text, /Badge authentique/);
  assert.equal(instance.command("status", "revoke", path.split("/").at(-1), "--reason", "Essai").status, 0);
  await sleep(1_000);
  for (const at of [one, two]) assert.match((await at.call("GET", path, undefined, { headers: { accept: "text/html" } })).text, /Badge révoqué/);
});

test("a letter asked of a server that only answers is sent by the worker, which is woken", async () => {
  if (skip()) return;
  const page = await one.call("GET", "/subscriptions", undefined, { headers: { accept: "text/html" } });
  assert.equal(page.status, 200);
  const hidden = Object.fromEntries([...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const asked = await fetch(`${one.url}/subscriptions`, {
    method: "POST", redirect: "manual", headers: { origin: one.url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...hidden, email: "zoe@example.org", rhythm: "weekly", language: "fr" }),
  });
  assert.ok(asked.status < 400, `the subscription is taken: ${asked.status} ${await asked.text()}`);
  const mail = join(instance.folder, "data/mail");
  const letter = await until("the letter", async () => readdirSync(mail).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(mail, name), "utf8")).find((text) => text.includes("zoe@example.org")), 10);
  assert.match(letter, /^Message-ID: /m);
});

test("a worker that is killed is followed by another, which ends in good order", async () => {
  if (skip()) return;
  await worker.kill();
  worker = await instance.start({ args: ["work"], ready: /^working/m });
  const ended = await worker.kill("SIGTERM");
  assert.equal(ended.code, 0, worker.log);
});

test("a database without an instance is not worked on", async () => {
  if (skip()) return;
  const other = new Instance({ database: engine.database() });
  const done = other.command("work");
  assert.equal(done.status, 2);
  assert.match(done.stderr, /crema serve/);
  await other.end();
});

test("with SQLite the jobs belong to one process", async () => {
  const alone = new Instance();
  const server = await alone.start();
  for (const args of [["serve"], ["serve", "--no-jobs"]]) {
    const second = await alone.start({ args }).then(() => undefined, (error) => error);
    assert.equal(second?.code, 2, second?.log);
    assert.match(second.log, /another `crema serve`.*migrate-to/s);
  }
  // What was refused has left nothing behind: the address that commands print is the one that answers.
  assert.equal(new URL(alone.command("account", "grant", "ada@example.org", "admin").stdout.trim()).port, String(server.port));
  const refused = alone.command("work");
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /--no-jobs/);
  await alone.end();
  const apart = new Instance();
  await apart.start({ args: ["serve", "--no-jobs"] });
  const worker = await apart.start({ args: ["work"], ready: /^working/m });
  assert.equal((await worker.kill("SIGTERM")).code, 0);
  await apart.end();
});
