// How a module is given, page by page: by keyboard, without script, on the narrowest screen, with text twice as large, in light and dark. Pictures where CREMA_PICTURES
// names a folder.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, browse, faults, picture, root, serve } from "./support.mjs";

const pictures = process.env.CREMA_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

const head = (id, title, tables) => `format = "cafeia-module/1"
id = "${id}"
version = "1.0.0"
lang = "fr"
title = "${title}"
summary = "Pour essayer les pages."
licence = "CC0-1.0"
${tables}
[[levels]]
id = "l"
name = "Niveau de l'essai"
min = 0.5
`;
const parts = '[[parts]]\nid = "a"\ntitle = "Première partie"\n[[parts]]\nid = "b"\ntitle = "Seconde partie, dont le titre est nettement plus long"\n';
const numbers = [0, 1, 2, 3].map((n) => `[[items]]\nid = "n${n}"\npart = "${n < 2 ? "a" : "b"}"\ntype = "number"\nask = "Combien font ${n} fois un ?"\nright = ${n}\nwhy = "Un ne change rien au produit."\n`).join("");
const modules = {
  timed: head("timed", "Un module à durée limitée", `[delivery]\nfeedback = "end"\ntime_limit = "4min"\nextra_time = ["x1.5", "none"]\n${parts}`) + numbers,
  short: head("short", "Une minute", `[delivery]\nfeedback = "end"\ntime_limit = "1min"\n${parts}`) + numbers,
  parts: head("parts", "En deux parties", `[delivery]\nfeedback = "immediate"\n${parts}`) + numbers,
  onward: head("onward", "Une question après l'autre", `[delivery]\nfeedback = "end"\ngo_back = false\n[retake]\nkeep = "first"\nmax = 3\nwait = "7d"\n${parts}`) + numbers,
  certified: head("certified", "Un module certifié", '[delivery]\nmode = "certification"\nfeedback = "end-by-skill"\nshuffle_items = false\ntime_limit = "none"\n[standard]\nmethod = "angoff"\nstatus = "panel"\ncut = 0.7\nclassify = "one-sided"\n[[parts]]\nid = "a"\ntitle = "A"\n[[parts]]\nid = "b"\ntitle = "B"\n')
    .replace("min = 0.5", 'min = "standard"\nbadge = "essai"\n[[badges]]\nid = "essai"\nname = "Essai"\ndescription = "Un essai."\nimage = { file = "badges/essai.svg", alt = "Un essai" }') + numbers,
};

let site, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "crema-delivery-"));
  copyFileSync(join(root, "tests/data/every-kind.toml"), join(folder, "every-kind.toml"));
  for (const [id, text] of Object.entries(modules)) writeFileSync(join(folder, `${id}.toml`), text);
  site = await serve(folder);
});
after(async () => { rmSync(folder, { recursive: true, force: true }); });

/** No fault for who cannot see, nothing that runs out of the page, controls far enough from each other. */
async function sound(page, name) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1 && getComputedStyle(one).position !== "absolute").map((one) => `too wide: ${one.outerHTML.slice(0, 80)}`);
    const over = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth - innerWidth} px too wide`] : [];
    return [...wide.slice(0, 3), ...over];
  });
  await picture(page, name);
  assert.deepEqual([...(await faults(page)), ...wide], [], name);
}

/** Presses Tab until the focus stands on what is wanted; everything must be reached so. */
async function tabTo(page, selector) {
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`no way by keyboard to ${selector}`);
}

async function enter(page, selector) {
  await tabTo(page, selector);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

const start = "main form[action='/attempts'] button";

/** Types a number and sends it. */
async function count(page, number) {
  await tabTo(page, "main [name=text]");
  await page.keyboard.type(String(number));
  await enter(page, "main button[value=answer]");
}

/** The pages of a module with a limit, and the pause. */
async function timed(page, see) {
  await page.goto(`${site.url}/modules/timed`);
  await see("module-timed");
  await enter(page, start);
  await see("time-near");
  const question = page.url();
  await enter(page, "main button[name=paused]");
  await see("pause");
  await enter(page, "main button[name=paused]");
  assert.equal(page.url(), question);
  await count(page, 0);
  await page.waitForURL(/\/items\/2/);
  await page.goto(`${question.split("/items/")[0]}/all`);
  await see("all-timed");
  await page.goto(`${question.split("/items/")[0]}/end`);
  await see("end");
  await enter(page, "main form[action$=completion] button");
  await see("result-timed");
}

/** One part alone, and where one stands. */
async function parted(page, see) {
  await page.goto(`${site.url}/modules/parts/ways`);
  await see("ways");
  await tabTo(page, "main input[name=part]");
  await page.keyboard.press("ArrowDown");
  await enter(page, "main form:has(input[name=part]) button");
  await page.waitForURL(/\/items\/3/);
  await count(page, 2);
  await see("feedback-right");
  await enter(page, "main a.button");
  await count(page, 9);
  await see("feedback-part-done");
  await enter(page, "main .card a");
  await see("parts");
}

/** Something is wrong with a question: said, and told to everybody once it is out. */
async function contested(page, see) {
  await page.goto(`${site.url}/modules/every-kind`);
  await see("module");
  await enter(page, start);
  const first = page.url();
  await enter(page, "main button[value=answer]");
  await see("question-refused");
  assert.match(await page.title(), /^Question 1 sur \d+ · erreur · /);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#choice-1");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "choice-1");
  await page.goto(first);
  await enter(page, "main a[href$=contest]");
  await see("contest");
  await enter(page, "main form[action$=contest] button");
  await see("contest-refused");
  await tabTo(page, "main input[name=reason]");
  await page.keyboard.press("Space");
  await enter(page, "main form[action$=contest] button");
  await see("contest-thanks");
  await page.goto(`${first.split("/items/")[0]}/all`);
  await see("all");
  await page.goto(`${first.split("/items/")[0]}/handover`);
  await see("handover");
  await page.goto(`${site.url}/modules/every-kind/changes`);
  await see("changes");
  await page.goto(`${site.url}/modules/every-kind/sheet?form=2`);
  await see("paper");
  await page.goto(`${site.url}/modules/every-kind/sheets`);
  await see("sheets");
}

/** Around a table, and read aloud: hands are counted, and the result shows them. */
async function together(page, see) {
  await page.goto(`${site.url}/modules/every-kind/ways`);
  await enter(page, "main button[value=table]");
  await see("table");
  await page.goto(`${site.url}/modules/every-kind/ways`);
  await enter(page, "main button[value=aloud]");
  await see("aloud");
  await tabTo(page, "main input");
  for (const hands of ["5", "2", "x"]) {
    await page.keyboard.type(hands);
    await page.keyboard.press("Tab");
  }
  await enter(page, "main button[value=answer]");
  await see("aloud-refused");
  await page.locator("main input").last().fill("1");
  await page.locator("main button[value=answer]").press("Enter");
  await page.waitForURL(/#reponse/);
  await see("aloud-told");
  await page.goto(`${page.url().split("/items/")[0]}/end`);
  await enter(page, "main form[action$=completion] button");
  await see("aloud-result");
}

/** Nobody goes back, and the first attempt counts. */
async function onward(page, see) {
  await page.goto(`${site.url}/modules/onward`);
  await see("module-onward");
  await enter(page, start);
  await see("question-once");
  await count(page, 0);
  await page.goto(`${page.url().split("/items/")[0]}/end`);
  await see("end-once");
  await enter(page, "main form[action$=completion] button");
  await page.goto(`${site.url}/modules/onward`);
  await enter(page, start);
  await see("no-retake");
}

/** A result near the bar of a certification waits for a person. */
async function reviewed(page, see) {
  await page.goto(`${site.url}/modules/certified`);
  await enter(page, start);
  const attempt = page.url().split("/items/")[0];
  for (const number of [0, 1, 9, 9]) await count(page, number);
  await page.waitForURL(/\/end/);
  await enter(page, "main form[action$=completion] button");
  await see("review-open");
  execFileSync(binary, ["reviews", "refuse", attempt.split("/attempts/")[1], "--reason", "relu"], { cwd: site.folder, env: site.env });
  await page.goto(`${attempt}/result`);
  await see("review-refused");
}

const looks = [
  ["320", { viewport: { width: 320, height: 640 } }, []],
  ["320-large", { viewport: { width: 320, height: 640 } }, ["--blink-settings=defaultFontSize=32"]],
  ["360-dark", { viewport: { width: 360, height: 640 }, colorScheme: "dark" }, []],
  ["1280", { viewport: { width: 1280, height: 800 } }, []],
  ...(pictures ? [["1280-dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }, []]] : []),
];
for (const [name, options, switches] of looks) {
  test(`the pages of a delivery by keyboard and without script, ${name}`, async () => {
    const browser = await browse(...switches);
    const fresh = async () => {
      const context = await browser.newContext({ locale: "fr-FR", bypassCSP: true, ...options });
      // The one script of the site never comes; the test itself still looks at the page.
      await context.route("**/crema.js", (route) => route.abort());
      return context.newPage();
    };
    const hurried = await fresh();
    await hurried.goto(`${site.url}/modules/short`);
    await enter(hurried, start);
    const question = hurried.url();
    const begun = Date.now();
    for (const walk of [contested, timed, parted, together, onward, reviewed]) {
      const page = await fresh();
      await walk(page, (what) => sound(page, `${name}-${what}`));
      await page.context().close();
    }
    await new Promise((done) => setTimeout(done, Math.max(0, begun + 61_000 - Date.now())));
    await hurried.goto(question);
    assert.match(await hurried.title(), /temps est écoulé/);
    await sound(hurried, `${name}-over`);
    await browser.close();
  });
}

test("a question that was taken out is told on the page of changes", async () => {
  execFileSync(binary, ["items", "neutralise", "every-kind", "single", "--reason", "Deux réponses étaient justes."], { cwd: site.folder, env: site.env });
  const browser = await browse();
  const page = await (await browser.newContext({ locale: "fr-FR", bypassCSP: true, viewport: { width: 320, height: 640 } })).newPage();
  await page.goto(`${site.url}/modules/every-kind/changes`);
  assert.match(await page.locator("main").innerText(), /Deux réponses étaient justes/);
  await sound(page, "320-changes-told");
  await browser.close();
});
