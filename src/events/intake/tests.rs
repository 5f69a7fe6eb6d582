use super::*;
use crate::events::series::End;

fn calendar(events: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\nX-WR-TIMEZONE:Europe/Paris\r\n{events}END:VCALENDAR\r\n"
    )
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Café\r\nDTSTART;TZID=Europe/Paris:20270304T133000\r\nDTEND;TZID=Europe/Paris:20270304T150000\r\nLOCATION:Médiathèque\\, 12 rue X\\, 59000 Lille\r\n{lines}END:VEVENT\r\n"
    )
}

fn one(text: &str) -> Found {
    let mut all = read(text.as_bytes()).unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn whole(found: &Found) -> &Event {
    found
        .event
        .as_ref()
        .unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

#[test]
fn an_event_of_a_calendar_is_read_as_it_is_told() {
    let found = one(&calendar(&event(
        "SEQUENCE:3\r\nDESCRIPTION:Ici\\; là\\, \\\\ et\\n\\nailleurs long\r\n er encore\r\nCATEGORIES:Travail\\, emploi,École\r\nURL:https://billets.example/x\r\nX-ODD;A=\"b:c;d\":e\r\n",
    )));
    assert_eq!((found.uid.as_str(), found.sequence), ("u1", 3));
    assert!(!found.cancelled && found.notes.is_empty(), "{found:?}");
    let event = whole(&found);
    assert_eq!(event.begins.to_string(), "2027-03-04T13:30:00");
    assert_eq!((event.minutes, event.zone.as_str()), (90, "Europe/Paris"));
    assert_eq!(event.summary, "Ici; là, \\ et");
    assert_eq!(event.about, "ailleurs longer encore");
    assert_eq!(event.themes, ["Travail emploi", "École"]);
    assert_eq!(
        event.registration,
        Registration::Elsewhere("https://billets.example/x".into())
    );
    assert_eq!(event.place.as_ref().unwrap().name, "Médiathèque");
    assert!(found.spot.guesses().contains(&"59000 Lille".to_owned()));
}

#[test]
fn hours_are_those_of_the_place_whatever_zone_tells_them() {
    let at = |start: &str, end: &str| {
        let text = calendar(&format!(
            "BEGIN:VEVENT\r\nUID:u\r\nSUMMARY:Café\r\n{start}\r\n{end}\r\nEND:VEVENT\r\n"
        ));
        let found = one(&text);
        let event = whole(&found).clone();
        (
            event.begins.to_string(),
            event.minutes,
            event.zone,
            found.notes,
        )
    };
    let none = BTreeSet::new();
    for (start, end) in [
        ("DTSTART:20270704T113000Z", "DTEND:20270704T130000Z"),
        (
            "DTSTART;TZID=Romance Standard Time:20270704T133000",
            "DURATION:PT1H30M",
        ),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20270704T133000",
            "DURATION:PT90M",
        ),
        ("DTSTART:20270704T133000", "DTEND:20270704T150000"),
    ] {
        let told = (
            "2027-07-04T13:30:00".to_owned(),
            90,
            PARIS.to_owned(),
            none.clone(),
        );
        assert_eq!(at(start, end), told, "{start}");
    }
    let (begins, _, zone, notes) = at("DTSTART;TZID=Mars/Olympus:20270704T133000", "DURATION:PT1H");
    assert_eq!(
        (begins.as_str(), zone.as_str()),
        ("2027-07-04T13:30:00", PARIS)
    );
    assert_eq!(notes, BTreeSet::from([Note::Zone]));
    let (begins, minutes, ..) = at("DTSTART;VALUE=DATE:20270327", "DTEND;VALUE=DATE:20270329");
    assert_eq!(
        (begins.as_str(), minutes),
        ("2027-03-27T00:00:00", 2 * 24 * 60)
    );
    let (_, minutes, _, notes) = at("DTSTART:20270704T133000", "TRANSP:OPAQUE");
    assert_eq!((minutes, notes), (60, BTreeSet::from([Note::NoEnd])));
}

#[test]
fn a_series_keeps_its_end_its_exceptions_and_its_moved_dates() {
    let moved = "BEGIN:VEVENT\r\nUID:u1\r\nSEQUENCE:4\r\nSUMMARY:Café\r\nRECURRENCE-ID;TZID=Europe/Paris:20270325T133000\r\nDTSTART;TZID=Europe/Paris:20270326T180000\r\nDTEND;TZID=Europe/Paris:20270326T193000\r\nEND:VEVENT\r\n";
    let gone = "BEGIN:VEVENT\r\nUID:u1\r\nSTATUS:CANCELLED\r\nSUMMARY:Café\r\nRECURRENCE-ID;TZID=Europe/Paris:20270401T133000\r\nDTSTART;TZID=Europe/Paris:20270401T133000\r\nEND:VEVENT\r\n";
    let series = event(
        "RRULE:FREQ=WEEKLY;COUNT=8\r\nEXDATE;TZID=Europe/Paris:20270311T133000,20270312T133000\r\n",
    );
    let found = one(&calendar(&format!("{moved}{series}{gone}")));
    assert_eq!(found.sequence, 4);
    assert!(!found.cancelled, "one date is, not the whole");
    let series = whole(&found).series.clone().unwrap();
    assert_eq!(series.end, End::Count(8));
    let days: Vec<String> = series.except.iter().map(ToString::to_string).collect();
    assert_eq!(
        days,
        ["2027-03-11", "2027-03-25", "2027-04-01"],
        "nothing is held on the twelfth"
    );
    assert_eq!(
        series
            .also
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["2027-03-26T18:00:00"]
    );
    let endless = one(&calendar(&event("RRULE:FREQ=WEEKLY\r\n")));
    assert_eq!(whole(&endless).series.as_ref().unwrap().end, End::Open);
}

#[test]
fn a_date_that_moves_within_its_day_is_read_from_both_forms_of_saying_so() {
    let moved = "BEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Café\r\nRECURRENCE-ID;TZID=Europe/Paris:20270311T133000\r\nDTSTART;TZID=Europe/Paris:20270311T180000\r\nDTEND;TZID=Europe/Paris:20270311T193000\r\nEND:VEVENT\r\n";
    let rule = "RRULE:FREQ=WEEKLY;COUNT=3\r\n";
    let again =
        "EXDATE;TZID=Europe/Paris:20270311T133000\r\nRDATE;TZID=Europe/Paris:20270311T180000\r\n";
    for text in [
        format!("{}{moved}", event(rule)),
        event(&format!("{rule}{again}")),
    ] {
        let found = one(&calendar(&text));
        let series = whole(&found).series.clone().unwrap();
        let day = "2027-03-11".parse().unwrap();
        assert_eq!(series.moved[&day].to_string(), "18:00:00");
        assert!(series.except.is_empty() && series.also.is_empty());
        assert!(found.notes.is_empty());
    }
    // Where no rule gives the day, it is one that is added.
    let added = "RDATE;TZID=Europe/Paris:20270312T133000\r\n";
    let moved = moved.replace("20270311", "20270312");
    let found = one(&calendar(&format!("{}{moved}", event(added))));
    let series = whole(&found).series.clone().unwrap();
    let also: Vec<String> = series.also.iter().map(ToString::to_string).collect();
    assert_eq!(also, ["2027-03-12T18:00:00"]);
    assert!(series.except.is_empty() && series.moved.is_empty());
    // Another length is still told: all last as long as the first.
    let longer = moved.replace("T193000", "T203000");
    let found = one(&calendar(&format!("{}{longer}", event(added))));
    assert_eq!(found.notes, BTreeSet::from([Note::Lengths]));
}

#[test]
fn what_is_cancelled_is_told_and_the_later_version_counts() {
    let found = one(&calendar(&event("STATUS:CANCELLED\r\n")));
    assert!(found.cancelled);
    let withdrawn = calendar(&event("")).replace("VERSION", "METHOD:CANCEL\r\nVERSION");
    assert!(one(&withdrawn).cancelled);
    let both = format!(
        "{}{}",
        event("SEQUENCE:2\r\n"),
        event("SEQUENCE:1\r\n").replace("Café", "Avant")
    );
    assert_eq!(one(&calendar(&both)).title, "Café");
}

#[test]
fn what_is_hostile_is_bounded_and_told() {
    let flaws = |lines: &str| one(&calendar(&event(lines))).event.unwrap_err();
    assert_eq!(flaws("RRULE:FREQ=SECONDLY\r\n"), [Flaw::RuleOften]);
    assert_eq!(
        flaws("RRULE:FREQ=WEEKLY;UNTIL=2027;COUNT=1\r\n"),
        [Flaw::Rule]
    );
    let nowhen = calendar("BEGIN:VEVENT\r\nUID:u\r\nSUMMARY:x\r\nDTSTART:hier\r\nEND:VEVENT\r\n");
    assert_eq!(one(&nowhen).event.unwrap_err(), [Flaw::Day]);
    let backwards = event("").replace("T150000", "T120000");
    assert_eq!(one(&calendar(&backwards)).event.unwrap_err(), [Flaw::To]);
    let nested = "BEGIN:VEVENT\r\n".repeat(100_000);
    for (text, why) in [
        (calendar(&nested), Unreadable::TooLarge),
        (calendar(&nested[..2_000]), Unreadable::Broken),
        (
            calendar(&event("")).replace("END:VEVENT\r\n", ""),
            Unreadable::Broken,
        ),
        (
            calendar(&event(&"X:y\r\n".repeat(3_000))),
            Unreadable::Broken,
        ),
        ("x".repeat(MOST_BYTES + 1), Unreadable::TooLarge),
        ("<html>".into(), Unreadable::Unknown),
        ("{\"a\":1}".into(), Unreadable::Unknown),
        ("{\"events\":".into(), Unreadable::Broken),
        ("[".repeat(100_000), Unreadable::Broken),
        ("[]".into(), Unreadable::Empty),
        (calendar(""), Unreadable::Empty),
    ] {
        assert_eq!(read(text.as_bytes()).unwrap_err(), why, "{:.60}", text);
    }
    let many: String = (0..=MOST_EVENTS)
        .map(|number| event("").replace("u1", &format!("u{number}")))
        .collect();
    assert_eq!(
        read(calendar(&many).as_bytes()).unwrap_err(),
        Unreadable::TooMany
    );
    // An alarm within an event says nothing of it, and a broken line is passed over.
    let alarm = event("BEGIN:VALARM\r\nSUMMARY:Autre\r\nEND:VALARM\r\nno line at all\r\n");
    assert_eq!(one(&calendar(&alarm)).title, "Café");
    let long = event("").replace("Café", &"é".repeat(500));
    let found = one(&calendar(&long));
    assert_eq!(found.title.chars().count(), MOST_TITLE);
    assert_eq!(found.notes, BTreeSet::from([Note::Shortened]));
    assert!(read(&[0xff, 0xfe, 0x00]).is_err());
}

#[test]
fn an_event_without_a_name_has_the_same_one_each_time() {
    let text = calendar(&event("").replace("UID:u1\r\n", ""));
    let found = one(&text);
    assert!(found.uid.starts_with("import-") && found.notes.contains(&Note::NoUid));
    assert_eq!(one(&text).uid, found.uid);
}

#[test]
fn an_event_that_says_nothing_of_where_is_not_taken_for_one_online() {
    let place = "LOCATION:Médiathèque\\, 12 rue X\\, 59000 Lille\r\n";
    let entry = event("URL:https://ailleurs.example/cafe\r\n");
    assert!(entry.contains(place));
    let nowhere = one(&calendar(&entry.replace(place, "")));
    let told = whole(&nowhere);
    assert!(told.place.is_none() && told.online.is_none());
    let page = Registration::Elsewhere("https://ailleurs.example/cafe".into());
    assert_eq!(told.registration, page, "its page is kept as its page");
    // Where somebody says that it is online, it is.
    let online = one(&calendar(&entry.replace(place, "LOCATION:En ligne\r\n")));
    assert!(whole(&online).online.is_some());
}

#[test]
fn an_export_of_open_agenda_is_read() {
    let text = r#"{"total":1,"events":[{"uid":31415,"title":{"fr":"Café IA","en":"AI café"},"description":{"fr":"Court"},
      "longDescription":{"fr":"Un\n\ntexte"},"keywords":{"fr":["travail","école"]},"conditions":{"fr":"Prix libre"},
      "timezone":"Europe/Paris","updatedAt":"2026-11-02T10:00:00.000Z","status":1,"attendanceMode":1,
      "registration":[{"type":"email","value":"a@b.example"},{"type":"link","value":"https://billets.example/x"}],
      "location":{"name":"Médiathèque","address":"12 rue X","postalCode":"59000","city":"Lille","insee":"59350"},
      "timings":[{"begin":"2027-03-11T13:30:00+01:00","end":"2027-03-11T15:00:00+01:00"},{"begin":"2027-03-04T12:30:00Z","end":"2027-03-04T14:00:00Z"}]}]}"#;
    let found = one(text);
    assert_eq!(found.uid, "openagenda-31415");
    assert_eq!(found.sequence, 1_793_613_600);
    assert_eq!(found.spot.commune, "59350");
    let event = whole(&found);
    assert_eq!(
        (event.title.as_str(), event.summary.as_str()),
        ("Café IA", "Court")
    );
    assert_eq!(event.begins.to_string(), "2027-03-04T13:30:00");
    assert_eq!(event.price.words, "Prix libre");
    let also = &event.series.as_ref().unwrap().also;
    assert_eq!(
        also.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2027-03-11T13:30:00"]
    );
    let cancelled = text.replace("\"status\":1", "\"status\":{\"id\":6}");
    assert!(one(&cancelled).cancelled);
    let nowhere = text.replace("\"location\"", "\"elsewhere\"");
    assert!(
        whole(&one(&nowhere)).place.is_none(),
        "where it is held is asked for"
    );
    let online = text.replace(
        "\"attendanceMode\":1",
        "\"attendanceMode\":2,\"onlineAccessLink\":\"https://visio.example/x\"",
    );
    let found = one(&online);
    assert!(found.spot.is_empty());
    assert_eq!(
        whole(&found).online.as_ref().unwrap().link,
        "https://visio.example/x"
    );
}

proptest::proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(text in ".{0,300}", name in "(UID|SUMMARY|DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE|RECURRENCE-ID|LOCATION|CATEGORIES|SEQUENCE|BEGIN|END)") {
        let _ = read(text.as_bytes());
        let _ = read(calendar(&event(&format!("{name}:{text}\r\n"))).as_bytes());
        let _ = read(calendar(&event(&format!("{name};{text}\r\n"))).as_bytes());
        let json = serde_json::json!({"events": [{"title": text, "timings": [{"begin": text, "end": "2027-03-04T13:30:00Z"}], "location": {"name": text}}]});
        let _ = read(json.to_string().as_bytes());
    }
}
