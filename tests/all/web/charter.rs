//! The charter: read by everybody, adhered to and left by who wishes, each adherence a badge of its own.

use std::fs;

use axum::http::StatusCode;
use crema::{
    access::{
        account::Role,
        audit::{Actor, Noted},
    },
    badges::ledger::Standing,
    base::{Email, Lang, Name},
    charter::adherence::{Party, Worth},
    flows::{badges::Face, charter as flow, upkeep},
    store::{access, badges, charter as rows, sql::Order},
};

use super::badges::{document, face};
use crate::support::{Folder, browser::Browser, cut_short, cut_when, on_empty, world::World};

/// The fields of an adherence of a person.
fn person<'f>(version: &'f str, name: &'f str) -> [(&'f str, &'f str); 4] {
    [
        ("version", version),
        ("party", "person"),
        ("name", name),
        ("accept", "yes"),
    ]
}

const LIBRARY: [(&str, &str); 6] = [
    ("version", "1.0"),
    ("party", "organisation"),
    ("organisation", "Médiathèque Voyelles"),
    ("sector", "library"),
    ("place", "Lille"),
    ("accept", "yes"),
];

/// The path of the badge that a page leads to, the first one.
fn badge(page: &str) -> String {
    let rest = page.split("href=\"/credentials/").nth(1).unwrap();
    format!("/credentials/{}", rest.split('"').next().unwrap())
}

/// A folder with versions of a charter.
fn versions(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, date) in files {
        let text = format!("+++\ntitle = \"Charte\"\ndate = {date}\n+++\nTexte de {name}.\n");
        fs::write(folder.0.join(name), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn the_text_is_read_by_everybody_and_says_that_it_is_nobodys_but_the_instances() {
    let world = World::new().await;
    let page = world.get("/charter").await.text();
    for word in [
        "Accueil",
        "Essaimage",
        "pas un texte officiel",
        "Version 1.0",
    ] {
        assert!(page.contains(word), "{word}");
    }
    assert_eq!(world.get("/charter/1.0").await.status, StatusCode::OK);
    for path in ["/charter/2.0", "/charter/1", "/charter/01.0", "/charter/x"] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let english = world.get("/charter?lang=en").await.text();
    assert!(english.contains("not an official one"));
}

#[tokio::test]
async fn a_person_adheres_by_a_badge_and_leaves_with_it() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    for fields in [
        &person("1.0", "")[..],
        &person("1.0", "zoe.fr"),
        &person("1.0", &"x".repeat(61)),
        &person("1.0", "Zoé")[..3],
    ] {
        let refused = zoe.submit("/me/charter", fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(refused.text().contains("role=\"alert\""));
    }
    for _ in 0..2 {
        let done = zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let page = zoe.get("/me/charter").await.text();
    assert_eq!(page.matches("href=\"/credentials/").count(), 1);
    let path = badge(&page);
    let said = document(&world, &path).await;
    let achievement = &said["credentialSubject"]["achievement"];
    assert_eq!(achievement["achievementType"], "Membership");
    assert!(
        said["evidence"][0]["narrative"]
            .as_str()
            .unwrap()
            .contains("SHA-256")
    );
    assert_eq!(
        said["credentialSubject"]["identifier"][0]["identityHash"],
        "Zoé"
    );
    // The digest stands where it is read by who wants it, not in the first words of the page.
    let shown = world.get(&path).await.text();
    let (first, rest) = shown.split_once("#elsewhere").unwrap();
    assert!(
        first.contains("Adhésion déclarée par la personne elle-même"),
        "{first}"
    );
    assert!(
        !first.contains("SHA-256") && rest.contains("SHA-256"),
        "{first}"
    );
    let file = world.get(&format!("{path}.json")).await.bytes;
    assert_eq!(face(&world, &file).await, Face::Valid);
    assert!(
        zoe.get("/me").await.text().contains(&path),
        "it is among her badges"
    );
    let text = achievement["id"].as_str().unwrap();
    let text = text.strip_prefix("http://localhost:8080").unwrap();
    assert!(world.get(text).await.text().contains("href=\"/charter\""));

    let email = Email::read("zoe@example.org").unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let account = access::find_account_of(&mut reader, &email)
        .await
        .unwrap()
        .unwrap();
    drop(reader);
    let adherence = flow::adheres(&world.app, account.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(flow::worth(&world.app, &adherence), Worth::Current);

    let end = format!("/me/charter/{}/end", adherence.id);
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.submit(&end, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(face(&world, &file).await, Face::Valid);
    for _ in 0..2 {
        assert_eq!(zoe.submit(&end, &[]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(face(&world, &file).await, Face::Revoked);
    let told = world.get(&path).await.text();
    assert!(told.contains("Badge révoqué") && told.contains("retirée par la personne"));
    assert!(
        flow::adheres(&world.app, account.id)
            .await
            .unwrap()
            .is_none()
    );
    // She may come back: it is another badge.
    zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
    let again = zoe.get("/me/charter").await.text();
    assert_eq!(again.matches("href=\"/credentials/").count(), 2);
}

#[tokio::test]
async fn an_organisation_adheres_beside_the_person_who_speaks_for_it() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    for missing in ["organisation", "sector", "place", "accept"] {
        let fields: Vec<_> = LIBRARY
            .into_iter()
            .filter(|(name, _)| *name != missing)
            .collect();
        let refused = zoe.submit("/me/charter", &fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{missing}"
        );
        let page = refused.text();
        assert!(page.contains("role=\"alert\""), "{missing}");
        assert!(
            missing == "place" || page.contains("value=\"Lille\""),
            "kept as typed"
        );
    }
    zoe.submit("/me/charter", &LIBRARY).await;
    zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
    let page = zoe.get("/me/charter").await.text();
    assert_eq!(page.matches("href=\"/credentials/").count(), 2);
    let all = list(&world).await;
    let library = all.iter().find(|one| one.organisation.is_some()).unwrap();
    let said = document(&world, &format!("/credentials/{}", library.credential)).await;
    let told = said["evidence"][0]["narrative"].as_str().unwrap();
    assert!(told.contains("Médiathèque Voyelles, Lille") && told.contains("Identité non vérifiée"));
    let id = library.organisation.as_ref().unwrap().id;
    assert!(
        flow::organisation_adheres(&world.app, id)
            .await
            .unwrap()
            .is_some()
    );
    let export = zoe.get("/me/export").await.json();
    assert_eq!(export["charter"].as_array().unwrap().len(), 2);
    assert!(
        export["charter"]
            .to_string()
            .contains("Médiathèque Voyelles")
    );
}

#[test]
fn two_clicks_at_once_adhere_once() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let mut tx = world.app.db.write().await.unwrap();
        let email = Email::read("zoe@example.org").unwrap();
        let zoe = access::add_account(&mut tx, &email, Lang::Fr, world.app.now()).await;
        let zoe = access::find_account(&mut tx, zoe.unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let (zoe, name) = (zoe.unwrap(), Name::read("Zoé").unwrap().unwrap());
        let party = Party::Person(name);
        let version = flow::in_force(&world.app).unwrap().version;
        let click = || flow::adhere(&world.app, &zoe, &party, version, Lang::Fr);
        let (first, second) = tokio::join!(click(), click());
        first.unwrap();
        second.unwrap();
        let all = list(&world).await;
        assert_eq!(all.len(), 1);
        assert!(all[0].holds && all[0].ended_at.is_none());
        world.app.db.close().await;
    });
}

async fn list(world: &World) -> Vec<crema::charter::adherence::Adherence> {
    let order = Order::of(rows::ORDERS, "since", false, 50, 0);
    rows::list(&mut world.app.db.read().await.unwrap(), order)
        .await
        .unwrap()
}

#[tokio::test]
async fn another_first_number_asks_again_and_the_former_badge_is_replaced() {
    // The clock of tests begins in November 2026.
    let folder = versions(&[
        ("1.0.fr.md", "2026-01-01"),
        ("1.1.fr.md", "2026-12-20"),
        ("2.0.fr.md", "2027-02-01"),
    ]);
    let world = World::new()
        .await
        .again(|config| config.charter.folder = folder.0.clone());
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
    let first = badge(&zoe.get("/me/charter").await.text());
    assert!(
        world
            .get("/charter")
            .await
            .text()
            .contains("en vigueur à partir du")
    );
    let early = zoe.submit("/me/charter", &person("2.0", "Zoé")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);

    // What the administration is told, and whether it stands among what waits.
    let told = async || {
        let mut admin = Browser::steward(&world, "admin@example.org", Role::Admin).await;
        let home = admin.get("/admin").await.text();
        let card = home.split("/admin/charter\">").nth(1).unwrap();
        let card = card.split("</li>").next().unwrap().to_owned();
        (card.contains("class=\"error\""), card)
    };
    let (waits, card) = told().await;
    assert!(
        !waits && card.contains("1 adhésion sera demandée à nouveau"),
        "{card}"
    );

    world.pass_days(40);
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let page = zoe.get("/me/charter").await.text();
    assert!(
        !page.contains("Le texte a changé"),
        "a correction asks nothing"
    );
    assert!(
        world
            .get("/charter")
            .await
            .text()
            .contains("Version 1.1, en vigueur depuis")
    );

    world.pass_days(40);
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    assert!(zoe.get("/me").await.text().contains("demandée à nouveau"));
    assert!(
        zoe.get("/me/charter")
            .await
            .text()
            .contains("version d’avant, la 1.0")
    );
    let (waits, card) = told().await;
    assert!(
        waits && card.contains("attend une réponse avant le"),
        "{card}"
    );
    // There is time to answer, and one letter says so.
    assert_eq!(zoe.get("/charter/kit").await.status, StatusCode::OK);
    let letters = async || {
        flow::ask_again(&world.app).await.unwrap();
        world.run_jobs().await;
        let all = world.letters();
        let plain = all.iter().map(|one| one.replace("=\r\n", ""));
        let about = plain.filter(|one| one.contains("Un nouveau texte est en vigueur"));
        about.filter(|one| one.contains("zoe@example.org")).count()
    };
    assert_eq!(letters().await, 1);
    assert_eq!(letters().await, 1, "once");
    world.pass_days(100);
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    assert_eq!(zoe.get("/charter/kit").await.status, StatusCode::FORBIDDEN);
    let late = zoe.get("/me/charter").await.text();
    assert!(
        late.contains("le délai pour y répondre est passé"),
        "{late}"
    );
    let file = world.get(&format!("{first}.json")).await.bytes;
    assert_eq!(
        face(&world, &file).await,
        Face::Valid,
        "to the former it still says so"
    );
    let (waits, card) = told().await;
    assert!(!waits && card.contains("restée sans réponse"), "{card}");
    let stale = zoe.submit("/me/charter", &person("1.1", "Zoé")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("value=\"Zoé\""));
    let done = zoe.submit("/me/charter", &person("2.0", "Zoé")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let second = badge(&zoe.get("/me/charter").await.text());
    assert_ne!(first, second);
    let (waits, card) = told().await;
    assert!(!waits && card.contains("2 adhésions"), "{card}");
    let told = world.get(&first).await.text();
    assert!(told.contains("Badge remplacé") && told.contains(&second));
    assert_ne!(face(&world, &file).await, Face::Valid);
    assert!(
        world
            .get(&second)
            .await
            .text()
            .contains("Badge authentique")
    );
    assert!(
        world
            .get("/charter/1.0")
            .await
            .text()
            .contains("remplacée depuis")
    );
}

#[tokio::test]
async fn the_files_are_for_those_who_adhere_and_no_name_leads_out_of_their_folder() {
    let kit = Folder::new();
    fs::write(
        kit.0.join("logo été.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )
    .unwrap();
    fs::write(kit.0.join("logo.png"), "png").unwrap();
    fs::write(kit.0.join(".secret"), "no").unwrap();
    fs::create_dir(kit.0.join("within")).unwrap();
    fs::write(kit.0.join("within/a.txt"), "no").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", kit.0.join("link.txt")).unwrap();
    let world = World::new().await;
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let none = admin.get("/charter/kit").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.text().contains("crema.toml"));

    let world = world.again(|config| config.charter.kit = Some(kit.0.clone()));
    let mut visitor = Browser::new(&world);
    assert!(visitor.get("/charter/kit").await.status.is_redirection());
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let closed = zoe.get("/charter/kit").await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    assert!(!closed.text().contains("logo.png") && closed.text().contains("/me/charter"));
    assert_eq!(
        zoe.get("/charter/kit/logo.png").await.status,
        StatusCode::FORBIDDEN
    );
    zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
    let open = zoe.get("/charter/kit").await.text();
    assert!(open.contains("logo.png") && open.contains("/charter/kit/logo%20%C3%A9t%C3%A9.svg"));
    assert!(!open.contains("secret") && !open.contains("within") && !open.contains("link.txt"));
    let logo = zoe.get("/charter/kit/logo%20%C3%A9t%C3%A9.svg").await;
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(
        logo.header("content-disposition")
            .starts_with("attachment;")
    );
    assert!(logo.header("content-security-policy").contains("sandbox"));
    assert!(logo.header("cache-control").contains("no-store"));
    for name in [
        "..%2Fcrema.db",
        "%2Fetc%2Fpasswd",
        "within%2Fa.txt",
        "within",
        ".secret",
        "link.txt",
        "..",
        "%00",
        "logo.png%00",
        "LOGO.PNG",
    ] {
        let answer = zoe.get(&format!("/charter/kit/{name}")).await;
        assert!(answer.status.is_client_error(), "{name}: {}", answer.status);
    }
}

#[tokio::test]
async fn adherents_are_listed_and_an_adherence_is_ended_with_a_reason() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    zoe.submit("/me/charter", &person("1.0", "=Zoé")).await;
    zoe.submit("/me/charter", &LIBRARY).await;
    let mut admin = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let page = admin.get("/admin/charter?sort=name").await.text();
    assert!(page.contains("Médiathèque Voyelles") && page.contains("2 lignes"));
    let file = admin.get("/admin/charter.csv").await.text();
    assert!(file.contains("\"'=Zoé\"") && file.contains("\"library\"") && !file.contains("zoe@"));
    let all = list(&world).await;
    let one = all.iter().find(|one| one.organisation.is_some()).unwrap();
    let (path, end) = (
        format!("/admin/charter/{}", one.id),
        format!("/admin/charter/{}/end", one.id),
    );
    let mut coordinator = Browser::steward(&world, "cy@example.org", Role::Coordinator).await;
    assert_eq!(coordinator.get(&path).await.status, StatusCode::OK);
    let reason = [("reason", "N'est pas cette médiathèque")];
    assert_eq!(
        coordinator.submit(&end, &reason).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        zoe.submit(&end, &reason).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        admin.submit(&end, &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        admin.submit(&end, &reason).await.status,
        StatusCode::SEE_OTHER
    );
    let badge = world
        .get(&format!("/credentials/{}", one.credential))
        .await
        .text();
    assert!(badge.contains("Badge révoqué") && badge.contains("N&#39;est pas cette médiathèque"));
    let log = admin.get("/admin/audit.csv").await.text();
    assert!(log.contains("charter-adhered") && log.contains("charter-left"));
    // Adherence cannot be given by hand, nor rewritten.
    let by_hand = admin.get("/admin/achievements/charter").await;
    assert_eq!(by_hand.status, StatusCode::NOT_FOUND);
    assert_eq!(
        admin.get("/admin/achievements/charter/edit").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_account_that_goes_takes_its_adherences_with_it() {
    let world = World::new().await;
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
    let path = badge(&zoe.get("/me/charter").await.text());
    let mut ali = Browser::entered(&world, "ali@example.org").await;
    ali.submit("/me/charter", &LIBRARY).await;
    let second = badge(&ali.get("/me/charter").await.text());
    zoe.submit("/me/erasure", &[("sure", "yes")]).await;
    let told = world.get(&path).await.text();
    assert!(
        told.contains("Badge révoqué") && told.contains("plus"),
        "{told}"
    );
    assert!(
        world
            .get(&second)
            .await
            .text()
            .contains("Badge authentique")
    );
    // Nobody came for three years.
    world.pass_days(3 * 365 + 1);
    upkeep::forget(&world.app).await.unwrap();
    assert!(world.get(&second).await.text().contains("Badge révoqué"));
    assert!(list(&world).await.is_empty());
}

#[test]
fn a_purge_that_dies_leaves_nobody_half_forgotten_and_the_next_one_goes_on() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let mut people = Vec::new();
        for number in 0..25 {
            let email = format!("zoe{number}@example.org");
            let mut zoe = Browser::entered(&world, &email).await;
            zoe.submit("/me/charter", &person("1.0", "Zoé")).await;
            people.push(badge(&zoe.get("/me/charter").await.text()));
        }
        world.pass_days(3 * 365 + 1);
        // Whoever is gone has no badge that holds, and whoever has none is gone.
        let left = async || {
            let adheres = list(&world).await;
            let mut held = 0;
            let mut reader = world.app.db.read().await.unwrap();
            for path in &people {
                let id = path.rsplit('/').next().unwrap().parse().unwrap();
                let kept = badges::find_credential(&mut reader, id).await.unwrap();
                held += usize::from(kept.unwrap().standing == Standing::Valid);
            }
            let accounts = access::count_accounts(&mut reader).await.unwrap();
            assert_eq!((adheres.len(), accounts as usize), (held, held));
            held
        };
        // Killed as soon as so many are left, and then wherever it happens to be.
        let accounts = async || {
            let mut reader = world.app.db.read().await.unwrap();
            access::count_accounts(&mut reader).await.unwrap()
        };
        for fewer in [24, 18] {
            let done = cut_when(upkeep::forget(&world.app), async || {
                accounts().await <= fewer
            });
            assert!(done.await.is_none());
            let held = left().await;
            assert!(0 < held && held <= fewer as usize, "{held}");
        }
        let mut asked = 1;
        loop {
            asked += 1 + asked / 10;
            let done = cut_short(asked, upkeep::forget(&world.app)).await;
            left().await;
            if done.is_some() {
                break;
            }
        }
        assert_eq!(left().await, 0);

        // More lines than one part has go in one purge.
        let mut tx = world.app.db.write().await.unwrap();
        for _ in 0..1_100 {
            let (by, deed, at) = (Actor::Console, Noted::CharterLeft, world.app.now());
            access::note(&mut tx, by, deed, "x", "", at).await.unwrap();
        }
        tx.commit().await.unwrap();
        world.pass_days(366);
        let lines = async || {
            let mut reader = world.app.db.read().await.unwrap();
            access::count_audit(&mut reader).await.unwrap()
        };
        assert!(lines().await >= 1_100);
        upkeep::forget(&world.app).await.unwrap();
        assert_eq!(lines().await, 0);
    });
}
