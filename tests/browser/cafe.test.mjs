// The whole way of a café, in a real browser and over a real mail server: found in a feed, registered for, confirmed by mail, checked in at the door, the badge of
// attendance claimed from a letter, and verified.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, browse, clock, enter, phone, root, serve } from "./support.mjs";

const python = process.env.CREMA_PYTHON;
const letters = mkdtempSync(join(tmpdir(), "crema-letters-"));
let site, browser, mailbox;

before(async () => {
  assert.ok(python, "CREMA_PYTHON names a Python that has aiosmtpd");
  mailbox = spawn(python, [join(root, "tests/interop/mailbox.py"), letters], { stdio: ["pipe", "pipe", "inherit"] });
  const port = await new Promise((found, failed) => {
    mailbox.on("exit", (code) => failed(new Error(`the mail server ended with ${code}`)));
    mailbox.stdout.on("data", (data) => found(String(data).trim()));
  });
  process.env.CREMA_MAIL = `smtp://127.0.0.1:${port}`;
  [site, browser] = await Promise.all([serve(), browse()]);
});
after(async () => {
  mailbox?.stdin.end();
  rmSync(letters, { recursive: true, force: true });
});

/** The text of the one letter to somebody that holds some words, as soon as it came. */
async function letter(to, words) {
  for (let tries = 0; tries < 200; tries++) {
    for (const name of readdirSync(letters).filter((one) => one.endsWith(".eml"))) {
      const raw = readFileSync(join(letters, name), "latin1").replaceAll("=\r\n", "");
      const text = Buffer.from(raw.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString();
      if (text.includes(`To: ${to}\r\n`) && text.includes(words)) return text;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no letter to ${to} says ${words}`);
}

const way = (text, beginning) => text.match(new RegExp(`http://[^/\\s]+(${beginning}[A-Za-z0-9_-]+)`))[1];

async function post(page, to, form) {
  const answer = await page.request.post(site.url + to, { form, headers: { origin: site.url }, maxRedirects: 0 });
  assert.equal(answer.status(), 303, `${to}: ${await answer.text()}`);
  return answer.headers().location.split("?")[0];
}

test("seen in a feed, registered for, confirmed by mail, checked in, the badge claimed and verified", async () => {
  const door = await browser.newContext({ ...phone });
  const ada = await door.newPage();
  await enter(ada, site, "ada@example.org");
  await ada.goto(`${site.url}/me/charter`);
  const version = await ada.locator("input[name=version]").first().inputValue();
  await post(ada, "/me/charter", { version, name: "Ada", accept: "yes", as: "person", party: "person" });
  const [[day, from], [last, to]] = [clock(120), clock(210)];
  const own = await post(ada, "/me/events", { title: "Café du soir", summary: "On parle, on essaie.", format: "discuss", pillar: "discuss", place: "Lille (59)", commune: "59350",
    language: "fr", price: "0", seats: "12", registration: "here", day, from, to, ...(last !== day && { "last-day": last }), repeat: "once", ends: "open", achievement: "*" });
  await post(ada, `${own}/publication`, {});

  // Zoé, on her phone, follows the feed.
  const own_phone = await browser.newContext({ ...phone });
  const zoe = await own_phone.newPage();
  const feed = await (await zoe.request.get(`${site.url}/events.ics`)).text();
  const address = feed.replaceAll("\r\n ", "").match(/\r\nURL:(\S+)\r\n/)[1];
  await zoe.goto(address.replace("127.0.0.1", "localhost"));
  await zoe.locator("a.button[href*='/dates/']").first().click();
  await zoe.locator("#name").fill("Zoé");
  await zoe.locator("#email").fill("zoe@example.org");
  await zoe.locator("main form button").click();
  const seat = await letter("zoe@example.org", "/registrations/");
  await zoe.goto(site.url + way(seat, "/registrations/"));
  await zoe.getByRole("button", { name: "Confirmer mon adresse" }).click();
  await zoe.getByText("Votre adresse est confirmée").waitFor();
  const code = (await zoe.locator(".big-code").first().innerText()).trim();
  await zoe.locator(".qr svg").waitFor();

  // At the door the ticket opens its page for the organiser, and for nobody else.
  const path = `/tickets/${code}`;
  await zoe.goto(site.url + path);
  assert.equal(await zoe.getByRole("button", { name: "Noter sa venue" }).count(), 0);
  await ada.goto(site.url + path);
  await ada.getByRole("button", { name: "Noter sa venue" }).click();
  await ada.getByText("Venue notée").waitFor();

  // The letter leads to the badge, which she claims and shows; a stranger checks it.
  const badge = await letter("zoe@example.org", "/claims/");
  await zoe.goto(site.url + way(badge, "/claims/"));
  await zoe.getByLabel("Prénom ou surnom (facultatif)").fill("Zoé");
  await zoe.getByRole("button", { name: "Recevoir mon badge" }).click();
  await zoe.getByRole("heading", { name: "Badge authentique" }).waitFor();
  const credential = zoe.url().split("?")[0];
  const json = await (await zoe.request.get(`${credential}.json`)).text();
  const file = join(site.folder, "badge.json");
  writeFileSync(file, json);
  const report = JSON.parse(execFileSync(binary, ["verify", file, "--json"], { cwd: site.folder, env: site.env }));
  assert.ok(JSON.stringify(report).includes("valid"), JSON.stringify(report));
  const stranger = await (await browser.newContext({ ...phone })).newPage();
  await stranger.goto(`${site.url}/verify`);
  await stranger.locator("#file").setInputFiles(file);
  await stranger.getByRole("button", { name: "Vérifier" }).click();
  await stranger.getByText("Badge authentique").first().waitFor();
});
