//! What is asked of those who register beside their name, and what is written to them: proved mailboxes, reminders, changes, an organiser's own words.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use crema::{
    events::{Place, Registration, Status, question::Question},
    flows::{intake, upkeep},
    store::{access, events, registration as rows},
};
use jiff::SignedDuration;

use super::{
    attendance::change,
    registration::{Held, an_event, line, page_of, register},
};
use crate::support::{browser::Browser, on_empty, world::World};

/// The letters to a mailbox, oldest first, as they read.
fn letters_to(world: &World, mailbox: &str) -> Vec<String> {
    let head = format!("To: {mailbox}");
    let all = world.letters().into_iter();
    all.filter(|letter| letter.contains(&head)).collect()
}

/// A letter without the line ends of its encoding.
fn plain(letter: &str) -> String {
    letter.replace("=\r\n", "").replace("=3D", "=")
}

/// A letter as it reads, its encoding undone.
fn decoded(letter: &str) -> String {
    let plain = letter.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = plain.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let coded = after
            .get(..2)
            .filter(|_| *byte == b'=')
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(coded.unwrap_or(*byte));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn answers(world: &World, held: &Held) -> Vec<String> {
    let mut reader = world.app.db.read().await.unwrap();
    let all = rows::list_answers(&mut reader, held.date).await.unwrap();
    all.into_iter().map(|(_, answer)| answer.words).collect()
}

#[test]
fn an_organiser_asks_what_is_of_use_and_the_answers_go_on_their_day() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        let drink = Question {
            label: "Vous prenez ?".into(),
            purpose: "Pour compter les tasses.".into(),
            choices: vec!["Thé".into(), "Café".into()],
            required: true,
        };
        let need = Question {
            label: "Un besoin pour venir ?".into(),
            purpose: "Pour préparer la salle.".into(),
            ..Question::default()
        };
        let (first, second) = (
            format!("answer-{}", drink.key()),
            format!("answer-{}", need.key()),
        );
        change(&world, &held, |event| {
            event.questions = vec![drink, need];
            event.answer_days = 7;
        })
        .await;
        let mut browser = Browser::new(&world);
        let form = browser.get(&held.path).await.text();
        for words in [
            "Vous prenez",
            "Pour compter les tasses.",
            "12 décembre 2026",
            "(facultatif)",
        ] {
            assert!(
                form.replace('\u{a0}', " ").contains(words),
                "{words}: {form}"
            );
        }
        let long = "x".repeat(301);
        for (drink, need, field) in [
            ("", "", &first),
            ("Bière", "", &first),
            ("Thé", long.as_str(), &second),
        ] {
            let fields = [
                ("name", "Zoé"),
                ("once", "1"),
                (first.as_str(), drink),
                (&second, need),
            ];
            let refused = browser.submit(&held.path, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = refused.text();
            assert!(text.contains(&format!("{field}-error")), "{text}");
            assert!(text.contains("value=\"Zoé\""), "what was typed is kept");
        }
        assert!(line(&world, &held).await.is_empty());
        for (once, name, need) in [("1", "Zoé", "=SUM(A1)"), ("2", "Léa", "")] {
            let fields = [
                ("name", name),
                ("once", once),
                (first.as_str(), "Thé"),
                (&second, need),
            ];
            let done = browser.submit(&held.path, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        assert_eq!(answers(&world, &held).await, ["=SUM(A1)", "Thé", "Thé"]);

        // The organiser alone reads them, on the list and in its file; a question that is changed keeps what was answered to it.
        change(&world, &held, |event| {
            event.questions[0].label = "Une boisson ?".into()
        })
        .await;
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let people = format!("/me/events/{}/people", held.event);
        let list = ada.get(&people).await.text();
        assert!(list.contains("=SUM(A1)") && list.contains("Vous prenez"));
        let file = ada.get(&format!("{people}.csv")).await.text();
        let head = file.lines().next().unwrap();
        assert!(
            head.ends_with("\"Une boisson ?\";\"Un besoin pour venir ?\";\"Vous prenez ?\""),
            "{head}"
        );
        assert!(file.contains("\"'=SUM(A1)\";\"Thé\""), "{file}");
        assert!(
            !ada.get(&format!("{people}/sheet"))
                .await
                .text()
                .contains("SUM")
        );

        // Who cancels takes their answers along; the others' go seven days after the date, even where that moved.
        let lea = line(&world, &held).await[1].id;
        let token = world.app.keyring.registration_token(lea);
        browser
            .submit(&format!("/registrations/{token}/cancellation"), &[])
            .await;
        assert_eq!(answers(&world, &held).await.len(), 2);
        world.pass_days(16);
        upkeep::forget(&world.app).await.unwrap();
        assert_eq!(answers(&world, &held).await.len(), 2);
        world.pass_days(2);
        upkeep::forget(&world.app).await.unwrap();
        assert!(answers(&world, &held).await.is_empty());
        assert!(
            line(&world, &held).await[0].name.is_some(),
            "names stay longer"
        );
        world.app.db.close().await;
    });
}

#[test]
fn an_organiser_writes_to_proved_mailboxes_one_by_one() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(2)).await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        register(&world, &held, "Max", "max@example.org").await;
        register(&world, &held, "Léa", "lea@example.org").await;
        register(&world, &held, "Kim", "").await;
        world.run_jobs().await;
        // Looking at the page of one's letter proves nothing; the button does.
        let mut browser = Browser::new(&world);
        for mailbox in ["zoe@example.org", "lea@example.org"] {
            let page = page_of(&letters_to(&world, mailbox)[0]);
            assert!(
                browser
                    .get(&page)
                    .await
                    .text()
                    .contains("Confirmer mon adresse")
            );
            for _ in 0..2 {
                let done = browser.submit(&format!("{page}/confirmation"), &[]).await;
                assert_eq!(done.status, StatusCode::SEE_OTHER);
            }
            assert!(
                browser
                    .get(&page)
                    .await
                    .text()
                    .contains("adresse est confirmée")
            );
        }
        let mut ada = Browser::entered(&world, "ada@example.org").await;
        let path = format!("/me/events/{}/people/letter", held.event);
        let date = held.date.to_string();
        let form = ada.get(&path).await.text();
        assert!(form.contains("2 personnes le reçoivent"), "{form}");
        assert!(!form.contains("zoe@"));
        let send = |step: &'static str, words: &'static str, to: &'static str, notice: String| {
            let date = date.clone();
            move || {
                vec![
                    ("date", date.clone()),
                    ("step", step.to_owned()),
                    ("words", words.to_owned()),
                    ("to", to.to_owned()),
                    ("notice", notice.clone()),
                ]
            }
        };
        async fn put(
            browser: &mut Browser<'_>,
            path: &str,
            fields: Vec<(&'static str, String)>,
        ) -> crate::support::world::Answer {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            browser.submit(path, &fields).await
        }
        for (words, to) in [(" \r\n", "all"), ("Bonjour", "came")] {
            let refused = put(&mut ada, &path, send("", words, to, String::new())()).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        }
        const WORDS: &str =
            "Bonjour,\r\n\r\nLa salle <b>change</b>.\r\n.\r\nBcc: eve@example.org\r\nAda";
        let before = world.letters().len();
        let preview = put(&mut ada, &path, send("", WORDS, "all", String::new())()).await;
        assert_eq!(preview.status, StatusCode::OK);
        let preview = preview.text();
        assert!(
            preview.contains("La salle &#60;b&#62;change&#60;/b&#62;."),
            "{preview}"
        );
        let notice = preview.split("name=\"notice\" value=\"").nth(1).unwrap();
        let notice = notice.split('"').next().unwrap().to_owned();
        world.run_jobs().await;
        assert_eq!(world.letters().len(), before, "looking at it sends nothing");
        for _ in 0..2 {
            let sent = put(
                &mut ada,
                &path,
                send("send", WORDS, "all", notice.clone())(),
            )
            .await;
            assert!(
                sent.header("location").contains("done=written"),
                "{}",
                sent.text()
            );
        }
        world.run_jobs().await;
        let letters = world.letters();
        assert_eq!(
            letters.len(),
            before + 2,
            "once to each, to nobody unproved"
        );
        for mailbox in ["zoe@example.org", "lea@example.org"] {
            let last = letters_to(&world, mailbox).pop().unwrap();
            let text = plain(&last);
            assert!(text.contains("> La salle <b>change</b>."), "{text}");
            let head = text.split("\r\n\r\n").next().unwrap().to_lowercase();
            assert!(!head.contains("\r\nbcc:") && !head.contains("ada@example.org"));
            for other in ["zoe@example.org", "lea@example.org", "max@example.org"] {
                assert_eq!(text.contains(other), other == mailbox, "{other} in {text}");
            }
        }

        // Three a day for a date; somebody else's event is nobody's business.
        for number in 0..3 {
            let notice = crema::base::NoticeId::new().to_string();
            let sent = put(&mut ada, &path, send("send", "Encore", "seated", notice)()).await;
            let expected = if number < 2 {
                StatusCode::SEE_OTHER
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            assert_eq!(sent.status, expected, "{number}");
        }
        let mut other = Browser::entered(&world, "eve@example.org").await;
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
        let refused = put(&mut other, &path, send("send", "x", "all", notice)()).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);

        // A mailbox that nobody proved goes the day after the date, its name later.
        world.pass_days(12);
        upkeep::forget(&world.app).await.unwrap();
        let all = line(&world, &held).await;
        let kept: Vec<bool> = all
            .iter()
            .map(|one| one.contact.mailbox().is_some())
            .collect();
        assert_eq!(kept, [true, false, true, false]);
        assert!(all.iter().all(|one| one.name.is_some()));
        world.app.db.close().await;
    });
}

#[test]
fn a_reminder_comes_once_to_who_wished_for_it_even_where_the_date_moves() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        let mut browser = Browser::new(&world);
        for (name, mailbox, remind) in [
            ("Zoé", "zoe@example.org", "yes"),
            ("Léa", "lea@example.org", ""),
        ] {
            let fields = [
                ("name", name),
                ("email", mailbox),
                ("remind", remind),
                ("once", name),
            ];
            let done = browser.submit(&held.path, &fields).await;
            assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        }
        world.run_jobs().await;
        let reminders = |world: &World| {
            let told = |letter: &&String| letter.contains("un rappel");
            world.letters().iter().filter(told).count()
        };
        // The date begins in 240 hours.
        world.pass_seconds(SignedDuration::from_hours(214).as_secs());
        world.run_jobs().await;
        crema::flows::registration::remind(&world.app)
            .await
            .unwrap();
        world.run_jobs().await;
        assert_eq!(reminders(&world), 0);
        world.pass_seconds(SignedDuration::from_hours(3).as_secs());
        for _ in 0..2 {
            crema::flows::registration::remind(&world.app)
                .await
                .unwrap();
            world.run_jobs().await;
        }
        assert_eq!(reminders(&world), 1);
        assert!(
            letters_to(&world, "zoe@example.org")
                .iter()
                .any(|one| one.contains("un rappel"))
        );
        // Who registers now was just told.
        let fields = [
            ("name", "Noé"),
            ("email", "noe@example.org"),
            ("remind", "yes"),
            ("once", "9"),
        ];
        browser.submit(&held.path, &fields).await;
        // The date moves by a week, and that is told; the day before comes again, the reminder does not.
        change(&world, &held, |event| {
            event.begins = "2026-12-12T13:30:00".parse().unwrap()
        })
        .await;
        world.pass_days(7);
        crema::flows::registration::remind(&world.app)
            .await
            .unwrap();
        world.run_jobs().await;
        let again: Vec<String> = letters_to(&world, "zoe@example.org")
            .into_iter()
            .filter(|letter| letter.contains("un rappel"))
            .collect();
        assert_eq!(again.len(), 1);
        world.app.db.close().await;
    });
}

#[test]
fn whoever_registered_is_told_once_of_what_changed_and_of_nothing_else() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, Some(1)).await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        register(&world, &held, "Léa", "lea@example.org").await;
        register(&world, &held, "Kim", "").await;
        world.run_jobs().await;
        let told = |words: &str| {
            let all = world.letters().into_iter();
            all.filter(|letter| plain(letter).contains(words)).count()
        };
        // Words alone are no change of time or place. The hour of the row is set to that of the document first.
        change(&world, &held, |event| {
            (event.summary, event.seats) = ("On parle.".into(), Some(1));
        })
        .await;
        world.pass_minutes(15);
        world.run_jobs().await;
        let before = told("Quelque chose a chang");
        change(&world, &held, |event| event.about = "On essaie.".into()).await;
        world.pass_minutes(15);
        world.run_jobs().await;
        assert_eq!(told("Quelque chose a chang"), before);
        // Three changes within a few minutes are one letter to each, with what holds at the end.
        change(&world, &held, |event| {
            event.begins = "2026-12-06T13:30:00".parse().unwrap()
        })
        .await;
        change(&world, &held, |event| {
            event.begins = "2026-12-06T14:45:00".parse().unwrap()
        })
        .await;
        change(&world, &held, |event| {
            event.place = Some(Place {
                commune: "59350".into(),
                name: "Tiers-lieu".into(),
                ..Place::default()
            });
        })
        .await;
        world.run_jobs().await;
        assert_eq!(
            told("Quelque chose a chang"),
            before,
            "an organiser may go on changing"
        );
        world.pass_minutes(11);
        world.run_jobs().await;
        assert_eq!(told("Quelque chose a chang"), before + 2);
        let last = letters_to(&world, "lea@example.org").pop().unwrap();
        let last = decoded(&last).replace('\u{a0}', " ");
        assert!(
            last.contains("14 h 45") && last.contains("Tiers-lieu, Lille"),
            "{last}"
        );
        let date = {
            let mut reader = world.app.db.read().await.unwrap();
            events::date(&mut reader, held.date).await.unwrap().unwrap()
        };
        assert_eq!(date.civil.to_string(), "2026-12-06T14:45:00");
        assert_eq!(date.taken, 1);
        // Room is made: who waits the longest has it at once, and is told.
        change(&world, &held, |event| event.seats = Some(2)).await;
        world.run_jobs().await;
        let all = line(&world, &held).await;
        let seated = all
            .iter()
            .filter(|one| one.state == crema::registration::State::Seated);
        assert_eq!(seated.count(), 2);
        assert!(plain(&letters_to(&world, "lea@example.org").pop().unwrap()).contains("est lib"));
        // A date that the rule does not make any more is told as lost.
        change(&world, &held, |event| {
            let begins = "2026-12-08T14:45:00".parse().unwrap();
            let rule = "FREQ=WEEKLY;BYDAY=TU,WE";
            let series = crema::events::Series::read(rule, begins, &event.time_zone());
            (event.begins, event.series) = (begins, Some(series.unwrap()));
        })
        .await;
        world.run_jobs().await;
        assert_eq!(told("aura pas lieu"), 2);
        world.app.db.close().await;
    });
}

#[test]
fn a_date_of_a_calendar_from_elsewhere_that_moves_within_its_day_is_told_like_one_of_ours() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        let account = {
            let mut reader = world.app.db.read().await.unwrap();
            let found = access::find_account(&mut reader, held.owner).await.unwrap();
            found.unwrap()
        };
        let calendar = |sequence: usize, moved: &str| {
            let series = format!(
                "BEGIN:VEVENT\r\nUID:serie\r\nSEQUENCE:{sequence}\r\nSUMMARY:Venu d'ailleurs\r\nDTSTART;TZID=Europe/Paris:20261203T133000\r\nDTEND;TZID=Europe/Paris:20261203T150000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nLOCATION:Bar\\, 59000 Lille\r\nEND:VEVENT\r\n"
            );
            format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{series}{moved}END:VCALENDAR\r\n")
        };
        let moved = "BEGIN:VEVENT\r\nUID:serie\r\nSEQUENCE:2\r\nSUMMARY:Venu d'ailleurs\r\nRECURRENCE-ID;TZID=Europe/Paris:20261210T133000\r\nDTSTART;TZID=Europe/Paris:20261210T184500\r\nDTEND;TZID=Europe/Paris:20261210T201500\r\nEND:VEVENT\r\n";
        let take = async |calendar: String| {
            let chosen = BTreeSet::from(["serie".to_owned()]);
            let places = intake::Places::new();
            let bytes = calendar.as_bytes();
            let rows = intake::take(&world.app, &account, bytes, &chosen, &places);
            let mut rows = rows.await.unwrap().unwrap();
            let row = rows.pop().unwrap();
            assert!(row.found.notes.is_empty(), "nothing is left to be checked");
            (row.fate, row.here.unwrap().id)
        };
        let (fate, id) = take(calendar(1, "")).await;
        assert_eq!(fate, intake::Fate::New);
        let mut tx = world.app.db.write().await.unwrap();
        let (draft, announced) = (Status::Draft, Status::Published);
        let now = world.app.now();
        events::set_status(&mut tx, id, draft, announced, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let dates = async || {
            let mut reader = world.app.db.read().await.unwrap();
            events::list_dates(&mut reader, id).await.unwrap()
        };
        let second = dates().await[1].clone();
        assert_eq!(second.civil.to_string(), "2026-12-10T13:30:00");

        // Its organiser has people register here, and asks them something: that is no change of what the calendar tells.
        let held = Held {
            event: id,
            date: second.id,
            ..held
        };
        change(&world, &held, |event| {
            event.registration = Registration::Here;
            (event.seats, event.price.cents) = (Some(2), 200);
        })
        .await;
        register(&world, &held, "Zoé", "zoe@example.org").await;
        let (fate, _) = take(calendar(2, moved)).await;
        assert_eq!(fate, intake::Fate::Changed);
        let now = dates().await;
        let times: Vec<String> = now.iter().map(|date| date.civil.to_string()).collect();
        assert_eq!(
            times,
            [
                "2026-12-03T13:30:00",
                "2026-12-10T18:45:00",
                "2026-12-17T13:30:00"
            ]
        );
        assert_eq!(now[1].id, second.id, "who registered goes with it");
        assert_eq!((now[1].taken, now[1].seats), (1, Some(2)));
        world.pass_minutes(11);
        world.run_jobs().await;
        let letters = letters_to(&world, "zoe@example.org");
        let last = decoded(letters.last().unwrap()).replace('\u{a0}', " ");
        assert!(
            last.contains("Quelque chose a changé") && last.contains("18 h 45"),
            "{last}"
        );
        // The same calendar again, and one in which the hour is the usual one again.
        let mut same = intake::look(
            &world.app,
            &account,
            calendar(2, moved).as_bytes(),
            &intake::Places::new(),
        )
        .await
        .unwrap()
        .unwrap();
        assert_eq!(same.pop().unwrap().fate, intake::Fate::Same);
        take(calendar(3, "")).await;
        assert_eq!(dates().await[1].civil, second.civil);
        world.pass_minutes(11);
        world.run_jobs().await;
        assert_eq!(
            letters_to(&world, "zoe@example.org").len(),
            letters.len() + 1
        );
        world.app.db.close().await;
    });
}

#[test]
fn who_registers_reads_the_day_the_hours_the_place_and_the_price_wherever_they_look() {
    on_empty(|url| async move {
        let world = World::with(&[("CREMA_DATABASE_URL", &url)]).await;
        let held = an_event(&world, None).await;
        change(&world, &held, |event| {
            event.begins = "2026-12-05T13:30:00".parse().unwrap();
            event.series = None;
            event.languages = ["fr".to_owned()].into();
            event.place = Some(Place {
                commune: "59350".into(),
                name: "Médiathèque".into(),
                address: "32 rue Édouard-Delesalle".into(),
                ..Place::default()
            });
            event.price.cents = 350;
            event.price.words = "goûter compris".into();
        })
        .await;
        let said = [
            "samedi 5 décembre 2026, de 13 h 30 à 15 h",
            "Médiathèque, 32 rue Édouard-Delesalle, Lille",
            "3,50 € (goûter compris)",
        ];
        let told = |text: &str, page: &str| {
            let text = text.replace(['\u{a0}', '\u{202f}'], " ");
            for words in said {
                assert!(text.contains(words), "{page} says {words}: {text}");
            }
        };
        let mut browser = Browser::new(&world);
        told(&browser.get(&held.path).await.text(), "the form");
        let fields = [("name", "Léa"), ("once", "1")];
        let done = browser.submit(&held.path, &fields).await;
        let place = done.header("location").to_owned();
        let page = browser.get(&place).await.text();
        told(&page, "the page of the place");
        // The only event of the site is the one they go to: the way to the others is there, and it is not offered again.
        assert!(page.contains("href=\"/events\"") && !page.contains("class=\"card event"));
        let ticket = page.split("big-code\">").nth(1).unwrap();
        let ticket = ticket.split('<').next().unwrap();
        let ticket = browser.get(&format!("/tickets/{ticket}")).await.text();
        told(&ticket, "the ticket");
        register(&world, &held, "Zoé", "zoe@example.org").await;
        world.run_jobs().await;
        let letter = letters_to(&world, "zoe@example.org").pop().unwrap();
        told(&decoded(&letter), "the letter");

        // What is written in French is read as French on an English page.
        let english = browser.get(&format!("{}?lang=en", held.path)).await.text();
        assert!(english.contains("lang=\"fr\"><strong>Café IA"), "{english}");
        let event = browser.get("/events/cafe-ia-k3f9?lang=en").await.text();
        assert!(event.contains("<h1 lang=\"fr\">Café IA"), "{event}");
        let event = browser.get("/events/cafe-ia-k3f9").await.text();
        assert!(event.contains("<h1>Café IA"), "{event}");
        world.app.db.close().await;
    });
}
