// From nothing to a certified animator on the map, in a real browser: a candidate with a phone and no script, two founding reviewers, a host structure, an
// administrator, a coordinator, a stranger. Each page is held against WCAG 2.2 AA on a desk and at 320 px.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parse } from "smol-toml";
import { answerRight, begin, binary, browse, enter as arrive, finish, plain, root, serve, sound as fits } from "./support.mjs";

const quizzes = mkdtempSync(join(tmpdir(), "crema-quizzes-"));
const ID = "certification-animation-cafe-ia";
const dossier = `/me/certifications/${ID}/animateur`;
let site, browser, certification;

before(async () => {
  // The module that is shipped gives nothing until a panel has sat. Here one has, on paper.
  cpSync(join(root, "quizzes"), quizzes, { recursive: true });
  const file = join(quizzes, `${ID}.toml`);
  const shipped = readFileSync(file, "utf8");
  const set = shipped.replace(/^status = "placeholder".*$/m, 'status = "panel"\njudges = 6\nrounds = 2\ndate = 2026-11-26');
  assert.notEqual(set, shipped);
  writeFileSync(file, set);
  certification = parse(set);
  [site, browser] = await Promise.all([serve(quizzes), browse()]);
});
after(() => { rmSync(quizzes, { recursive: true, force: true }); });

/** A browser of somebody; the candidate and who they meet have no script. */
async function somebody(script = false) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: "fr-FR", bypassCSP: true, javaScriptEnabled: script });
  return context.newPage();
}

/** Into an account with a role, by the link that the server prints on its own terminal. */
async function steward(address, role) {
  const page = await somebody();
  await arrive(page, site, address, role);
  return page;
}

/** The letters to a mailbox that match, the oldest first. */
function letters(to, wanted) {
  const folder = join(site.folder, "data/mail");
  let files = [];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith(".eml")).sort();
  } catch { /* the folder comes with the first letter */ }
  return files.map((file) => readFileSync(join(folder, file), "utf8").replace(/=\r?\n/g, "").replaceAll("=3D", "=")).filter((text) => text.includes(`To: ${to}`) && wanted.test(text));
}

/** What the newest letter to a mailbox says, once there are more than so many that match. */
async function letter(to, wanted, before = 0) {
  for (let tries = 0; tries < 150; tries++) {
    const found = letters(to, wanted);
    if (found.length > before) return found.pop().match(wanted);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no letter to ${to} says ${wanted}`);
}

/** Into an account of one's own, by the code of a letter. */
async function enter(page, address) {
  const coded = /^ {4}([0-9A-Z]{4}-[0-9A-Z]{4})\r?$/m;
  const before = letters(address, coded).length;
  await page.goto(`${site.url}/entry`);
  await page.getByLabel("Adresse électronique").fill(address);
  await page.getByRole("button", { name: "Recevoir le courriel" }).click();
  const [, code] = await letter(address, coded, before);
  await page.getByLabel("Code du courriel").fill(code);
  await page.getByRole("button", { name: "Entrer" }).click();
  await page.waitForURL(/\/me$/);
}

/** The code of this half minute, as an authenticator app makes it of a key in base32 (RFC 6238). */
function codeOf(key) {
  const bits = [...key.replaceAll(/[^A-Z2-7]/g, "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mark = createHmac("sha1", secret).update(step).digest();
  return String((mark.readUInt32BE(mark[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Holds a page against the rules, as wide as a desk and as narrow as a small phone. */
async function sound(page, where) {
  for (const [name, viewport] of [["desk", { width: 1280, height: 800 }], ["narrow", { width: 320, height: 640 }]]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => {
      // Where script is off no timer of the page runs; what axe waits for may as well be now.
      const soon = (work, _, ...given) => { Promise.resolve().then(() => work(...given)); return 1; };
      window.setTimeout = soon;
      window.requestAnimationFrame = (work) => soon(work, 0, 0);
    });
    await fits(page, `certification ${where}, ${name}`);
  }
}

const text = async (page) => plain(await page.locator("main").innerText());

/** A founding reviewer with a structure of their own. */
async function founder(admin, name) {
  await admin.goto(`${site.url}/admin/founders`);
  await admin.getByLabel("Adresse").fill(`${name}@example.org`);
  await admin.getByRole("button", { name: "Nommer" }).click();
  await admin.getByText(`${name}@example.org`).waitFor();
  const page = await steward(`${name}@example.org`, "reviewer");
  await page.goto(`${site.url}/admin/reviews`);
  await page.getByLabel("Ma structure").fill(`Maison ${name}`);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  return page;
}

/** Earns the badge that is asked for, with an account open beside it: its code. */
async function earn(page) {
  await begin(page, site.url);
  await finish(page);
  await page.getByRole("link", { name: "Recevoir mon badge" }).click();
  const code = page.url().split("/claims/")[1].split(/[/?]/)[0];
  await page.getByRole("button", { name: "Recevoir mon badge" }).click();
  return code;
}

/** Puts a badge into one's space by its code. */
async function putAway(page, code) {
  await page.goto(`${site.url}/me`);
  await page.getByLabel("Code du badge").fill(code);
  await page.getByRole("button", { name: "Ranger" }).click();
}

/** Opens a session in a room: its code. */
async function supervise(page) {
  await page.goto(`${site.url}/me/supervisions`);
  await page.getByLabel("Nombre de personnes").fill("5");
  await page.getByLabel("Durée en heures").fill("2");
  await page.getByRole("button", { name: "Ouvrir une séance" }).click();
  return page.locator(".big-code").innerText();
}

/** A café that the host structure confirms behind the link of its letter. */
async function cafe(candidate, day, place, check) {
  const host = `accueil-${place.toLowerCase()}@example.org`;
  await candidate.goto(site.url + dossier);
  await candidate.getByLabel("Jour du café").fill(day);
  await candidate.getByLabel("Commune").fill(place);
  await candidate.getByLabel("6 à 15 personnes").check();
  await candidate.getByLabel("Format").fill("Débat mouvant");
  await candidate.getByLabel("Adresse de la personne qui atteste").fill(host);
  await candidate.getByRole("button", { name: "Envoyer la demande" }).click();
  const [, path] = await letter(host, /(\/attestations\/[\w-]+)/);
  const page = await somebody();
  await page.goto(site.url + path);
  if (check) await sound(page, "attestation");
  await page.getByRole("button", { name: "Confirmer ce café" }).click();
  if (check) {
    assert.match(await text(page), /Donnez votre nom/);
    await sound(page, "attestation with nothing in it");
  }
  await page.getByLabel("Votre nom").fill("Ida Hôtesse");
  await page.getByLabel("pour la structure d’accueil").check();
  await page.getByLabel("Structure", { exact: true }).fill("Médiathèque");
  await page.getByLabel(/Ce café a eu lieu comme il est décrit/).check();
  await page.getByRole("button", { name: "Confirmer ce café" }).click();
  await page.getByText("Merci : ce café est confirmé.").waitFor();
  if (check) await sound(page, "attestation given");
  // The link is of one use.
  await page.goto(site.url + path);
  assert.equal(await page.getByRole("button").filter({ hasText: "Confirmer" }).count(), 0);
  await page.context().close();
}

const story = `${"Un soir, une personne parlait depuis dix minutes et trois autres se taisaient autour de la table. J'ai remercié, puis proposé que chacun écrive une idée sur un papier avant de parler. ".repeat(5)}La prochaine fois, je commence par les papiers.`;

/** Somebody reads the story on their desk. */
async function read(page, step, check) {
  await page.goto(`${site.url}/admin/reviews`);
  if (check) await sound(page, "desk of who reads");
  await page.getByRole("link", { name: "Lire" }).first().click();
  const shown = await text(page);
  assert.ok(shown.includes("Un soir, une personne") && !/zoe|Zoé|Ida|Médiathèque/.test(shown), "read blind");
  if (check) {
    await page.getByRole("button", { name: "Rendre ma relecture" }).click();
    await sound(page, "reading with nothing in it");
  }
  for (const group of await page.locator("main fieldset").all()) await group.getByRole("radio").nth(step).check();
  await page.getByLabel("Votre message à la personne").fill("Le tour de papiers est bien amené et bien raconté.");
  await page.getByRole("button", { name: "Rendre ma relecture" }).click();
  await page.getByText("Rien n’attend pour le moment.").waitFor();
}

/** Waits until a page says something: what others did is looked at by the worker. */
async function until(page, path, wanted) {
  for (let tries = 0; tries < 100; tries++) {
    await page.goto(site.url + path);
    const shown = await text(page);
    if (wanted.test(shown)) return shown;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${path} does not come to say ${wanted}: ${await text(page)}`);
}

test("somebody goes from nothing to a certified animator whom a stranger finds on the map", { timeout: 600_000 }, async () => {
  const admin = await steward("ada@example.org", "admin");
  await admin.goto(`${site.url}/admin/founders`);
  await sound(admin, "founders");
  const readers = [await founder(admin, "bea"), await founder(admin, "cleo")];

  // With nothing: an account, then the badge that is asked for.
  const zoe = await somebody();
  await enter(zoe, "zoe@example.org");
  const code = await earn(zoe);
  await zoe.goto(`${site.url}/me/certifications`);
  await sound(zoe, "certifications");
  await zoe.getByRole("link", { name: "Animatrice ou animateur certifié" }).click();
  await sound(zoe, "dossier before it is opened");
  await zoe.getByRole("button", { name: "Ouvrir mon dossier" }).click();
  await sound(zoe, "dossier not declared");
  await zoe.getByLabel("J’ai animé ou coanimé au moins un Café IA.").check();
  await zoe.getByLabel("J’ai au moins 18 ans.").check();
  await zoe.getByLabel("Nom sur le badge").fill("Zoé Martin");
  await zoe.getByLabel("Structure", { exact: false }).fill("Les Voyelles");
  await zoe.getByRole("button", { name: "Ouvrir mon dossier" }).click();
  assert.equal(await zoe.locator("section .ribbon").filter({ hasText: "À vous" }).count(), 5, "five steps, all hers");
  await sound(zoe, "dossier begun");
  await putAway(zoe, code);

  // The charter, told with a link.
  await zoe.goto(site.url + dossier);
  await zoe.getByRole("link", { name: "Adhérer à la charte" }).click();
  await sound(zoe, "charter");
  const person = zoe.locator("section").filter({ hasText: "En mon nom" });
  await person.getByLabel("Prénom et nom, ou pseudonyme").fill("https://exemple.fr");
  await person.getByLabel("J’ai lu ce texte et j’y adhère.").check();
  await person.getByRole("button", { name: "Adhérer" }).click();
  await zoe.getByText("Un nom ne contient pas d’adresse").waitFor();
  await sound(zoe, "charter refused");
  await zoe.getByLabel("Prénom et nom, ou pseudonyme").fill("Zoé Martin");
  await zoe.getByLabel("J’ai lu ce texte et j’y adhère.").check();
  await person.getByRole("button", { name: "Adhérer" }).click();
  await sound(zoe, "charter adhered to");

  // A questionnaire in a room, with the code of a founding reviewer.
  const [bea] = readers;
  await bea.goto(`${site.url}/me/supervisions`);
  await sound(bea, "supervision");
  const room = await supervise(bea);
  await sound(bea, "supervision opened");
  await zoe.goto(`${site.url}/modules/${ID}`);
  await sound(zoe, "module of the certification");
  await zoe.goto(site.url + dossier);
  await zoe.getByRole("link", { name: "Commencer avec un code" }).click();
  await zoe.getByLabel("Code de la séance").fill("0000-0000-0001");
  await zoe.getByRole("button", { name: "Commencer" }).click();
  await sound(zoe, "wrong code of a room");
  await zoe.getByLabel("Code de la séance").fill(room);
  await zoe.getByRole("button", { name: "Commencer" }).click();
  await sound(zoe, "question of the certification");
  for (let asked = 1; asked <= 27; asked++) {
    assert.match(await zoe.title(), new RegExp(`^Question ${asked} sur 27`));
    await answerRight(zoe, certification);
    await zoe.getByRole("button", { name: "Valider" }).click();
  }
  await zoe.getByRole("button", { name: "Voir mon résultat" }).click();
  assert.match(await text(zoe), /Le questionnaire est réussi/);
  await sound(zoe, "result of the certification");

  // Two cafés, attested by who hosted them.
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await cafe(zoe, day(60), "Rodez", true);
  await cafe(zoe, day(20), "Albi", false);
  await until(zoe, dossier, /2 sur 2/);
  await sound(zoe, "dossier with cafés");

  // A story, read blind by two.
  await zoe.getByLabel("Votre récit").fill("Trop court.");
  await zoe.getByRole("button", { name: "Remettre le récit" }).click();
  await zoe.getByText("ce n’est pas dans les limites").waitFor();
  await sound(zoe, "story too short");
  await zoe.getByLabel("Votre récit").fill(story);
  await zoe.getByRole("button", { name: "Remettre le récit" }).click();
  assert.match(await text(zoe), /En attente des pairs/);
  await sound(zoe, "dossier that waits");
  for (const [at, reader] of readers.entries()) {
    await until(reader, "/admin/reviews", /à lire avant le/);
    await read(reader, 2, at === 0);
  }
  await letter("zoe@example.org", /Votre r=C3=A9cit est accept|Votre récit est accept/);
  const [, badge] = await letter("zoe@example.org", /(\/credentials\/[0-9a-f-]{36})/);

  // Who is certified has a role, and enters anew.
  await enter(zoe, "zoe@example.org");
  await until(zoe, dossier, /Valable jusqu’au/);
  await sound(zoe, "dossier certified");
  // What engages others asks for a second proof first.
  await zoe.goto(`${site.url}/me/supervisions`);
  await zoe.getByLabel("Code de l’application").fill(codeOf(await zoe.locator("main span.code").innerText()));
  await zoe.getByRole("button", { name: "Mettre en service" }).click();
  await zoe.getByRole("button", { name: "Ouvrir une séance" }).waitFor();
  await zoe.goto(`${site.url}/me/profile`);
  await zoe.getByLabel("Nom ou pseudonyme").fill("Zoé Martin");
  await zoe.getByLabel("Ma fiche, avec mon nom, est vue par").selectOption("public");
  await zoe.getByLabel("Animation de cafés").check();
  await zoe.getByLabel("Commune", { exact: true }).fill("Rodez");
  await zoe.getByLabel("J’ai 15 ans ou plus.").check();
  await zoe.getByRole("button", { name: "Enregistrer" }).click();
  await zoe.getByText("Votre fiche est enregistrée.").waitFor();

  // A coordinator answers for her; she puts it into the file of her badge.
  const coordinator = await steward("cora@example.org", "coordinator");
  await coordinator.goto(`${site.url}/me/endorsements/person?about=${encodeURIComponent(site.url + badge)}`);
  await sound(coordinator, "endorsement form");
  await coordinator.getByRole("button", { name: "Voir avant de signer" }).click();
  await sound(coordinator, "endorsement with nothing in it");
  await coordinator.getByLabel("Votre nom").fill("Cora Vidal");
  await coordinator.getByLabel("Ce que vous en dites").fill("J'ai vu Zoé animer deux cafés : chacun a parlé.");
  await coordinator.getByRole("button", { name: "Voir avant de signer" }).click();
  await sound(coordinator, "endorsement before it is signed");
  await coordinator.getByRole("button", { name: "Signer" }).click();
  await coordinator.getByText("C’est signé.").waitFor();
  await sound(coordinator, "endorsements given");
  await coordinator.goto(`${site.url}/admin/dossiers`);
  assert.match(await text(coordinator), /certification donnée/);
  assert.doesNotMatch(await text(coordinator), /zoe|Zoé/);
  await sound(coordinator, "dossiers");
  await coordinator.goto(`${site.url}/admin/results`);
  await sound(coordinator, "results");
  await zoe.goto(`${site.url}/me/endorsements`);
  await sound(zoe, "endorsements received");
  await zoe.getByRole("button", { name: "La mettre dans mon badge" }).click();
  await zoe.getByText("Le badge est signé à nouveau").waitFor();

  // A stranger near Rodez: the map, the person, the badge, who stands behind it.
  const stranger = await somebody();
  await stranger.goto(`${site.url}/people`);
  assert.ok((await stranger.locator(".map a circle").count()) > 0, "a dot on the map");
  await stranger.getByText("La même chose en toutes lettres").click();
  await stranger.locator(".places").getByRole("link", { name: /Aveyron|Rodez/ }).click();
  await stranger.getByRole("link", { name: "Zoé Martin" }).waitFor();
  await stranger.goto(`${site.url}/people?place=${encodeURIComponent("Rodez")}&km=30`);
  await sound(stranger, "directory");
  await stranger.getByRole("link", { name: "Zoé Martin" }).click();
  await sound(stranger, "person");
  const card = await text(stranger);
  assert.match(card, /Animation de Café IA/);
  await stranger.getByRole("link", { name: "Animation de Café IA" }).click();
  const shown = await text(stranger);
  assert.ok(shown.startsWith("Badge authentique"), shown);
  for (const said of ["Cora Vidal", "J'ai vu Zoé animer deux cafés", "a confié une coordination", "2 cafés animés", "nommées pour les débuts"]) assert.ok(shown.includes(said), `${said}: ${shown}`);
  await sound(stranger, "badge of a certified animator");
  const file = await (await stranger.context().request.get(`${site.url}${badge}.json`)).text();
  const path = join(site.folder, "animation.json");
  writeFileSync(path, file);
  const report = JSON.parse(execFileSync(binary, ["verify", path, "--json"], { cwd: site.folder, env: site.env }));
  assert.equal(report.results[0].verdict, "valid", JSON.stringify(report));
  await stranger.goto(`${site.url}/verify`);
  await stranger.locator("input[type=file]").setInputFiles(path);
  await stranger.locator("main form button").first().click();
  assert.match(await text(stranger), /Recommandation de Cora Vidal|Cora Vidal/);
  await sound(stranger, "badge verified by a stranger");
});

test("a result near the bar is read by a person, who says why", { timeout: 300_000 }, async () => {
  const admin = await steward("ugo@example.org", "admin");
  const reader = await founder(admin, "dora");
  const room = await supervise(reader);
  const max = await somebody();
  await enter(max, "max@example.org");
  await putAway(max, await earn(max));
  await max.goto(`${site.url}/modules/${ID}/supervised`);
  await max.getByLabel("Code de la séance").fill(room);
  await max.getByRole("button", { name: "Commencer" }).click();
  // Seven of nine are right: below the bar, which is 80 % or so (under this in none of 200,000 draws), by less than one standard error.
  const blank = { accueil: 2, exactitude: 2, droits: 2 };
  for (let asked = 1; asked <= 27; asked++) {
    const ask = plain(await max.locator("main legend").innerText());
    const { pool } = certification.items.find((item) => item.ask === ask);
    if (blank[pool]-- > 0) {
      await max.locator("button[value=pass]").click();
    } else {
      await answerRight(max, certification);
      await max.getByRole("button", { name: "Valider" }).click();
    }
  }
  await max.getByRole("button", { name: "Voir mon résultat" }).click();
  await max.getByRole("heading", { name: "Votre résultat est en relecture" }).waitFor();
  await sound(max, "result that waits");
  await letter("dora@example.org", /un r=C3=A9sultat est tout pr|Un r=C3=A9sultat est tout pr/i);
  await reader.goto(`${site.url}/admin/results`);
  await sound(reader, "results that wait");
  await reader.getByRole("link", { name: "Animer un Café IA : certification" }).click();
  assert.doesNotMatch(await text(reader), /max@/);
  await sound(reader, "result to decide");
  await reader.getByRole("button", { name: "Décider" }).click();
  await sound(reader, "result not decided");
  await reader.getByLabel("Le niveau est atteint").check();
  await reader.getByLabel("Ce que vous en dites à la personne").fill("Les réponses laissées sont de détail : l'essentiel est là.");
  await reader.getByRole("button", { name: "Décider" }).click();
  await reader.getByText("Aucun résultat n’attend d’être relu.").waitFor();
  await letter("max@example.org", /le niveau est atteint/);
  await max.reload();
  assert.match(await text(max), /l'essentiel est là/);
});

test("the pages that everybody may read, and those of who looks after the instance", { timeout: 300_000 }, async () => {
  const page = await somebody();
  for (const path of ["/charter", "/charter/1.0", "/legal/privacy", "/legal/accessibility", "/legal/ecodesign", "/legal/licence"]) {
    assert.equal((await page.goto(site.url + path)).status(), 200, path);
    await sound(page, path);
  }
  const admin = await steward("hal@example.org", "admin");
  for (const path of ["/admin", "/admin/charter", "/admin/endorsements", `/admin/modules/${ID}/bar`, "/admin/dossiers", "/charter/kit", "/me/data"]) {
    assert.equal((await admin.goto(site.url + path)).status(), 200, path);
    await sound(admin, path);
  }
});
