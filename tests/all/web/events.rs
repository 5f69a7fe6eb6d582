//! Events: written, announced by who adheres to the charter, found, shown and fed, cancelled for all to see.

use axum::http::{Method, StatusCode};
use crema::{
    base::{Email, Lang},
    events::{Standing, Status},
    flows::events as flow,
    store::{access, events as rows},
};

use crate::support::{
    browser::Browser,
    on_empty,
    rows::{an_event, announced},
    world::World,
};

/// A café of an hour and a half in Lille, as its form is sent.
pub fn a_form<'a>(title: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("summary", "On parle; on essaie, ensemble"),
        ("format", "discuss"),
        ("pillar", "discuss"),
        ("themes", "Travail"),
        ("place", "Lille (59)"),
        ("commune", "59350"),
        ("place-name", "Médiathèque"),
        ("access", "De plain-pied."),
        ("online", "yes"),
        ("link", "https://visio.example/secret"),
        ("language", "fr"),
        ("price", "0"),
        ("seats", "12"),
        ("registration", "here"),
        ("day", day),
        ("from", "13:30"),
        ("to", "15:00"),
        ("repeat", "once"),
        ("ends", "open"),
    ]
}

pub fn with<'a>(
    mut form: Vec<(&'a str, &'a str)>,
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    form.retain(|(field, _)| *field != name);
    form.push((name, value));
    form
}

/// Writes an event and gives the path of its form.
pub async fn written(ada: &mut Browser<'_>, form: &[(&str, &str)]) -> String {
    let answer = ada.submit("/me/events", form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer
        .header("location")
        .split('?')
        .next()
        .unwrap()
        .to_owned()
}

pub async fn adhere(ada: &mut Browser<'_>) {
    let page = ada.get("/me/charter").await.text();
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap().to_owned();
    let fields = [
        ("version", version.as_str()),
        ("name", "Ada"),
        ("accept", "yes"),
        ("as", "person"),
        ("party", "person"),
    ];
    let adhered = ada.submit("/me/charter", &fields).await;
    assert_eq!(adhered.status, StatusCode::SEE_OTHER, "{}", adhered.text());
}

async fn text(world: &World, path: &str) -> String {
    let answer = world
        .send(Method::GET, path, &[("accept-language", "fr")], "")
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text());
    answer.text()
}

#[test]
fn what_its_organiser_takes_back_as_it_is_agreed_to_does_not_stand() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let (app, now) = (&world.app, world.app.now());
        let mut tx = app.db.write().await.unwrap();
        let email = Email::read("ada@example.org").unwrap();
        let ada = access::add_account(&mut tx, &email, Lang::Fr, now).await;
        let ada = access::find_account(&mut tx, ada.unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let ada = ada.unwrap();
        for _ in 0..8 {
            let asked = Standing {
                owner: Some(ada.id),
                status: Status::Asked,
                published_at: None,
                ..an_event(now)
            };
            let mut tx = app.db.write().await.unwrap();
            assert!(rows::add(&mut tx, &asked, None).await.unwrap());
            tx.commit().await.unwrap();
            let (agreed, cancelled) = tokio::join!(
                flow::answer(app, asked.id, None),
                flow::cancel(app, &ada, asked.id)
            );
            cancelled.unwrap();
            let left = rows::find(&mut app.db.read().await.unwrap(), asked.id).await;
            let left = left.unwrap().map(|one| one.status);
            match agreed {
                Ok(()) => assert_eq!(left, Some(Status::Cancelled)),
                Err(_) => assert_eq!(left, None),
            }
        }
        app.db.close().await;
    });
}

#[tokio::test]
async fn an_event_is_written_announced_found_fed_and_cancelled() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let path = written(&mut ada, &a_form("Café <de> mars", "2027-03-04")).await;
    assert!(
        !text(&world, "/events").await.contains("mars"),
        "a draft is nobody else's"
    );
    let refused = ada.submit(&format!("{path}/publication"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    adhere(&mut ada).await;
    let published = ada.submit(&format!("{path}/publication"), &[]).await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.text()
    );
    for list in [
        "/events",
        "/",
        "/events?place=Lille+(59)&commune=59350&km=10",
        "/events?theme=travail",
        "/events?q=media",
    ] {
        assert!(
            text(&world, list).await.contains("Café &#60;de&#62; mars"),
            "{list}"
        );
    }
    for none in [
        "/events?format=play",
        "/events?from=2027-03-05",
        "/events?place=Paris+(75)&commune=75056",
    ] {
        assert!(!text(&world, none).await.contains("mars</a>"), "{none}");
    }
    assert!(
        text(&world, "/events/calendar?month=2027-03")
            .await
            .contains("13 h 30 Café")
    );
    let list = text(&world, "/events").await;
    let slug = list
        .split("href=\"/events/cafe-")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let slug = format!("/events/cafe-{slug}");
    let page = text(&world, &slug).await;
    assert!(
        page.contains("jeudi 4 mars 2027")
            && page.contains("De plain-pied.")
            && page.contains("Gratuit")
    );
    assert!(page.contains(&format!("{slug}/dates/")), "one registers");
    for feed in [
        "/events.ics",
        "/events.atom",
        "/events.json",
        "/events.csv",
        &slug,
        &format!("{slug}.ics"),
    ] {
        let feed = text(&world, feed).await;
        assert!(
            !feed.contains("visio.example"),
            "the link is for those who registered"
        );
    }
    let ics = text(&world, "/events.ics").await;
    assert!(
        ics.contains("DTSTART;TZID=Europe/Paris:20270304T133000") && ics.contains("SEQUENCE:0"),
        "{ics}"
    );
    let beyond = text(&world, "/events?page=7").await;
    assert!(
        beyond.contains("rien sur cette page") && beyond.contains("href=\"/events\">Aller"),
        "{beyond}"
    );
    let beyond = text(&world, "/events.json?page=7").await;
    let beyond: serde_json::Value = serde_json::from_str(&beyond).unwrap();
    assert_eq!(
        (&beyond["numberOfItems"], &beyond["pages"]),
        (&1.into(), &1.into())
    );
    assert_eq!(beyond["itemListElement"], serde_json::json!([]));
    let json: serde_json::Value =
        serde_json::from_str(&text(&world, "/events.json").await).unwrap();
    assert_eq!(
        json["itemListElement"][0]["startDate"],
        "2027-03-04T13:30:00+01:00"
    );
    assert!(
        text(&world, "/events.csv")
            .await
            .contains("2027-03-04T13:30:00+01:00")
    );
    assert!(
        text(&world, "/events.atom")
            .await
            .contains("Café &lt;de&gt; mars")
    );
    let first = world.send(Method::GET, "/events.ics", &[], "").await;
    let tag = first.header("etag").to_owned();
    let again = world
        .send(Method::GET, "/events.ics", &[("if-none-match", &tag)], "")
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let cancelled = ada
        .submit(&format!("{path}/cancellation"), &[("sure", "yes")])
        .await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER);
    assert!(
        text(&world, "/events.ics")
            .await
            .contains("STATUS:CANCELLED")
    );
    assert!(
        text(&world, &slug)
            .await
            .contains("Cet événement est annulé.")
    );
}

#[tokio::test]
async fn each_fault_stands_beside_its_field_and_what_was_typed_is_kept() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    for (field, value, error) in [
        ("title", "", "title-error"),
        ("seats", "-3", "seats-error"),
        ("price", "-1", "price-error"),
        ("to", "12:00", "to-error"),
        ("link", "javascript:alert(1)", "link-error"),
        ("place", "Poudlard", "place-error"),
        ("question-1", "Combien ?", "purpose-1-error"),
        ("choices-2", "Une seule", "question-2-error"),
        ("answer-days", "400", "answer-days-error"),
    ] {
        let form = with(a_form("Gardé", "2027-03-04"), field, value);
        let answer = ada.submit("/me/events", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(
            answer.text().contains(&format!("id=\"{error}\"")),
            "{field}"
        );
        assert!(field == "title" || answer.text().contains("value=\"Gardé\""));
        // At the top stands the way to the field, which is in no part that is folded away.
        let (page, field) = (answer.text(), error.trim_end_matches("-error"));
        let summary = page.split("id=\"errors\"").nth(1).unwrap();
        let summary = summary.split("</div>").next().unwrap();
        for fault in summary.split("href=\"#").skip(1) {
            let fault = fault.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{fault}-error\"")), "{fault}");
        }
        assert!(summary.contains(&format!("href=\"#{field}\"")), "{summary}");
        assert!(page.contains("<title>Erreur"), "{field}");
        let before = page.split(&format!("id=\"{field}\"")).next().unwrap();
        let folded = before.rsplit("<details").next().unwrap();
        assert!(
            before.matches("<details").count() == before.matches("</details>").count()
                || folded.starts_with(" open"),
            "{field}"
        );
    }
    let skipped = with(
        with(a_form("Nuit", "2027-03-28"), "from", "02:30"),
        "to",
        "04:00",
    );
    let answer = ada.submit("/me/events", &skipped).await;
    assert!(answer.text().contains("cette heure n"), "{}", answer.text());
}

#[tokio::test]
async fn a_search_is_folded_until_something_is_asked_and_a_place_that_is_unclear_comes_first() {
    let world = World::new().await;
    for (list, asked, unclear) in [
        ("/events", "/events?q=media", "/events?place=Poudlard"),
        ("/people", "/people?q=marie", "/people?place=Poudlard"),
    ] {
        let folded = "<details class=\"fold screen-only\"><summary>";
        let open = "<details class=\"fold screen-only\" open><summary>";
        let (plain, asked) = (text(&world, list).await, text(&world, asked).await);
        assert!(plain.contains(folded) && asked.contains(open), "{list}");
        // What was looked for is shown at once: the address of the form ends in the place of the list.
        let form = format!("action=\"{list}#list\"");
        assert!(asked.contains(&form) && asked.contains("<h2 id=\"list\">"));
        let unclear = world.get(unclear).await;
        assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unclear = unclear.text();
        assert!(unclear.contains(open) && !unclear.contains("id=\"list\""));
    }
}

#[tokio::test]
async fn an_event_on_paper_has_the_way_to_its_page() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let path = written(&mut ada, &a_form("Affiche", "2027-03-04")).await;
    ada.submit(&format!("{path}/publication"), &[]).await;
    let list = text(&world, "/events").await;
    let slug = list.split("href=\"/events/affiche-").nth(1).unwrap();
    let address = format!("/events/affiche-{}", slug.split('"').next().unwrap());
    let page = text(&world, &address).await;
    let poster = page.split("paper-only").nth(1).unwrap();
    assert!(poster.contains(&format!("{}</strong>", world.app.url(&address))));
    assert!(poster.contains("<svg"), "{poster}");
    assert!(!page.contains("Imprimée"), "only who organises is told");
    assert!(ada.get(&address).await.text().contains("Imprimée"));
}

#[tokio::test]
async fn a_series_is_a_rule_and_nobody_touches_the_events_of_others() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let form = with(
        with(a_form("Jeudis", "2027-03-04"), "repeat", "weekly"),
        "except",
        "11/03/2027",
    );
    let path = written(&mut ada, &form).await;
    ada.submit(&format!("{path}/publication"), &[]).await;
    let ics = text(&world, "/events.ics").await;
    assert!(
        ics.contains("RRULE:FREQ=WEEKLY\r\n")
            && ics.contains("EXDATE;TZID=Europe/Paris:20270311T133000"),
        "{ics}"
    );
    let month = text(&world, "/events/calendar?month=2027-03").await;
    assert_eq!(
        month.matches("13 h 30 Jeudis").count(),
        4,
        "the fourth, eighteenth and twenty-fifth, and the first of April in the last row"
    );
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.get(&path).await.status, StatusCode::NOT_FOUND);
    for deed in ["publication", "cancellation", "copies"] {
        let answer = eve
            .submit(&format!("{path}/{deed}"), &[("sure", "yes")])
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{deed}");
    }
    assert_eq!(eve.get("/admin/events").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_long_series_shows_its_next_dates_and_folds_the_others_away() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let today = world.app.now().to_string()[..10].to_owned();
    let path = written(
        &mut ada,
        &with(a_form("Chaque semaine", &today), "repeat", "weekly"),
    )
    .await;
    ada.submit(&format!("{path}/publication"), &[]).await;
    world.pass_days(100);
    crema::flows::events::extend(&world.app).await.unwrap();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let dates = crema::store::events::list_dates(&mut reader, id)
        .await
        .unwrap();
    drop(reader);
    let past = dates.iter().filter(|date| date.is_past(world.app.now()));
    let past = past.count();
    assert!(past > 10 && dates.len() > past + 40);

    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let page = ada.get(&format!("{path}/people")).await.text();
    let nav = page.split("<nav aria-label=\"Dates\">").nth(1).unwrap();
    let nav = nav.split("</nav>").next().unwrap();
    let (near, folded) = nav.split_once("<details>").expect(nav);
    assert_eq!(near.matches("<li>").count(), 4, "the next ones are seen");
    assert!(near.contains("aria-current=\"page\""));
    let later = dates.len() - past - 4;
    assert!(folded.contains(&format!("Voir les {later} dates suivantes")));
    assert_eq!(
        nav.matches("<li>").count(),
        dates.len(),
        "each date is reached"
    );
    let year = dates[0].civil.year();
    let count = dates[..past].iter().filter(|one| one.civil.year() == year);
    let words = format!("{year} : {} dates passées", count.count());
    assert!(folded.replace('\u{a0}', " ").contains(&words), "{folded}");
    // A date that is over is shown where it is asked for.
    let old = ada
        .get(&format!("{path}/people?date={}", dates[0].id))
        .await
        .text();
    let shown = old.split("<p class=\"lead\">").nth(1).unwrap();
    assert!(
        shown
            .split("</p>")
            .next()
            .unwrap()
            .contains(&year.to_string())
    );

    let form = ada.get(&path).await.text();
    let reports = form.split("Comptes rendus").nth(1).unwrap();
    let (shown, _) = reports.split_once("<details>").unwrap();
    assert_eq!(shown.matches("/report\"").count(), 3);
    assert_eq!(
        form.matches("/report\"").count(),
        past,
        "and each report is reached"
    );
}

#[tokio::test]
async fn what_an_organiser_writes_says_its_language_where_the_page_has_another() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let mut form = with(a_form("Coffee and code", "2027-03-04"), "language", "en");
    for (name, value) in [
        ("access", "Step-free"),
        ("themes", "school"),
        ("price-words", "pay what you like"),
        ("question-1", "Tea?"),
        ("purpose-1", "To count cups."),
        ("choices-1", "Yes\nNo"),
        ("registration", "here"),
    ] {
        form = with(form, name, value);
    }
    let path = written(&mut ada, &form).await;
    ada.submit(&format!("{path}/publication"), &[]).await;
    let list = text(&world, "/events").await;
    let slug = list.split("href=\"/events/coffee").nth(1).unwrap();
    let page = format!("/events/coffee{}", slug.split('"').next().unwrap());
    assert!(list.contains("<li lang=\"en\">school</li>"), "{list}");
    let show = text(&world, &page).await;
    for words in ["Step-free", "pay what you like"] {
        let marked = format!("<span lang=\"en\">{words}</span>");
        assert!(show.contains(&marked), "{words}: {show}");
    }
    assert!(!show.contains("<span lang=\"en\">Gratuit"), "{show}");
    let month = text(&world, "/events/calendar?month=2027-03").await;
    assert!(month.contains("<span lang=\"en\">Coffee and code</span>"));
    let date = show.split("/dates/").nth(1).unwrap();
    let date = date.split('"').next().unwrap();
    let asked = text(&world, &format!("{page}/dates/{date}")).await;
    for marked in [
        "<span lang=\"en\">Tea?</span> (facultatif)</label>",
        "<span lang=\"en\">To count cups.</span> Effacé",
        "<option value=\"Yes\" lang=\"en\">Yes</option>",
    ] {
        assert!(asked.contains(marked), "{marked}: {asked}");
    }
    // Where the page has the language of the event nothing is said of it.
    let english = text(&world, &format!("{page}?lang=en")).await;
    assert!(english.contains("Step-free") && !english.contains("<span lang=\"en\""));
}

/// A calendar as a form with a file sends it.
async fn bring(ada: &mut Browser<'_>, calendar: &str) -> String {
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.ics\"\r\n\r\n{calendar}\r\n--b--\r\n"
    );
    let headers = [
        ("accept-language", "fr"),
        ("content-type", "multipart/form-data; boundary=b"),
        ("origin", "http://localhost:8080"),
        ("cookie", &ada.cookies),
    ];
    let answer = ada
        .world
        .send(Method::POST, "/me/events/import", &headers, body)
        .await;
    answer.text()
}

/// A calendar with one event, of a version.
fn a_calendar(title: &str, more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:ailleurs-1\r\nSUMMARY:{title}\r\nDTSTART;TZID=Europe/Paris:20270304T133000\r\nDTEND;TZID=Europe/Paris:20270304T150000\r\nLOCATION:Médiathèque\\, 59000 Lille\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[tokio::test]
async fn a_calendar_is_taken_over_again_without_doubles_and_what_was_changed_here_is_left() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let take = async |ada: &mut Browser<'_>, calendar: &str| {
        let fields = [("source", calendar), ("uid", "ailleurs-1")];
        let taken = ada.submit("/me/events/import/taken", &fields).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
        taken.text()
    };
    let first = a_calendar("Venu <d>ailleurs", "");
    let page = bring(&mut ada, &first).await;
    assert!(
        page.contains("nouveau") && page.contains("Lille (59)"),
        "{page}"
    );
    assert!(page.contains("Venu &#60;d&#62;ailleurs"), "{page}");
    let mine = ada.get("/me/events").await.text();
    assert!(!mine.contains("Venu"), "looking makes nothing");
    for _ in 0..2 {
        take(&mut ada, &first).await;
    }
    let mine = ada.get("/me/events").await.text();
    assert_eq!(mine.matches("ailleurs</a>").count(), 1, "{mine}");
    assert!(bring(&mut ada, &first).await.contains("déjà repris"));

    let second = a_calendar("Changé ailleurs", "SEQUENCE:1\r\n");
    assert!(bring(&mut ada, &second).await.contains("changé là-bas"));
    take(&mut ada, &second).await;
    let mine = ada.get("/me/events").await.text();
    assert!(
        mine.contains("Changé ailleurs") && !mine.contains("Venu"),
        "{mine}"
    );
    assert!(bring(&mut ada, &first).await.contains("plus ancien"));

    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let page = bring(&mut eve, &second).await;
    assert!(page.contains("déjà ici, par quelqu"), "{page}");

    adhere(&mut ada).await;
    let path = mine.split("href=\"/me/events/").nth(3).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    let path = if path == "import" || path == "new" {
        let all: Vec<&str> = mine.split("href=\"/me/events/").skip(1).collect();
        let own = all
            .iter()
            .find(|rest| !rest.starts_with("import") && !rest.starts_with("new"));
        format!("/me/events/{}", own.unwrap().split('"').next().unwrap())
    } else {
        format!("/me/events/{path}")
    };
    ada.submit(&format!("{path}/publication"), &[]).await;
    let third = a_calendar("Changé encore", "SEQUENCE:2\r\n");
    take(&mut ada, &third).await;
    assert!(
        text(&world, "/events").await.contains("Changé encore"),
        "announced, and kept up to date"
    );

    let gone = a_calendar("Changé encore", "SEQUENCE:3\r\nSTATUS:CANCELLED\r\n");
    assert!(bring(&mut ada, &gone).await.contains("sera annulé ici"));
    take(&mut ada, &gone).await;
    assert!(
        text(&world, "/events.ics")
            .await
            .contains("STATUS:CANCELLED")
    );
    assert!(text(&world, "/events.ics").await.contains("UID:ailleurs-1"));
}

#[tokio::test]
async fn a_commune_that_a_file_does_not_name_is_chosen_and_kept_when_the_file_comes_again() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let calendar = |title: &str, sequence: usize, at: &str| {
        let one = |uid: &str, at: &str| {
            format!(
                "BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nSUMMARY:{title} {uid}\r\nDTSTART;TZID=Europe/Paris:20270304T133000\r\nDTEND;TZID=Europe/Paris:20270304T150000\r\nLOCATION:{at}\r\nEND:VEVENT\r\n"
            )
        };
        let (lost, known) = (one("perdu", at), one("connu", "Bar\\, 59000 Lille"));
        let (double, left) = (one("double", "Saint-Denis"), one("laisse", "Salle X"));
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{lost}{known}{double}{left}END:VCALENDAR\r\n")
    };
    let first = calendar("Café", 0, "Salle des fêtes\\, rue Haute");
    let page = bring(&mut ada, &first).await;
    assert!(
        page.contains("Salle des fêtes, rue Haute") && page.contains("name=\"place-0\""),
        "{page}"
    );
    assert!(!page.contains("name=\"place-1\""), "Lille is known");
    assert!(
        page.contains("name=\"commune-2\" value=\"93066\""),
        "the file leaves a choice"
    );
    let fields = [
        ("source", first.as_str()),
        ("place-0", "Poudlard"),
        ("place-2", "Saint-Denis"),
    ];
    let refused = ada.submit("/me/events/import/taken", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(
        page.contains("value=\"Poudlard\"") && page.contains("id=\"place-0-error\""),
        "{page}"
    );
    assert!(
        page.contains("id=\"place-2-error\"") && page.contains("value=\"connu\">"),
        "what was not ticked is not ticked now: {page}"
    );
    assert!(
        !ada.get("/me/events").await.text().contains("Café perdu"),
        "nothing is taken over while a commune is not understood"
    );
    let fields = [
        ("source", first.as_str()),
        ("uid", "connu"),
        ("place-0", "75012"),
        ("commune-2", "93066"),
    ];
    for _ in 0..2 {
        let taken = ada.submit("/me/events/import/taken", &fields).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    }
    let mine = ada.get("/me/events").await.text();
    for title in ["Café perdu</a>", "Café connu</a>", "Café double</a>"] {
        assert_eq!(mine.matches(title).count(), 1, "{title}: {mine}");
    }
    assert!(
        !mine.contains("Café laisse"),
        "what was left empty is not taken over"
    );
    let page = bring(&mut ada, &first).await;
    assert_eq!(page.matches("déjà repris").count(), 3, "{page}");

    // Changed there, its place told in the same words: the choice stands.
    let second = calendar("Atelier", 1, "Salle des fêtes\\, rue Haute");
    let page = bring(&mut ada, &second).await;
    assert_eq!(page.matches("changé là-bas").count(), 3, "{page}");
    let fields = [("source", second.as_str()), ("uid", "perdu")];
    let page = ada.submit("/me/events/import/taken", &fields).await.text();
    assert!(page.contains("Paris (75)"), "{page}");
    let mine = ada.get("/me/events").await.text();
    assert_eq!(mine.matches("Atelier perdu</a>").count(), 1, "{mine}");

    // Its place in other words: the commune is asked for again, the former one proposed.
    let third = calendar("Atelier", 2, "Salle des fêtes\\, rue Basse");
    let page = bring(&mut ada, &third).await;
    assert!(
        page.contains("name=\"place-0\" value=\"Paris (75)\""),
        "{page}"
    );
    let fields = [("source", third.as_str()), ("place-0", "Paris (75)")];
    let page = ada.submit("/me/events/import/taken", &fields).await.text();
    assert!(page.contains("changé là-bas"), "{page}");
    let mine = ada.get("/me/events").await.text();
    assert_eq!(mine.matches("Atelier perdu</a>").count(), 1, "{mine}");
    assert!(bring(&mut ada, &third).await.contains("déjà repris"));
}

#[tokio::test]
async fn what_was_changed_by_hand_stays_and_strange_files_are_told() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    let calendar = a_calendar("Ailleurs", "");
    let fields = [("source", calendar.as_str()), ("uid", "ailleurs-1")];
    let page = ada.submit("/me/events/import/taken", &fields).await.text();
    let path = page.split("href=\"/me/events/").nth(1).unwrap();
    let path = format!("/me/events/{}", path.split('"').next().unwrap());
    let path = if path == "/me/events/" {
        panic!("{page}")
    } else {
        path
    };
    let version = ada.get(&path).await.text();
    let version = version.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap().to_owned();
    let form = with(a_form("À la main", "2027-03-05"), "version", &version);
    let saved = ada.submit(&path, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let later = a_calendar("Ailleurs 2", "SEQUENCE:5\r\n");
    assert!(bring(&mut ada, &later).await.contains("modifié ici"));
    for (strange, words) in [
        ("", "Choisissez un fichier"),
        ("<html>", "ni un calendrier"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "abîmé"),
    ] {
        assert!(bring(&mut ada, strange).await.contains(words), "{words}");
    }
    let body = "--b\r\ncontent-disposition: form-data; name=\"address\"\r\n\r\nhttps://127.0.0.1/a.ics\r\n--b--\r\n";
    let headers = [
        ("accept-language", "fr"),
        ("content-type", "multipart/form-data; boundary=b"),
        ("origin", "http://localhost:8080"),
        ("cookie", ada.cookies.as_str()),
    ];
    let answer = world
        .send(Method::POST, "/me/events/import", &headers, body)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("interroge"), "{}", answer.text());
}

#[tokio::test]
async fn a_report_is_written_once_the_cafe_has_begun_told_and_summed_up() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    adhere(&mut ada).await;
    let today = world.app.now().to_string()[..10].to_owned();
    let form = with(a_form("Café du jour", &today), "from", "23:58");
    let path = written(&mut ada, &with(form, "to", "23:59")).await;
    ada.submit(&format!("{path}/publication"), &[]).await;
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let dates = crema::store::events::list_dates(&mut world.app.db.read().await.unwrap(), id)
        .await
        .unwrap();
    let report = format!("{path}/dates/{}/report", dates[0].id);
    assert_eq!(
        ada.get(&report).await.status,
        StatusCode::NOT_FOUND,
        "it has not begun"
    );
    world.pass_minutes(24 * 60);
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    assert_eq!(eve.get(&report).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get(&report).await.status, StatusCode::OK);
    let told = [
        ("crowd", "5-9"),
        ("age", "soixante_dix_plus"),
        ("standing", "retraite"),
        ("level", "debutant"),
        ("where", "lieu_activite"),
        ("said", "On a parlé <de> tout"),
        ("partners", "=1+1"),
    ];
    let long = "x".repeat(2_001);
    for (field, value, error) in [
        ("crowd", "7", "crowd-error"),
        ("said", long.as_str(), "said-error"),
    ] {
        let refused = ada.submit(&report, &with(told.into(), field, value)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text().contains(&format!("id=\"{error}\"")),
            "{field}"
        );
    }
    let saved = ada.submit(&report, &told).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let form = ada.get(&path).await.text();
    let page = form.split("href=\"/events/").nth(1).unwrap();
    let page = format!("/events/{}", page.split('"').next().unwrap());
    assert!(
        !text(&world, &page).await.contains("On a parlé"),
        "it is private"
    );
    let public = with(told.into(), "public", "yes");
    ada.submit(&report, &public).await;
    let shown = text(&world, &page).await;
    assert!(
        shown.contains("On a parlé &#60;de&#62; tout") && shown.contains("de 5 à 9"),
        "{shown}"
    );

    let csv = ada.get(&format!("{path}/reports.csv")).await.text();
    assert!(
        csv.contains("\"'=1+1\"") && csv.contains("\"soixante_dix_plus\""),
        "{csv}"
    );
    let json = ada.get(&format!("{path}/reports.json")).await.json();
    let told = &json["reports"][0];
    assert_eq!(told["thematiques"][0], "intelligence_artificielle");
    assert_eq!(
        (&told["participants"]["min"], &told["departement"]),
        (&5.into(), &"59".into())
    );
    let foreign = eve.get(&format!("{path}/reports.csv")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);

    use crema::{
        access::account::{Post, Role},
        access::audit::Actor,
        base::Email,
        flows::access,
        store::access as accounts,
    };
    assert_eq!(
        eve.get("/admin/reports").await.status,
        StatusCode::FORBIDDEN
    );
    let all = "from=2026-01-01&until=2027-12-31";
    let mut coco = Browser::steward(&world, "coco@example.org", Role::Coordinator).await;
    let sums = coco.get(&format!("/admin/reports?{all}")).await.text();
    assert!(
        sums.contains("Un café") && sums.contains("De 5 à 9 personnes"),
        "{sums}"
    );
    assert!(!sums.contains("70 ans"), "one café says who was there");
    let sums = coco
        .get(&format!("/admin/reports.csv?{all}&territory=59"))
        .await
        .text();
    assert!(
        sums.contains("\"crowd\";\"5-9\"") && !sums.contains("\"age\""),
        "{sums}"
    );
    // Who coordinates one territory sees that alone, whatever is asked.
    let email = Email::read("lise@example.org").unwrap();
    let mut lise = Browser::steward(&world, "lise@example.org", Role::Coordinator).await;
    let account = accounts::find_account_of(&mut world.app.db.read().await.unwrap(), &email).await;
    let account = account.unwrap().unwrap().id;
    let bound = Post {
        role: Role::Coordinator,
        territory: Some("93".into()),
    };
    access::grant(&world.app, Actor::Console, account, &bound)
        .await
        .unwrap();
    let free = Post {
        role: Role::Coordinator,
        territory: None,
    };
    access::take_back(&world.app, Actor::Console, account, &free)
        .await
        .unwrap();
    let link = access::invite(&world.app, &email, Default::default())
        .await
        .unwrap();
    lise.submit(link.strip_prefix("http://localhost:8080").unwrap(), &[])
        .await;
    let sums = lise
        .get(&format!("/admin/reports?{all}&territory=59"))
        .await;
    assert_eq!(sums.status, StatusCode::OK);
    assert!(
        sums.text().contains("Aucun compte rendu"),
        "{}",
        sums.text()
    );
}

#[test]
fn a_day_that_is_taken_out_while_a_series_grows_stays_out() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let event = r#"{"title":"x","format":"play","zone":"Europe/Paris","begins":"2026-12-03T18:00:00","minutes":60,"series":{"rule":"FREQ=WEEKLY"}}"#;
        let standing = announced(serde_json::from_str(event).unwrap(), world.app.now());
        let id = standing.id;
        let mut tx = world.app.db.write().await.unwrap();
        assert!(rows::add(&mut tx, &standing, None).await.unwrap());
        tx.commit().await.unwrap();
        flow::extend(&world.app).await.unwrap();
        let dates = async || {
            let mut reader = world.app.db.read().await.unwrap();
            rows::list_dates(&mut reader, id).await.unwrap()
        };
        let before = dates().await;
        let out = &before[4];
        world.pass_days(30);
        // The organiser takes a day out, in another process: it is not over yet when the series is gone through.
        let mut event = standing.event.clone();
        let series = event.series.as_mut().unwrap();
        series.except.insert(out.civil.date());
        let now = world.app.now();
        let mut tx = world.app.db.write().await.unwrap();
        assert!(rows::hold(&mut tx, id).await.unwrap());
        let saved = rows::save(&mut tx, id, 1, &event, None, now, true).await;
        assert!(saved.unwrap());
        assert!(rows::cancel_date(&mut tx, out.id, now).await.unwrap());
        let (grown, ()) = tokio::join!(flow::extend(&world.app), async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            tx.commit().await.unwrap();
        });
        grown.unwrap();
        let after = dates().await;
        assert!(after.len() > before.len(), "it grew");
        let found = after.iter().find(|one| one.id == out.id).unwrap();
        assert!(found.is_cancelled(), "{found:?}");
    });
}
