//! What somebody does with a badge of their own: finds its page, changes the name, has it sent, gives it up.

use axum::http::StatusCode;
use crema::{
    badges::ledger::Standing,
    flows::badges::{self, Face},
    store,
};

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
