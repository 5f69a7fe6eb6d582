// A café in a real browser: written and announced, found, registered for, checked in at the door, its badge claimed and verified; with and without script, every
// page accessible and within its width.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { binary, browse, clock, desk, enter, phone, plain, serve, sound } from "./support.mjs";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

/** The letters to a mailbox as they read, once there are so many. */
async function letters(mailbox, count) {
  const folder = join(site.folder, "data/mail");
  for (let tries = 0; tries < 200; tries += 1) {
    const all = readdirSync(folder, { withFileTypes: true }).filter((one) => one.name.endsWith(".eml")).map((one) => readFileSync(join(folder, one.name), "latin1"));
    const own = all.filter((letter) => letter.includes(`To: ${mailbox}`)).map((letter) => letter.replaceAll("=\r\n", "").replaceAll("=3D", "="));
    if (own.length >= count) return own;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`fewer than ${count} letters to ${mailbox}`);
}

/** A path of this site that a letter leads to. */
const linked = (letter, place) => letter.match(new RegExp(`/${place}/[A-Za-z0-9_-]+`))[0];

/** An event written and announced by who adheres to the charter; its page. */
async function announce(page, title, check = async () => {}) {
  await page.goto(`${site.url}/me/charter`);
  await page.locator("#name").fill("Ada");
  await page.locator("form").filter({ has: page.locator("#name") }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Adhérer", exact: true }).click();
  await page.goto(`${site.url}/me/events/new`);
  await check("form");
  await page.getByLabel("Titre", { exact: true }).fill(title);
  await page.getByLabel("En une phrase").fill("On pose la même question à plusieurs outils, et on compare.");
  const [[day, from], [last, to]] = [clock(120), clock(210)];
  await page.locator("#day").fill(day);
  await page.locator("#from").fill(from);
  if (last !== day) {
    await page.getByText("Plusieurs jours, ou plusieurs fois").click();
    await page.locator("#last-day").fill(last);
  }
  await page.locator("#to").fill(to);
  await page.getByLabel("Commune", { exact: true }).fill("Lille (59)");
  await page.getByLabel("Nom du lieu").fill("Médiathèque");
  await page.getByLabel("Places par date").fill("12");
  await page.getByText("Poser d’autres questions").click();
  await page.locator("#question-1").fill("Vous prenez ?");
  await page.locator("#choices-1").fill("Thé\nCafé");
  await page.getByText("Choisir des modules ou un badge").click();
  await page.getByLabel("Badge donné à qui vient").selectOption("*");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  // A question without what it is for is refused beside its field, and stands open.
  await page.locator("#purpose-1-error").waitFor();
  assert.equal(await page.locator("#errors a").getAttribute("href"), "#purpose-1");
  await check("flawed");
  await page.locator("#purpose-1").fill("Pour compter les tasses.");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("button", { name: "Annoncer" }).click();
  await page.getByRole("status").first().waitFor();
  await check("announced");
  return { own: page.url().split("?")[0], public: new URL(await page.getByRole("link", { name: "Voir la page" }).getAttribute("href"), site.url).href };
}

/** Registers for the first date of an event; with an address a letter comes, without one the page of the place. */
async function register(page, event, name, address, check = async () => {}) {
  await page.goto(event);
  await check("event");
  await page.getByRole("link", { name: /^S’inscrire/ }).first().click();
  await check("registration");
  await page.getByLabel("Votre nom ou un surnom").fill(name);
  if (address) {
    await page.getByLabel("Adresse électronique").fill(address);
    await page.getByLabel("Me le rappeler la veille").check();
  }
  await page.getByLabel(/Vous prenez/).selectOption("Thé");
  await page.getByRole("button", { name: "M’inscrire" }).click();
}

for (const [name, options] of [["phone", phone], ["narrow-dark", { ...phone, viewport: { width: 320, height: 640 }, colorScheme: "dark" }], ["desk", desk], ["desk-dark", { ...desk, colorScheme: "dark" }]]) {
  test(`from the announcement of a café to the badge of who came, ${name}`, async () => {
    const address = `zoe-${name}@example.org`;
    const organiser = await browser.newContext({ ...options, bypassCSP: true });
    const desk = await organiser.newPage();
    await enter(desk, site, `${name}@example.org`, "author");
    const event = await announce(desk, `Café du jeudi, ${name}`, (where) => sound(desk, `events ${name} ${where}`));

    const visitors = await browser.newContext({ ...options, bypassCSP: true });
    const page = await visitors.newPage();
    const at = (where) => sound(page, `events ${name} ${where}`);
    await page.goto(`${site.url}/events`);
    await page.getByRole("link", { name: `Café du jeudi, ${name}`, exact: true }).click();
    await register(page, page.url(), "Zoé", address, at);
    await page.getByRole("heading", { name: "Un courriel est en route" }).waitFor();
    await at("sent");
    const [letter] = await letters(address, 1);
    const own = site.url + linked(letter, "registrations");
    await page.goto(own);
    await at("place");
    await page.getByRole("button", { name: "Confirmer mon adresse" }).click();
    await page.getByText("C’est enregistré.").waitFor();
    await at("confirmed");
    const ticket = plain(await page.locator(".big-code").innerText());
    await register(page, event.public, "Léa", "");
    await page.getByText("Votre place est gardée.").waitFor();
    await page.getByText("c’est le seul moyen d’y revenir").waitFor();

    // Nobody else sees whose a ticket is.
    await page.goto(`${site.url}/tickets/${ticket}`);
    assert.ok(!(await page.locator("main").innerText()).includes("Zoé"));
    await at("ticket");

    // At the door: the camera opens the ticket, the other is found by name.
    await desk.goto(`${site.url}/tickets/${ticket}`);
    await desk.getByRole("heading", { name: "Zoé" }).waitFor();
    await sound(desk, `events ${name} door`);
    await desk.getByRole("button", { name: "Noter sa venue" }).click();
    await desk.getByText("Venue notée").waitFor();
    await sound(desk, `events ${name} here`);
    await desk.getByRole("link", { name: "Personnes inscrites" }).click();
    await desk.getByLabel("Chercher un nom").fill("léa");
    await desk.getByRole("button", { name: "Chercher", exact: true }).click();
    assert.equal(await desk.locator(".cards h2").count(), 1);
    await desk.getByRole("button", { name: /^Noter sa venue/ }).click();
    await desk.getByRole("button", { name: /^Effacer cette venue/ }).waitFor();
    await sound(desk, `events ${name} people`);
    await desk.getByRole("link", { name: "Cartes des badges" }).click();
    const cards = await desk.locator(".slips").innerText();
    assert.ok(cards.includes("Léa") && !cards.includes("Zoé"));
    await sound(desk, `events ${name} cards`);
    await desk.goBack();
    await desk.getByRole("link", { name: "Feuille d’émargement" }).click();
    assert.ok(!(await desk.locator("main").innerText()).includes(address));
    await sound(desk, `events ${name} sheet`);
    await desk.goBack();
    await desk.getByRole("link", { name: "Écrire aux personnes inscrites" }).click();
    await desk.getByLabel("Votre message").fill("Merci d'être venue.\n\nAda");
    await sound(desk, `events ${name} write`);
    await desk.getByRole("button", { name: "Voir avant d’envoyer" }).click();
    await desk.getByRole("heading", { name: "Voici le courriel" }).waitFor();
    await sound(desk, `events ${name} preview`);
    await desk.getByRole("button", { name: "Envoyer" }).click();
    await desk.getByText("Votre message est en route.").waitFor();

    // Three letters: the place, the code of the badge, the message. The page has the same code.
    const all = await letters(address, 3);
    const claims = all.filter((one) => one.includes("/claims/"));
    assert.equal(claims.length, 1);
    await page.goto(own);
    await at("came");
    await page.getByRole("link", { name: "Recevoir mon badge" }).click();
    assert.equal(new URL(page.url()).pathname, linked(claims[0], "claims"));
    await at("claim");
    await page.getByLabel("Prénom ou surnom").fill("Zoé");
    await page.getByRole("button", { name: "Recevoir mon badge" }).click();
    assert.ok(plain(await page.locator("main").innerText()).startsWith("Badge authentique"));
    assert.match(plain(await page.locator("main").innerText()), /A participé à « Café du jeudi/);
    await at("badge");
    const report = JSON.parse(execFileSync(binary, ["verify", `${page.url().split("?")[0]}.json`, "--json"], { cwd: site.folder, env: site.env }));
    assert.equal(report.results[0].verdict, "valid");
    await organiser.close();
    await visitors.close();
  });
}

test("on paper an event is one sheet, however much there is to say", async () => {
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  const pages = async () => ((await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
  // What stands at the foot is whole and on the sheet; nothing lies over anything else.
  const whole = () => page.evaluate(() => {
    const box = (name) => document.querySelector(`.bill ${name}`).getBoundingClientRect();
    const [sheet, at, below, address] = [document.querySelector(".bill").getBoundingClientRect(), box(".at"), box(".below"), box("figcaption strong")];
    return { foot: sheet.bottom - address.bottom, gap: below.top - at.bottom, wide: box(".qr svg").width / 96 * 25.4 };
  });
  await enter(page, site, "affiche@example.org", "author");
  const event = await announce(page, "Café");
  const held = async (size) => {
    await page.goto(event.public);
    assert.equal(await pages(), 1);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 688, height: 1000 });
    assert.equal(await page.locator(`.bill.${size}`).count(), 1);
    const { foot, gap, wide } = await whole();
    assert.ok(foot >= 0 && gap >= 0 && wide >= 60, JSON.stringify({ foot, gap, wide }));
    await page.emulateMedia({ media: null });
  };
  await held("airy");
  const words = (most) => "Comprendre ensemble comment répondent les grands modèles de langue, et pourquoi. ".repeat(9).slice(0, most);
  await page.goto(event.own);
  await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
  for (const [name, most] of [["title", 120], ["summary", 300], ["format-words", 200], ["place-name", 200], ["address", 200], ["access", 600], ["price-words", 200]]) {
    await page.locator(`#${name}`).fill(words(most));
  }
  await page.locator("#organisers").fill(Array.from({ length: 6 }, (_, at) => `${at} ${words(56)}`.replaceAll(",", "")).join(", "));
  for (const box of await page.locator("input[name=audience], input[name=language]").all()) await box.check();
  await page.locator("input[name=online]").check();
  await page.locator("#link").fill("https://visio.example/cafe");
  await page.locator("#repeat").selectOption("weekly");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("status").first().waitFor();
  await held("crowded");
  await context.close();
});

test("all of it works without script", async () => {
  const organiser = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const desk = await organiser.newPage();
  await enter(desk, site, "plain@example.org", "author");
  const event = await announce(desk, "Café sans script");
  const visitors = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const page = await visitors.newPage();
  await register(page, event.public, "Noé", "");
  const own = page.url();
  const ticket = plain(await page.locator(".big-code").innerText());
  for (let times = 0; times < 2; times += 1) {
    await desk.goto(`${site.url}/tickets/${ticket}`);
    const note = desk.getByRole("button", { name: "Noter sa venue" });
    if (times === 0) await note.click();
    else assert.equal(await note.count(), 0, "who is here is not noted twice");
  }
  await page.goto(own);
  await page.getByRole("link", { name: "Recevoir mon badge" }).click();
  await page.getByRole("button", { name: "Recevoir mon badge" }).click();
  assert.ok(plain(await page.locator("main").innerText()).startsWith("Badge authentique"));
  // Whoever takes their place back is forgotten, without an account.
  await register(page, event.public, "Kim", "");
  await page.getByRole("button", { name: "Annuler mon inscription" }).click();
  await page.getByText("Cette inscription est annulée.").waitFor();
  assert.ok(!(await page.locator("main").innerText()).includes("Kim"));
  await organiser.close();
  await visitors.close();
});
