// The API against its own description, by a program that is not ours: Schemathesis reads `/api/openapi.json`, makes requests that keep to it and requests that do not, and
// looks whether each answer is one that the description allows. A39 of docs/SECURITY.md, on both databases; CREMA_EXAMPLES says how many requests an operation gets.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { MODULE, engines } from "./support.mjs";

const { both } = engines();
const EXAMPLES = process.env.CREMA_EXAMPLES ?? "25";
const CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance";

/** Runs Schemathesis, the same at each run; `known` are values of parameters that lead somewhere. */
async function schemathesis(url, { known = {}, token, examples = EXAMPLES } = {}) {
  assert.ok(process.env.CREMA_PYTHON, "CREMA_PYTHON names a Python that has what tests/interop/requirements.txt lists");
  const folder = mkdtempSync(join(tmpdir(), "crema-api-"));
  writeFileSync(join(folder, "schemathesis.toml"), `[parameters]\n${Object.entries(known).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join("")}`);
  const args = ["run", `${url}/api/openapi.json`, "--seed", "1", "--max-examples", examples, "--checks", CHECKS, "--no-color", ...(token ? ["--header", `Authorization: Bearer ${token}`] : [])];
  const child = spawn(join(dirname(process.env.CREMA_PYTHON), "schemathesis"), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { said += data; });
  const code = await new Promise((done) => { child.on("exit", done); child.on("error", (error) => { said += error; done(-1); }); });
  rmSync(folder, { recursive: true, force: true });
  return { code, said };
}

both("A39 whatever is sent, the API answers as it says of itself", async (instance) => {
  const server = await instance.start();
  const { code, said } = await schemathesis(server.url);
  assert.equal(code, 0, said);
  assert.match(said, /Tested: +9/, said);
  // And where what is asked for is there.
  const begun = await server.attempt({ answer: false });
  const within = await schemathesis(server.url, { token: begun.token, known: { id: begun.id, item: begun.items[0].id, module: MODULE, code: await server.code() } });
  assert.equal(within.code, 0, within.said);
  assert.ok(!server.over && !/panicked/.test(server.log), server.log);
}, { timeout: 300_000 });

test("A39 a server that does not keep to its description is found out", async () => {
  const description = {
    openapi: "3.1.0", info: { title: "none", version: "1" },
    paths: { "/things": { get: { responses: { 200: { description: "all", content: { "application/json": { schema: { type: "object", required: ["things"] } } } } } } } },
  };
  for (const [what, status, body] of [["a fault", 500, "{}"], ["a status that is not listed", 404, "{}"], ["a body of another shape", 200, "{\"other\": 1}"]]) {
    const server = http.createServer((request, response) => {
      const described = request.url === "/api/openapi.json";
      response.writeHead(described ? 200 : status, { "content-type": "application/json" });
      response.end(described ? JSON.stringify(description) : body);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const { code, said } = await schemathesis(`http://127.0.0.1:${server.address().port}`, { examples: "2" });
    server.close();
    server.closeAllConnections();
    assert.equal(code, 1, `${what}: ${said}`);
  }
});
