//! What somebody does with a badge of their own: finds its page, changes the name, has it sent, gives it up.

use axum::http::{Method, StatusCode};
use crema::{
    badges::ledger::Standing,
    flows::badges::{self, Face},
    store,
};
use serde_json::{Value, json};

use super::badges::{document, face};
use crate::support::{browser::Browser, world::World};

/// A browser that has just claimed a badge: the path of the badge, and that of its holder's page.
async fn claimed<'w>(world: &'w World, name: &str) -> (Browser<'w>, String, String) {
    let code = world.earned().await;
    let mut browser = Browser::new(world);
    let answer = browser
        .submit(&format!("/claims/{code}"), &[("name", name)])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let path = answer.header("location").to_owned();
    let page = browser.get(&path).await.text();
    let holder = page
        .split("href=\"/holder/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("the browser that claimed is led to its holder's page");
    (browser, path, format!("/holder/{holder}"))
}

#[tokio::test]
async fn only_who_claimed_is_led_to_the_page_of_the_holder() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    assert!(!world.get(&path).await.text().contains("/holder/"));
    let page = browser.get(&holder).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for expected in [
        "Badge authentique",
        "Zoé",
        "linkedin.com",
        // Its own robots ask for anything: what is shared is the address that is always a page.
        ".html&#38;certId=",
        ".png",
        ".jwt",
        "noindex",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    // A token is one of 2^128; a changed one, another badge's, or its beginning opens nothing.
    let (_, other, _) = claimed(&world, "Ali").await;
    let token = holder.strip_prefix("/holder/").unwrap();
    let swapped = world
        .app
        .keyring
        .holder_token(other.rsplit('/').next().unwrap().parse().unwrap());
    let mixed = format!("{}{}", &swapped[..21], &token[21..]);
    for wrong in [&token[..42], mixed.as_str(), "", "é"] {
        let answer = world.get(&format!("/holder/{wrong}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    // The next person at the tablet begins an attempt: nothing leads to the badge any more.
    browser
        .submit("/attempts", &[("module", crate::support::world::MODULE)])
        .await;
    assert!(!browser.get(&path).await.text().contains("/holder/"));
}

#[tokio::test]
async fn a_badge_names_the_key_of_a_wallet_until_its_holder_wants_none() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let key = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    let wrong = [
        "did:web:a.example",
        "z6Mk",
        "did:key:z6Mk",
        "did:key:z4MXj1wBzi9jUstyPMS4jQqB6KdJaiatPkAtVtGc6bQEQEEsKTic4G7Rou3iBf9vPmT5dbkm9qsZsuVNjq8HCuW1w24nhBFGkRE4cd2Uf2tfrB3N7h4mnyPp1BF3ZttHTYv3DLUPi1zMdkULiow3M1GfXkoC6DoxDUm1jmN6GBj22SjVsr6dxezRVQc7aj9TxE7JLbMH1wh5X3kA58H3DFW8rnYMakFGbca5CB2Jf6CnGQZmL7o5uJAdTwXfy2iiiyPxXEGerMhHwhjTA1mKYobyk2CpeEcmvynADfNZ5MBvcCS7m3XkFCMNUYBS9NQ3fze6vMSUPsNa6GVYmKx2x6JrdEjCk3qRMMmyjnjCMfR4pXbRMZa3i",
        "Zoé",
    ];
    for typed in wrong {
        let refused = browser
            .submit(&format!("{holder}/key"), &[("key", typed)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
    }
    let before = document(&world, &path).await;
    let typed = format!(" {key}#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK ");
    let tied = browser
        .submit(&format!("{holder}/key"), &[("key", &typed)])
        .await;
    assert_eq!(tied.status, StatusCode::SEE_OTHER, "{}", tied.text());
    let named = |document: &Value| -> Vec<(String, String)> {
        let all = document["credentialSubject"]["identifier"]
            .as_array()
            .unwrap();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let pair = |one| (text(one, "identityType"), text(one, "identityHash"));
        all.iter().map(pair).collect()
    };
    let both = [("name", "Zoé"), ("ext:did", key)].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let own = document(&world, &path).await;
    assert_eq!(named(&own), both);
    // The identifier that no other badge has stays what it is for: a key ties badges together only beside it.
    let id = own["credentialSubject"]["id"].as_str().unwrap();
    assert!(id.starts_with("urn:uuid:"), "{id}");
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    assert_eq!(face(&world, before.to_string()).await, Face::Replaced);
    // That it was typed, and not proved, is said wherever it stands.
    let typed = "l’émetteur n’a pas vérifié qu’elle est à elle";
    let how = |document: &Value| document["evidence"][0]["narrative"].to_string();
    assert!(how(&own).contains(typed) && !how(&before).contains(typed));
    let page = world.get(&path).await.text();
    assert!(
        page.contains(key) && page.contains("non vérifiée)"),
        "{page}"
    );
    let form = browser.get(&holder).await.text();
    assert!(form.contains("rien ne prouve ici"), "{form}");
    // Another name leaves the key, and so does what the issuer does.
    browser
        .submit(&format!("{holder}/name"), &[("name", "Zora")])
        .await;
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    for to in [Standing::Suspended, Standing::Valid] {
        badges::set_standing(&world.app, id, to, Some("Doute"))
            .await
            .unwrap();
    }
    let own = document(&world, &path).await;
    assert_eq!(named(&own)[1], both[1]);
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    // None any more.
    browser
        .submit(&format!("{holder}/key"), &[("key", "")])
        .await;
    let own = document(&world, &path).await;
    assert_eq!(named(&own), [("name".to_owned(), "Zora".to_owned())]);
    assert!(!world.get(&path).await.text().contains(key));
}

#[tokio::test]
async fn a_badge_is_printed_on_a_card_while_it_holds() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let card = format!("{holder}/card");
    assert!(browser.get(&holder).await.text().contains(&card));
    let page = browser.get(&card).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    let printed = page.split("class=\"a6\"").nth(1).unwrap();
    let printed = printed.split("</div></main>").next().unwrap();
    assert!(printed.contains("Zoé") && printed.contains("<svg"));
    // Whoever finds the card reads the badge, and does not come to its holder's page by it.
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let on_paper = printed.split("<p class=\"screen-only\"").next().unwrap();
    assert!(!on_paper.contains("/holder/"));
    badges::set_standing(&world.app, id, Standing::Revoked, Some("Par erreur"))
        .await
        .unwrap();
    let refused = browser.get(&card).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_page_of_the_holder_says_what_to_do_next_or_why_the_badge_no_longer_holds() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let public = browser.get(&path).await.text();
    let order = |page: &str, words: &[&str]| {
        let places: Vec<_> = words.iter().map(|one| page.find(one)).collect();
        assert!(places.iter().all(Option::is_some), "{words:?} in {page}");
        assert!(places.is_sorted(), "{words:?} at {places:?}");
    };
    // Whoever just claimed reads the sentence that a stranger reads, then that it is theirs.
    order(
        &public,
        &[
            "<h1>Badge authentique",
            "Votre badge est prêt",
            "La page de mon badge",
            "Ce qui a été vérifié",
        ],
    );
    assert!(!world.get(&path).await.text().contains("est prêt"));

    let page = browser.get(&holder).await.text();
    order(
        &page,
        &[
            "<h1>Votre badge est prêt",
            "<h2>Gardez cette page",
            "/letter\"",
            "<h2>Téléchargez votre badge",
            ".png\" download",
            "Autres formats, pour les logiciels</summary>",
            ".jwt\" download",
            "</details>",
            "<h2>Montrez-le",
            "linkedin.com",
        ],
    );

    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    for (standing, verdict) in [
        (Standing::Suspended, "Badge suspendu"),
        (Standing::Revoked, "Badge révoqué"),
    ] {
        badges::set_standing(&world.app, id, standing, Some("Donné deux fois."))
            .await
            .unwrap();
        let page = browser.get(&holder).await.text();
        order(&page, &[&format!("<h1>{verdict}"), "Donné deux fois."]);
        for hidden in ["est prêt", "/letter\"", "linkedin.com", "mailto:"] {
            assert!(!page.contains(hidden), "{verdict}: {hidden}");
        }
        let sent = browser
            .submit(&format!("{holder}/letter"), &[("email", "zoe@example.org")])
            .await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    world.run_jobs().await;
    assert!(world.letters().is_empty());
}

#[tokio::test]
async fn a_name_is_changed_and_taken_off_and_the_files_before_are_refused() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let first = document(&world, &path).await;
    let put = |name: &'static str| (format!("{holder}/name"), [("name", name)]);

    let (to, fields) = put("Zoé Martin");
    let done = browser.submit(&to, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(
        browser
            .get(done.header("location"))
            .await
            .text()
            .contains("signé à nouveau")
    );
    let second = document(&world, &path).await;
    assert_eq!(second["id"], first["id"]);
    assert!(second["validFrom"].as_str() > first["validFrom"].as_str());
    assert_eq!(
        second["credentialSubject"]["identifier"][0]["identityHash"],
        "Zoé Martin"
    );
    assert_eq!(face(&world, first.to_string()).await, Face::Replaced);
    assert_eq!(face(&world, second.to_string()).await, Face::Valid);

    // The file before says where the newest copy is.
    let refresh = &first["refreshService"];
    assert_eq!(refresh["type"], "1EdTechCredentialRefresh");
    let newest = refresh["id"].as_str().unwrap();
    let newest = newest.strip_prefix(world.app.base_url()).unwrap();
    let newest = world.send(Method::GET, newest, &[], "").await;
    assert_eq!(newest.header("content-type"), "application/vc");
    assert_eq!(newest.json(), second);

    // The same again changes nothing.
    browser.submit(&to, &fields).await;
    assert_eq!(document(&world, &path).await, second);

    let (to, fields) = put("   ");
    browser.submit(&to, &fields).await;
    let third = document(&world, &path).await;
    assert!(third["credentialSubject"].get("identifier").is_none());
    let mut reader = world.app.db.read().await.unwrap();
    let kept: Vec<String> = store::sql::many(
        &mut reader,
        "SELECT document FROM issues WHERE document LIKE '%Zoé%'",
        vec![],
        |line| line.text("document"),
    )
    .await
    .unwrap();
    drop(reader);
    assert!(kept.is_empty(), "a name that was taken off is kept nowhere");

    for (name, told) in [
        ("x".repeat(61), "60 caractères"),
        ("https://a.example".to_owned(), "adresse internet"),
    ] {
        let refused = browser
            .submit(&format!("{holder}/name"), &[("name", name.as_str())])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(told) && refused.text().contains(&name));
    }
    // Each change takes a place for good: nobody takes them all.
    for n in 0..4 {
        browser
            .submit(&format!("{holder}/name"), &[("name", &format!("N{n}"))])
            .await;
    }
    assert!(document(&world, &path).await.to_string().contains("\"N2\""));
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    badges::set_standing(&world.app, id, Standing::Revoked, None)
        .await
        .unwrap();
    world.pass_days(2);
    let refused = browser
        .submit(&format!("{holder}/name"), &[("name", "Ada")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_badge_that_was_given_up_is_gone_and_its_file_holds_on() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let file = document(&world, &path).await.to_string();
    let asked = browser.get(&format!("{holder}/end")).await.text();
    assert!(asked.contains("définitif") && asked.contains("name=\"void\""));
    let done = browser.submit(&format!("{holder}/end"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = world.get(&path).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text().contains("Badge retiré") && !page.text().contains("Zoé"));
    for form in [".json", ".jwt", ".png", ".svg", ".pdf"] {
        let form = world.get(&format!("{path}{form}")).await;
        assert_eq!(form.status, StatusCode::GONE);
    }
    assert_eq!(world.get(&holder).await.status, StatusCode::GONE);
    assert_eq!(face(&world, file).await, Face::Valid);
    // A second click changes nothing.
    browser
        .submit(&format!("{holder}/end"), &[("void", "1")])
        .await;

    // Somebody else wants their file to be worth nothing too.
    let (mut browser, path, holder) = claimed(&world, "Ali").await;
    let file = document(&world, &path).await.to_string();
    browser
        .submit(&format!("{holder}/end"), &[("void", "1")])
        .await;
    assert_eq!(face(&world, file).await, Face::Withdrawn);
    let mut reader = world.app.db.read().await.unwrap();
    let kept: Vec<String> = store::sql::many(
        &mut reader,
        "SELECT i.document || i.jwt AS forms FROM issues AS i JOIN credentials AS c ON c.id = i.credential_id WHERE c.standing = 'withdrawn' AND (c.name IS NOT NULL OR i.document <> '')",
        vec![],
        |line| line.text("forms"),
    )
    .await
    .unwrap();
    assert!(kept.is_empty());
}

/// A badge that is a test is called one wherever it is shown around: on its page, on that of its holder, in the link to a network.
#[tokio::test]
async fn a_test_is_shown_around_under_the_name_of_a_test() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let signed: Value = serde_json::from_str(&document(&world, &path).await.to_string()).unwrap();
    let name = signed["name"].as_str().unwrap();
    assert!(name.ends_with(" (essai)"), "{name}");
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let linked = format!("name={}&", name.replace('+', "%20"));
    for path in [&path, &holder] {
        let page = browser.get(path).await.text().replace("&#38;", "&");
        assert!(page.contains(&linked), "{path}: {linked}");
    }
}

/// Whoever still has the code learns that the badge is gone, whatever name they give, and cannot put it into a space.
#[tokio::test]
async fn the_code_of_a_badge_that_was_given_up_says_that_it_is_gone() {
    let world = World::new().await;
    let code = world.earned().await;
    let (page, call) = (format!("/claims/{code}"), format!("/api/v1/claims/{code}"));
    let mut browser = Browser::new(&world);
    let claimed = browser.submit(&page, &[("name", "Zoé")]).await;
    let badge = browser.get(claimed.header("location")).await.text();
    let holder = badge.split("href=\"/holder/").nth(1).unwrap();
    let holder = holder.split('"').next().unwrap();
    browser.submit(&format!("/holder/{holder}/end"), &[]).await;
    for name in [json!({"name": "Zoé"}), json!({"name": "Ali"}), json!({})] {
        let refused = world.call(Method::POST, &call, "", name.clone()).await;
        assert_eq!(refused.status, StatusCode::GONE, "{name}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
        let told = refused.json()["detail"].to_string();
        assert!(told.contains("given up"), "{told}");
    }
    let shown = browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::GONE);
    assert!(shown.text().contains("Badge retiré"));
    let again = browser.submit(&page, &[("name", "Zoé")]).await;
    assert_eq!(again.status, StatusCode::GONE);
    let mut member = Browser::entered(&world, "zoe@example.org").await;
    let put = member.submit("/me/badges", &[("code", &code)]).await;
    assert_eq!(put.status, StatusCode::GONE);
    assert!(put.text().contains("portait ce badge l’a retiré"));
}

#[tokio::test]
async fn a_letter_brings_the_badge_and_its_address_is_kept_nowhere() {
    let world = World::new().await;
    let (mut browser, path, holder) = claimed(&world, "Zoé").await;
    let asked = browser
        .submit(&format!("{holder}/letter"), &[("email", "zoe@example.org")])
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    world.run_jobs().await;
    let letter = world.letters().pop().unwrap().replace("=\r\n", "");
    assert!(
        letter.contains(&path) && letter.contains(&holder),
        "{letter}"
    );
    let mut reader = world.app.db.read().await.unwrap();
    assert_eq!(store::jobs::count(&mut reader).await.unwrap(), (0, 0));
    drop(reader);
    let wrong = browser
        .submit(&format!("{holder}/letter"), &[("email", "zoe@")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"zoe@\""));

    // The code of a badge that waits goes by mail too, and opens it.
    let code = world.earned().await;
    let sent = browser
        .submit(
            &format!("/claims/{code}/letter"),
            &[("email", "ali@example.org")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(
        browser
            .get(sent.header("location"))
            .await
            .text()
            .contains("en route")
    );
    world.run_jobs().await;
    assert!(world.letters().iter().any(|letter| letter.contains(&code)));
    // Nobody fills somebody's mailbox from here.
    let codes = [
        world.earned().await,
        world.earned().await,
        world.earned().await,
    ];
    let mut last = StatusCode::SEE_OTHER;
    for code in codes {
        last = browser
            .submit(
                &format!("/claims/{code}/letter"),
                &[("email", "ali@example.org")],
            )
            .await
            .status;
    }
    assert_eq!(last, StatusCode::UNPROCESSABLE_ENTITY);
}
