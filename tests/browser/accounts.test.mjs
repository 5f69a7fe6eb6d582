// Accounts in a real browser: in by the printed link, and by a letter without script; every page accessible and within its width.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { browse, desk, enter, phone, serve, sound } from "./support.mjs";

const pages = ["/entry", "/entry/code", "/me", "/me/data", "/me/second", "/me/erasure", "/admin", "/admin/modules", "/admin/achievements", "/admin/achievements/new", "/admin/badges", "/admin/members", "/admin/members/new",
  "/admin/jobs", "/admin/audit", "/admin/settings"];
let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

for (const [name, options] of [["phone", phone], ["narrow", { ...phone, viewport: { width: 320, height: 640 }, colorScheme: "dark" }], ["desk", desk]]) {
  test(`every page of the space and the administration, ${name}`, async () => {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    await enter(page, site, `${name}@example.org`);
    const fits = (where) => sound(page, `account ${name} ${where}`);
    for (const path of pages) {
      const answer = await page.goto(site.url + path);
      assert.equal(answer.status(), 200, path);
      await fits(path);
    }
    // A badge is written, then given to a person and to a room.
    await page.goto(`${site.url}/admin/achievements/new`);
    await page.getByRole("button", { name: "Publier" }).click();
    await fits("a draft with nothing in it");
    await page.getByLabel("Nom du badge").fill(`Café ${name}`);
    await page.getByLabel("Ce qu’il dit de la personne").fill("A animé un café.");
    await page.getByLabel("Pour l’obtenir").fill("- Animer un café.");
    await page.getByLabel("Ce que montre l’image").fill("Une tasse");
    await page.getByRole("button", { name: "Publier" }).click();
    await page.waitForURL(new RegExp(`/cafe-${name}$`));
    await fits("giving");
    await page.getByLabel("Prénom ou surnom (facultatif)").fill("Zoé");
    await page.getByRole("button", { name: "Donner le badge" }).click();
    await page.getByRole("heading", { name: "Badge donné" }).waitFor();
    await fits("given");
    await page.getByRole("button", { name: "Faire un code" }).click();
    await page.locator(".big-code").waitFor();
    await fits("a room");
    await context.close();
  });
}

test("a letter opens the door without script", async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/entry`);
  await page.getByLabel("Adresse électronique").fill("zoe@example.org");
  await page.getByRole("button", { name: "Recevoir le courriel" }).click();
  const mail = join(site.folder, "data/mail");
  let letter;
  for (let tries = 0; !letter && tries < 50; tries++) {
    await new Promise((done) => setTimeout(done, 100));
    try {
      letter = readdirSync(mail).filter((file) => file.endsWith(".eml")).map((file) => readFileSync(join(mail, file), "utf8")).find((text) => text.includes("zoe@example.org"));
    } catch { /* the folder comes with the first letter */ }
  }
  const code = letter.match(/^ {4}([0-9A-Z-]{9})\r?$/m)[1];
  await page.getByLabel("Code du courriel").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Entrer" }).click();
  assert.match(await page.locator("main").innerText(), /zoe@example\.org/);
  await context.close();
});
