// What browser tests share: the program on a free port in a folder of its own, Debian's Chromium, and what every page is held against. Whatever a test starts here
// ends with its file, however the test went: a browser left open would keep the run from ending.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { parse } from "smol-toml";

export const root = resolve(import.meta.dirname, "../..");
export const binary = process.env.CREMA_BIN ?? join(root, "target/release/crema");
export const module = parse(readFileSync(join(root, "quizzes/ia-generative-premiers-pas.toml"), "utf8"));

const pictures = process.env.CREMA_PICTURES;
const axe = readFileSync(join(root, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");
const started = [];
after(async () => { await Promise.allSettled(started.map((end) => end())); });

/** Starts the program; `stop` ends it, removes its folder and tells the code with which it ended. */
export async function serve(quizzes = join(root, "quizzes")) {
  const folder = mkdtempSync(join(tmpdir(), "crema-browser-"));
  const env = { ...process.env, CREMA_LISTEN: "127.0.0.1:0", CREMA_QUIZZES: quizzes, CREMA_RATE: "0", CREMA_LOG: "warn" };
  const child = spawn(binary, ["serve"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const over = new Promise((done) => { child.on("exit", done); child.on("error", done); });
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await over;
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
  started.push(stop);
  const url = await new Promise((found, failed) => {
    let out = "";
    child.stdout.on("data", (data) => {
      out += data;
      const line = out.match(/listening on (http:\S+)/);
      if (line) found(line[1]);
    });
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`crema ended with ${code} before it listened`)));
  });
  return { url: url.replace("127.0.0.1", "localhost"), folder, env, stop };
}

/** Starts the browser that Debian ships, with more switches where they are needed. */
export async function browse(...more) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}`);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
  });
  started.push(() => browser.close());
  return browser;
}

export const phone = { viewport: { width: 360, height: 640 }, locale: "fr-FR" };
export const desk = { viewport: { width: 1280, height: 800 }, locale: "fr-FR" };

/** Into an account by the link that the server prints on its own terminal. */
export async function enter(page, site, address, role = "admin") {
  const link = execFileSync(binary, ["account", "grant", address, role], { cwd: site.folder, env: site.env, stdio: ["ignore", "pipe", "ignore"] }).toString().trim();
  await page.goto(link.replace("127.0.0.1", "localhost"));
  await page.getByRole("button", { name: "Entrer", exact: true }).click();
  await page.waitForURL(/\/me$/);
}

/** What axe finds on a page at WCAG 2.2 AA. Its script is handed in by the debugger: the page's own policy stays as it is. */
export function faults(page) {
  return page.evaluate(async (source) => {
    (0, eval)(source);
    const result = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }, axe);
}

/** A picture of a page, where `CREMA_PICTURES` names a folder. */
export async function picture(page, name) {
  if (pictures) await page.screenshot({ path: join(pictures, `${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}.png`), fullPage: true });
}

/** Holds a page against the rules: no fault for who cannot see, nothing that runs out of it. */
export async function sound(page, where) {
  await picture(page, where);
  assert.deepEqual(await faults(page), [], where);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px too wide`);
}

const text = (entry) => (typeof entry === "string" ? entry : entry.text);
const list = (value) => (Array.isArray(value) ? value : [value]).map(text);

/** A text of a page with the spaces that its author typed: French pages show no-break ones before their signs. */
export const plain = (shown) => shown.replace(/[\u00a0\u202f]/g, " ").trim();

/** Chooses an option by its text, whatever its spaces. */
async function option(select, wanted) {
  const labels = await select.locator("option").allTextContents();
  const index = labels.findIndex((label) => plain(label) === wanted);
  if (index < 0) throw new Error(`no option says: ${wanted}`);
  await select.selectOption({ index });
}

/** Fills in the right answer to the question on the page, as a person who knows would; of the usual module where no other is given. */
export async function answerRight(page, of = module) {
  const ask = plain(await page.locator("main legend").innerText());
  const item = of.items.find((item) => item.ask === ask);
  if (!item) throw new Error(`no question says: ${ask}`);
  const main = page.locator("main");
  const choose = async (wanted) => main.locator("label.choice").filter({ has: page.getByText(wanted, { exact: true }) }).locator("input").check();
  const pick = (label, wanted) => option(main.locator(".row").filter({ has: page.locator("label").getByText(label, { exact: true }) }).locator("select"), wanted);
  switch (item.type) {
    case "single": await choose(text(item.right)); break;
    case "multiple": for (const right of list(item.right)) await choose(right); break;
    case "true_false": await choose(item.right ? "Vrai" : "Faux"); break;
    case "spot": for (const segment of item.segments) if (segment.error) await choose(segment.text); break;
    case "scale": case "opinion": await main.locator("label.choice input").first().check(); break;
    case "number": await main.locator("input[name=text]").fill(String(item.right)); break;
    case "match": for (const [left, right] of item.pairs) await pick(left, right); break;
    case "sort": for (const bin of item.bins) for (const held of bin.holds) await pick(held, bin.label); break;
    case "order": for (const [at, element] of item.sequence.entries()) await pick(`Place de « ${element} »`, String(at + 1)); break;
    case "cloze": for (const [at, gap] of item.gaps.entries()) await option(main.locator(`select[name=gap-${at}]`), gap.right); break;
    case "compare": await main.locator("input[name=done]").check(); break;
    case "table": await main.locator("textarea").fill("Un humain répond aussi."); break;
    default: throw new Error(`no hand for ${item.type}`);
  }
  return item;
}

/** Goes from the home page to the first question. */
export async function begin(page, url) {
  await page.goto(url);
  await page.getByRole("link", { name: module.title }).click();
  await page.getByRole("button", { name: "Commencer" }).click();
}

/** Answers every question and asks for the result. */
export async function finish(page) {
  for (const number of module.items.keys()) {
    if (!(await page.title()).startsWith(`Question ${number + 1} sur ${module.items.length}`)) throw new Error(`at question ${number + 1} the title is ${await page.title()}`);
    await answerRight(page);
    await page.getByRole("button", { name: "Valider" }).click();
    await page.locator("main a.button").click();
  }
  await page.getByRole("button", { name: "Voir mon résultat" }).click();
}

/** So many minutes from now by the clocks of Lille: the day and the time, as fields take them. The door of a café opens half a day before it. */
export function clock(minutes) {
  const told = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });
  return told.format(new Date(Date.now() + minutes * 60_000)).split(" ");
}
