// From the home page to a badge that the terminal calls valid: a phone, script off.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answerRight, begin, binary, browse, finish, module, phone, serve } from "./support.mjs";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });
after(async () => { assert.equal(await site?.stop(), 0, "SIGTERM ends it with 0"); });

test("a person without an account carries a badge home that a stranger can verify", async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await begin(page, site.url);
  await finish(page);
  await assert.doesNotReject(page.getByRole("heading", { name: /Vous avez atteint le niveau « Pratique »/ }).waitFor());
  await page.getByRole("link", { name: "Recevoir mon badge" }).click();
  await page.getByLabel("Prénom ou surnom (facultatif)").fill("Zoé");
  await page.getByRole("button", { name: "Recevoir mon badge" }).click();
  assert.match(page.url(), /\/credentials\/[0-9a-f-]{36}/);
  assert.ok((await page.locator("main").innerText()).startsWith("Badge authentique"));
  assert.match(await page.locator("main").innerText(), /^Zoé\s: nom indiqué par la personne, identité non vérifiée\.$/m);
  assert.equal(await page.locator(".qr svg").count(), 1);
  // What only a script can do is not there without one.
  assert.equal(await page.locator("[data-copy]:visible").count(), 0);
  const href = await page.getByRole("link", { name: "Image PNG" }).getAttribute("href");
  const png = await (await context.request.get(site.url + href)).body();
  const file = join(site.folder, "badge.png");
  writeFileSync(file, png);
  const report = JSON.parse(execFileSync(binary, ["verify", file, "--json"], { cwd: site.folder, env: site.env }));
  assert.equal(report.results[0].verdict, "valid", JSON.stringify(report));

  const id = page.url().split("/").pop().split("?")[0];
  const revoked = spawnSync(binary, ["status", "revoke", id, "--reason", "Attribué par erreur"], { cwd: site.folder, env: site.env });
  assert.equal(revoked.status, 0, String(revoked.stderr));
  await page.reload();
  assert.match(await page.locator("h1").innerText(), /Badge révoqué/);
  assert.match(await page.locator("main").innerText(), /Attribué par erreur/);
  assert.equal(spawnSync(binary, ["verify", file], { cwd: site.folder, env: site.env }).status, 1);
  await context.close();
});

test("the answer's heading takes the focus, by keyboard alone", async () => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await begin(page, site.url);
  await page.keyboard.press("Tab");
  await page.locator("main input[name=choice]").first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#reponse$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "reponse");
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`on a shared tablet nothing remains of the person before, script ${javaScriptEnabled ? "on" : "off"}`, async () => {
    const context = await browser.newContext({ ...phone, javaScriptEnabled });
    const page = await context.newPage();
    await begin(page, site.url);
    await answerRight(page);
    await page.getByRole("button", { name: "Valider" }).click();
    await page.locator("main a.button").click();
    const question = page.url();
    await page.getByRole("link", { name: "Prêter l’appareil à quelqu’un d’autre" }).click();
    const code = await page.locator(".big-code").innerText();
    await page.getByRole("button", { name: /passer la main/ }).click();
    for (let back = 0; back < 3; back++) {
      // The browser may still be settling after a redirect: then it asks to be asked again.
      await page.goBack().catch(() => page.waitForTimeout(300).then(() => page.goBack()));
      const seen = await page.locator("main").innerText();
      for (const word of [module.items[0].ask, module.items[1].ask, code]) assert.ok(!seen.includes(word), `Back shows: ${word}`);
    }
    assert.equal((await page.goto(question)).status(), 404);
    assert.match(await page.locator("h1").innerText(), /rangé/);
    await page.getByLabel("Votre code").fill(code.toLowerCase().replaceAll("-", " "));
    await page.getByRole("button", { name: "Reprendre" }).click();
    assert.match(await page.title(), /^Question 2 sur/);
    await context.close();
  });
}

test("a mistyped code is told beside the field and kept", async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/claims`);
  await page.getByLabel("Code du badge").fill("AAAA-BBBB-CCCC");
  await page.getByRole("button", { name: "Continuer" }).click();
  assert.match(await page.locator("#code-error").innerText(), /faute de frappe/);
  assert.equal(await page.getByLabel("Code du badge").inputValue(), "AAAA-BBBB-CCCC");
  await context.close();
});

test("a second tab, the back button and a reload double nothing and lose nothing", async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const [one, two] = [await context.newPage(), await context.newPage()];
  await begin(one, site.url);
  await two.goto(one.url());
  await answerRight(one);
  await one.getByRole("button", { name: "Valider" }).click();
  await two.locator("main label.choice input").last().check();
  await two.getByRole("button", { name: "Valider" }).click();
  assert.match(await two.locator("main").innerText(), new RegExp(module.items[0].points_labels[0]), "the first answer stands");
  await one.reload();
  await one.goBack();
  assert.match(await one.title(), /^Question 1 sur/);
  assert.equal(await one.locator("#reponse").count(), 1);
  await context.close();
});
