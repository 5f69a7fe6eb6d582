// A03 of docs/SECURITY.md: asking to enter tells nobody who has an account. Status, body and names of headers are the same; times are compared by the test of Mann and
// Whitney, whose figure is reported and not asserted: a machine that does other things at once would fail it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ask, engines, median, rankSum } from "./support.mjs";

const ASKED = 500;
const { both } = engines();

let visitors = 0;
/** Asks for a letter as somebody does who was never here: one client may ask for few. */
async function letter(server, address) {
  const visitor = visitors++;
  const body = new URLSearchParams({ email: address }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": body.length, origin: server.url, "accept-language": "fr" };
  const at = performance.now();
  const answer = await ask(server.port, "/entry", { method: "POST", headers, body, from: `127.0.${1 + (visitor >> 7)}.${1 + (visitor & 127)}` });
  const took = performance.now() - at;
  // What differs from one answer to the next differs for everybody: the moment, the name of the request, the value of the cookie.
  const { date, "x-request-id": name, "set-cookie": cookies = [], ...same } = answer.headers;
  const shape = { status: answer.status, body: answer.text, headers: Object.entries(same).sort(), names: Object.keys(answer.headers).sort(), cookies: cookies.map((cookie) => cookie.replace(/=[^;]*/, ([...value]) => `=${value.length}`).replace(/expires=[^;]*/i, "expires")) };
  return { took, shape: JSON.stringify(shape) };
}

test("the test of Mann and Whitney finds what differs and nothing else", () => {
  // The two samples of nine of Mann and Whitney's own kind: all of one before all of the other, and interleaved.
  assert.ok(Math.abs(rankSum([1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12, 13, 14, 15, 16, 17, 18]) + 3.576) < 0.001);
  assert.ok(Math.abs(rankSum([1, 4, 5, 8], [2, 3, 6, 7])) < 1e-9);
});

both("A03 known and unknown addresses are answered alike", async (instance, called, context) => {
  const server = await instance.start();
  const known = Array.from({ length: ASKED }, (_, at) => `known-${at}@example.org`);
  // Their accounts stand in the database as if each had entered once.
  const rows = known.map((mail) => `('${randomUUID()}', '${mail}', '${mail}', 'fr', 1, 2, NULL, 0, 0)`);
  instance.query(`INSERT INTO accounts (id, email, email_key, lang, created_at, entered_at, totp, totp_made, totp_step) VALUES ${rows.join(", ")} RETURNING 1`);
  // The first requests of a process are slower than all others. They do not count towards the thousand letters that everybody together may ask for.
  for (let at = 0; at < 20; at++) await letter(server, `warm-${at}@example.org`);
  instance.query("DELETE FROM allowances WHERE name = 'entries' RETURNING 1");
  const times = { known: [], unknown: [] };
  const shapes = new Set();
  for (let at = 0; at < ASKED; at++) {
    // Which one is asked first changes, so that neither always follows the other.
    const pair = [["known", known[at]], ["unknown", `other-${at}@example.org`]];
    if (at % 2) pair.reverse();
    for (const [kind, address] of pair) {
      const { took, shape } = await letter(server, address);
      times[kind].push(took);
      shapes.add(shape);
    }
  }
  assert.equal(shapes.size, 1, [...shapes].join("\n"));
  assert.equal(JSON.parse([...shapes][0]).status, 303);
  const z = rankSum(times.known, times.unknown);
  context.diagnostic(`n = ${ASKED} each: median ${median(times.known).toFixed(2)} ms known, ${median(times.unknown).toFixed(2)} ms unknown; Mann-Whitney z = ${z.toFixed(2)} (|z| < 1.96 is no difference at 5 %)`);
});
