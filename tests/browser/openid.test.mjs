// A provider of OpenID Connect that is not ours (oidc-provider, which is certified), in a real browser: a verified address is taken at its word, an account elsewhere is
// tied from within, and both ways hold without script. The policy of our pages lets the browser go there and come back.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { Provider } from "oidc-provider";
import { browse, desk, enter, phone, serve } from "./support.mjs";

let site, browser, server, answer;
before(async () => {
  server = http.createServer((request, response) => answer(request, response));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  Object.assign(process.env, {
    CREMA_OPENID_ISSUER: issuer, CREMA_OPENID_CLIENT_ID: "crema", CREMA_OPENID_CLIENT_SECRET: "a secret: +/%", CREMA_OPENID_LABEL: "Maison des cafés", CREMA_OPENID_TRUST_EMAIL: "true",
  });
  [site, browser] = await Promise.all([serve(), browse()]);
  const provider = new Provider(issuer, {
    clients: [{ client_id: "crema", client_secret: "a secret: +/%", redirect_uris: [`${site.url}/entry/provider/return`] }],
    claims: { email: ["email", "email_verified"] },
    cookies: { keys: ["for a test alone"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: id !== "unsure" }) }),
    pkce: { required: () => true },
  });
  answer = provider.callback();
});
after(() => { server?.closeAllConnections(); server?.close(); });

/** A browser that was never here; the provider's page asks others for its letters, whom a test does not ask. */
async function fresh(options) {
  const context = await browser.newContext(options);
  await context.route(/fonts\.googleapis\.com/, (route) => route.abort());
  return context;
}

/** Says at the provider who one is, and agrees. */
async function agree(page, who) {
  await page.waitForURL(/127\.0\.0\.1.*\/interaction\//);
  await page.locator("input[name=login]").fill(who);
  await page.locator("input[name=password]").fill("anything");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

for (const [name, options] of [["with script", desk], ["without script", { ...phone, javaScriptEnabled: false }]]) {
  test(`a verified address lets in, ${name}`, async () => {
    const context = await fresh(options);
    const page = await context.newPage();
    await page.goto(`${site.url}/entry?next=/me/data`);
    await page.getByRole("button", { name: "Continuer avec Maison des cafés" }).click();
    await agree(page, name.replace(" ", "-"));
    if (options.javaScriptEnabled === false) await page.getByRole("button", { name: "Entrer", exact: true }).click();
    await page.waitForURL(`${site.url}/me/data`);
    await page.goto(`${site.url}/me`);
    assert.match(await page.locator("main").innerText(), new RegExp(`${name.replace(" ", "-")}@example\\.org`));
    await context.close();
  });
}

test("an address that is not verified is none, and what is tied from within lets in", async () => {
  let context = await fresh(desk);
  let page = await context.newPage();
  await page.goto(`${site.url}/entry`);
  await page.getByRole("button", { name: "Continuer avec Maison des cafés" }).click();
  await agree(page, "unsure");
  await page.getByText("Aucun espace n’est relié à ce compte").waitFor();
  await context.close();
  context = await fresh(desk);
  page = await context.newPage();
  await enter(page, site, "zoe@example.net", "author");
  await page.goto(`${site.url}/me/identities`);
  await page.getByRole("button", { name: "Relier un compte de Maison des cafés" }).click();
  await agree(page, "unsure");
  await page.waitForURL(/\/me\/identities\?done=tied$/);
  await page.goto(`${site.url}/me`);
  await page.getByRole("button", { name: "Me déconnecter" }).click();
  // The provider still knows who it is: one click there and back.
  await page.goto(`${site.url}/entry`);
  await page.getByRole("button", { name: "Continuer avec Maison des cafés" }).click();
  await page.waitForURL(`${site.url}/me`);
  assert.match(await page.locator("main").innerText(), /zoe@example\.net/);
  // It is no second proof.
  await page.goto(`${site.url}/admin`);
  await page.waitForURL(/\/me\/second\?next=/);
  await context.close();
});
