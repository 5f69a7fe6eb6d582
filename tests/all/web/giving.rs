//! Badges given by hand: from a list, once each, with the fate of every row.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use axum::http::{Method, StatusCode};
use crema::{
    access::{account::Role, audit::Actor},
    badges::{
        achievement::Achievement,
        recipient::{Recipient, Row},
    },
    base::Email,
    flows::badges::{self, Face, Gift, Giver, Handout, NewRoom},
    store::{self, badges as rows, batches, jobs, pockets, sql::Order},
};
use serde_json::Value;

use super::badges::{document, face};
use crate::support::{browser::Browser, on_empty, world::World};

const SLUG: &str = "ia-generative-decouverte";

fn named(name: &str) -> Recipient {
    Recipient {
        name: Some(name.into()),
        ..Recipient::default()
    }
}

#[tokio::test]
async fn a_list_gives_each_one_badge_and_the_same_list_again_none() {
    let world = World::new().await;
    let achievement = rows::find_achievement(&mut world.app.db.read().await.unwrap(), SLUG)
        .await
        .unwrap()
        .unwrap();
    let giver = Giver {
        role: "admin",
        lang: Default::default(),
    };
    let with_mail = Recipient {
        email: Some(Email::read("zoe@example.org").unwrap()),
        evidence: Some("https://example.org/atelier".into()),
        issued_on: Some("2026-11-02".parse().unwrap()),
        ..named("Zoé")
    };
    let list = [with_mail, named("Ali"), named("Eve"), named("Ali")];
    let gifts = badges::give(&world.app, &achievement, giver, &list)
        .await
        .unwrap();
    assert!(matches!(
        gifts[..],
        [
            Gift::Issued(_),
            Gift::Issued(_),
            Gift::Issued(_),
            Gift::Already(_)
        ]
    ));
    assert_eq!(gifts[1].credential(), gifts[3].credential());
    let again = badges::give(&world.app, &achievement, giver, &list)
        .await
        .unwrap();
    for (first, second) in gifts.iter().zip(&again) {
        assert_eq!(first.credential(), second.credential());
        assert!(matches!(second, Gift::Already(_)));
    }
    let path = format!("/credentials/{}", gifts[0].credential().unwrap());
    let own = document(&world, &path).await;
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    assert_eq!(own["awardedDate"], "2026-11-02T00:00:00Z");
    assert_eq!(own["evidence"][0]["id"], "https://example.org/atelier");
    let told = own["evidence"][0]["narrative"].as_str().unwrap();
    // The role of who gave it is said as one speaks, never by its name in the program.
    assert!(
        told.contains("Donné à la main par l’administration de ce site"),
        "{told}"
    );
    assert!(told.contains("Identité non vérifiée"));
    assert!(!own.to_string().contains("zoe@"));
    // It is the badge of a module that nobody went through: what it asks for is said, and that it was reached is not.
    let subject = &own["credentialSubject"];
    assert!(subject["achievement"]["resultDescription"][0]["requiredLevel"].is_string());
    assert!(subject.get("result").is_none(), "{subject}");
    // One letter, and then the address is nowhere.
    world.run_jobs().await;
    assert_eq!(world.letters().len(), 1);
    let mut reader = world.app.db.read().await.unwrap();
    assert_eq!(jobs::count(&mut reader).await.unwrap(), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_list_in_chunks_who_stands_in_two_of_them_has_one_badge() {
    let world = World::new().await;
    let achievement = rows::find_achievement(&mut world.app.db.read().await.unwrap(), SLUG)
        .await
        .unwrap()
        .unwrap();
    let giver = Giver {
        role: "admin",
        lang: Default::default(),
    };
    let chunks = || {
        vec![
            vec![named("Ali"), named("Eve")],
            vec![],
            vec![named("Eve"), named("Zoé")],
            vec![named("Ali")],
        ]
    };
    let handed = async |chunks: Vec<Vec<Recipient>>| {
        let mut handout = Handout::new(&world.app, &achievement, giver, chunks.into_iter());
        let mut all = Vec::new();
        while let Some(gifts) = handout.next().await.unwrap() {
            all.push(gifts);
        }
        all
    };
    // The second chunk is signed while the first is written, and cannot know of it.
    let first = handed(chunks()).await;
    let [ref one, ref none, ref two, ref three] = first[..] else {
        panic!("four chunks have four answers: {first:?}");
    };
    assert!(matches!(one[..], [Gift::Issued(_), Gift::Issued(_)]));
    assert!(none.is_empty());
    assert!(
        matches!(two[..], [Gift::Already(eve), Gift::Issued(_)] if Some(eve) == one[1].credential())
    );
    assert!(matches!(three[..], [Gift::Already(ali)] if Some(ali) == one[0].credential()));
    for gift in [one[0], one[1], two[1]] {
        let own = document(
            &world,
            &format!("/credentials/{}", gift.credential().unwrap()),
        )
        .await;
        assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    }
    let again = handed(chunks()).await;
    assert!(
        again
            .iter()
            .flatten()
            .all(|gift| matches!(gift, Gift::Already(_)))
    );
}

/// Runs `crema issue` beside the instance.
fn issue(world: &World, csv: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let file = world.folder.0.join("recipients.csv");
    fs::write(&file, csv).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_crema"))
        .args(["issue", SLUG])
        .arg(&file)
        .args(more)
        .current_dir(&world.folder.0)
        .env("LC_ALL", "en")
        .env("CREMA_BASE_URL", "http://localhost:8080")
        .env(
            "CREMA_DATABASE_URL",
            format!("sqlite:{}", world.folder.0.join("crema.db").display()),
        )
        .env(
            "CREMA_QUIZZES",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes"),
        )
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

#[tokio::test]
async fn the_command_tells_the_fate_of_each_row_and_writes_what_is_asked() {
    let world = World::new().await;
    let csv = "\u{feff}name;email;evidence;issued_on\r\nZoé;;Atelier;24/11/2020\r\n;;;\r\nAli;ali@;;\r\nEve;;;\r\n";
    let out = world.folder.0.join("badges");
    let more = ["--json", "--images", "--out", out.to_str().unwrap()];
    let (code, said, told) = issue(&world, csv, &more);
    assert_eq!(code, Some(1), "{told}");
    // The command goes by the clock of the machine.
    let ahead = jiff::Timestamp::now().as_second() - world.app.now().as_second();
    world.pass_seconds(ahead + 5);
    let rows: Value = serde_json::from_str(&said).unwrap();
    let rows = rows["rows"].as_array().unwrap();
    let fates: Vec<_> = rows
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["fate"].as_str().unwrap()))
        .collect();
    assert_eq!(fates, [(2, "issued"), (4, "refused"), (5, "issued")]);
    assert_eq!(rows[1]["reason"], "email");
    for row in [&rows[0], &rows[2]] {
        let url = row["credential"].as_str().unwrap();
        let id = url.rsplit('/').next().unwrap();
        for form in ["json", "jwt", "png", "svg"] {
            let bytes = fs::read(out.join(format!("{id}.{form}"))).unwrap();
            assert_eq!(face(&world, bytes).await, Face::Valid, "{form}");
        }
        let holder = row["holder"]
            .as_str()
            .unwrap()
            .strip_prefix("http://localhost:8080")
            .unwrap();
        assert!(
            world
                .get(holder)
                .await
                .text()
                .contains("Votre badge est prêt")
        );
    }
    let (code, said, _) = issue(&world, "name\nEve\n", &[]);
    assert_eq!(code, Some(0));
    assert!(said.contains("2\talready\t"), "{said}");
    for (csv, why) in [
        ("email\na@example.org\n", "name"),
        ("name,phone\nZoé,1\n", "phone"),
        ("name\n", "nobody"),
    ] {
        let (code, said, told) = issue(&world, csv, &[]);
        assert_eq!(code, Some(2), "{csv}");
        assert!(said.is_empty() && told.contains(why), "{told}");
    }
}

pub(super) const BADGE: [(&str, &str); 7] = [
    ("name", "A animé un café IA"),
    ("slug", ""),
    ("description", "A animé un café IA ouvert à tous."),
    ("criteria", "- Avoir animé un café."),
    ("alt", "Une tasse de café"),
    ("months", "12"),
    ("kind", "Badge"),
];

/// Somebody who administers, in a browser.
pub(super) async fn steward(world: &World) -> Browser<'_> {
    Browser::steward(world, "ada@example.org", Role::Admin).await
}

fn with<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let others = BADGE
        .into_iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    others.chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn an_achievement_is_written_changed_and_given_by_hand() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    let wrong = admin
        .submit(
            "/admin/achievements",
            &with(&[("months", "zéro"), ("criteria", " ")]),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text();
    assert!(wrong.contains("id=\"months-error\"") && wrong.contains("id=\"criteria-error\""));
    assert!(
        wrong.contains("value=\"A animé un café IA\""),
        "what was typed is kept"
    );

    let more = with(&[("awarders", "coordinator")]);
    let made = admin.submit("/admin/achievements", &more).await;
    let path = "/admin/achievements/a-anime-un-cafe-ia";
    assert_eq!(made.header("location"), path, "{}", made.text());
    let taken = admin.submit("/admin/achievements", &more).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let quiz = with(&[("slug", SLUG)]);
    assert_eq!(
        admin.submit("/admin/achievements", &quiz).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let of_a_module = admin
        .submit(&format!("/admin/achievements/{SLUG}"), &quiz)
        .await;
    assert_eq!(of_a_module.status, StatusCode::UNPROCESSABLE_ENTITY);

    let gift = [
        ("name", "Zoé"),
        ("email", ""),
        ("evidence", "Café du 12 novembre, Évry"),
    ];
    let given = admin.submit(&format!("{path}/gifts"), &gift).await.text();
    assert!(given.contains("Badge donné"), "{given}");
    let holder = given
        .split("/holder/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let id = world.app.keyring.holder_of(holder).unwrap();
    let own = document(&world, &format!("/credentials/{id}")).await;
    assert_eq!(face(&world, own.to_string()).await, Face::Valid);
    assert!(own["validUntil"].is_string());
    assert!(own["credentialSubject"].get("result").is_none());
    let told = own["evidence"][0]["narrative"].as_str().unwrap();
    assert!(told.contains("Café du 12 novembre, Évry") && told.contains("admin"));
    let again = admin.submit(&format!("{path}/gifts"), &gift).await.text();
    for said in ["déjà été donné", "une autre personne du même prénom"] {
        assert!(again.contains(said), "{again}");
    }
    let page = world.get("/achievements/a-anime-un-cafe-ia").await.text();
    assert!(page.contains("Avoir animé un café.") && !page.contains("/modules/\""));
    assert!(
        world
            .get(&format!("/credentials/{id}"))
            .await
            .text()
            .contains("Badge authentique")
    );

    // A change is a new version; what was given says what it said.
    let changed = with(&[
        ("description", "A animé deux cafés IA."),
        ("awarders", "coordinator"),
    ]);
    admin.submit(path, &changed).await;
    let newest = world
        .get("/achievements/a-anime-un-cafe-ia.json")
        .await
        .json();
    assert_eq!(
        (newest["version"].as_str(), newest["description"].as_str()),
        (Some("2"), Some("A animé deux cafés IA."))
    );
    assert_eq!(own["credentialSubject"]["achievement"]["version"], "1");

    // From an English page too it stays in its own language; the address of the form is no badge's.
    let changed = with(&[("description", "A animé trois cafés IA.")]);
    admin.submit(&format!("{path}?lang=en"), &changed).await;
    let newest = world
        .get("/achievements/a-anime-un-cafe-ia.json")
        .await
        .json();
    assert_eq!(
        (newest["version"].as_str(), newest["inLanguage"].as_str()),
        (Some("3"), Some("fr"))
    );
    let form = admin
        .submit("/admin/achievements", &with(&[("slug", "new")]))
        .await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    admin
        .submit(path, &with(&[("awarders", "coordinator")]))
        .await;

    // Who may give: the administration and the roles that were named, for badges given by hand alone.
    let mut coordinator = Browser::steward(&world, "cleo@example.org", Role::Coordinator).await;
    assert_eq!(coordinator.get(path).await.status, StatusCode::OK);
    let listed = coordinator.get("/admin/achievements").await.text();
    assert!(listed.contains(path) && !listed.contains(SLUG));
    assert_eq!(
        coordinator.get(&format!("{path}/edit")).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        coordinator
            .get(&format!("/admin/achievements/{SLUG}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let mut author = Browser::steward(&world, "max@example.org", Role::Author).await;
    assert_eq!(author.get(path).await.status, StatusCode::FORBIDDEN);
    let given = author.submit(&format!("{path}/gifts"), &gift).await;
    assert_eq!(given.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_list_is_gone_through_by_a_job_and_names_are_forgotten_row_by_row() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    admin.submit("/admin/achievements", &BADGE).await;
    let path = "/admin/achievements/a-anime-un-cafe-ia";
    let mut list = String::from("name;email;issued_on\r\n");
    for n in 0..250 {
        list.push_str(&format!("Personne {n};;\r\n"));
    }
    list.push_str("Zoé;zoe@;\r\nVieux;;01/01/2020\r\n");
    let put = async |browser: &Browser<'_>, list: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\r\n{list}\r\n--x--\r\n"
        );
        let headers = [
            ("origin", "http://localhost:8080"),
            ("accept-language", "fr"),
            ("cookie", browser.cookies.as_str()),
            ("content-type", "multipart/form-data; boundary=x"),
        ];
        world
            .send(Method::POST, &format!("{path}/batches"), &headers, body)
            .await
    };
    let refused = put(&admin, "courriel\na@example.org").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("name,email,evidence,issued_on"));
    let taken = put(&admin, &list).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let batch = taken.header("location").to_owned();
    assert!(admin.get(&batch).await.text().contains("rechargez"));
    world.run_jobs().await;
    let page = admin.get(&batch).await.text();
    assert!(page.contains("252 lignes, toutes faites"), "{page}");
    let file = admin.get(&format!("{batch}.csv")).await.text();
    assert_eq!(file.matches("issued").count(), 250);
    assert!(file.contains("email") && file.contains("over"));
    let mut reader = world.app.db.read().await.unwrap();
    let named: Vec<String> = store::sql::many(
        &mut reader,
        "SELECT recipient FROM batch_rows WHERE recipient <> ''",
        vec![],
        |line| line.text("recipient"),
    )
    .await
    .unwrap();
    drop(reader);
    assert!(named.is_empty());
    // The same list again gives nobody a second badge.
    let again = put(&admin, &list).await.header("location").to_owned();
    world.run_jobs().await;
    let file = admin.get(&format!("{again}.csv")).await.text();
    assert_eq!(
        (
            file.matches("issued").count(),
            file.matches("already").count()
        ),
        (0, 250)
    );
}

#[tokio::test]
async fn a_badge_in_a_space_that_is_about_to_end_is_spoken_of_twice() {
    let world = World::new().await;
    let mut admin = steward(&world).await;
    admin.submit("/admin/achievements", &BADGE).await;
    let path = "/admin/achievements/a-anime-un-cafe-ia";
    let given = admin
        .submit(&format!("{path}/gifts"), &[("name", "Zoé")])
        .await
        .text();
    let holder = given
        .split("/holder/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let id = world.app.keyring.holder_of(holder).unwrap();
    let kept = rows::find_credential(&mut world.app.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap();
    let code = world.app.keyring.claim_code(kept.award).to_string();
    let mut member = Browser::entered(&world, "zoe@example.org").await;
    member.submit("/me/badges", &[("code", &code)]).await;
    let before = world.letters().len();
    let spoken = async || {
        badges::remind(&world.app).await.unwrap();
        badges::remind(&world.app).await.unwrap();
        world.run_jobs().await;
        world.letters().len() - before
    };
    assert_eq!(spoken().await, 0);
    world.pass_days(310);
    assert_eq!(spoken().await, 1);
    world.pass_days(50);
    assert_eq!(spoken().await, 2);
    assert!(
        world
            .letters()
            .last()
            .unwrap()
            .replace("=\r\n", "")
            .contains(holder)
    );
    world.pass_days(60);
    assert_eq!(spoken().await, 2);
}

#[tokio::test]
async fn the_standing_of_a_badge_is_changed_with_a_reason_that_its_page_shows() {
    let world = World::new().await;
    let path = world.badge("Zoé").await;
    let address = format!("http://localhost:8080{path}.html");
    let mut admin = Browser::steward(&world, "cleo@example.org", Role::Coordinator).await;
    let query = form_urlencoded::byte_serialize(address.as_bytes()).collect::<String>();
    let seen = admin
        .get(&format!("/admin/badges?address={query}"))
        .await
        .text();
    assert!(seen.contains("Badge authentique") && seen.contains("value=\"revoked\""));
    let unknown = admin
        .get("/admin/badges?address=https%3A%2F%2Fa.example%2Fb")
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = |to: &'static str, reason: &'static str| {
        [
            ("address", address.clone()),
            ("to", to.to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let put = async |browser: &mut Browser<'_>, fields: [(&str, String); 3]| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        browser.submit("/admin/badges", &fields).await
    };
    let bare = put(&mut admin, set("suspended", " ")).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (to, said) in [
        ("suspended", "Badge suspendu"),
        ("valid", "Badge authentique"),
        ("revoked", "Badge révoqué"),
    ] {
        let done = put(&mut admin, set(to, "Donné par erreur")).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        assert!(world.get(&path).await.text().contains(said));
    }
    assert!(world.get(&path).await.text().contains("Donné par erreur"));
    let again = put(&mut admin, set("valid", "Non")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Who gives in these tests, and what.
async fn to_give(world: &World) -> (Achievement, Giver<'static>) {
    let mut reader = world.app.db.read().await.unwrap();
    let found = rows::find_achievement(&mut reader, SLUG).await.unwrap();
    let giver = Giver {
        role: "admin",
        lang: Default::default(),
    };
    (found.unwrap(), giver)
}

#[test]
fn two_processes_that_give_the_same_at_once_give_it_once() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let other = world.again(|_| {});
        let (achievement, giver) = to_give(&world).await;
        for round in 0..4 {
            let list: Vec<_> = (0..12).map(|n| named(&format!("P{round}-{n}"))).collect();
            let back: Vec<_> = list.iter().rev().cloned().collect();
            let (one, two) = tokio::join!(
                badges::give(&world.app, &achievement, giver, &list),
                badges::give(&other.app, &achievement, giver, &back)
            );
            let (one, two) = (one.unwrap(), two.unwrap());
            for pair in one.iter().zip(two.iter().rev()) {
                match pair {
                    (Gift::Issued(one), Gift::Already(two))
                    | (Gift::Already(one), Gift::Issued(two)) => assert_eq!(one, two),
                    pair => panic!("{pair:?}"),
                }
            }
        }
        let mut reader = world.app.db.read().await.unwrap();
        let counted = store::sql::one(
            &mut reader,
            "SELECT (SELECT COUNT(*) FROM awards) AS awards, (SELECT COUNT(*) FROM credentials) AS badges",
            vec![],
            |line| Ok((line.int("awards")?, line.int("badges")?)),
        );
        assert_eq!(counted.await.unwrap(), Some((48, 48)));
    });
}

#[test]
fn a_list_that_two_workers_go_through_at_once_is_given_once() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let other = world.again(|_| {});
        let (_, giver) = to_give(&world).await;
        let list: Vec<Row> = (1..=150)
            .map(|line| (line, Ok(named(&format!("Personne {line}")))))
            .collect();
        let batch = badges::add_batch(&world.app, Actor::Console, SLUG, giver, &list)
            .await
            .unwrap();
        let (one, two) = tokio::join!(
            badges::work_batch(&world.app, batch),
            badges::work_batch(&other.app, batch)
        );
        assert_eq!((one.unwrap(), two.unwrap()), (None, None));
        let mut reader = world.app.db.read().await.unwrap();
        let order = Order::of(batches::ORDERS, "line", false, 200, 0);
        let fates = batches::list_rows(&mut reader, batch, order).await.unwrap();
        let badges: BTreeSet<_> = fates.iter().filter_map(|one| one.credential).collect();
        assert_eq!((fates.len(), badges.len()), (150, 150));
        let (every, done) = batches::count(&mut reader, batch).await.unwrap();
        assert_eq!((every, done), (150, 150));
    });
}

#[test]
fn the_same_form_sent_twice_at_once_takes_one_of_a_room() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let other = world.again(|_| {});
        for most in [1, 2] {
            let room = NewRoom {
                achievement: SLUG,
                most,
                hours: 2,
                lang: Default::default(),
                role: "admin",
            };
            let code = badges::open_room(&world.app, Actor::Console, &room).await;
            let code = code.unwrap().to_string();
            let (one, two) = tokio::join!(
                badges::take_from_room(&world.app, &code, "form"),
                badges::take_from_room(&other.app, &code, "form")
            );
            assert_eq!(one.unwrap().to_string(), two.unwrap().to_string());
        }
        let mut reader = world.app.db.read().await.unwrap();
        let rooms = pockets::list_rooms(&mut reader, SLUG).await.unwrap();
        assert!(rooms.iter().all(|room| room.taken == 1), "{rooms:?}");
    });
}
