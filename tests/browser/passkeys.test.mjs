// Passkeys in a real browser with an authenticator that Chromium plays: made by keyboard, proved as the second proof, and as the way in; pages accessible, the policy kept.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { browse, enter, phone, serve, sound } from "./support.mjs";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

/** A page with an authenticator, and a list of what its policy refused. */
async function equipped(options) {
  const context = await browser.newContext({ locale: "fr-FR", ...options });
  const page = await context.newPage();
  const refused = [];
  page.on("console", (line) => { if (/Content Security Policy/.test(line.text())) refused.push(line.text()); });
  const device = await context.newCDPSession(page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { context, page, device, authenticatorId, refused };
}

/** The code of the newest letter to a mailbox. */
async function letter(folder, address) {
  const mail = join(folder, "data/mail");
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((done) => setTimeout(done, 100));
    const files = existsSync(mail) ? readdirSync(mail).filter((file) => file.endsWith(".eml")).sort() : [];
    const codes = files.map((file) => readFileSync(join(mail, file), "utf8")).filter((text) => text.includes(address)).map((text) => text.match(/^ {4}([0-9A-Z-]{9})\r?$/m)?.[1]);
    const code = codes.filter(Boolean).at(-1);
    if (code) return code;
  }
  throw new Error(`no letter came to ${address}`);
}

test("a passkey is made, proves a second time, and lets in by itself", async () => {
  const { context, page, device, authenticatorId, refused } = await equipped({ viewport: { width: 1280, height: 800 } });
  await enter(page, site, "ada@example.org", "admin");
  await page.goto(`${site.url}/me/passkeys`);
  assert.equal(await page.locator("[data-no-passkey]").isHidden(), true);
  await page.getByLabel("Nom de la clé").fill("mon ordinateur");
  await page.keyboard.press("Enter");
  await page.locator("li").getByText("mon ordinateur").waitFor();
  const { credentials } = await device.send("WebAuthn.getCredentials", { authenticatorId });
  assert.equal(credentials.length, 1);
  assert.equal(credentials[0].isResidentCredential, true);
  assert.equal(credentials[0].rpId, "localhost");
  // Out, and in again by it, to the page that was wished for.
  await page.goto(`${site.url}/me`);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  await page.goto(`${site.url}/admin/members`);
  await page.waitForURL(/\/entry\?next=/);
  await page.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
  await page.waitForURL(`${site.url}/admin/members`);
  // One who is not verified by the device proves nothing, and is told.
  await page.goto(`${site.url}/me`);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.goto(`${site.url}/entry`);
  await page.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
  await page.getByRole("alert").filter({ hasText: "Rien n’a été montré" }).waitFor();
  await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await page.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
  await page.waitForURL(`${site.url}/me`);
  // Taken away here, the device's own copy opens nothing.
  await page.goto(`${site.url}/me/passkeys`);
  await page.getByRole("button", { name: /Retirer/ }).click();
  await page.getByText("Aucune clé pour le moment").waitFor();
  await page.goto(`${site.url}/me`);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  await page.goto(`${site.url}/entry`);
  await page.getByRole("button", { name: "Entrer avec une clé d’accès" }).click();
  await page.getByRole("alert").filter({ hasText: "Cette clé n’ouvre rien ici" }).waitFor();
  assert.deepEqual(refused, []);
  await context.close();
});

test("a passkey is the second proof after a letter", async () => {
  const { context, page, refused } = await equipped(phone);
  await enter(page, site, "bea@example.org", "author");
  await page.goto(`${site.url}/me/passkeys`);
  await page.getByLabel("Nom de la clé").fill("mon téléphone");
  await page.getByRole("button", { name: "Ajouter", exact: true }).click();
  await page.locator("li").getByText("mon téléphone").waitFor();
  await page.goto(`${site.url}/me`);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  await page.goto(`${site.url}/entry?next=/admin`);
  await page.getByLabel("Adresse électronique").fill("bea@example.org");
  await page.getByRole("button", { name: "Recevoir le courriel" }).click();
  const code = await letter(site.folder, "bea@example.org");
  await page.getByLabel("Code du courriel").fill(code);
  await page.getByRole("button", { name: "Entrer", exact: true }).click();
  await page.waitForURL(/\/me\/proof/);
  await page.getByRole("button", { name: "Montrer une clé d’accès" }).click();
  await page.waitForURL(`${site.url}/admin`);
  assert.deepEqual(refused, []);
  await context.close();
});

test("without script the pages name the other ways, and every page is accessible", async () => {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await enter(page, site, "zoe@example.org", "author");
  for (const path of ["/me/passkeys", "/entry"]) {
    await page.goto(site.url + path);
    assert.equal(await page.locator("[data-no-passkey]").first().isVisible(), true, path);
    assert.equal(await page.locator("form[data-passkey]").first().isHidden(), true, path);
  }
  await context.close();
  for (const options of [{ ...phone, viewport: { width: 320, height: 640 }, colorScheme: "dark" }, { viewport: { width: 1280, height: 800 } }]) {
    const context = await browser.newContext({ locale: "fr-FR", ...options, bypassCSP: true });
    const page = await context.newPage();
    await enter(page, site, "zoe@example.org", "author");
    for (const path of ["/me/passkeys", "/entry", "/me/proof", "/me/second"]) {
      assert.equal((await page.goto(site.url + path)).status(), 200, path);
      await sound(page, `passkeys ${path}`);
    }
    await context.close();
  }
});
