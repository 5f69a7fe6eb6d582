// Letters to a mail server that is down, slow, says later or says no, or loses its client in the middle; and addresses that would be several. Rows of the table of
// docs/SECURITY.md, on both databases; the mail server is a few lines of this file, which write down every word that it is told.
import assert from "node:assert/strict";
import net from "node:net";
import { ROUNDS, Visitor, engines, freePort, letter, sleep, until } from "./support.mjs";

const { both } = engines();

/** A mail server. `answer(to)` says what it answers to the whole letter: a line, or nothing, which holds it back. */
class Mailbox {
  constructor(answer = () => "250 taken") {
    this.answer = answer;
    this.taken = [];
    this.words = [];
    this.sockets = new Set();
    this.server = net.createServer((socket) => {
      this.sockets.add(socket);
      socket.on("error", () => {});
      let rest = "", within = false, to = [], from;
      const say = (line) => { if (!socket.destroyed) socket.write(`${line}\r\n`); };
      if (!this.silent) say("220 here");
      socket.on("data", (data) => {
        rest += data.toString("latin1");
        for (;;) {
          if (within) {
            const end = rest.indexOf("\r\n.\r\n");
            if (end < 0) return;
            const bytes = Buffer.from(`${rest.slice(0, end)}\r\n`.replaceAll("\r\n..", "\r\n."), "latin1");
            rest = rest.slice(end + 5);
            within = false;
            this.taken.push({ ...letter(bytes), from, to });
            const said = this.answer(to[0]);
            if (said) say(said);
            continue;
          }
          const end = rest.indexOf("\r\n");
          if (end < 0) return;
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          this.words.push(line);
          if (/^EHLO/i.test(line)) say("250-here\r\n250-8BITMIME\r\n250 SMTPUTF8");
          else if (/^MAIL FROM/i.test(line)) { from = line; to = []; say("250 ok"); }
          else if (/^RCPT TO/i.test(line)) { to.push(line.match(/<(.*)>/)[1]); say("250 ok"); }
          else if (/^DATA/i.test(line)) { within = true; say("354 go on"); }
          else if (/^QUIT/i.test(line)) { say("221 bye"); socket.end(); }
          else say("250 ok");
        }
      });
    });
  }

  async open(port = 0) { await new Promise((done) => this.server.listen(port, "127.0.0.1", done)); return this.server.address().port; }
  to(address) { return this.taken.filter((one) => one.to.includes(address)); }
  close() { for (const socket of this.sockets) socket.destroy(); this.server.close(); }
}

/** The clock goes on, as far as the queue knows: what waits is due, and no lease is held. */
const ripen = (instance) => instance.query(instance.database ? "UPDATE jobs SET due_at = 0, leased_until = NULL WHERE failed_at IS NULL RETURNING 1" : "UPDATE jobs SET due_at = 0, leased_until = NULL WHERE failed_at IS NULL");
const waiting = (instance) => Number(instance.query("SELECT count(*) FROM jobs WHERE recipient IS NOT NULL AND failed_at IS NULL"));

both("F05 killed between the last word of a letter and its mark, the letter comes again under the same name", async (instance) => {
  let kill = () => {};
  const box = new Mailbox(() => undefined);
  instance.env.CREMA_MAIL = `smtp://127.0.0.1:${await box.open()}`;
  try {
    let twice = 0;
    for (let round = 0; round < Math.max(ROUNDS, 4); round += 1) {
      const to = `ada${round}@example.org`;
      const server = await instance.start();
      // The server has the letter and says nothing yet, or has just said that it has it: from then on, at any moment.
      box.answer = () => { kill = sleep(Math.random() * 12).then(() => server.kill()); return round % 4 === 0 ? undefined : "250 taken"; };
      await new Visitor(server, { from: `127.5.${round}.1` }).post("/entry", { email: to }, 303);
      await until("the letter to be taken", async () => box.to(to).length === 1);
      await kill;
      box.answer = () => "250 taken";
      const again = await instance.start();
      ripen(instance);
      await until("the queue to be empty", async () => waiting(instance) === 0);
      const names = box.to(to).map(({ head }) => head["message-id"]);
      assert.ok(names.length >= 1 && names.length <= 2, `${names.length} letters`);
      // What was never said to be taken is sent again, for certain.
      if (round % 4 === 0) assert.equal(names.length, 2, "it did not come again");
      if (names.length === 2) twice += 1;
      assert.equal(new Set(names).size, 1, names.join());
      assert.match(names[0], /^<[^<>\s]+@[^<>\s]+>$/);
      assert.equal(instance.query("SELECT count(*) FROM jobs WHERE failed_at IS NOT NULL"), "0");
      await again.kill("SIGTERM");
    }
    assert.ok(twice > 0);
    assert.equal(new Set(box.taken.map(({ head }) => head["message-id"])).size, Math.max(ROUNDS, 4), "each letter has a name of its own");
  } finally { box.close(); }
});

both("F17 a mail server that is away, silent, or refuses keeps nobody waiting, and what is given up is shown", async (instance) => {
  const port = await freePort();
  instance.env.CREMA_MAIL = `smtp://127.0.0.1:${port}`;
  const boxes = [];
  const box = async (answer, silent) => { const one = new Mailbox(answer); one.silent = silent; boxes.push(one); await one.open(port); return one; };
  try {
    const server = await instance.start();
    const asked = async (email) => {
      const at = performance.now();
      await new Visitor(server, { from: `127.9.0.${1 + boxes.length}` }).post("/entry", { email }, 303);
      return performance.now() - at;
    };
    const tried = (email) => until(`${email} to be tried`, async () => Number(instance.query("SELECT coalesce(sum(tries), 0) FROM jobs WHERE recipient IS NOT NULL AND error IS NOT NULL")) > 0, 60).then(() => email);
    // Nobody there.
    const away = await asked("away@example.org");
    await tried("away@example.org");
    assert.equal(waiting(instance), 1, "it is kept");
    // Away for an hour: each wait is longer than the one before, and it is not given up.
    const waits = [];
    const row = () => instance.query("SELECT tries, due_at FROM jobs WHERE recipient IS NOT NULL AND failed_at IS NULL AND leased_until IS NULL AND error IS NOT NULL").split("|").map(Number);
    for (let turn = 1; waits.reduce((sum, one) => sum + one, 0) < 3_600_000; turn += 1) {
      const [tries, due] = await until(`try ${turn}`, async () => { const [tries, due] = row(); return tries >= turn && due > Date.now() && [tries, due]; }, 30);
      waits.push(due - Date.now());
      assert.equal(tries, turn);
      ripen(instance);
    }
    assert.ok(waits.every((one, n) => n === 0 || one > waits[n - 1] * 1.5), `it waits longer each time: ${waits.map((one) => Math.round(one / 1000))} seconds`);
    assert.ok(waits.length >= 5, "it is not asked without end");
    assert.equal(instance.query("SELECT count(*) FROM jobs WHERE failed_at IS NOT NULL"), "0", "an hour is no reason to give up");
    instance.query("UPDATE jobs SET tries = 0 RETURNING 1");
    // Somebody who takes the connection and says nothing.
    const silent = await box(() => undefined, true);
    ripen(instance);
    const slow = await asked("slow@example.org");
    await until("it to be asked", async () => silent.sockets.size > 0);
    const page = performance.now();
    assert.equal((await server.call("GET", "/modules")).status, 200);
    for (const took of [away, slow, performance.now() - page]) assert.ok(took < 10_000, `a request waited ${took} ms for the mail server`);
    silent.close();
    // Later, and then no.
    const later = await box((to) => (to === "away@example.org" ? "451 4.3.0 later" : "550 5.1.1 nobody"));
    await until("both to be answered", async () => { ripen(instance); return later.to("away@example.org").length && later.to("slow@example.org").length; }, 60);
    await until("one to be given up", async () => instance.query("SELECT count(*) FROM jobs WHERE failed_at IS NOT NULL") === "1");
    await until("the next try to wait", async () => Number(instance.query("SELECT max(due_at) FROM jobs WHERE recipient IS NOT NULL AND failed_at IS NULL")) > Date.now() + 5_000);
    later.close();
    const ada = await instance.enter(server, "ada@example.org");
    const shown = (await ada.get("/admin/jobs")).text;
    assert.match(shown, /550|5\.1\.1/, "what was given up is shown");
    assert.ok(!shown.includes("slow@example.org"), "and to whom it went is not");
    const doctor = instance.command("doctor", "--json");
    assert.match(doctor.stdout, /given up|letter|queue/i);
    assert.equal(doctor.status, 1, doctor.stdout);
    // It comes back: what waited goes, and what was given up goes when somebody says so.
    const back = await box();
    await ada.post(shown.match(/action="(\/admin\/jobs\/[^"]+\/revival)"/)[1], {}, 303);
    await until("both to arrive", async () => { ripen(instance); return back.to("away@example.org").length && back.to("slow@example.org").length; }, 60);
    await until("the queue to be empty", async () => waiting(instance) === 0);
    assert.equal(back.to("away@example.org")[0].head["message-id"], later.to("away@example.org")[0].head["message-id"], "the same letter has the same name");
  } finally { for (const one of boxes) one.close(); }
});

both("A27 a letter has one recipient and one head, whatever was typed as address, name or title", async (instance) => {
  const box = new Mailbox();
  instance.env.CREMA_MAIL = `smtp://127.0.0.1:${await box.open()}`;
  try {
    const server = await instance.start();
    const ada = await (await instance.enter(server, "ada@example.org", "author")).adhere();
    const long = (count) => `${"x".repeat(count)}@example.org`;
    const addresses = [
      "a@example.org\nBcc: eve@example.org", "a@example.org\r\nBcc: eve@example.org", "a@example.org%0d%0aBcc:eve@example.org", "a@example.org, eve@example.org", "a@example.org;eve@example.org", "a@example.org eve@example.org",
      "a@example.org>\r\nRCPT TO:<eve@example.org", "<a@example.org>", "\"a\r\n\"@example.org", "a@example.org\u0000", "a@[127.0.0.1]", "a@exa\u2028mple.org", "@example.org", "a@", "a", "zoé@example.org", long(309), `a@${"x.".repeat(160)}org`, "a@b\nBcc: eve@example.org", "|/bin/sh@example.org\r\n", "eve@example.org\u0008",
    ];
    const { date } = await ada.announce({ title: "Café\r\nBcc: eve@example.org\r\n\r\nAutre corps", summary: "x\r\n.\r\nMAIL FROM:<eve@example.org>" });
    for (const [n, email] of addresses.entries()) {
      for (const [path, fields] of [["/entry", { email }], ["/subscriptions", { email, rhythm: "weekly", language: "fr" }], [date, { name: "Zoé", email, once: `a${n}` }]]) {
        const { status } = await new Visitor(server, { from: `127.10.${n}.1` }).post(path, fields);
        // A line break or a space around an address that is otherwise whole is nothing that was meant.
        if (email.trim() === email) assert.equal(status, 422, `${path} ${JSON.stringify(email)}`);
        else assert.ok([200, 303, 422].includes(status), `${path} ${JSON.stringify(email)}: ${status}`);
      }
    }
    // What may be written to: another alphabet in the domain, every sign that an address may have, the longest one.
    const fine = ["zoe@café.example", "!#$%&'*+-/=?^_`{|}~@example.org", `${"x".repeat(64)}@${"y".repeat(60)}.example.org`];
    for (const [n, email] of fine.entries()) await new Visitor(server, { from: `127.11.${n}.1` }).post("/entry", { email }, 303);
    for (const [n, name] of ["Zoé\r\nTo: eve@example.org", "=?utf-8?q?=0ABcc:_eve=40example.org?=", "\u202eZoé", "x".repeat(60), "Zoé\r\n.\r\nQUIT"].entries()) {
      const put = await new Visitor(server, { from: `127.12.${n}.1` }).post(date, { name, email: `name${n}@example.org`, once: `b${n}` });
      assert.ok([200, 303, 422].includes(put.status));
    }
    await until("all letters to go", async () => waiting(instance) === 0, 60);
    const all = box.taken;
    assert.ok(all.length >= fine.length + 3, `${all.length} letters`);
    const hosts = new Set(["zoe@xn--caf-dma.example", ...fine.slice(1), ...Array.from({ length: 5 }, (_, n) => `name${n}@example.org`), "|/bin/sh@example.org"]);
    for (const { to, head, bytes, from } of all) {
      assert.equal(to.length, 1, `${to}`);
      assert.ok(hosts.has(to[0]), `a letter to ${to}`);
      for (const name of ["to", "from", "subject", "message-id", "date"]) assert.ok(head[name] && !head[name].includes("\n"), `${name}: ${head[name]}`);
      assert.equal(head.bcc ?? head.cc, undefined, bytes.toString());
      assert.ok(head.to.includes(to[0]), head.to);
      assert.doesNotMatch(from, /eve@/);
      const top = bytes.toString("latin1").split("\r\n\r\n")[0];
      assert.ok(/^[\x20-\x7e\t\r\n]*$/.test(top), "the head is ASCII");
      assert.ok(top.split("\r\n").every((line) => line.length <= 998 && !/[\r\n]/.test(line)));
    }
    const verbs = new Set(box.words.map((line) => line.split(/[ :]/)[0].toUpperCase()));
    assert.deepEqual([...verbs].filter((verb) => !["EHLO", "HELO", "MAIL", "RCPT", "DATA", "QUIT", "RSET", "NOOP"].includes(verb)), []);
    assert.ok(!box.words.some((line) => /eve@/.test(line)), "eve was written to");
  } finally { box.close(); }
});
