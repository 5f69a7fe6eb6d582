//! Events: written, announced by who adheres to the charter, found, shown and fed, cancelled for all to see.

use axum::http::{Method, StatusCode};

use crate::support::{browser::Browser, world::World};

/// A café of an hour and a half in Lille, as its form is sent.
fn a_form<'a>(title: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
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

fn with<'a>(
    mut form: Vec<(&'a str, &'a str)>,
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    form.retain(|(field, _)| *field != name);
    form.push((name, value));
    form
}

/// Writes an event and gives the path of its form.
async fn written(ada: &mut Browser<'_>, form: &[(&str, &str)]) -> String {
    let answer = ada.submit("/me/events", form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer
        .header("location")
        .split('?')
        .next()
        .unwrap()
        .to_owned()
}

async fn adhere(ada: &mut Browser<'_>) {
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
            .contains("13 h 30 Café")
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
    ] {
        let form = with(a_form("Gardé", "2027-03-04"), field, value);
        let answer = ada.submit("/me/events", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(
            answer.text().contains(&format!("id=\"{error}\"")),
            "{field}"
        );
        assert!(field == "title" || answer.text().contains("value=\"Gardé\""));
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
        month.matches("13 h 30 Jeudis").count(),
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
