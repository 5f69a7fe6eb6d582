// Voices, the report of a café and the import of calendars in a real browser: said, published, answered by keyboard, counted; every page accessible and within its width.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { browse, desk, enter, phone, serve, sound } from "./support.mjs";

const SAID = "On ne sait plus si c'est une personne qui répond.";
let site, browser, path, slug;
before(async () => { [site, browser] = await Promise.all([serve(), browse()]); });

async function post(page, to, form, status = 303) {
  const answer = await page.request.post(site.url + to, { form, headers: { origin: site.url }, maxRedirects: 0 });
  assert.equal(answer.status(), status, `${to}: ${await answer.text()}`);
  return answer;
}

test("a café that goes on, and what is said there", async () => {
  const context = await browser.newContext({ ...desk, bypassCSP: true });
  const page = await context.newPage();
  await enter(page, site, "ada@example.org");
  await page.goto(`${site.url}/me/charter`);
  const version = await page.locator("input[name=version]").first().inputValue();
  await post(page, "/me/charter", { version, name: "Ada", accept: "yes", as: "person", party: "person" });
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });
  const event = { title: "Café du jour", summary: "On parle, on essaie.", format: "discuss", pillar: "discuss", themes: "Travail", place: "Lille (59)", commune: "59350",
    language: "fr", price: "0", seats: "12", registration: "here", day: today, from: "00:00", to: "23:59", repeat: "once", ends: "open" };
  const made = await post(page, "/me/events", event);
  path = made.headers().location.split("?")[0];
  await post(page, `${path}/publication`, {});
  await page.goto(site.url + path);
  slug = (await page.getByRole("link", { name: "Voir sa page" }).or(page.locator("a[href^='/events/']").first()).first().getAttribute("href")).split("/").pop();

  // Somebody without an account says something, by the form.
  const stranger = await browser.newContext({ ...phone, bypassCSP: true });
  const said = await stranger.newPage();
  await said.goto(`${site.url}/events/${slug}`);
  await said.getByRole("link", { name: "Dire quelque chose" }).click();
  await said.getByLabel("Préoccupation").check();
  await said.getByLabel("Ce que vous voulez dire").fill(SAID);
  await said.getByLabel("J’accepte que ces mots").check();
  await said.getByRole("button", { name: "Envoyer" }).click();
  await said.getByText("Une personne va lire").waitFor();
  assert.deepEqual(await stranger.cookies(), [], "nothing is kept of who says something");
  await page.goto(`${site.url}/admin/voices`);
  await page.getByRole("button", { name: "Publier" }).click();
  await post(page, `${path}/voices`, { kind: "proposal", theme: "Travail", words: "Un café par quartier, ce serait bien.\nQue chaque service dise quand une machine répond." });

  // It is answered by keyboard alone; the focus comes back to the statement.
  await said.goto(`${site.url}/voices?kind=concern`);
  await said.locator("li.card button").first().focus();
  await said.keyboard.press("Enter");
  await said.getByText("Votre réponse compte.").waitFor();
  assert.match(said.url(), /#voice-/);
  assert.equal((await stranger.cookies()).length, 1);
  await said.getByText("Trop peu de réponses encore").waitFor();
  const id = said.url().split("#voice-")[1];
  for (let number = 0; number < 14; number++) {
    const answer = number < 6 ? "agree" : number < 10 ? "disagree" : "pass";
    const other = await browser.newContext(phone);
    const given = await other.request.post(`${site.url}/voices/${id}/answers`, { form: { answer }, headers: { origin: site.url }, maxRedirects: 0 });
    assert.equal(given.status(), 303);
    await other.close();
  }
  await said.goto(`${site.url}/voices/${id}`);
  await said.getByText(/D.accord\s: 7/).waitFor();
  await said.getByText(/Je passe\s: moins de 5/).waitFor();
  await stranger.close();
  await context.close();
});

for (const [name, options] of [["phone", phone], ["narrow-dark", { ...phone, viewport: { width: 320, height: 640 }, colorScheme: "dark" }], ["desk", desk], ["desk-dark", { ...desk, colorScheme: "dark" }]]) {
  test(`every page of voices, reports and imports, ${name}`, async () => {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    const page = await context.newPage();
    const go = async (to, where) => { await page.goto(site.url + to); await sound(page, `voices ${name} ${where}`); };
    await go("/voices", "list");
    await go("/voices/new", "form");
    await go(`/voices/new?event=${slug}`, "form-event");
    await page.getByRole("button", { name: "Envoyer" }).evaluate((button) => { button.form.noValidate = true; button.click(); });
    await page.locator("#words-error").waitFor();
    await sound(page, `voices ${name} flawed`);
    await go("/voices?kind=concern", "kind");
    await page.getByRole("link", { name: "Voir cette voix" }).first().click();
    await sound(page, `voices ${name} one`);
    await go(`/events/${slug}`, "event");
    await enter(page, site, "ada@example.org");
    await go("/admin/voices", "admin");
    await go(`${path}/voices`, "own");
    await go(path, "standing");
    await page.locator("a[href$='/report']").first().click();
    await sound(page, `voices ${name} report`);
    await page.getByRole("button", { name: "Enregistrer" }).evaluate((button) => { button.form.noValidate = true; button.click(); });
    await page.locator("#crowd-error, p.prompt[role=status]").first().waitFor();
    await sound(page, `voices ${name} report-sent`);
    await page.getByLabel("Combien de personnes").selectOption("10-14");
    await page.getByLabel("En quelques lignes").fill("On a beaucoup parlé du travail.\n\nEt un peu de l'école.");
    await page.getByLabel("Tout le monde peut lire").check();
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.getByText("C’est enregistré").waitFor();
    await go(`/events/${slug}`, "event-told");
    await go("/admin/reports", "sums");
    await go("/me/events/import", "import");
    const calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", `UID:${name}`, "SUMMARY:Café d'ailleurs", "DTSTART;TZID=Europe/Paris:20270304T133000", "DURATION:PT1H30M",
      "LOCATION:Médiathèque\\, 59000 Lille", "END:VEVENT", "BEGIN:VEVENT", "UID:x", "SUMMARY:Nulle part", "DTSTART:20270304T133000Z", "LOCATION:Poudlard", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
    await page.getByLabel("Un fichier").setInputFiles({ name: "a.ics", mimeType: "text/calendar", buffer: Buffer.from(calendar) });
    await page.getByRole("button", { name: "Voir ce qu" }).click();
    await page.getByRole("button", { name: "Reprendre ce qui est coché" }).waitFor();
    await sound(page, `voices ${name} import-found`);
    await page.getByRole("button", { name: "Reprendre ce qui est coché" }).click();
    await page.getByText("Un événement repris").waitFor();
    await sound(page, `voices ${name} import-taken`);
    await context.close();
  });
}
