//! The door and after: who came gets a badge like any other, once; the organiser's list, on a screen and on paper, and what is erased of it.

use axum::http::StatusCode;
use crema::{
    access::account::Account,
    base::{Lang, RegistrationId},
    events::{Event, event::OWN_BADGE},
    flows::{
        badges::{earned, publish_badge},
        events::{self as events_flow, Saved},
        registration as flow,
    },
    registration::Registration,
    store::{access, badges, events},
};
use jiff::SignedDuration;

use super::registration::{Held, an_event, line, register};
use crate::support::{browser::Browser, on_empty, world::World};

async fn owner(world: &World, held: &Held) -> Account {
    let mut reader = world.app.db.read().await.unwrap();
    let found = access::find_account(&mut reader, held.owner).await.unwrap();
    found.unwrap()
}

/// Saves the event again, changed.
pub async fn change(world: &World, held: &Held, change: impl FnOnce(&mut Event)) {
    let mut reader = world.app.db.read().await.unwrap();
    let standing = events::find(&mut reader, held.event).await.unwrap();
    drop(reader);
    let standing = standing.unwrap();
    let mut event = standing.event;
    change(&mut event);
    let account = owner(world, held).await;
    let saved = events_flow::save(&world.app, &account, held.event, standing.version, &event);
    assert_eq!(saved.await.unwrap(), Saved::Done(held.event));
}

async fn find(world: &World, held: &Held, name: &str) -> Registration {
    let all = line(world, held).await;
    let called = |one: &Registration| one.name.as_deref() == Some(name);
    all.into_iter().find(called).unwrap()
}

fn ticket(world: &World, id: RegistrationId) -> String {
    format!("/tickets/{}", world.app.keyring.ticket_code(id))
}

fn own_page(world: &World, id: RegistrationId) -> String {
    format!(
        "/registrations/{}",
        world.app.keyring.registration_token(id)
    )
}

/// The time goes on to the beginning of the date.
fn to_the_door(world: &World) {
    world.pass_seconds(SignedDuration::from_hours(240).as_secs());
}

/// The path of the claim that a page or a letter leads to.
fn claim_in(text: &str) -> String {
    let plain = text.replace("=\r\n", "").replace("=3D", "=");
    let rest = plain.split("/claims/").nth(1).unwrap();
    let code: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!("/claims/{code}")
}

#[test]
fn who_came_gets_the_badge_once_by_letter_on_their_page_or_on_paper() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(20)).await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        for name in ["Léa", "Noé", "Kim"] {
            register(&world, &held, name, "").await;
        }
        world.run_jobs().await;
        let zoe = find(&world, &held, "Zoé").await;
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        // Nobody has come to what is still to come.
        let early = ada.get(&ticket(&world, zoe.id)).await.text();
        assert!(early.contains("douze heures avant") && !early.contains("Noter sa venue"));
        ada.submit(&ticket(&world, zoe.id), &[]).await;
        assert!(find(&world, &held, "Zoé").await.attended_at.is_none());
        to_the_door(&world);
        ada.submit(&ticket(&world, zoe.id), &[]).await;
        let before = world.letters().len();

        // The event names its badge after the first was checked in: she gets it too, and so does who comes later; each form is sent twice.
        change(&world, &held, |event| {
            event.achievement = Some(OWN_BADGE.into());
        })
        .await;
        for name in ["Léa", "Noé"] {
            let one = find(&world, &held, name).await;
            for _ in 0..2 {
                let done = ada
                    .submit(&ticket(&world, one.id), &[("from", "list")])
                    .await;
                assert_eq!(done.status, StatusCode::SEE_OTHER);
                assert!(done.header("location").contains("/people?date="));
            }
        }
        world.run_jobs().await;
        let letters = world.letters();
        assert_eq!(
            letters.len(),
            before + 1,
            "one letter, to who left an address"
        );
        let letter = letters.last().unwrap();
        assert!(letter.contains("To: zoe@example.org"), "{letter}");
        assert!(
            !letter.replace("=\r\n", "").contains("pas conserv"),
            "her registration keeps the address: {letter}"
        );
        let all = line(&world, &held).await;
        let awards: std::collections::BTreeSet<_> = all
            .iter()
            .filter_map(|one| one.award)
            .map(|id| id.to_string())
            .collect();
        assert_eq!(awards.len(), 3);

        // Paper: those without an address, by name; neither who got a letter nor who did not come.
        let cards = format!("/me/events/{}/people/cards", held.event);
        let sheet = ada.get(&cards).await.text();
        for (name, there) in [("Léa", true), ("Noé", true), ("Zoé", false), ("Kim", false)] {
            assert_eq!(sheet.contains(name), there, "{name}");
        }
        assert!(sheet.contains("<svg") && sheet.contains("big-code"));
        let mut other = Browser::entered(&world, "eve@example.org").await;
        assert_eq!(other.get(&cards).await.status, StatusCode::NOT_FOUND);

        // Her page has the same code as her letter; the badge says where she was and when, and names nobody else.
        let mut browser = Browser::new(&world);
        let page = browser.get(&own_page(&world, zoe.id)).await.text();
        let claim = claim_in(&page);
        assert_eq!(claim, claim_in(letter));
        let claimed = browser.submit(&claim, &[("name", "Zoé")]).await;
        assert_eq!(claimed.status, StatusCode::SEE_OTHER, "{}", claimed.text());
        let badge = claimed
            .header("location")
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let json = world.get(&format!("{badge}.json")).await.json();
        assert_eq!(
            json["credentialSubject"]["achievement"]["achievementType"],
            "Badge"
        );
        let told = json["evidence"].to_string();
        assert!(
            told.contains("Café IA à la médiathèque") && told.contains("2026"),
            "{told}"
        );
        let whole = json.to_string();
        assert!(!whole.contains("Léa") && !whole.contains("Ada"), "{whole}");
        assert!(world.get(&badge).await.text().contains("Badge authentique"));
        let page = browser.get(&own_page(&world, zoe.id)).await.text();
        assert!(
            !page.contains("/claims/") && page.contains("a été reçu"),
            "{page}"
        );

        // What was claimed is not taken back by a slip at the door; what was not, is, and comes back with the same code.
        let undone = ada
            .submit(&format!("{}/removal", ticket(&world, zoe.id)), &[])
            .await;
        assert!(undone.header("location").contains("done=stays"));
        assert!(find(&world, &held, "Zoé").await.attended_at.is_some());
        let noe = find(&world, &held, "Noé").await;
        let claim = claim_in(&browser.get(&own_page(&world, noe.id)).await.text());
        for _ in 0..2 {
            ada.submit(&format!("{}/removal", ticket(&world, noe.id)), &[])
                .await;
        }
        assert!(find(&world, &held, "Noé").await.attended_at.is_none());
        assert_eq!(browser.get(&claim).await.status, StatusCode::GONE);
        assert!(!ada.get(&cards).await.text().contains("Noé"));
        assert!(
            !browser
                .get(&own_page(&world, noe.id))
                .await
                .text()
                .contains("/claims/")
        );
        ada.submit(&ticket(&world, noe.id), &[]).await;
        assert_eq!(browser.get(&claim).await.status, StatusCode::OK);
        assert_eq!(find(&world, &held, "Noé").await.award, noe.award);

        // A new title is a new version of the badge; nobody gets a second one.
        change(&world, &held, |event| event.title = "Café du jeudi".into()).await;
        world.run_jobs().await;
        assert_eq!(
            line(&world, &held)
                .await
                .iter()
                .filter(|one| one.award.is_some())
                .count(),
            3
        );
        let slug = json["credentialSubject"]["achievement"]["id"]
            .as_str()
            .unwrap();
        let slug = slug.split('/').nth_back(1).unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let newest = badges::find_achievement(&mut reader, slug)
            .await
            .unwrap()
            .unwrap();
        drop(reader);
        assert_eq!(newest.version, "2");
        assert!(newest.texts["fr"].name.contains("Café du jeudi"));
        assert!(world.get(&badge).await.text().contains("Badge authentique"));
        world.app.db.close().await;
    });
}

#[test]
fn two_doors_at_once_make_one_badge() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        change(&world, &held, |event| {
            event.achievement = Some(OWN_BADGE.into())
        })
        .await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        world.run_jobs().await;
        let before = world.letters().len();
        let zoe = find(&world, &held, "Zoé").await.id;
        to_the_door(&world);
        let mut doors = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let app = world.app.clone();
            doors.spawn(async move { flow::admit(&app, zoe).await.unwrap() });
        }
        let mut fresh = 0;
        while let Some(done) = doors.join_next().await {
            fresh += u32::from(done.unwrap());
        }
        assert_eq!(fresh, 1);
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before + 1);
        world.app.db.close().await;
    });
}

#[test]
fn whichever_door_was_last_a_badge_waits_for_who_is_here_alone() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        change(&world, &held, |event| {
            event.achievement = Some(OWN_BADGE.into())
        })
        .await;
        let names: Vec<String> = (0..16).map(|number| format!("Zoé {number}")).collect();
        for name in &names {
            register(&world, &held, name, "").await;
        }
        to_the_door(&world);
        for name in &names {
            let zoe = find(&world, &held, name).await.id;
            let [first, second] = [world.app.clone(), world.app.clone()];
            let (here, gone) = tokio::join!(
                tokio::spawn(async move { flow::admit(&first, zoe).await }),
                tokio::spawn(async move { flow::unadmit(&second, zoe).await })
            );
            here.unwrap().unwrap();
            gone.unwrap().unwrap();
            let zoe = find(&world, &held, name).await;
            let mut reader = world.app.db.read().await.unwrap();
            let waits = match zoe.award {
                Some(award) => earned(&world.app, &mut reader, award, Lang::Fr)
                    .await
                    .unwrap(),
                None => None,
            };
            assert_eq!(waits.is_some(), zoe.attended_at.is_some());
        }
        world.app.db.close().await;
    });
}

#[test]
fn whoever_is_checked_in_while_the_badge_is_being_published_has_it_too() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        register(&world, &held, "Zoé", "").await;
        let rounds: Vec<String> = (0..8).map(|number| format!("Léa {number}")).collect();
        for name in &rounds {
            register(&world, &held, name, "").await;
        }
        to_the_door(&world);
        let awarded = async |name: &str| find(&world, &held, name).await.award.is_some();

        // The organiser's save is under way, and nothing of it can be seen yet, when the door writes down that somebody came.
        let mut reader = world.app.db.read().await.unwrap();
        let before = events::find(&mut reader, held.event)
            .await
            .unwrap()
            .unwrap();
        drop(reader);
        let (mut event, now) = (before.event.clone(), world.app.now());
        event.achievement = Some(OWN_BADGE.into());
        let mut tx = world.app.db.write().await.unwrap();
        assert!(
            events::save(
                &mut tx,
                held.event,
                before.version,
                &event,
                None,
                now,
                false
            )
            .await
            .unwrap()
        );
        let (app, zoe) = (world.app.clone(), find(&world, &held, "Zoé").await.id);
        let door = tokio::spawn(async move { flow::admit(&app, zoe).await });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let standing = events::find(&mut tx, held.event).await.unwrap().unwrap();
        publish_badge(&mut tx, &standing, now).await.unwrap();
        tx.commit().await.unwrap();
        assert!(door.await.unwrap().unwrap());
        assert!(awarded("Zoé").await);

        // And many times both at once, whichever is first.
        for name in &rounds {
            change(&world, &held, |event| event.achievement = None).await;
            let lea = find(&world, &held, name).await.id;
            let app = world.app.clone();
            let door = tokio::spawn(async move { flow::admit(&app, lea).await });
            change(&world, &held, |event| {
                event.achievement = Some(OWN_BADGE.into())
            })
            .await;
            assert!(door.await.unwrap().unwrap());
            assert!(awarded(name).await);
        }
        world.app.db.close().await;
    });
}

#[test]
fn an_event_gives_only_a_badge_that_its_organiser_may_give() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        let mut admin = Browser::steward(
            &world,
            "admin@example.org",
            crema::access::account::Role::Admin,
        )
        .await;
        let draft = |slug: &'static str, awarder: &'static str| {
            [
                ("slug", slug),
                ("kind", "Badge"),
                ("name", slug),
                ("description", "x"),
                ("criteria", "x"),
                ("alt", "x"),
                ("awarders", awarder),
            ]
        };
        for (slug, awarder) in [("for-all", "organiser"), ("for-few", "coordinator")] {
            let made = admin
                .submit("/admin/achievements", &draft(slug, awarder))
                .await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        }
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let form = ada.get(&format!("/me/events/{}", held.event)).await.text();
        assert!(form.contains("value=\"for-all\"") && !form.contains("for-few"));
        // One that is named all the same, as when a role was lost since, gives nothing.
        register(&world, &held, "Léa", "").await;
        let lea = find(&world, &held, "Léa").await.id;
        change(&world, &held, |event| {
            event.achievement = Some("for-few".into())
        })
        .await;
        to_the_door(&world);
        flow::admit(&world.app, lea).await.unwrap();
        assert!(find(&world, &held, "Léa").await.award.is_none());
        change(&world, &held, |event| {
            event.achievement = Some("for-all".into())
        })
        .await;
        assert!(find(&world, &held, "Léa").await.award.is_some());
        world.app.db.close().await;
    });
}

#[test]
fn the_list_is_sorted_searched_paged_printed_filed_and_erased() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(55)).await;
        for number in 0..57 {
            register(&world, &held, &format!("Personne {number:02}"), "").await;
        }
        register(&world, &held, "Élodie", "elodie@example.org").await;
        register(&world, &held, "=cmd|' /C calc'!A0", "").await;
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let people = format!("/me/events/{}/people", held.event);
        let first = ada.get(&people).await.text();
        assert!(first.contains("Personne 49") && !first.contains("Personne 50"));
        let second = ada.get(&format!("{people}?page=2")).await.text();
        assert!(second.contains("Personne 50") && second.contains("Élodie"));
        let named = ada.get(&format!("{people}?sort=name")).await.text();
        assert!(named.contains("Élodie") && !named.contains("Personne 56"));
        let found = ada.get(&format!("{people}?q=elo")).await.text();
        assert!(found.contains("Élodie") && !found.contains("Personne 0"));

        let sheet = ada.get(&format!("{people}/sheet")).await.text();
        assert!(
            sheet.contains("Élodie")
                && sheet.contains("Signature")
                && sheet.contains("Personne 56")
        );
        assert!(!sheet.contains("elodie@example.org"));
        let file = ada.get(&format!("{people}.csv")).await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        let text = file.text();
        assert!(text.starts_with("\u{feff}\"Numéro\";\"Nom\""), "{text}");
        assert!(text.contains("\"elodie@example.org\"") && text.contains("\"'=cmd|"));
        assert_eq!(text.lines().count(), 60);

        // Names are needed until the date is over.
        let forget = format!("{people}/erasure");
        let date = held.date.to_string();
        let fields = [("date", date.as_str()), ("sure", "yes")];
        assert_eq!(
            ada.submit(&forget, &fields).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(!first.contains("/erasure"));
        let one = find(&world, &held, "Personne 00").await.id;
        to_the_door(&world);
        assert!(flow::admit(&world.app, one).await.unwrap());
        world.pass_seconds(SignedDuration::from_hours(10).as_secs());
        assert!(ada.get(&people).await.text().contains("/erasure"));
        let unsure = ada.submit(&forget, &[("date", &date)]).await;
        assert!(unsure.header("location").contains("unsure"));
        let mut other = Browser::entered(&world, "eve@example.org").await;
        assert_eq!(
            other.submit(&forget, &fields).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(line(&world, &held).await[0].name.is_some());
        let done = ada.submit(&forget, &fields).await;
        assert!(
            done.header("location").contains("done=forgotten"),
            "{}",
            done.text()
        );
        let all = line(&world, &held).await;
        assert!(
            all.iter()
                .all(|one| one.name.is_none() && one.contact.mailbox().is_none())
        );
        assert!(all[0].attended_at.is_some());
        let page = ada.get(&people).await.text();
        assert!(page.contains("Nom effacé") && !page.contains("/erasure"));
        for path in ["", ".csv", "/sheet", "/cards"] {
            let path = format!("{people}{path}");
            assert_eq!(
                other.get(&path).await.status,
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
        world.app.db.close().await;
    });
}
