// Each of the fifteen types of questions answered by keyboard alone, without script, on a narrow screen and with text twice as large; then the same on paper.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { parse } from "smol-toml";
import { browse, faults, phone, picture, plain, root, serve } from "./support.mjs";

const kinds = parse(readFileSync(join(root, "tests/data/every-kind.toml"), "utf8"));
let site;
before(async () => { site = await serve(join(root, "tests/data")); });

/** No fault for who cannot see, and nothing that runs out of the page. */
async function sound(page, name) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    return [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > room + 1).map((one) => `too wide: ${one.outerHTML.slice(0, 80)}`).slice(0, 3);
  });
  await picture(page, name);
  assert.deepEqual([...(await faults(page)), ...wide], [], name);
}

/** Presses Tab until the focus stands on what is wanted; everything must be reached so. */
async function tabTo(page, selector) {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`no way by keyboard to ${selector}`);
}

/** Answers the question on the page with the keys that a person has. */
async function answer(page, item) {
  const press = (key) => page.keyboard.press(key);
  switch (item.type) {
    case "single": case "true_false": case "scale": case "opinion":
      await tabTo(page, "main input[type=radio]");
      await press("Space");
      break;
    case "multiple": case "spot":
      await tabTo(page, "main input[type=checkbox]");
      await press("Space");
      await press("Tab");
      await press("Space");
      break;
    case "match": case "sort": case "order": {
      const rows = await page.locator("main select").count();
      for (let row = 0; row < rows; row += 1) {
        await tabTo(page, "main select");
        for (let step = 0; step <= (item.type === "order" ? row : 0); step += 1) await press("ArrowDown");
      }
      break;
    }
    case "cloze":
      for (const gap of item.gaps) {
        await tabTo(page, gap.accept ? "main input.gap" : "main select.gap");
        await (gap.accept ? page.keyboard.type(gap.accept[0]) : press("ArrowDown"));
      }
      break;
    case "compare": await tabTo(page, "main input[name=done]"); await press("Space"); break;
    default: await tabTo(page, "main [name=text]"); await page.keyboard.type("12");
  }
  await tabTo(page, "main button[value=answer]");
  await press("Enter");
}

for (const [name, switches, width] of [["narrow", [], 320], ["large", ["--blink-settings=defaultFontSize=32"], 375]]) {
  test(`fifteen types by keyboard alone and without script, ${name}`, async () => {
    const browser = await browse(...switches);
    const context = await browser.newContext({ ...phone, viewport: { width, height: 640 }, bypassCSP: true });
    // The one script of the site never comes; the test itself still looks at the page.
    await context.route("**/crema.js", (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${site.url}/modules/every-kind`);
    await tabTo(page, "main form[action='/attempts'] button");
    await page.keyboard.press("Enter");
    for (const [at, item] of kinds.items.entries()) {
      await page.waitForURL(new RegExp(`/items/${at + 1}$`));
      assert.equal(plain(await page.locator("main legend").innerText()), item.ask);
      await sound(page, `${name}-kind-${item.type}`);
      if (at === 0) {
        await tabTo(page, "main button[value=answer]");
        await page.keyboard.press("Enter");
        // Told at the top, with the way to the field, and beside the field.
        await page.locator("#errors a[href^='#']").first().waitFor();
        await page.locator("main p.error").waitFor();
        await sound(page, `${name}-kind-refused`);
      }
      await answer(page, item);
      await page.locator("#reponse").waitFor();
      await tabTo(page, "main a.button");
      await page.keyboard.press("Enter");
    }
    await page.waitForURL(/\/end/);
    await tabTo(page, "main form[action$=completion] button");
    await page.keyboard.press("Enter");
    await page.waitForURL(/result/);
    await sound(page, `${name}-kinds-result`);
    await browser.close();
  });

  test(`a paper sheet is typed in by keyboard alone and without script, ${name}`, async () => {
    const browser = await browse(...switches);
    const context = await browser.newContext({ ...phone, viewport: { width, height: 640 }, bypassCSP: true });
    // The one script of the site never comes; the test itself still looks at the page.
    await context.route("**/crema.js", (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${site.url}/modules/every-kind/sheet?form=2`);
    const code = (await page.locator(".code").first().innerText()).match(/FR2-[0-9A-F]{6}/)[0];
    await page.goto(`${site.url}/modules/every-kind/sheets`);
    await sound(page, `${name}-sheet-code`);
    await tabTo(page, "#sheet");
    await page.keyboard.type(code.toLowerCase());
    await page.keyboard.press("Enter");
    await page.locator("main fieldset").first().waitFor();
    await sound(page, `${name}-sheet-grid`);
    await tabTo(page, "#q1");
    await page.keyboard.type("ab");
    await page.keyboard.press("Enter");
    await page.locator("#errors").waitFor();
    await sound(page, `${name}-sheet-refused`);
    await tabTo(page, "#errors a");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator("#q1").inputValue(), "ab");
    await page.locator("#q1").fill("a");
    await page.locator("#q1").press("Enter");
    await page.waitForURL(/\/attempts\/.*\/sheet$/);
    await sound(page, `${name}-sheet-entered`);
    assert.equal(await page.locator("main .qr svg").count(), 1);
    await tabTo(page, "main a[href*='sheets?sheet=']");
    await page.keyboard.press("Enter");
    await page.locator("#q1").waitFor();
    assert.equal(await page.locator("#q1").inputValue(), "");
    await browser.close();
  });
}
