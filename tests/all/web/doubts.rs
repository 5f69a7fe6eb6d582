//! Badges that look wrong: told by anybody, settled by who looks after the instance; and badges taken back before anybody claimed them.

use axum::http::StatusCode;
use crema::{access::account::Role, flows::badges::Face, store::doubts};

use super::badges::{document, face};
use crate::support::{browser::Browser, world::World};

const ISSUER: &str = "badges@example.org";

#[tokio::test]
async fn a_doubt_is_told_without_an_account_and_settled_by_hiding_the_name() {
    let plain = World::new().await;
    let world = plain.again(|config| config.issuer.email = Some(ISSUER.into()));
    let badge = world.badge("Achetez chez moi").await;
    let before = document(&world, &badge).await;
    let mut visitor = Browser::new(&world);
    let page = visitor.get(&badge).await.text();
    let url = format!("http://localhost:8080{badge}");
    assert!(
        page.contains("/doubts?about=http%3A%2F%2Flocalhost"),
        "{page}"
    );

    // What is missing is said beside its field, and what was typed stays.
    let empty = visitor
        .submit("/doubts", &[("about", &url), ("words", "Vu & su")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = empty.text();
    assert!(text.contains(&url) && text.contains("Vu &#38; su") && text.contains("ground-error"));
    let silent = [("about", url.as_str()), ("ground", "other")];
    let silent = visitor.submit("/doubts", &silent).await;
    assert!(silent.text().contains("words-error"));
    let long = "x".repeat(1001);
    let long = [
        ("about", url.as_str()),
        ("ground", "name"),
        ("words", &long),
    ];
    assert_eq!(
        visitor.submit("/doubts", &long).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let told = [
        ("about", url.as_str()),
        ("ground", "name"),
        ("words", "<script>C'est une réclame</script>"),
    ];
    let sent = visitor.submit("/doubts", &told).await;
    assert!(
        visitor
            .get(sent.header("location"))
            .await
            .text()
            .contains("Merci")
    );

    // The issuer is told, without a word of what was said.
    world.run_jobs().await;
    let letter = world.letters().pop().unwrap();
    assert!(letter.contains(ISSUER) && letter.contains("/admin/doubts/"));
    assert!(!letter.contains("réclame"));

    let mut coordinator = Browser::steward(&world, "cleo@example.org", Role::Coordinator).await;
    assert!(
        coordinator
            .get("/admin")
            .await
            .text()
            .contains("Un signalement attend")
    );
    let list = coordinator.get("/admin/doubts").await.text();
    let path = list.split("href=\"").find_map(|rest| {
        rest.starts_with("/admin/doubts/")
            .then(|| rest.split('"').next().unwrap())
    });
    let path = path.unwrap();
    let one = coordinator.get(path).await.text();
    assert!(
        one.contains("&#60;script&#62;") && one.contains("Achetez chez moi"),
        "{one}"
    );
    let outcome = format!("{path}/outcome");
    let none = coordinator.submit(&outcome, &[("outcome", "burn")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hidden = [("outcome", "name-hidden")];
    assert!(
        coordinator
            .submit(&outcome, &hidden)
            .await
            .status
            .is_redirection()
    );
    let again = coordinator.submit(&outcome, &hidden).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    // The badge holds, without the name; the file that shows it does not.
    let now = document(&world, &badge).await;
    assert!(!now.to_string().contains("Achetez"));
    assert_eq!(face(&world, now.to_string()).await, Face::Valid);
    assert_eq!(face(&world, before.to_string()).await, Face::Replaced);
    let admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let audit = admin.clone().get("/admin/audit").await.text();
    assert!(audit.contains("signalement traité"));

    // Nobody else sees what was told, and after a year nobody at all.
    let mut author = Browser::steward(&world, "max@example.org", Role::Author).await;
    for page in ["/admin/doubts", "/admin/doubts.csv", path] {
        assert_eq!(
            author.get(page).await.status,
            StatusCode::FORBIDDEN,
            "{page}"
        );
    }
    let refused = author.submit(&outcome, &hidden).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    world.pass_days(366);
    crema::flows::upkeep::forget(&world.app).await.unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    assert_eq!(doubts::count(&mut reader).await.unwrap(), (0, 0));
}

#[tokio::test]
async fn a_badge_from_elsewhere_is_doubted_too_and_nobody_fills_the_list() {
    let world = World::new().await;
    let mut visitor = Browser::new(&world);
    let unknown = "http://localhost:8080/credentials/00000000-0000-4000-8000-000000000000";
    for n in 0..30 {
        let about = if n % 2 == 0 { unknown } else { "une affiche" };
        let told = [("about", about), ("ground", "forged")];
        let sent = visitor.submit("/doubts", &told).await;
        assert!(sent.status.is_redirection(), "{n}: {}", sent.status);
    }
    let mut reader = world.app.db.read().await.unwrap();
    assert_eq!(doubts::count(&mut reader).await.unwrap(), (10, 10));
    drop(reader);
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let list = admin.get("/admin/doubts").await.text();
    assert!(list.contains("une affiche") && list.contains(unknown));
    let path = list.split("href=\"").find_map(|rest| {
        rest.starts_with("/admin/doubts/")
            .then(|| rest.split('"').next().unwrap())
    });
    let path = path.unwrap();
    // There is no name of ours to hide.
    assert!(!admin.get(path).await.text().contains("name-hidden"));
    let hidden = admin
        .submit(&format!("{path}/outcome"), &[("outcome", "name-hidden")])
        .await;
    assert_eq!(hidden.status, StatusCode::UNPROCESSABLE_ENTITY);
    let acted = admin
        .submit(&format!("{path}/outcome"), &[("outcome", "acted")])
        .await;
    assert!(acted.status.is_redirection());
    assert!(admin.get(path).await.text().contains("Classé le"));
}

#[tokio::test]
async fn a_code_that_nobody_used_is_cancelled_and_a_badge_is_not() {
    let world = World::new().await;
    let code = world.earned().await;
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Coordinator).await;
    let seen = admin
        .get(&format!("/admin/badges?address={}", code.to_lowercase()))
        .await;
    assert!(seen.text().contains("Annuler ce code"));
    let done = admin
        .submit("/admin/badges/waiting", &[("code", &code)])
        .await;
    assert!(done.text().contains("n’ouvre plus rien"), "{}", done.text());
    let mut visitor = Browser::new(&world);
    let claimed = visitor
        .submit(&format!("/claims/{code}"), &[("name", "Zoé")])
        .await;
    assert_eq!(claimed.status, StatusCode::GONE);
    assert!(claimed.text().contains("annulé"));

    // One that was claimed is taken back by its address, not by its code.
    let code = world.earned().await;
    let badge = visitor
        .submit(&format!("/claims/{code}"), &[("name", "")])
        .await;
    let badge = badge.header("location").to_owned();
    let refused = admin
        .submit("/admin/badges/waiting", &[("code", &code)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let file = document(&world, &badge).await;
    assert_eq!(face(&world, file.to_string()).await, Face::Valid);
    let mut author = Browser::steward(&world, "max@example.org", Role::Author).await;
    let refused = author
        .submit("/admin/badges/waiting", &[("code", &code)])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
