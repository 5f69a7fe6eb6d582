//! Passkeys: made, proved, as the way in; refused when what answers is old, used, foreign, unverified or a copy.

use axum::http::StatusCode;
use crema::{
    access::account::Role,
    base::Email,
    store::{access as rows, sql::Order},
};

use crate::support::{
    authenticator::Authenticator,
    browser::Browser,
    world::{Answer, World},
};

async fn add(browser: &mut Browser<'_>, device: &mut Authenticator, name: &str) -> Answer {
    let asked = browser.submit("/me/passkeys/challenge", &[]).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    assert_eq!(asked.header("cache-control"), "no-store");
    let made = device.create(&asked.json());
    browser
        .submit("/me/passkeys", &[("name", name), ("credential", &made)])
        .await
}

async fn enter(browser: &mut Browser<'_>, device: &mut Authenticator, next: &str) -> Answer {
    let asked = browser.submit("/entry/passkey/challenge", &[]).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    let proof = device.get(&asked.json());
    let fields = [("credential", proof.as_str()), ("next", next)];
    browser.submit("/entry/passkey", &fields).await
}

#[tokio::test]
async fn a_passkey_is_made_named_and_lets_in_without_a_name() {
    let world = World::new().await;
    let (mut device, mut ada) = (
        Authenticator::new(1),
        Browser::entered(&world, "ada@example.org").await,
    );
    let mut other = Browser::entered(&world, "ada@example.org").await;
    let added = add(&mut ada, &mut device, "  mon\ttéléphone ").await;
    assert_eq!(added.header("location"), "/me/passkeys");
    let page = ada.get("/me/passkeys").await.text();
    assert!(page.contains("mon téléphone"), "{page}");
    // Other browsers are out, and the mailbox is told.
    assert_eq!(other.get("/me").await.header("location"), "/entry?next=/me");
    world.run_jobs().await;
    let letter = world.letters().last().cloned().unwrap();
    assert!(
        letter.contains("ada@example.org") && letter.contains("a chang"),
        "{letter}"
    );
    // The other browser comes in by it, to the page that it wished for.
    let before = other.cookies.clone();
    let entered = enter(&mut other, &mut device, "/me/data").await;
    assert_eq!(entered.header("location"), "/me/data");
    assert_ne!(other.cookies, before, "a session of a new name");
    assert!(other.get("/me").await.text().contains("ada@example.org"));
    let mut foreign = Browser::new(&world);
    let entered = enter(&mut foreign, &mut device, "https://evil.example").await;
    assert_eq!(entered.header("location"), "/me");
    // The space gives it out, without what checks it.
    let export = ada.get("/me/export").await.json();
    assert_eq!(export["passkeys"][0]["name"], "mon téléphone");
    assert!(!export["passkeys"].to_string().contains("cred"));
    // Taken away, it opens nothing; the form needs its own account.
    let id = page.split("/me/passkeys/").nth(1).unwrap()[..36].to_owned();
    let removal = format!("/me/passkeys/{id}/removal");
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(
        eve.submit(&removal, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ada.submit(&removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(other.get("/me").await.header("location"), "/entry?next=/me");
    let refused = enter(&mut other, &mut device, "/me").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let order = Order::of(rows::AUDIT_ORDERS, "at", false, 50, 0);
    let mut reader = world.app.db.read().await.unwrap();
    let deeds: Vec<_> = rows::list_audit(&mut reader, order)
        .await
        .unwrap()
        .into_iter()
        .filter(|line| line.detail == "passkey")
        .map(|line| line.deed)
        .collect();
    assert_eq!(
        deeds,
        ["second-added", "entered", "entered", "second-removed"]
    );
}

#[tokio::test]
async fn a_passkey_is_the_second_proof_of_staff() {
    let world = World::new().await;
    let mut device = Authenticator::new(2);
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let added = add(&mut ada, &mut device, "").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    // By a letter: asked for, and given.
    let mut again = Browser::entered(&world, "ada@example.org").await;
    let asked = again.get("/admin/members").await;
    assert_eq!(asked.header("location"), "/me/proof?next=/admin/members");
    let page = again.get("/me/proof?next=/admin/members").await.text();
    assert!(page.contains("data-passkey=\"get\"") && !page.contains("name=\"code\""));
    // Nothing of the passkeys changes before.
    for path in ["/me/passkeys/challenge", "/me/passkeys"] {
        let elsewhere = again.submit(path, &[]).await;
        assert!(
            elsewhere.header("location").starts_with("/me/proof"),
            "{path}"
        );
    }
    let asked = again.submit("/me/proof/challenge", &[]).await.json();
    let proof = device.get(&asked);
    let fields = [("credential", proof.as_str()), ("next", "/admin/members")];
    let proved = again.submit("/me/proof/passkey", &fields).await;
    assert_eq!(proved.header("location"), "/admin/members");
    assert_eq!(again.get("/admin/members").await.status, StatusCode::OK);
    world.pass_minutes(13 * 60);
    assert_eq!(
        again.get("/admin/members").await.status,
        StatusCode::SEE_OTHER
    );
    // Entering by it is both at once, since its holder was verified.
    let mut straight = Browser::new(&world);
    let entered = enter(&mut straight, &mut device, "/admin/members").await;
    assert_eq!(entered.header("location"), "/admin/members");
    assert_eq!(straight.get("/admin/members").await.status, StatusCode::OK);
    // Somebody else's passkey is no proof of hers.
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let mut foreign = Authenticator::new(3);
    add(&mut eve, &mut foreign, "").await;
    world.pass_minutes(13 * 60);
    let asked = again.submit("/me/proof/challenge", &[]).await.json();
    let proof = foreign.get(&asked);
    let refused = again
        .submit("/me/proof/passkey", &[("credential", &proof)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        again.get("/admin/members").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_answer_is_refused_when_old_used_or_of_another_browser() {
    let world = World::new().await;
    let mut device = Authenticator::new(4);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    // Too old to be made.
    let asked = ada.submit("/me/passkeys/challenge", &[]).await.json();
    let made = device.create(&asked);
    world.pass_minutes(6);
    let late = ada.submit("/me/passkeys", &[("credential", &made)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("trop ancienne"));
    add(&mut ada, &mut device, "").await;
    // Used once, in whichever session.
    let mut bea = Browser::new(&world);
    let asked = bea.submit("/entry/passkey/challenge", &[]).await.json();
    let proof = device.get(&asked);
    let cookies = bea.cookies.clone();
    let fields = [("credential", proof.as_str())];
    assert_eq!(
        bea.submit("/entry/passkey", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    for cookies in [bea.cookies.clone(), cookies] {
        let mut again = Browser::new(&world);
        again.cookies = cookies;
        let replayed = again.submit("/entry/passkey", &fields).await;
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Another browser, which was asked something else, or nothing.
    let asked = bea.submit("/entry/passkey/challenge", &[]).await.json();
    let proof = device.get(&asked);
    let fields = [("credential", proof.as_str())];
    let mut eve = Browser::new(&world);
    let nothing = eve.submit("/entry/passkey", &fields).await;
    eve.submit("/entry/passkey/challenge", &[]).await;
    let other = eve.submit("/entry/passkey", &fields).await;
    for refused in [nothing, other] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // What was asked for one thing answers no other.
    let asked = ada.submit("/entry/passkey/challenge", &[]).await.json();
    let proof = device.get(&asked);
    let crossed = ada
        .submit("/me/proof/passkey", &[("credential", &proof)])
        .await;
    assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Too old to be proved.
    let asked = eve.submit("/entry/passkey/challenge", &[]).await.json();
    let proof = device.get(&asked);
    world.pass_minutes(6);
    let late = eve
        .submit("/entry/passkey", &[("credential", &proof)])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_answer_is_refused_when_foreign_unverified_unknown_or_broken() {
    let world = World::new().await;
    let mut device = Authenticator::new(5);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    for wrong in [
        Authenticator {
            verified: false,
            ..device.clone()
        },
        Authenticator {
            origin: "https://evil.example".into(),
            ..device.clone()
        },
        Authenticator {
            origin: "http://localhost:8081".into(),
            ..device.clone()
        },
        Authenticator {
            host: "evil.example".into(),
            ..device.clone()
        },
    ] {
        let refused = add(&mut ada, &mut wrong.clone(), "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    add(&mut ada, &mut device, "").await;
    let mut answers = Vec::new();
    for mut wrong in [
        Authenticator {
            verified: false,
            ..device.clone()
        },
        Authenticator {
            origin: "https://evil.example".into(),
            ..device.clone()
        },
        Authenticator {
            host: "evil.example".into(),
            ..device.clone()
        },
        // One that nobody registered.
        Authenticator::new(6),
    ] {
        let mut eve = Browser::new(&world);
        let refused = enter(&mut eve, &mut wrong, "/me").await;
        assert_eq!(eve.get("/me").await.status, StatusCode::SEE_OTHER);
        answers.push((refused.status, refused.text()));
    }
    let mut eve = Browser::new(&world);
    for broken in ["", "{}", "null", "[[[", "{\"id\":1}"] {
        eve.submit("/entry/passkey/challenge", &[]).await;
        let refused = eve
            .submit("/entry/passkey", &[("credential", broken)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
    }
    // All are told alike: nothing says who has an account, or a passkey.
    let bare = |text: &str| {
        let mut pieces = text.split("name=\"token\" value=\"");
        let head = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(head, |whole, piece| {
            whole + &piece[piece.find('"').unwrap()..]
        })
    };
    for (status, text) in &answers {
        assert_eq!((*status, bare(text)), (answers[0].0, bare(&answers[0].1)));
    }
}

#[tokio::test]
async fn a_copied_device_is_told_and_opens_nothing_any_more() {
    let world = World::new().await;
    let mut device = Authenticator::new(7);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    add(&mut ada, &mut device, "clé usb").await;
    let mut copy = device.clone();
    let mut thief = Browser::new(&world);
    assert_eq!(
        enter(&mut Browser::new(&world), &mut device, "/me")
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let refused = enter(&mut thief, &mut copy, "/me").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("copie"));
    assert_eq!(thief.get("/me").await.status, StatusCode::SEE_OTHER);
    world.run_jobs().await;
    let letter = world.letters().last().cloned().unwrap();
    assert!(letter.contains("copie"), "{letter}");
    assert!(ada.get("/me/passkeys").await.text().contains("copie"));
    // Nobody can say which of the two is the right one.
    let own = enter(&mut Browser::new(&world), &mut device, "/me").await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    let email = Email::read("ada@example.org").unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let account = rows::find_account_of(&mut reader, &email).await.unwrap();
    assert!(!account.unwrap().has_second());
}

#[tokio::test]
async fn a_device_that_does_not_count_is_taken_and_the_number_of_passkeys_has_an_end() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let mut device = Authenticator {
        counter: 0,
        ..Authenticator::new(8)
    };
    add(&mut ada, &mut device, "").await;
    for _ in 0..2 {
        let entered = enter(&mut Browser::new(&world), &mut device, "/me").await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
    }
    // The same passkey is nobody else's.
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let taken = add(&mut eve, &mut device.clone(), "").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = taken.text();
    assert!(told.contains("est déjà enregistrée ici"), "{told}");
    assert!(!told.contains("autant de clés"), "{told}");
    for seed in 20..29 {
        let added = add(&mut ada, &mut Authenticator::new(seed), "").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
    }
    let full = ada.submit("/me/passkeys/challenge", &[]).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn no_form_of_passkeys_is_taken_from_elsewhere_and_no_page_needs_a_script() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let cookie = ada.cookies.clone();
    for path in [
        "/entry/passkey",
        "/entry/passkey/challenge",
        "/me/passkeys",
        "/me/passkeys/challenge",
        "/me/proof/passkey",
        "/me/proof/challenge",
        "/me/passkeys/0191d3a0-0000-7000-8000-000000000000/removal",
    ] {
        for headers in [
            &[
                form,
                ("cookie", &cookie),
                ("origin", "https://evil.example"),
            ][..],
            &[form, ("cookie", &cookie), ("sec-fetch-site", "cross-site")],
            &[form, ("cookie", &cookie)],
        ] {
            let answer = world
                .send(axum::http::Method::POST, path, headers, "")
                .await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    for path in ["/entry", "/me/passkeys"] {
        let page = ada.get(path).await.text();
        assert!(
            page.contains("data-no-passkey") && page.contains("hidden"),
            "{path}"
        );
    }
    // Without a name that a browser makes passkeys for, nothing offers one.
    let numbers = world.again(|config| config.base_url = Some("http://127.0.0.1:8080".into()));
    assert!(!numbers.get("/entry").await.text().contains("passkey.js"));
}
