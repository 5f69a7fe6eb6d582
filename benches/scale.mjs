// What happens with many rows: a PostgreSQL of its own is filled with invented attempts, answers, badges and statuses, and the delivered program is asked what people
// ask of it. Prints how long each request takes, the size of each large table, and which large tables were read from end to end; fails where a request of a
// person did that. Run from the project's root after `cargo build --profile dist --bin crema`:
//   CREMA_BIN=$PWD/target/dist/crema node benches/scale.mjs [credentials, 1000000 unless told] [answers for each, 10 unless told]
import { Instance, MODULE, postgres } from "../tests/outside/support.mjs";

const credentials = Number(process.argv[2] ?? 1_000_000);
const each = Number(process.argv[3] ?? 10);
const LARGE = 10_000;
const engine = await postgres();
if (!engine) { console.log("skipped: PostgreSQL is not installed"); process.exit(0); }
const url = engine.database();
const name = url.split("/").at(-1);
const sql = (text) => engine.query(text, name);
const instance = new Instance({ database: url, env: { CREMA_LOG: "error" } });

try {
  const first = await instance.start();
  const sample = await first.badge();
  const [award, document] = sql(`SELECT award_id, length(document) FROM credentials JOIN issues ON credential_id = id WHERE id = '${sample.split("/").at(-1)}'`).split("|");
  await first.kill("SIGTERM");
  console.log(`${credentials} credentials, ${credentials * each} answers; a signed document has ${document} bytes, invented ones are shorter`);
  const began = Date.now();
  // A list has as many places as the program gives it; places are spread over lists as it does.
  const places = Number(sql("SELECT places FROM status_lists LIMIT 1"));
  // Rows are put in without looking at their neighbours: they are made to fit.
  const fill = (text) => sql(`SET session_replication_role = replica; SET synchronous_commit = off; ${text}`);
  const uuid = "lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000'";
  fill(`INSERT INTO attempts (id, module_hash, lang, seed, resume_key, started_at, completed_at, manner, draw, ends_at, paused_at, returned, person, easy)
    SELECT ${uuid}, module_hash, lang, seed, 'resume-' || n, started_at - n * 1000, completed_at - n * 1000, manner, draw, NULL, NULL, returned, NULL, easy
    FROM generate_series(1, ${credentials}) AS n, (SELECT * FROM attempts WHERE completed_at IS NOT NULL LIMIT 1) AS model`);
  fill(`INSERT INTO answers (attempt_id, item, response, answered_at) SELECT ${uuid}, 'item-' || k, 'null', 1700000000000 FROM generate_series(1, ${credentials}) AS n, generate_series(1, ${each}) AS k`);
  fill(`INSERT INTO awards (id, achievement, achievement_version, attempt_id, lang, level, evidence, claim_key, awarded_at, claim_until, origin)
    SELECT ${uuid}, achievement, achievement_version, ${uuid}, lang, level, evidence, 'claim-' || n, awarded_at - n * 1000, claim_until, NULL
    FROM generate_series(1, ${credentials}) AS n, (SELECT * FROM awards WHERE id = '${award}') AS model`);
  fill(`INSERT INTO status_lists (id, places, taken, revision, created_at) SELECT 1000 + n, places, places / 2, 1, created_at FROM generate_series(1, ${Math.ceil((credentials * 2) / places)}) AS n, (SELECT * FROM status_lists LIMIT 1) AS model`);
  fill(`INSERT INTO status_places (list, place, taken_at, set_at) SELECT 1001 + n / ${places / 2}, 2 * (n % ${places / 2}), 1700000000000, CASE WHEN n % 50 = 0 THEN 1700000000000 END FROM generate_series(1, ${credentials}) AS n`);
  fill(`INSERT INTO credentials (id, award_id, name, standing, reason, standing_at, revision, expires_at, issued_at)
    SELECT ${uuid}, ${uuid}, NULL, standing, NULL, standing_at, 1, NULL, issued_at - n * 1000 FROM generate_series(1, ${credentials}) AS n, (SELECT * FROM credentials LIMIT 1) AS model`);
  fill(`INSERT INTO issues (credential_id, revision, list, place, document, jwt, issued_at, pair) SELECT ${uuid}, 1, 1001 + n / ${places / 2}, 2 * (n % ${places / 2}), repeat(md5(n::text), 8), repeat(md5(n::text), 4), 1700000000000, 1 FROM generate_series(1, ${credentials}) AS n`);
  fill(`INSERT INTO issuance_log (seq, digest, logged_at) SELECT value + n, md5(n::text) || md5(n::text), 1700000000000 FROM generate_series(1, ${credentials}) AS n, counters WHERE name = 'issuance_log'; UPDATE counters SET value = value + ${credentials} WHERE name = 'issuance_log'`);
  sql("ANALYZE");
  console.log(`filled in ${((Date.now() - began) / 1000).toFixed(0)} s; the whole database has ${sql(`SELECT pg_size_pretty(pg_database_size('${name}'))`)}`);
  console.log(sql("SELECT rpad(relname, 16) || lpad(reltuples::bigint::text, 12) || ' rows ' || lpad(pg_size_pretty(pg_table_size(oid)), 10) || ' and ' || lpad(pg_size_pretty(pg_indexes_size(oid)), 10) || ' of indexes' FROM pg_class WHERE relkind = 'r' AND reltuples > 10000 ORDER BY pg_total_relation_size(oid) DESC"));

  const server = await instance.start({ args: ["serve", "--no-jobs"] });
  const scans = () => new Map(sql(`SELECT relname, seq_scan FROM pg_stat_user_tables JOIN pg_class USING (relname) WHERE reltuples > ${LARGE}`).split("\n").map((line) => line.split("|")));
  let failed = false;
  /** Does something some times; says the middle time, and which large tables it read whole. */
  async function measured(what, times, work) {
    sql("SELECT pg_stat_force_next_flush()");
    await new Promise((done) => setTimeout(done, 1_200));
    const before = scans();
    const took = [];
    for (let n = 0; n < times; n += 1) { const at = performance.now(); await work(n); took.push(performance.now() - at); }
    // What a connection counted is told once it has been quiet for a second.
    await new Promise((done) => setTimeout(done, 1_500));
    await server.call("GET", "/readyz");
    const whole = [...scans()].filter(([table, count]) => count !== before.get(table)).map(([table]) => table);
    if (whole.length) failed = true;
    took.sort((a, b) => a - b);
    console.log(`${what}: ${took[Math.floor(times / 2)].toFixed(1)} ms in the middle, ${took.at(-1).toFixed(1)} at most${whole.length ? `; read from end to end: ${whole.join(", ")}` : ""}`);
  }
  const ok = ({ status, text }) => { if (status >= 400) throw new Error(`${status} ${text}`); };
  const begun = await server.attempt({ answer: false });
  await measured("an attempt begun", 30, async () => ok(await server.call("POST", "/api/v1/attempts", { module: MODULE })));
  await measured("an answer saved", 100, async (n) => ok(await server.call("PUT", `/api/v1/attempts/${begun.id}/answers/${begun.items[n % begun.items.length].id}`, { response: null }, { token: begun.token })));
  const codes = [];
  for (let n = 0; n < 30; n += 1) codes.push(await server.code());
  const paths = [];
  await measured("a badge claimed", 30, async (n) => { const answer = await server.call("POST", `/api/v1/claims/${codes[n]}`, {}); ok(answer); paths.push(new URL(answer.json.credential).pathname); });
  await measured("the page of a badge", 100, async (n) => ok(await server.call("GET", `${paths[n % paths.length]}.html`)));
  await measured("a badge as JSON", 100, async (n) => ok(await server.call("GET", `${paths[n % paths.length]}.json`)));
  const badge = (await server.call("GET", `${paths[0]}.json`)).json;
  await measured("a badge verified", 50, async () => ok(await server.call("POST", "/api/v1/verifications", badge)));
  const list = new URL(badge.credentialStatus.statusListCredential).pathname;
  await measured("a status list", 20, async () => ok(await server.call("GET", list)));
  await measured("another status list, half full, signed anew", 5, async (n) => ok(await server.call("GET", `/status/${1001 + (n % Math.ceil((credentials * 2) / places))}`)));
  await measured("a badge revoked", 5, async (n) => { const done = instance.command("status", "revoke", paths[n + 1].split("/").at(-1), "--reason", "Mesure"); if (done.status) throw new Error(done.stderr); });
  await measured("the home page", 30, async () => ok(await server.call("GET", "/")));
  await measured("a page of the issuance log", 3, async (n) => ok(await server.call("GET", `/issuance-log?after=${n * 10_000}`)));
  await server.kill("SIGTERM");
  if (failed) { console.log("a request of a person read a large table from end to end"); process.exitCode = 1; }
} finally {
  await instance.end();
  engine.stop();
}
