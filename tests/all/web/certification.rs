//! The certification of those who animate, from nothing to a badge: a code in a room, cafés confirmed by a letter's link, a story read blind, and all that must not work.

use std::{fs, time::Duration};

use axum::http::{Method, StatusCode};
use crema::{
    access::account::Role,
    base::Email,
    certification::dossier::{Dossier, Fate},
    flows::{certification as flow, upkeep},
    store::{access as accounts, certification as rows, charter, contested, sql::Order},
};
use serde_json::json;

use crate::support::{
    Folder,
    browser::Browser,
    on_empty,
    world::{Answer, World},
};

const MODULE: &str = r#"format = "cafeia-module/1"
id = "anim"
version = "1.0.0"
lang = "fr"
title = "Animer : certification"
summary = "Des nombres, des cafés, un récit."
licence = "CC-BY-SA-4.0"
[prerequisites]
declarations = ["J'ai animé un café."]
min_age = 18
[delivery]
mode = "certification"
account = "verified-email"
proctor = "in-person"
proctor_role = "animateur-certifie"
time_limit = "none"
[retake]
max = 3
wait = "7d"
new_draw = false
appeal = "30d"
[standard]
method = "angoff"
status = "panel"
cut = "per-form"
classify = "one-sided"
[[items]]
id = "n2"
type = "number"
ask = "Combien font deux fois un ?"
right = 2
angoff = 0.7
[[items]]
id = "n3"
type = "number"
ask = "Combien font trois fois un ?"
right = 3
angoff = 0.7
[[items]]
id = "n4"
type = "number"
ask = "Combien font quatre fois un ?"
right = 4
angoff = 0.7
[[items]]
id = "recit"
part = "dossier"
type = "reflect"
ask = "Racontez un moment difficile."
length = { min_words = 5, max_words = 60 }
required = true
reviewers = { count = 2, role = "animateur-certifie", blind = true, conflict = "same-structure-excluded" }
disagreement = { max_gap = 1, then = "third-reviewer" }
pass = 0.6
rubric = [
  { id = "accueil", criterion = "Chacun parle", weight = 2, scale = ["Non", "Un peu", "Oui", "Tout à fait"] },
  { id = "recul", criterion = "Le récit dit ce qui changerait", weight = 1, scale = ["Non", "Un peu", "Oui", "Tout à fait"] },
]
[[parts]]
id = "questionnaire"
title = "Questionnaire"
[[parts]]
id = "dossier"
title = "Dossier"
kind = "portfolio"
[[evidence]]
id = "cafe"
title = "Un café animé"
kind = "attestation"
count = 2
max_age = "18mo"
personal_data = "none"
[[levels]]
id = "animateur"
name = "Animation certifiée"
min = "standard"
needs = { items = ["recit"], evidence = ["cafe"] }
badge = "animation"
[[levels]]
id = "referent"
name = "Référence"
min = "standard"
needs = { badges = ["animation"], evidence = ["cafe"], evidence_count = 3 }
badge = "reference"
[[badges]]
id = "animation"
name = "Animation de Café IA"
description = "Accueille et fait débattre."
image = { file = "badges/animation.svg", alt = "Une tasse" }
expires = "3y"
[[badges]]
id = "reference"
name = "Référence Café IA"
description = "Animation expérimentée."
image = { file = "badges/reference.svg", alt = "Deux tasses" }
expires = "3y"
"#;

const DOSSIER: &str = "/me/certifications/anim/animateur";
const STORY: &str = "Un soir, une personne parlait sans cesse ; j'ai proposé un tour de table.";
const WORDS: &str = "Le tour de table est bien amené et bien raconté.";

/// An instance that serves the module.
pub(super) async fn serving() -> (World, Folder) {
    serving_with(&[]).await
}

/// The same with further settings.
pub(super) async fn serving_with(settings: &[(&str, &str)]) -> (World, Folder) {
    let folder = Folder::new();
    fs::write(folder.0.join("anim.toml"), MODULE).unwrap();
    let path = folder.0.display().to_string();
    let world = World::with(&[&[("CREMA_QUIZZES", &*path)], settings].concat()).await;
    assert_eq!(world.app.shelf().modules().count(), 1, "the module reads");
    (world, folder)
}

/// The link in the newest letter that has one to this place.
fn link(world: &World, place: &str) -> String {
    let letters = world.letters();
    let plain = letters
        .iter()
        .map(|letter| letter.replace("=\r\n", "").replace("=3D", "="))
        .rfind(|letter| letter.contains(place))
        .unwrap_or_else(|| panic!("no letter leads to {place}"));
    let rest = plain.split(place).nth(1).unwrap();
    let token: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    format!("{place}{token}")
}

/// Letters to somebody that say this.
fn told(world: &World, to: &str, what: &str) -> usize {
    let letters = world.letters();
    letters
        .iter()
        .map(|letter| letter.replace("=\r\n", ""))
        .filter(|letter| {
            letter.contains(&format!("To: {to}")) || letter.contains(&format!("<{to}>"))
        })
        .filter(|letter| letter.contains(what))
        .count()
}

/// Names founding reviewers, each with a structure of their own.
pub(super) async fn founders<'w>(world: &'w World, names: &[&str]) -> Vec<Browser<'w>> {
    let mut admin = Browser::steward(world, "admin@example.org", Role::Admin).await;
    let mut founders = Vec::new();
    for name in names {
        let email = format!("{name}@example.org");
        let named = admin.submit("/admin/founders", &[("email", &email)]).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text());
        let mut founder = Browser::steward(world, &email, Role::Reviewer).await;
        let said = founder
            .submit(
                "/admin/reviews/structure",
                &[("structure", &format!("Maison {name}"))],
            )
            .await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
        founders.push(founder);
    }
    founders
}

pub(super) async fn open_dossier(ada: &mut Browser<'_>) {
    let opened = ada
        .submit(
            DOSSIER,
            &[
                ("declared0", "yes"),
                ("declared1", "yes"),
                ("name", "Ada"),
                ("structure", "La Médiathèque"),
            ],
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
}

/// A session's code.
pub(super) async fn session(supervisor: &mut Browser<'_>) -> String {
    let form = [("module", "anim"), ("people", "5"), ("hours", "2")];
    let opened = supervisor.submit("/me/supervisions", &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let page = supervisor.get("/me/supervisions").await.text();
    let code = page.split("big-code\">").nth(1).unwrap();
    code.split('<').next().unwrap().to_owned()
}

/// Takes the questionnaire with a code, and answers rightly or not at all.
pub(super) async fn questionnaire(ada: &mut Browser<'_>, code: &str, right: bool) -> Answer {
    take(ada, code, if right { 3 } else { 0 }).await.1
}

/// Takes the questionnaire with a code, and answers so many of its three questions rightly: the attempt, and its result.
async fn take(ada: &mut Browser<'_>, code: &str, right: usize) -> (String, Answer) {
    let begin = [("module", "anim"), ("lang", "fr"), ("code", code)];
    let begun = ada.submit("/attempts", &begin).await;
    assert!(begun.status.is_redirection(), "{}", begun.text());
    let path = begun.header("location").to_owned();
    let id = path.split('/').nth(2).unwrap().to_owned();
    let cookie = ada
        .cookies
        .split("; ")
        .find(|one| one.starts_with("attempt="));
    let token = cookie.unwrap().split_once('.').unwrap().1.to_owned();
    for (place, item) in ["n2", "n3", "n4"].into_iter().enumerate() {
        let number = if place < right { &item[1..] } else { "99" };
        let path = format!("/api/v1/attempts/{id}/answers/{item}");
        let put = ada
            .world
            .call(Method::PUT, &path, &token, json!({"response": number}))
            .await;
        assert_eq!(put.status, StatusCode::OK, "{}", put.text());
    }
    ada.submit(&format!("/attempts/{id}/completion"), &[]).await;
    let result = ada.get(&format!("/attempts/{id}/result")).await;
    assert_eq!(result.status, StatusCode::OK);
    (id, result)
}

async fn ask(ada: &mut Browser<'_>, day: &str, place: &str, email: &str) -> Answer {
    let form = [
        ("held_on", day),
        ("place", place),
        ("crowd", "6-15"),
        ("format", "Débat"),
        ("email", email),
    ];
    ada.submit(&format!("{DOSSIER}/attestations"), &form).await
}

const SIGNED: [(&str, &str); 5] = [
    ("answer", "confirm"),
    ("signer", "Ida Host"),
    ("quality", "host"),
    ("organisation", "Mairie de Rodez"),
    ("sure", "yes"),
];

/// Has two cafés confirmed.
pub(super) async fn cafes(ada: &mut Browser<'_>) {
    for (day, place) in [("2026-10-01", "Rodez"), ("2026-11-02", "Albi")] {
        let asked = ask(ada, day, place, "host@example.org").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
        ada.world.run_jobs().await;
        let link = link(ada.world, "/attestations/");
        let signed = Browser::new(ada.world).submit(&link, &SIGNED).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
        ada.world.run_jobs().await;
    }
}

/// The path of the one reading on somebody's desk.
async fn desk(reader: &mut Browser<'_>) -> Option<String> {
    let page = reader.get("/admin/reviews").await.text();
    let path = page.split("href=\"/admin/reviews/").nth(1)?;
    Some(format!(
        "/admin/reviews/{}",
        path.split('"').next().unwrap()
    ))
}

pub(super) async fn read(reader: &mut Browser<'_>, step: &str) -> Answer {
    let path = desk(reader).await.expect("a story on the desk");
    let form = [
        ("mark-accueil", step),
        ("mark-recul", step),
        ("words", WORDS),
    ];
    let read = reader.submit(&path, &form).await;
    reader.world.run_jobs().await;
    read
}

pub(super) async fn hand_in(ada: &mut Browser<'_>) {
    let handed = ada
        .submit(&format!("{DOSSIER}/story"), &[("body", STORY)])
        .await;
    assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text());
    ada.world.run_jobs().await;
}

/// The words of a page, its marks left out.
fn words(html: &str) -> String {
    let parts = html.split('<');
    parts
        .map(|part| part.split_once('>').map_or(part, |(_, words)| words))
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn somebody_goes_from_nothing_to_a_certified_animator() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea", "cleo"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(ada.get("/me/certifications").await.text().contains(DOSSIER));
    let undeclared = ada.submit(DOSSIER, &[("name", "Ada")]).await;
    assert_eq!(undeclared.status, StatusCode::UNPROCESSABLE_ENTITY);
    open_dossier(&mut ada).await;
    let page = ada.get(DOSSIER).await.text();
    assert_eq!(page.matches("À vous").count(), 2 * 3, "{page}");

    let code = session(&mut founders[0]).await;
    let result = questionnaire(&mut ada, &code, true).await.text();
    assert!(result.contains("Le questionnaire est réussi"), "{result}");
    assert!(!result.contains("/claims/"), "a badge before its dossier");
    cafes(&mut ada).await;
    hand_in(&mut ada).await;
    let page = ada.get(DOSSIER).await.text();
    assert!(page.contains("En attente des pairs"), "{page}");
    for founder in &mut founders {
        let path = desk(founder).await.unwrap();
        let story = founder.get(&path).await.text();
        assert!(story.contains("un tour de table"));
        // What is read, and not addresses: signs drawn by chance may spell a name.
        let read_there = words(&story);
        for known in ["ada", "Ada", "Médiathèque", "Ida", WORDS] {
            assert!(!read_there.contains(known), "it tells {known}");
        }
        assert_eq!(read(founder, "2").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(told(&world, "ada@example.org", "accept"), 1);

    // Whoever has a new role enters anew.
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let space = ada.get("/me").await.text();
    assert!(space.contains("Animation de Café IA"), "{space}");
    let badge = space.split("href=\"/credentials/").nth(1).unwrap();
    let badge = format!("/credentials/{}", badge.split('"').next().unwrap());
    let shown = world.get(&badge).await.text();
    assert!(shown.contains("Badge authentique"), "{shown}");
    // Somebody watched: the name stands by itself.
    assert!(shown.contains("<p>Ada.</p>") && !shown.contains("identité non vérifiée"));
    let value = world.get(&format!("{badge}.json")).await.json();
    let subject = &value["credentialSubject"];
    assert_eq!(
        subject["achievement"]["achievementType"],
        "ext:CafeIAAnimation"
    );
    assert_eq!(subject["identifier"][0]["identityHash"], "Ada");
    let evidence = value["evidence"][0]["narrative"].as_str().unwrap();
    for said in [
        "relecture fondatrice, nommée pour les débuts",
        "2 cafés animés",
        "relu à l’aveugle par 2 pairs",
        "2 relectures ont été faites par des personnes nommées pour les débuts",
    ] {
        assert!(evidence.contains(said), "{said}: {evidence}");
    }
    for id in ["relecture-fondatrice", "animateur-certifie"] {
        assert!(!evidence.contains(id), "{id}: {evidence}");
    }
    assert!(value["validUntil"].as_str().unwrap().starts_with("2029-"));
    let page = ada.get(DOSSIER).await.text();
    assert!(page.contains(&badge) && !page.contains("Ouvrir mon dossier"));

    // Who is certified supervises in turn, under the name that the module gives to it.
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Animator).await;
    let code = session(&mut ada).await;
    let mut dan = Browser::entered(&world, "dan@example.org").await;
    questionnaire(&mut dan, &code, true).await;
    let dan = account(&world, "dan@example.org").await;
    let mut reader = world.app.db.read().await.unwrap();
    let passes = rows::list_passes(&mut reader, dan).await.unwrap();
    assert_eq!(passes.len(), 2, "both levels have the same bar");
    assert!(passes[0].assessed.contains("animateur-certifie"));
    drop(reader);
    let mut coordinator = Browser::steward(&world, "coord@example.org", Role::Coordinator).await;
    let list = coordinator.get("/admin/dossiers").await.text();
    assert!(
        list.contains("certification donnée") && list.contains("pas encore assez"),
        "{list}"
    );
    assert!(!list.contains("ada@"));
}

#[test]
fn each_of_all_dossiers_stands_as_its_own_person_has_it() {
    on_empty(|url| async move {
        let (world, _folder) = serving_with(&[("CREMA_DATABASE_URL", &url)]).await;
        let mut founders = founders(&world, &["bea"]).await;
        let code = session(&mut founders[0]).await;
        let mut people = Vec::new();
        for name in ["ada", "dan", "eve"] {
            let mut one = Browser::entered(&world, &format!("{name}@example.org")).await;
            open_dossier(&mut one).await;
            people.push(one);
        }
        // One waits for readers, one has a café asked about, one has done nothing.
        questionnaire(&mut people[0], &code, true).await;
        cafes(&mut people[0]).await;
        hand_in(&mut people[0]).await;
        ask(&mut people[1], "2026-10-01", "Rodez", "host@example.org").await;

        let mut reader = world.app.db.read().await.unwrap();
        let order = Order::of(rows::DOSSIER_ORDERS, "opened", false, 50, 0);
        let all = rows::list_dossiers(&mut reader, order).await.unwrap();
        let all: Vec<_> = all.iter().collect();
        let found = flow::survey(&world.app, &mut reader, &all).await.unwrap();
        let stands = |one: &&Dossier| {
            let (_, standing) = &found[&one.id];
            let passed = standing.passed_at.is_some();
            (passed, standing.cafes, standing.asked, standing.story)
        };
        let stand: Vec<_> = all.iter().map(stands).collect();
        let wanted = [
            (true, 2, 0, Some(Fate::Read)),
            (false, 0, 1, None),
            (false, 0, 0, None),
        ];
        assert_eq!(stand, wanted);
        // What one person sees of their own says the same.
        for one in &all {
            let (account, lang) = (one.account, one.lang);
            let (module, level) = (&one.module, &one.level);
            let own = flow::look(&world.app, &mut reader, account, module, level, lang).await;
            let (_, standing) = &found[&one.id];
            assert_eq!(
                format!("{:?}", own.unwrap().standing),
                format!("{standing:?}")
            );
        }
        let mut other = all[0].clone();
        other.module = "gone".into();
        let gone = flow::survey(&world.app, &mut reader, &[&other])
            .await
            .unwrap();
        assert!(gone.is_empty(), "its module is served no more");
    });
}

#[test]
fn nobody_is_certified_by_a_charter_that_they_leave_at_the_same_moment() {
    on_empty(|url| async move {
        let folder = Folder::new();
        let asked = MODULE.replace("[prerequisites]\n", "[prerequisites]\ncharter = true\n");
        fs::write(folder.0.join("anim.toml"), asked).unwrap();
        let path = folder.0.display().to_string();
        let world = World::with(&[("CREMA_QUIZZES", &path), ("CREMA_DATABASE_URL", &url)]).await;
        let mut founders = founders(&world, &["bea", "cleo"]).await;
        let code = session(&mut founders[0]).await;
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        open_dossier(&mut ada).await;
        questionnaire(&mut ada, &code, true).await;
        cafes(&mut ada).await;
        hand_in(&mut ada).await;
        for founder in &mut founders {
            read(founder, "2").await;
        }
        // Only the charter is missing, and it is there for a moment.
        let adheres = [
            ("version", "1.0"),
            ("party", "person"),
            ("name", "Ada"),
            ("accept", "yes"),
        ];
        ada.submit("/me/charter", &adheres).await;
        let account = account(&world, "ada@example.org").await;
        let mut tx = world.app.db.write().await.unwrap();
        let dossier = rows::list_dossiers_of(&mut tx, account).await.unwrap();
        let dossier = dossier[0].id;
        let adherence = charter::find_of_person(&mut tx, account).await.unwrap();
        let adherence = adherence.unwrap().id;
        let now = world.app.now();
        assert!(
            charter::end(&mut tx, adherence, "Adieu", now)
                .await
                .unwrap()
        );
        let leaves = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            tx.commit().await.unwrap();
        };
        let (settled, ()) = tokio::join!(flow::settle(&world.app, dossier), leaves);
        settled.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let found = rows::find_dossier(&mut reader, dossier).await.unwrap();
        assert_eq!(found.unwrap().certified_at, None);
        drop(reader);

        // Whoever adheres again has all that is asked for.
        ada.submit("/me/charter", &adheres).await;
        flow::settle(&world.app, dossier).await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let found = rows::find_dossier(&mut reader, dossier).await.unwrap();
        assert!(found.unwrap().certified_at.is_some());
    });
}

async fn account(world: &World, email: &str) -> crema::base::AccountId {
    let email = Email::read(email).unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let found = accounts::find_account_of(&mut reader, &email)
        .await
        .unwrap();
    found.unwrap().id
}

#[tokio::test]
async fn a_questionnaire_in_a_room_needs_an_account_and_the_code_of_somebody_else() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea"]).await;
    let begin = |code| [("module", "anim"), ("lang", "fr"), ("code", code)];
    let code = session(&mut founders[0]).await;
    let visitor = Browser::new(&world)
        .submit("/attempts", &begin(&code))
        .await;
    assert_eq!(
        visitor.header("location"),
        "/entry?next=/modules/anim/supervised"
    );
    let api = json!({"module": "anim"});
    let api = world.call(Method::POST, "/api/v1/attempts", "", api).await;
    assert_eq!(api.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    for wrong in ["", "0000-0000-0001", "0000-0000-0000"] {
        let refused = ada.submit("/attempts", &begin(wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.text().contains("code-error"), "{wrong}");
    }
    let own = founders[0].submit("/attempts", &begin(&code)).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "their own");
    // A session that is over opens nothing; what was begun goes on.
    world.pass_minutes(121);
    let late = ada.submit("/attempts", &begin(&code)).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut bea = Browser::steward(&world, "bea@example.org", Role::Reviewer).await;
    let code = session(&mut bea).await;
    assert!(
        ada.submit("/attempts", &begin(&code))
            .await
            .status
            .is_redirection()
    );
    let page = bea.get("/me/supervisions").await.text();
    assert!(page.contains("1 sur 5"), "{page}");
    let end = page.split("action=\"/me/supervisions/").nth(1).unwrap();
    let end = format!("/me/supervisions/{}", end.split('"').next().unwrap());
    let mut eve = Browser::steward(&world, "eve@example.org", Role::Reviewer).await;
    assert_eq!(eve.submit(&end, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bea.submit(&end, &[]).await.status, StatusCode::SEE_OTHER);
    let mut zoe = Browser::entered(&world, "zoe@example.org").await;
    let ended = zoe.submit("/attempts", &begin(&code)).await;
    assert_eq!(ended.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        ada.submit("/attempts", &begin(""))
            .await
            .status
            .is_redirection(),
        "begun before"
    );
    // A role by hand is no certification: eve was named by nobody.
    let form = [("module", "anim"), ("people", "5"), ("hours", "2")];
    let refused = eve.submit("/me/supervisions", &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_cafe_is_confirmed_once_by_somebody_else_behind_a_link() {
    let (world, _folder) = serving().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let closed = ask(&mut ada, "2026-10-01", "Rodez", "host@example.org").await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND, "no dossier");
    open_dossier(&mut ada).await;
    for (day, place, email, word) in [
        ("2026-10-01", "Rodez", "ada+me@example.org", "propre café"),
        ("2027-10-01", "Rodez", "host@example.org", "encore à venir"),
        ("2024-10-01", "Rodez", "host@example.org", "trop ancien"),
        ("hier", "Rodez", "host@example.org", "sous la forme"),
        ("2026-10-01", "", "host@example.org", "Donnez la commune"),
        ("2026-10-01", "Rodez", "host", "adresse"),
    ] {
        let refused = ask(&mut ada, day, place, email).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{word}");
        let page = refused.text();
        assert!(
            page.contains(word) && page.contains(&format!("value=\"{day}\"")),
            "{word}"
        );
    }
    ask(&mut ada, "2026-10-01", "Rodez", "host@example.org").await;
    let twice = ask(&mut ada, "2026-10-01", "RODEZ ", "other@example.org").await;
    assert!(twice.text().contains("déjà demandé"));
    world.run_jobs().await;
    let path = link(&world, "/attestations/");
    let mut host = Browser::new(&world);
    for _ in 0..3 {
        assert_eq!(
            host.get(&path).await.status,
            StatusCode::OK,
            "scanners look"
        );
    }
    let unsigned = host
        .submit(&path, &[("answer", "confirm"), ("signer", "Ida")])
        .await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsigned.text().contains("value=\"Ida\""),
        "what was typed stays"
    );
    let forged = format!("/attestations/{}", "A".repeat(43));
    assert_eq!(
        host.submit(&forged, &SIGNED).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        host.submit(&path, &SIGNED).await.status,
        StatusCode::SEE_OTHER
    );
    let again = host
        .submit(
            &path,
            &[("answer", "decline"), ("words", "Non, finalement.")],
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT, "replayed");
    world.run_jobs().await;
    assert_eq!(told(&world, "ada@example.org", "attest"), 1);
    let page = ada.get(DOSSIER).await.text();
    assert!(
        page.contains("Attesté par Ida Host") && page.contains("1 sur 2"),
        "{page}"
    );
    // Too late.
    ask(&mut ada, "2026-11-02", "Albi", "host@example.org").await;
    world.run_jobs().await;
    let late = link(&world, "/attestations/");
    world.pass_days(31);
    assert_eq!(
        host.submit(&late, &SIGNED).await.status,
        StatusCode::CONFLICT
    );
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    ask(&mut ada, "2026-11-03", "Millau", "host@example.org").await;
    let page = ada.get(DOSSIER).await.text();
    assert!(page.contains("1 sur 2"), "{page}");
    let removal = page.split("action=\"/me/attestations/").nth(1).unwrap();
    let removal = format!("/me/attestations/{}", removal.split('"').next().unwrap());
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(
        eve.submit(&removal, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ada.submit(&removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_story_is_read_by_those_who_are_not_bound_and_a_refusal_is_explained_and_appealed() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea", "cleo", "dora", "elsa", "fay"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    let short = ada
        .submit(&format!("{DOSSIER}/story"), &[("body", "Trop court")])
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text().contains(">Trop court</textarea>"));
    // bea is a colleague, and cleo confirmed a café.
    let colleague = [("structure", "la mediatheque")];
    founders[0]
        .submit("/admin/reviews/structure", &colleague)
        .await;
    ask(&mut ada, "2026-10-01", "Rodez", "cleo@example.org").await;
    hand_in(&mut ada).await;
    let twice = ada
        .submit(&format!("{DOSSIER}/story"), &[("body", STORY)])
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let mut desks = Vec::new();
    for founder in &mut founders {
        desks.push(desk(founder).await);
    }
    assert_eq!(desks[..2], [None, None], "those who are bound read nothing");
    assert_eq!(desks[2..].iter().flatten().count(), 2);
    let mut readers: Vec<usize> = (2..5).filter(|n| desks[*n].is_some()).collect();
    let spare = (2..5).find(|n| desks[*n].is_none()).unwrap();
    // One of them says that they know the author: somebody else is asked.
    let first = desks[readers[0]].clone().unwrap();
    let foreign = founders[spare].get(&first).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "on another desk");
    let conflict = format!("{first}/conflict");
    assert_eq!(
        founders[readers[0]].submit(&conflict, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    world.run_jobs().await;
    assert_eq!(
        founders[readers[0]].get(&first).await.status,
        StatusCode::NOT_FOUND
    );
    readers[0] = spare;
    let blank = desk(&mut founders[spare]).await.unwrap();
    for wrong in [
        vec![("mark-accueil", "1"), ("words", WORDS)],
        vec![("mark-accueil", "1"), ("mark-recul", "9"), ("words", WORDS)],
        vec![("mark-accueil", "1"), ("mark-recul", "1"), ("words", "Non")],
    ] {
        let refused = founders[spare].submit(&blank, &wrong).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong:?}"
        );
    }
    for n in readers {
        assert_eq!(
            read(&mut founders[n], "1").await.status,
            StatusCode::SEE_OTHER
        );
    }
    let again = [("mark-accueil", "3"), ("mark-recul", "3"), ("words", WORDS)];
    assert_eq!(
        founders[spare].submit(&blank, &again).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(told(&world, "ada@example.org", "nouvelle lecture"), 1);
    let page = ada.get(DOSSIER).await.text();
    assert!(
        page.contains(WORDS) && page.contains("Un peu"),
        "explained: {page}"
    );
    assert!(
        !page.contains("example.org\"") && !page.contains("dora"),
        "by nobody named"
    );
    // An appeal goes to those who have not read it: here nobody is left, until one more is named.
    let appeal = format!("{DOSSIER}/appeal");
    let made = ada.submit(&appeal, &[("words", "Relisez la fin.")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    world.run_jobs().await;
    assert_eq!(ada.submit(&appeal, &[]).await.status, StatusCode::CONFLICT);
    for founder in &mut founders {
        assert_eq!(desk(founder).await, None, "nobody reads it again");
    }
    let mut later = self::founders(&world, &["gus"]).await;
    world.run_jobs().await;
    let path = desk(&mut later[0]).await.unwrap();
    let story = later[0].get(&path).await.text();
    assert!(story.contains("Relisez la fin.") && !story.contains(WORDS));
    assert_eq!(read(&mut later[0], "3").await.status, StatusCode::SEE_OTHER);
    let mut admin = Browser::steward(&world, "admin@example.org", Role::Admin).await;
    let full = admin
        .submit("/admin/founders", &[("email", "hal@example.org")])
        .await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY, "six at most");
    let bea = account(&world, "bea@example.org").await;
    admin
        .submit(&format!("/admin/founders/{bea}/end"), &[])
        .await;
    let mut hal = self::founders(&world, &["hal"]).await;
    world.run_jobs().await;
    assert_eq!(read(&mut hal[0], "3").await.status, StatusCode::SEE_OTHER);
    let page = ada.get(DOSSIER).await.text();
    assert!(page.contains("Votre récit est accepté"), "{page}");
}

#[tokio::test]
async fn two_readers_far_apart_call_a_third_and_late_ones_are_replaced() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea", "cleo", "dora"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    hand_in(&mut ada).await;
    let mut on = Vec::new();
    for (n, founder) in founders.iter_mut().enumerate() {
        if desk(founder).await.is_some() {
            on.push(n);
        }
    }
    let spare = (0..3).find(|n| !on.contains(n)).unwrap();
    read(&mut founders[on[0]], "3").await;
    read(&mut founders[on[1]], "1").await;
    read(&mut founders[spare], "2").await;
    let page = ada.get(DOSSIER).await.text();
    assert!(
        page.contains("Votre récit est accepté") && page.contains("Oui"),
        "{page}"
    );
    // Another story, whose readers let the time pass: it goes on with those who are left, that is nobody here.
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    open_dossier(&mut eve).await;
    hand_in(&mut eve).await;
    world.pass_days(15);
    flow::chase(&world.app).await.unwrap();
    world.run_jobs().await;
    let mut waiting = 0;
    for name in ["bea", "cleo", "dora"] {
        let email = format!("{name}@example.org");
        let mut reader = Browser::steward(&world, &email, Role::Reviewer).await;
        waiting += usize::from(desk(&mut reader).await.is_some());
    }
    assert_eq!(waiting, 1, "the one who was not asked before");
}

#[tokio::test]
async fn a_certification_lapses_is_renewed_by_a_cafe_and_is_erased_with_the_account() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea", "cleo"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    let code = session(&mut founders[0]).await;
    questionnaire(&mut ada, &code, true).await;
    cafes(&mut ada).await;
    hand_in(&mut ada).await;
    for founder in &mut founders {
        read(founder, "3").await;
    }
    let id = account(&world, "ada@example.org").await;
    let may = async || {
        let mut reader = world.app.db.read().await.unwrap();
        flow::may_supervise(&world.app, &mut reader, id)
            .await
            .unwrap()
    };
    assert!(may().await);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let early = [("declared0", "yes"), ("declared1", "yes")];
    assert_eq!(
        ada.submit(DOSSIER, &early).await.status,
        StatusCode::CONFLICT
    );
    // Two years and nine months later.
    world.pass_days(1000);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(ada.get(DOSSIER).await.text().contains("Renouveler"));
    open_dossier(&mut ada).await;
    let day = world
        .app
        .now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    let day = day.yesterday().unwrap().to_string();
    ask(&mut ada, &day, "Millau", "host@example.org").await;
    world.run_jobs().await;
    let link = link(&world, "/attestations/");
    Browser::new(&world).submit(&link, &SIGNED).await;
    world.run_jobs().await;
    let space = ada.get("/me").await.text();
    assert_eq!(space.matches("href=\"/credentials/").count(), 2, "{space}");
    world.pass_days(200);
    assert!(may().await, "the new badge holds after the old one");
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let export = ada.get("/me/export").await.json();
    let kept = &export["certification"];
    assert_eq!(kept["dossiers"].as_array().unwrap().len(), 2);
    assert_eq!(kept["cafes"][2]["place"], "Millau");
    assert_eq!(kept["stories"][0]["passed"], true);
    // Nothing is renewed this time: the role goes with the badge, and whoever had it enters anew.
    world.pass_days(1000);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    upkeep::forget(&world.app).await.unwrap();
    let account = accounts::find_account(&mut world.app.db.read().await.unwrap(), id).await;
    assert!(account.unwrap().unwrap().posts.is_empty());
    assert_ne!(ada.get("/me").await.status, StatusCode::OK);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    ada.submit("/me/erasure", &[("sure", "yes")]).await;
    let mut reader = world.app.db.read().await.unwrap();
    assert!(
        rows::list_dossiers_of(&mut reader, id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        rows::list_attestations(&mut reader, id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(rows::list_passes(&mut reader, id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_result_near_the_bar_is_read_by_somebody_else_who_says_why() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    let code = session(&mut founders[0]).await;
    // Two of three, where seven in ten pass: within one standard error.
    let (id, result) = take(&mut ada, &code, 2).await;
    assert!(result.text().contains("en relecture"), "{}", result.text());
    world.run_jobs().await;
    assert_eq!(told(&world, "bea@example.org", "tout pr"), 1);
    assert!(!ada.get(DOSSIER).await.text().contains("Réussi le"));
    let path = format!("/admin/results/{id}");
    let mut own = Browser::steward(&world, "ada@example.org", Role::Reviewer).await;
    assert_eq!(
        own.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "their own"
    );
    let yes = [
        ("decision", "grant"),
        ("words", "La dernière question était ambiguë."),
    ];
    assert_eq!(
        own.submit(&path, &yes).await.status,
        StatusCode::NOT_FOUND,
        "their own"
    );
    // It waits longer than answers are kept.
    world.pass_days(40);
    upkeep::forget(&world.app).await.unwrap();
    let mut bea = Browser::steward(&world, "bea@example.org", Role::Reviewer).await;
    assert!(
        bea.get("/admin")
            .await
            .text()
            .contains("Un résultat attend")
    );
    let list = bea.get("/admin/results").await.text();
    assert!(list.contains(&path), "{list}");
    for column in ["module", "level", "chance", "since"] {
        assert!(
            list.contains(&format!("?sort={column}&#38;order=")),
            "{list}"
        );
    }
    let page = bea.get(&path).await.text();
    for said in ["quatre fois un", "99", "2 sur 3", "70"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("ada@"), "whose it is");
    for (wrong, typed) in [
        (
            vec![("words", "La dernière question était ambiguë.")],
            "ambiguë.</textarea>",
        ),
        (
            vec![("decision", "grant"), ("words", "Oui.")],
            "Oui.</textarea>",
        ),
    ] {
        let refused = bea.submit(&path, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(typed), "{}", refused.text());
    }
    assert_eq!(bea.submit(&path, &yes).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        bea.submit(&path, &yes).await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    world.run_jobs().await;
    assert_eq!(told(&world, "ada@example.org", "le niveau est atteint"), 1);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(ada.get(DOSSIER).await.text().contains("Réussi le"));
    // The reason stays as long as answers usually do, then all of it goes but what was passed.
    let attempt = id.parse().unwrap();
    let kept = async || {
        upkeep::forget(&world.app).await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let review = contested::find_review(&mut reader, attempt).await.unwrap();
        review.is_some()
    };
    world.pass_days(29);
    assert!(kept().await);
    world.pass_days(2);
    assert!(!kept().await);
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert!(ada.get(DOSSIER).await.text().contains("Réussi le"));

    // One that nobody decides on does not wait for ever.
    let mut bea = Browser::steward(&world, "bea@example.org", Role::Reviewer).await;
    let code = session(&mut bea).await;
    let mut dan = Browser::entered(&world, "dan@example.org").await;
    take(&mut dan, &code, 2).await;
    world.pass_days(89);
    upkeep::forget(&world.app).await.unwrap();
    let mut bea = Browser::steward(&world, "bea@example.org", Role::Reviewer).await;
    assert!(!bea.get("/admin/results").await.text().contains("Aucun"));
    world.pass_days(2);
    upkeep::forget(&world.app).await.unwrap();
    let mut bea = Browser::steward(&world, "bea@example.org", Role::Reviewer).await;
    assert!(bea.get("/admin/results").await.text().contains("Aucun"));
}

#[tokio::test]
async fn the_next_level_is_given_once_the_badge_that_it_asks_for_is_there() {
    let (world, _folder) = serving().await;
    let mut founders = founders(&world, &["bea", "cleo"]).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    open_dossier(&mut ada).await;
    let form = [("declared0", "yes"), ("declared1", "yes"), ("name", "Ada")];
    let next = "/me/certifications/anim/referent";
    let opened = ada.submit(next, &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let code = session(&mut founders[0]).await;
    questionnaire(&mut ada, &code, true).await;
    cafes(&mut ada).await;
    let third = ask(&mut ada, "2026-11-05", "Millau", "host@example.org").await;
    assert_eq!(third.status, StatusCode::SEE_OTHER);
    world.run_jobs().await;
    let link = link(&world, "/attestations/");
    Browser::new(&world).submit(&link, &SIGNED).await;
    world.run_jobs().await;
    let page = ada.get(next).await.text();
    assert_eq!(
        page.matches("À vous").count(),
        2,
        "at a glance and in its part, the badge: {page}"
    );
    hand_in(&mut ada).await;
    for founder in &mut founders {
        read(founder, "3").await;
    }
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let space = ada.get("/me").await.text();
    for badge in ["Animation de Café IA", "Référence Café IA"] {
        assert!(space.contains(badge), "{badge}: {space}");
    }
}
