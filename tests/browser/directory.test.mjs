// The directory in a real browser: a profile made, found and seen on the map, with and without script; every page accessible and within its width.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browse, desk, enter, phone, serve, sound } from "./support.mjs";

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

async function fill(page, name, place) {
  await page.goto(`${site.url}/me/profile`);
  await page.getByLabel("Nom ou pseudonyme").fill(name);
  await page.getByLabel("Ma fiche, avec mon nom, est vue par").selectOption("public");
  await page.getByLabel("Animation de cafés").check();
  await page.getByLabel("Quelques mots").fill("J'anime des cafés à la médiathèque, le soir.\nDites-moi ce qui vous intrigue.");
  await page.getByLabel("Commune", { exact: true }).fill(place);
  await page.getByLabel("français", { exact: true }).check();
  await page.getByLabel("Formats que j’anime").fill("La bataille de l'IA, débat mouvant");
  await page.getByLabel("J’ai 15 ans ou plus.").check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
}

for (const [name, options] of [["phone", phone], ["narrow-dark", { ...phone, viewport: { width: 320, height: 640 }, colorScheme: "dark" }], ["desk", desk], ["desk-dark", { ...desk, colorScheme: "dark" }]]) {
  test(`every page of the directory, ${name}`, async () => {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    await enter(page, site, `${name}@example.org`);
    await page.goto(`${site.url}/me/profile`);
    await sound(page, `directory ${name} form`);
    // What is wrong is told, and the commune is asked for again.
    await fill(page, "voir truc.fr", "Saint-Denis");
    await page.getByText("Un nom ne contient pas d’adresse").waitFor();
    await sound(page, `directory ${name} flawed`);
    await page.getByLabel("Nom ou pseudonyme").fill(`Zoé ${name}`);
    await page.getByLabel("Saint-Denis (93), Seine-Saint-Denis").check();
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("Votre fiche est enregistrée.").waitFor();
    await sound(page, `directory ${name} saved`);
    await page.getByRole("link", { name: "Voir ma fiche" }).click();
    await sound(page, `directory ${name} person`);
    await page.getByRole("link", { name: /^Écrire à/ }).click();
    await sound(page, `directory ${name} write`);
    await page.goBack();
    await page.getByRole("link", { name: "Signaler cette fiche" }).click();
    await sound(page, `directory ${name} report`);
    await page.getByLabel("Ce qui ne va pas").fill("Rien, c'est un essai.");
    await page.getByRole("button", { name: "Signaler" }).click();
    await sound(page, `directory ${name} reported`);
    await page.goto(`${site.url}/admin/people`);
    await sound(page, `directory ${name} reports`);
    for (const path of ["/people", "/people?q=nobody", "/people?place=Saint-Denis", "/people?place=Paris&km=30", "/people/letters/x", "/people/confirmations/x"]) {
      await page.goto(site.url + path);
      await sound(page, `directory ${name} ${path}`);
    }
    await context.close();
  });
}

test("a town hall finds somebody near without script, and the map leads to them", async () => {
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  await enter(page, site, "reunion@example.org");
  await fill(page, "Marie Hoarau", "97400");
  await page.getByText("Votre fiche est enregistrée.").waitFor();
  await context.close();
  const plain = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const visitor = await plain.newPage();
  await visitor.goto(`${site.url}/people`);
  await visitor.getByText("Chercher une personne").click();
  await visitor.getByLabel("Près de").fill("Le Port 974");
  await visitor.getByLabel("À quelle distance").selectOption("30");
  await visitor.getByRole("button", { name: "Chercher" }).click();
  await visitor.getByRole("heading", { name: "Une personne", exact: true }).waitFor();
  await visitor.goto(`${site.url}/people`);
  await visitor.getByText("La même chose en toutes lettres").click();
  await visitor.locator(".places").getByRole("link", { name: /Saint-Denis \(97400\)|Saint-Denis \(974\)/ }).click();
  await visitor.getByRole("link", { name: "Marie Hoarau" }).click();
  assert.match(await visitor.locator("main").innerText(), /La Réunion/);
  await plain.close();
});

test("communes are proposed while one is typed", async () => {
  const context = await browser.newContext(desk);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => { if (!request.url().startsWith(site.url)) asked.push(request.url()); });
  await page.goto(`${site.url}/people`);
  await page.getByLabel("Près de").pressSequentially("saint etienne", { delay: 20 });
  await page.locator("#places option[value='Saint-Étienne (42)']").waitFor({ state: "attached" });
  assert.deepEqual(asked, [], "nobody else is asked");
  await context.close();
});
