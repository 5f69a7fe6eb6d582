// Every page: accessible at WCAG 2.2 AA, light, alone, and without an error in the console.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { answerRight, begin, binary, browse, finish, module, phone, picture, plain, root, serve, sound } from "./support.mjs";

const pictures = process.env.CREMA_PICTURES;
let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

async function look(page, name, { quiz = false } = {}) {
  await sound(page, name);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  if (quiz) assert.ok(elements < 150, `${name} has ${elements} elements`);
}

async function open(options) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  const seen = [];
  page.on("console", (message) => { if (message.type() === "error" && !/404|410|422/.test(message.text())) seen.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(site.url) && !request.url().startsWith("data:")) seen.push(`asks elsewhere: ${request.url()}`); });
  return { context, page, seen };
}

for (const [name, options] of [
  ["phone", phone],
  ["phone-dark", { ...phone, colorScheme: "dark" }],
  ["desk", { viewport: { width: 1280, height: 800 }, locale: "fr-FR" }],
  ["desk-en-dark", { viewport: { width: 1280, height: 800 }, locale: "en-GB", colorScheme: "dark" }],
]) {
  test(`the pages around the quiz, ${name}`, async () => {
    const { context, page, seen } = await open(options);
    for (const path of ["/", "/modules", "/modules/ia-generative-premiers-pas", "/claims", "/attempts/resume", "/verify", "/issuer", "/achievements/ia-generative-reperes",
      "/legal/privacy", "/legal/accessibility", "/legal/ecodesign", "/legal/licence", "/nothing-here"]) {
      await page.goto(site.url + path);
      await look(page, `${name}${path.replaceAll("/", "-")}`);
    }
    assert.deepEqual(seen, []);
    await context.close();
  });
}

for (const [name, options] of [["phone", phone], ["phone-dark", { ...phone, colorScheme: "dark" }], ["desk", { viewport: { width: 1280, height: 800 }, locale: "fr-FR" }]]) {
  test(`every page of the quiz and the badge, ${name}`, async () => {
    const { context, page, seen } = await open(options);
    await begin(page, site.url);
    const attempt = page.url().split("/items/")[0];
    for (let number = 1; number <= 17; number++) {
      await look(page, `${name}-question-${number}`, { quiz: true });
      await page.getByRole("button", { name: /Je ne sais pas|Passer$/ }).click();
      if (number % 4 === 2) await look(page, `${name}-feedback-${number}`, { quiz: true });
      if (number < 17) await page.locator("main a.button").click();
    }
    await page.goto(`${attempt}/end`);
    await look(page, `${name}-end`);
    await page.goto(`${attempt}/all`);
    await look(page, `${name}-all`);
    await page.goto(`${attempt}/handover`);
    await look(page, `${name}-handover`);
    await begin(page, site.url);
    await finish(page);
    await look(page, `${name}-result`);
    await page.getByText("Plus tard, ou avec une carte").click();
    const card = await page.getByRole("link", { name: "Imprimer ce code" }).getAttribute("href");
    const result = page.url();
    await page.getByRole("link", { name: "J’ai une carte" }).click();
    await look(page, `${name}-pocket`);
    await page.goto(result);
    await page.getByRole("link", { name: "Recevoir mon badge" }).click();
    await look(page, `${name}-claim`);
    await page.getByLabel("Prénom ou surnom (facultatif)").fill("Zoé");
    await page.getByRole("button", { name: "Recevoir mon badge" }).click();
    await look(page, `${name}-credential`);
    const json = await (await context.request.get(`${page.url()}.json`)).text();
    await page.getByRole("link", { name: "La page de mon badge" }).click();
    assert.equal(plain(await page.locator("h1").innerText()), "Votre badge est prêt");
    await look(page, `${name}-holder`);
    await page.getByText("Renoncer à ce badge").click();
    await page.getByRole("link", { name: "Voir ce que cela change" }).click();
    await look(page, `${name}-holder-end`);
    await page.goto(site.url + card);
    await page.goto(`${site.url}/verify`);
    await page.getByLabel("Contenu du badge (JSON ou JWT)").fill(json.replace("Zoé", "Zoe"));
    await page.getByRole("button", { name: "Vérifier" }).click();
    assert.match(await page.locator("h1").innerText(), /Badge altéré/);
    await look(page, `${name}-altered`);
    assert.deepEqual(seen, []);
    await context.close();
  });
}

test("no page of a journey goes beyond its budget of bytes, requests and elements", async () => {
  assert.ok(readFileSync(join(root, "static/crema.css")).length < 15_000, "the stylesheet stays under 15 kB");
  const budgets = JSON.parse(readFileSync(join(root, "docs/budgets.json"), "utf8"));
  const link = execFileSync(binary, ["account", "grant", "budget@example.org", "author"], { cwd: site.folder, env: site.env, stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
  const over = [];
  for (const budget of budgets) {
    for (const path of budget.pages) {
      // Each page as at a first visit, with nothing kept, and within an account where it needs one.
      const { context, page } = await open(phone);
      if (path.startsWith("/me")) {
        const kept = await signedIn(link);
        await context.addCookies(kept);
      }
      let bytes = 0, requests = 0;
      const count = async (response) => {
        requests += 1;
        if (!/\.(svg|png)(\?|$)/.test(response.url())) bytes += (await response.body()).length;
      };
      page.on("response", count);
      await page.goto(site.url + path, { waitUntil: "networkidle" });
      page.off("response", count);
      assert.equal(new URL(page.url()).pathname, new URL(site.url + path).pathname, "it is the page that was asked for");
      const elements = await page.evaluate(() => document.querySelectorAll("*").length);
      if (pictures) console.log(`${path}: ${bytes} bytes, ${requests} requests, ${elements} elements`);
      if (bytes > budget.kilobytes * 1000) over.push(`${path} weighs ${bytes} bytes`);
      if (requests > budget.requests) over.push(`${path} makes ${requests} requests`);
      if (elements > budget.elements) over.push(`${path} has ${elements} elements`);
      await context.close();
    }
  }
  assert.deepEqual(over, []);
});

let cookies;
/** The cookies of an account, entered once by the link that the server printed. */
async function signedIn(link) {
  if (cookies) return cookies;
  const { context, page } = await open(phone);
  await page.goto(link.replace("127.0.0.1", "localhost"));
  await page.getByRole("button", { name: "Entrer" }).click();
  await page.waitForURL(/\/me$/);
  cookies = await context.cookies();
  await context.close();
  return cookies;
}

test("an answer given without a network goes out by itself, once", async () => {
  const { context, page } = await open(phone);
  await begin(page, site.url);
  await page.locator("main label.choice input").first().check();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Valider" }).click();
  await page.getByText("Le réseau est absent").waitFor();
  await context.setOffline(false);
  await page.waitForURL(/items\/1/);
  await page.locator("#reponse").waitFor();
  await context.close();
});

test("with text twice as large, and at 320 px, nothing runs out of the page", async () => {
  const large = await browse("--blink-settings=defaultFontSize=32");
  for (const [name, engine, width] of [["large", large, 375], ["narrow", browser, 320]]) {
    const context = await engine.newContext({ ...phone, viewport: { width, height: 640 } });
    const page = await context.newPage();
    const tooWide = [];
    const fits = async (where) => {
      const wide = await page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        return [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > room + 1 && getComputedStyle(one).position !== "absolute").map((one) => `${one.tagName} ${one.className} ${Math.round(one.getBoundingClientRect().right)}`).slice(0, 5);
      });
      await picture(page, `${name}-${where}`);
      tooWide.push(...wide.map((one) => `${where}: ${one}`));
    };
    for (const path of ["/", "/modules/ia-generative-premiers-pas", "/verify", "/claims", "/issuer"]) {
      await page.goto(site.url + path);
      await fits(path.split("/")[1] || "home");
    }
    await begin(page, site.url);
    for (let number = 1; number <= module.items.length; number += 1) {
      await fits(`question-${number}`);
      await answerRight(page);
      await page.getByRole("button", { name: "Valider" }).click();
      await page.locator("#reponse").waitFor();
      if (number % 5 === 0) await fits(`answer-${number}`);
      await page.locator("main a.button").first().click();
    }
    await page.getByRole("button", { name: "Voir mon résultat" }).click();
    await fits("result");
    await page.getByText("Plus tard, ou avec une carte").click();
    await fits("result-later");
    const card = await page.getByRole("link", { name: "Imprimer ce code" }).getAttribute("href");
    await page.getByRole("link", { name: "Recevoir mon badge" }).first().click();
    await fits("claim");
    await page.getByRole("button").first().click();
    await page.locator(".verdict").waitFor();
    await fits("badge");
    if (engine === browser) {
      const pages = async (format = "A4") => ((await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
      assert.ok((await pages()) <= 2, "a badge prints on two pages");
      if (pictures) await page.pdf({ format: "A4", path: join(pictures, "badge.pdf") });
      await page.goto(site.url + card);
      assert.equal(await pages(), 1, "a card prints on one");
      assert.equal(await pages("A6"), 1, "and so it does on a card of its own size");
      if (pictures) await page.pdf({ format: "A4", path: join(pictures, "card.pdf") });
    }
    assert.deepEqual(tooWide, [], name);
    await context.close();
  }
});
