//! The door: letters, links, codes, sessions, second proofs, and who may see what.

use axum::http::{Method, StatusCode};
use crema::{
    access::{
        account::{Post, Role},
        audit::Actor,
        totp,
    },
    base::{Email, Lang},
    flows::access,
    store::access as rows,
};

use crate::support::{
    browser::{Browser, code, link},
    world::World,
};

#[tokio::test]
async fn somebody_enters_by_the_code_and_by_the_link_and_a_scanner_opens_nothing() {
    let world = World::new().await;
    let mut ada = Browser::new(&world);
    assert_eq!(ada.get("/me").await.header("location"), "/entry?next=/me");
    let letter = ada.ask("ada@example.org").await;
    for _ in 0..20 {
        for method in [Method::GET, Method::HEAD] {
            let scanned = world.send(method, &link(&letter), &[], "").await;
            assert_eq!(scanned.status, StatusCode::OK);
        }
    }
    let within = ada.submit("/entry/code", &[("code", &code(&letter))]).await;
    assert_eq!(within.header("location"), "/me");
    assert!(ada.get("/me").await.text().contains("ada@example.org"));

    let mut zoe = Browser::new(&world);
    let letter = zoe.ask("zoe@example.org").await;
    let page = zoe.get(&link(&letter)).await;
    assert!(page.text().contains("<button"));
    assert_eq!(
        zoe.submit(&link(&letter), &[]).await.header("location"),
        "/me"
    );
    assert!(zoe.get("/me").await.text().contains("zoe@example.org"));
    assert!(ada.get("/me").await.text().contains("ada@example.org"));
}

#[tokio::test]
async fn a_letter_is_refused_when_used_when_old_and_in_another_browser() {
    let world = World::new().await;
    let (mut ada, mut eve) = (Browser::new(&world), Browser::new(&world));
    let letter = ada.ask("ada@example.org").await;
    let stranger = eve.submit(&link(&letter), &[]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    // One who asked for another mailbox is another browser too.
    eve.ask("eve@example.org").await;
    for refused in [
        eve.submit(&link(&letter), &[]).await,
        eve.submit("/entry/code", &[("code", &code(&letter))]).await,
    ] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    world.pass_minutes(11);
    let old = ada.submit(&link(&letter), &[]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let letter = ada.ask("ada@example.org").await;
    assert_eq!(
        ada.submit(&link(&letter), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let used = ada.submit(&link(&letter), &[]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
    let never = Browser::new(&world).submit("/entry/abc", &[]).await;
    assert_eq!(never.status, used.status);
}

#[tokio::test]
async fn known_and_unknown_mailboxes_get_the_same_answer() {
    let world = World::new().await;
    let mut ada = Browser::new(&world);
    let letter = ada.ask("ada@example.org").await;
    ada.submit("/entry/code", &[("code", &code(&letter))]).await;
    let answers: Vec<_> = [
        Browser::new(&world)
            .submit("/entry", &[("email", "ada@example.org")])
            .await,
        Browser::new(&world)
            .submit("/entry", &[("email", "eve@example.org")])
            .await,
    ]
    .into_iter()
    .map(|answer| {
        let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        (
            answer.status,
            answer.header("location").to_owned(),
            answer.bytes,
            names,
        )
    })
    .collect();
    assert_eq!(answers[0], answers[1]);
    let order = crema::store::sql::Order::of(rows::ACCOUNT_ORDERS, "address", false, 10, 0);
    let accounts = rows::list_accounts(&mut world.app.db.read().await.unwrap(), order)
        .await
        .unwrap();
    assert_eq!(accounts.len(), 1, "asking makes no account");
}

#[tokio::test]
async fn a_mailbox_gets_few_letters_and_its_owner_still_enters() {
    let world = World::new().await;
    for _ in 0..50 {
        Browser::new(&world)
            .submit("/entry", &[("email", "ada@example.org")])
            .await;
    }
    world.run_jobs().await;
    // The first ones are closed by the last before they leave; whatever left, the last one opens.
    let sent = world.letters().len();
    assert!(sent <= 3, "{sent}");
    let mut ada = Browser::new(&world);
    let letter = ada.ask("ADA@example.org").await;
    assert_eq!(world.letters().len(), sent);
    let within = ada.submit("/entry/code", &[("code", &code(&letter))]).await;
    assert_eq!(within.status, StatusCode::SEE_OTHER);
    world.pass_minutes(10);
    Browser::new(&world).ask("ada@example.org").await;
    assert_eq!(world.letters().len(), sent + 1);
}

#[tokio::test]
async fn a_guesser_of_codes_stops_after_five_and_the_link_still_opens() {
    let world = World::new().await;
    let mut ada = Browser::new(&world);
    let letter = ada.ask("ada@example.org").await;
    let right = code(&letter);
    let mistyped = ada.submit("/entry/code", &[("code", "AAAA-AAAA")]).await;
    assert!(mistyped.text().contains("faute de frappe"));
    for seed in 0..6 {
        let wrong = crema::base::code::EntryCode::from_bytes(&[seed, 7, 7, 7, 7, 7, 7]).to_string();
        let refused = ada.submit("/entry/code", &[("code", &wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let voided = ada.submit("/entry/code", &[("code", &right)]).await;
    assert_eq!(voided.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        ada.submit(&link(&letter), &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_session_is_new_after_entering_and_dead_after_leaving() {
    let world = World::new().await;
    let mut ada = Browser::new(&world);
    let letter = ada.ask("ada@example.org").await;
    let before = ada.clone();
    let entered = ada.submit("/entry/code", &[("code", &code(&letter))]).await;
    let set = entered.header("set-cookie");
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"),
        "{set}"
    );
    assert_ne!(before.cookies, ada.cookies);
    assert_eq!(
        before.clone().get("/me").await.status,
        StatusCode::SEE_OTHER
    );
    let within = ada.clone();
    ada.submit("/leave", &[]).await;
    assert_eq!(ada.get("/me").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        within.clone().get("/me").await.status,
        StatusCode::SEE_OTHER,
        "an old copy opens nothing"
    );

    let https = World::with(&[("CREMA_BASE_URL", "https://badges.cafeia.org")]).await;
    let headers = [
        ("host", "badges.cafeia.org"),
        ("origin", "https://badges.cafeia.org"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let asked = https
        .send(Method::POST, "/entry", &headers, "email=ada%40example.org")
        .await;
    assert!(asked.header("set-cookie").starts_with("__Host-session="));
    assert!(asked.header("set-cookie").contains("Secure"));
}

async fn account(world: &World, email: &str) -> crema::access::account::Account {
    let email = Email::read(email).unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    rows::find_account_of(&mut reader, &email)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_changed_role_ends_every_session() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let post = Post {
        role: Role::Coordinator,
        territory: Some("93".into()),
    };
    let id = account(&world, "ada@example.org").await.id;
    access::grant(&world.app, Actor::Console, id, &post)
        .await
        .unwrap();
    assert_eq!(ada.get("/me").await.status, StatusCode::SEE_OTHER);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(ada.get("/me").await.text().contains("Coordination (93)"));
    access::take_back(&world.app, Actor::Console, id, &post)
        .await
        .unwrap();
    assert_eq!(ada.get("/me").await.status, StatusCode::SEE_OTHER);
    let admin = Post {
        role: Role::Admin,
        territory: None,
    };
    access::grant(&world.app, Actor::Console, id, &admin)
        .await
        .unwrap();
    assert!(
        access::take_back(&world.app, Actor::Console, id, &admin)
            .await
            .is_err(),
        "the last administrator stays"
    );
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let world = World::new().await;
    let mut first = Browser::entered(&world, "ada@example.org").await;
    let mut second = Browser::entered(&world, "ada@example.org").await;
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let page = second.get("/me").await.text();
    let action = page
        .split("action=\"/me/sessions/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let action = format!("/me/sessions/{action}");
    assert_eq!(eve.submit(&action, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(first.get("/me").await.status, StatusCode::OK);
    assert_eq!(
        second.submit(&action, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(first.get("/me").await.status, StatusCode::SEE_OTHER);
    let mut third = Browser::entered(&world, "ada@example.org").await;
    third.submit("/me/sessions/others/end", &[]).await;
    assert_eq!(second.get("/me").await.status, StatusCode::SEE_OTHER);
    assert_eq!(third.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn codes_by_time_are_set_up_given_once_and_taken_away() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let mut other = Browser::entered(&world, "ada@example.org").await;
    let fresh = account(&world, "ada@example.org").await;
    let now = |world: &World| totp::step(world.app.now());
    let secret = access::begin_totp(&world.app, &fresh);
    assert!(
        ada.get("/me/second")
            .await
            .text()
            .contains(&totp::words(&secret))
    );
    let wrong = ada.submit("/me/second", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = totp::code(&secret, now(&world));
    let set = ada
        .submit("/me/second", &[("code", &code), ("next", "/me")])
        .await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    assert_eq!(
        other.get("/me").await.status,
        StatusCode::SEE_OTHER,
        "the others end"
    );
    assert_eq!(ada.get("/me/second").await.status, StatusCode::OK);
    world.run_jobs().await;
    let told = world.letters().pop().unwrap();
    assert!(told.contains("mise en service pour votre espace"), "{told}");

    let mut again = Browser::entered(&world, "ada@example.org").await;
    assert_eq!(
        again.get("/me/second").await.header("location"),
        "/me/proof"
    );
    let replayed = again.submit("/me/proof", &[("code", &code)]).await;
    assert_eq!(
        replayed.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "each code holds once"
    );
    world.pass_minutes(1);
    let code = totp::code(&secret, now(&world));
    let given = again
        .submit("/me/proof", &[("code", &code), ("next", "//evil.example")])
        .await;
    assert_eq!(given.header("location"), "/me");
    again.submit("/me/second/removal", &[]).await;
    assert!(account(&world, "ada@example.org").await.totp.is_none());
    world.run_jobs().await;
    let told = world.letters().pop().unwrap();
    assert!(told.contains("ne demande plus les codes"), "{told}");
    // Nothing is told of what was not there to be taken away.
    let told = world.letters().len();
    again.submit("/me/second/removal", &[]).await;
    world.run_jobs().await;
    assert_eq!(world.letters().len(), told);
}

#[tokio::test]
async fn guesses_at_codes_by_time_come_to_an_end() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let secret = access::begin_totp(&world.app, &account(&world, "ada@example.org").await);
    for _ in 0..8 {
        ada.submit("/me/second", &[("code", "123")]).await;
    }
    let code = totp::code(&secret, totp::step(world.app.now()));
    let late = ada.submit("/me/second", &[("code", &code)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_first_administrator_enters_by_the_link_that_the_server_prints() {
    let world = World::new().await;
    let email = Email::read("ada@example.org").unwrap();
    let link = access::invite(&world.app, &email, Lang::Fr).await.unwrap();
    let path = link.strip_prefix("http://localhost:8080").unwrap();
    let mut ada = Browser::new(&world);
    assert_eq!(ada.get(path).await.status, StatusCode::OK);
    assert_eq!(ada.submit(path, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(ada.get("/me").await.text().contains("ada@example.org"));
    let again = Browser::new(&world).submit(path, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut eve = Browser::steward(&world, "eve@example.org", Role::Admin).await;
    assert!(eve.get("/me").await.text().contains("Administration"));
    let second = access::invite(&world.app, &email, Lang::Fr).await.unwrap();
    world.pass_days(2);
    let path = second.strip_prefix("http://localhost:8080").unwrap();
    let old = Browser::new(&world).submit(path, &[]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn no_form_of_an_account_is_taken_from_elsewhere() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let token = ada.get("/me").await.text();
    let token = token
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let cookie = ada.cookies.clone();
    for path in [
        "/leave",
        "/entry",
        "/entry/code",
        "/me/second",
        "/me/second/removal",
        "/me/proof",
        "/me/sessions/others/end",
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
            let answer = world.send(Method::POST, path, headers, "").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    // The token of a page that another visitor got is no token of hers.
    let theirs = world.get("/claims").await.text();
    let theirs = theirs
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let with = async |token: &str| {
        let body = format!("token={token}");
        world
            .send(Method::POST, "/leave", &[form, ("cookie", &cookie)], body)
            .await
            .status
    };
    assert_eq!(with(theirs).await, StatusCode::FORBIDDEN);
    assert_eq!(with(&token).await, StatusCode::SEE_OTHER);
}
