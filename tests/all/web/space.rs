//! One's own space and the administration: what is kept, handed over, erased, and who sees what.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use axum::http::StatusCode;
use crema::{
    access::account::{Account, Role},
    base::{Email, Lang},
    flows::{access, register::REGISTER},
    store::{access as rows, db::Place, holdings, jobs, sql::Order},
};

use crate::support::{browser::Browser, world::World};

async fn account(world: &World, email: &str) -> Option<Account> {
    let email = Email::read(email).unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    rows::find_account_of(&mut reader, &email).await.unwrap()
}

/// A badge that was received without an account: its code, and the path of its page.
async fn a_badge(world: &World) -> (String, String) {
    let code = world.earned().await;
    let body = serde_json::json!({"name": "Zoé"});
    let claimed = world
        .call(
            axum::http::Method::POST,
            &format!("/api/v1/claims/{code}"),
            "",
            body,
        )
        .await
        .json();
    let url = claimed["credential"].as_str().unwrap();
    (
        code,
        url.strip_prefix("http://localhost:8080")
            .unwrap()
            .to_owned(),
    )
}

#[tokio::test]
async fn a_badge_received_without_an_account_is_kept_in_one_space_by_its_code() {
    let world = World::new().await;
    let (mut ada, mut eve) = (
        Browser::entered(&world, "ada@example.org").await,
        Browser::entered(&world, "eve@example.org").await,
    );
    let waiting = world.earned().await;
    let refused = ada.submit("/me/badges", &[("code", &waiting)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let (code, path) = a_badge(&world).await;
    for _ in 0..2 {
        let kept = ada.submit("/me/badges", &[("code", &code)]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    }
    let page = ada.get("/me").await.text();
    assert!(page.contains(&format!("href=\"{path}\"")), "{page}");
    let refused = eve.submit("/me/badges", &[("code", &code)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(!eve.get("/me").await.text().contains(&path));
    for wrong in ["", "0000-0000-0000", "nothing"] {
        let refused = eve.submit("/me/badges", &[("code", wrong)]).await;
        assert!(refused.status.is_client_error(), "{wrong}");
    }
    let removal = page
        .split("action=\"/me/badges/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let removal = format!("/me/badges/{removal}");
    assert_eq!(
        eve.submit(&removal, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ada.submit(&removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        eve.submit("/me/badges", &[("code", &code)]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn everything_is_handed_over_and_then_erased_and_the_badge_still_verifies() {
    let world = World::new().await;
    let mut ada = Browser::entered(&world, "ada.lovelace@example.org").await;
    let mut other = Browser::entered(&world, "ada.lovelace@example.org").await;
    let (code, path) = a_badge(&world).await;
    ada.submit("/me/badges", &[("code", &code)]).await;
    let export = ada.get("/me/export").await;
    assert!(
        export
            .header("content-disposition")
            .starts_with("attachment")
    );
    let export = export.json();
    assert_eq!(export["account"]["email"], "ada.lovelace@example.org");
    assert!(
        export["badges"][0]["credential"]
            .as_str()
            .unwrap()
            .ends_with(&path)
    );
    assert_eq!(export["sessions"].as_array().unwrap().len(), 2);
    // A letter on its way holds the address too.
    Browser::new(&world)
        .submit("/entry", &[("email", "ada.lovelace@example.org")])
        .await;
    let id = account(&world, "ada.lovelace@example.org")
        .await
        .unwrap()
        .id;

    let unsure = ada.submit("/me/erasure", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(account(&world, "ada.lovelace@example.org").await.is_some());
    let erased = ada.submit("/me/erasure", &[("sure", "yes")]).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER);
    assert!(account(&world, "ada.lovelace@example.org").await.is_none());
    for browser in [&mut ada, &mut other] {
        assert_eq!(browser.get("/me").await.status, StatusCode::SEE_OTHER);
    }
    let mut reader = world.app.db.read().await.unwrap();
    assert!(holdings::list(&mut reader, id).await.unwrap().is_empty());
    assert_eq!(jobs::count(&mut reader).await.unwrap(), (0, 0));
    drop(reader);
    for file in ["crema.db", "crema.db-wal"] {
        let bytes = fs::read(world.folder.0.join(file)).unwrap_or_default();
        let holds = bytes
            .windows(12)
            .any(|window| window.eq_ignore_ascii_case(b"ada.lovelace"));
        assert!(!holds, "{file} still holds the address");
    }
    assert!(world.get(&path).await.text().contains("Badge authentique"));
    let mut eve = Browser::entered(&world, "eve@example.org").await;
    let kept = eve.submit("/me/badges", &[("code", &code)]).await;
    assert_eq!(
        kept.status,
        StatusCode::SEE_OTHER,
        "the badge is free again"
    );
}

#[tokio::test]
async fn the_last_administrator_does_not_leave_the_house_empty() {
    let world = World::new().await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let refused = ada.submit("/me/erasure", &[("sure", "yes")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    Browser::steward(&world, "eve@example.org", Role::Admin).await;
    assert_eq!(
        ada.submit("/me/erasure", &[("sure", "yes")]).await.status,
        StatusCode::SEE_OTHER
    );
}

/// Who writes modules sees every achievement; who gives badges, those that they give.
const GIVERS: &[Role] = &[Role::Animator, Role::Coordinator, Role::Author, Role::Admin];

/// Each page of the administration, and the roles that see it: the table of the policy as it is met from outside.
const LADDER: [(&str, &[Role]); 32] = [
    (
        "/admin",
        &[Role::Reviewer, Role::Coordinator, Role::Author, Role::Admin],
    ),
    ("/admin/modules", &[Role::Author, Role::Admin]),
    ("/admin/modules.csv", &[Role::Author, Role::Admin]),
    (
        "/admin/modules/ia-generative-premiers-pas/figures",
        &[Role::Author, Role::Admin],
    ),
    (
        "/admin/modules/certification-animation-cafe-ia/bar",
        &[Role::Author, Role::Admin],
    ),
    (
        "/admin/modules/certification-animation-cafe-ia/bar.csv",
        &[Role::Author, Role::Admin],
    ),
    ("/admin/achievements", GIVERS),
    ("/admin/achievements.csv", GIVERS),
    ("/admin/achievements/new", &[Role::Admin]),
    ("/admin/badges", &[Role::Coordinator, Role::Admin]),
    ("/admin/doubts", &[Role::Coordinator, Role::Admin]),
    ("/admin/members", &[Role::Admin]),
    ("/admin/members.csv", &[Role::Admin]),
    ("/admin/members/new", &[Role::Admin]),
    ("/admin/charter", &[Role::Coordinator, Role::Admin]),
    ("/admin/charter.csv", &[Role::Coordinator, Role::Admin]),
    (
        "/admin/reviews",
        &[Role::Reviewer, Role::Coordinator, Role::Admin],
    ),
    ("/admin/results", &[Role::Reviewer, Role::Coordinator]),
    ("/admin/results.csv", &[Role::Reviewer, Role::Coordinator]),
    ("/admin/dossiers", &[Role::Coordinator, Role::Admin]),
    ("/admin/dossiers.csv", &[Role::Coordinator, Role::Admin]),
    ("/admin/founders", &[Role::Admin]),
    ("/admin/people", &[Role::Admin]),
    ("/admin/people.csv", &[Role::Admin]),
    ("/admin/jobs", &[Role::Admin]),
    ("/admin/audit", &[Role::Admin]),
    ("/admin/audit.csv", &[Role::Admin]),
    ("/admin/events/all", &[Role::Coordinator, Role::Admin]),
    ("/admin/events/all.csv", &[Role::Coordinator, Role::Admin]),
    ("/admin/voices/all", &[Role::Coordinator, Role::Admin]),
    ("/admin/voices/all.csv", &[Role::Coordinator, Role::Admin]),
    ("/admin/settings", &[Role::Admin]),
];

#[tokio::test]
async fn each_page_of_the_administration_is_seen_by_its_roles_alone() {
    let world = World::new().await;
    let mut visitor = Browser::new(&world);
    let mut member = Browser::entered(&world, "member@example.org").await;
    let mut stewards = Vec::new();
    for role in Role::ALL {
        let email = format!("{role}@example.org");
        stewards.push((role, Browser::steward(&world, &email, role).await));
    }
    for (path, seen) in LADDER {
        let turned = visitor.get(path).await;
        assert!(
            turned.header("location").starts_with("/entry?next="),
            "{path}"
        );
        assert_eq!(
            member.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        for (role, browser) in &mut stewards {
            let expected = if seen.contains(role) {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(browser.get(path).await.status, expected, "{role} {path}");
        }
    }
    let id = account(&world, "member@example.org").await.unwrap().id;
    let roles = format!("/admin/members/{id}/roles");
    let job = "/admin/jobs/019ac0de-0000-7000-8000-000000000000/revival";
    let form = [("role", "admin"), ("email", "member@example.org")];
    for path in ["/admin/members", &roles, &format!("{roles}/removal"), job] {
        assert_eq!(
            visitor.submit(path, &form).await.header("location"),
            "/entry?next=/me"
        );
        assert_eq!(
            member.submit(path, &form).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        for (role, browser) in stewards.iter_mut().filter(|(role, _)| *role != Role::Admin) {
            assert_eq!(
                browser.submit(path, &form).await.status,
                StatusCode::FORBIDDEN,
                "{role} {path}"
            );
        }
    }
    assert!(
        account(&world, "member@example.org")
            .await
            .unwrap()
            .posts
            .is_empty()
    );
}

#[tokio::test]
async fn a_role_alone_opens_nothing_without_its_second_proof() {
    let world = World::new().await;
    Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let mut ada = Browser::entered(&world, "ada@example.org").await;
    assert_eq!(
        ada.get("/admin/members").await.header("location"),
        "/me/second?next=/admin/members"
    );
    let fresh = account(&world, "ada@example.org").await.unwrap();
    let secret = access::begin_totp(&world.app, &fresh);
    let step = crema::access::totp::step(world.app.now());
    let code = crema::access::totp::code(&secret, step);
    let set = ada
        .submit("/me/second", &[("code", &code), ("next", "/admin/members")])
        .await;
    assert_eq!(set.header("location"), "/admin/members");
    assert_eq!(ada.get("/admin/members").await.status, StatusCode::OK);
    world.pass_minutes(12 * 60);
    assert_eq!(
        ada.get("/admin/members").await.header("location"),
        "/me/proof?next=/admin/members"
    );
}

#[tokio::test]
async fn fields_that_nobody_asked_for_are_not_taken() {
    let world = World::new().await;
    let mut ada = Browser::new(&world);
    let extra = [
        ("email", "ada@example.org"),
        ("role", "admin"),
        ("account", "x"),
        ("proved", "9999999999999"),
    ];
    ada.submit("/entry", &extra).await;
    world.run_jobs().await;
    let link = crate::support::browser::link(world.letters().last().unwrap());
    ada.submit(&link, &[("role", "admin"), ("proved", "9999999999999")])
        .await;
    assert!(
        account(&world, "ada@example.org")
            .await
            .unwrap()
            .posts
            .is_empty()
    );
    assert_eq!(ada.get("/admin").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn roles_are_given_and_taken_back_and_the_log_says_by_whom() {
    let world = World::new().await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let form = |territory| {
        [
            ("email", "zoe@example.org"),
            ("role", "coordinator"),
            ("territory", territory),
        ]
    };
    for (fields, word) in [
        (form("1"), "code de département"),
        (
            [("email", "zoe"), ("role", "coordinator"), ("territory", "")],
            "adresse",
        ),
        (
            [
                ("email", "zoe@example.org"),
                ("role", "animator"),
                ("territory", ""),
            ],
            "Choisissez un rôle",
        ),
    ] {
        let refused = ada.submit("/admin/members", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(word), "{word}");
    }
    let given = ada.submit("/admin/members", &form("2a")).await;
    let path = given.header("location").to_owned();
    assert!(ada.get(&path).await.text().contains("Coordination (2A)"));
    let taken = ada
        .submit(
            &format!("{path}/roles/removal"),
            &[("role", "coordinator"), ("territory", "2A")],
        )
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(
        account(&world, "zoe@example.org")
            .await
            .unwrap()
            .posts
            .is_empty()
    );
    let own = account(&world, "ada@example.org").await.unwrap().id;
    let last = ada
        .submit(
            &format!("/admin/members/{own}/roles/removal"),
            &[("role", "admin")],
        )
        .await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    let log = ada.get("/admin/audit.csv").await;
    assert_eq!(log.header("content-type"), "text/csv; charset=utf-8");
    let log = log.text();
    for deed in ["role-granted", "role-taken"] {
        let line = log
            .lines()
            .find(|line| line.contains(deed) && line.contains("coordinator 2A"));
        assert!(line.unwrap().contains(&own.to_string()), "{deed}\n{log}");
    }
    assert!(
        !log.contains("zoe@") && !log.contains("ada@"),
        "people are ids in it"
    );
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_seen_and_sent_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", closed.local_addr().unwrap());
    drop(closed);
    let world = World::with(&[("CREMA_MAIL", &url)]).await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let asked = Email::read("zoe@example.org").unwrap();
    access::ask(&world.app, &asked, Lang::Fr).await.unwrap();
    world.run_jobs().await;
    assert!(
        ada.get("/admin/jobs")
            .await
            .text()
            .contains("sera réessayé")
    );
    // The entry of the letter ends long before the tries do: a letter that lives longer is what is given up.
    let order = Order::of(jobs::ORDERS, "added", false, 1, 0);
    let mut tx = world.app.db.write().await.unwrap();
    let id = jobs::list(&mut tx, order).await.unwrap()[0].id;
    let at = world
        .app
        .now()
        .checked_add(jiff::SignedDuration::from_hours(1))
        .unwrap();
    let claimed = jobs::claim(&mut tx, 1, at, at).await.unwrap().remove(0);
    jobs::give_up(&mut tx, &claimed, "550 no such mailbox", at)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = ada.get("/admin/jobs").await.text();
    assert!(page.contains("en échec") && page.contains("550 no such mailbox"));
    let home = ada.get("/admin").await.text();
    let places = ["À faire</h2>", "1 en échec", "Tout le reste</h2>"].map(|one| home.find(one));
    assert!(places.iter().all(Option::is_some) && places.is_sorted());
    let revival = format!("/admin/jobs/{id}/revival");
    assert!(page.contains(&revival));
    assert_eq!(
        ada.submit(&revival, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        ada.submit(&revival, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!ada.get("/admin/jobs").await.text().contains(&revival));
}

#[tokio::test]
async fn a_long_list_is_paged_and_sorted() {
    let world = World::new().await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    for number in 0..119 {
        let email = Email::read(&format!("m{number:03}@example.org")).unwrap();
        access::add_member(&world.app, &email, Lang::Fr)
            .await
            .unwrap();
    }
    let first = ada.get("/admin/members").await.text();
    assert!(first.contains("120 lignes, page 1 sur 3") && first.contains("ada@example.org"));
    assert!(first.contains("href=\"/admin/members?page=2\""));
    let last = ada
        .get("/admin/members?page=3&sort=address&order=descending")
        .await
        .text();
    assert!(last.contains("ada@example.org") && !last.contains("m118@"));
    assert!(last.contains("aria-sort=\"descending\""));
    for odd in [
        "page=-1",
        "page=999999999999999999999",
        "sort=email;DROP TABLE accounts&order=x",
        "page=9999",
    ] {
        let answer = ada
            .get(&format!("/admin/members?{}", odd.replace(' ', "%20")))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{odd}");
    }
    let file = ada.get("/admin/members.csv").await;
    assert!(file.bytes.starts_with("\u{feff}\"Adresse\";".as_bytes()));
    assert_eq!(file.text().lines().count(), 121);
}

#[tokio::test]
async fn lists_that_are_in_memory_are_sorted_too() {
    let world = World::new().await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    let page = ada.get("/admin/modules").await.text();
    for column in ["title", "version", "questions", "responses", "state"] {
        assert!(
            page.contains(&format!("?sort={column}&"))
                || page.contains(&format!("?sort={column}&#38;")),
            "{column}"
        );
    }
    let numbers = async |ada: &mut Browser<'_>, order: &str| -> Vec<i64> {
        let path = format!("/admin/modules.csv?sort=questions&order={order}");
        let file = ada.get(&path).await.text();
        let numbers = file
            .lines()
            .skip(1)
            .map(|line| line.split(';').nth(3).unwrap().parse().unwrap());
        numbers.collect()
    };
    let rising = numbers(&mut ada, "ascending").await;
    let falling = numbers(&mut ada, "descending").await;
    assert!(rising.len() > 1 && rising.is_sorted(), "{rising:?}");
    assert!(falling.is_sorted_by(|a, b| a >= b), "{falling:?}");
    let beyond = ada.get("/admin/achievements?page=7").await.text();
    assert!(
        beyond.contains("rien sur cette page") && beyond.contains("?page=1\">Aller"),
        "{beyond}"
    );
    let page = ada
        .get("/admin/achievements?sort=title&order=descending")
        .await;
    assert!(page.text().contains("aria-sort=\"descending\""));
}

#[tokio::test]
async fn modules_are_told_with_what_is_wrong_in_them_and_settings_without_a_secret() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    let quizzes = crate::support::Folder::new();
    for entry in fs::read_dir(&shipped).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, quizzes.0.join(path.file_name().unwrap())).unwrap();
        }
    }
    let world = World::with(&[
        ("CREMA_QUIZZES", quizzes.0.to_str().unwrap()),
        ("CREMA_MAIL", "smtps://crema:s3cret@mail.example.org"),
    ])
    .await;
    let mut ada = Browser::steward(&world, "ada@example.org", Role::Admin).await;
    fs::write(quizzes.0.join("broken.toml"), "id = \"broken\"\n").unwrap();
    world.reload().await.unwrap();
    let page = ada.get("/admin/modules").await.text();
    assert!(
        page.contains("servi") && page.contains("broken.toml:1") && page.contains("refusé"),
        "{page}"
    );
    let settings = ada.get("/admin/settings").await.text();
    assert!(settings.contains("mail.example.org") && !settings.contains("s3cret"));
    // Each setting that the commented file has stands there under its name, but for the secret of a provider.
    let example = include_str!("../../../crema.example.toml");
    let mut table = String::new();
    for line in example.lines() {
        let line = line.trim_start_matches("# ");
        if let Some(name) = line.strip_prefix('[') {
            table = name.split(']').next().unwrap().to_owned();
        } else if let Some((key, rest)) = line.split_once(" = ")
            && !key.contains(' ')
            && !key.starts_with("client_secret")
        {
            let variable = rest.split("CREMA_").nth(1).filter(|_| table.is_empty());
            let name = match variable {
                Some(name) => {
                    let end = name.find(|c: char| !c.is_ascii_uppercase() && c != '_');
                    format!("CREMA_{}", &name[..end.unwrap_or(name.len())])
                }
                None => format!("[{table}] {key}"),
            };
            assert!(settings.contains(&format!("{name}<")), "{name}");
        }
    }
    let place =
        Place::read("postgres://crema:s3cret@db.example.org/crema?sslmode=require").unwrap();
    assert_eq!(place.to_string(), "postgres://db.example.org/crema");
}

/// Tables that say nothing of anybody, or only of what nobody is tied to.
const IMPERSONAL: &[&str] = &[
    "settings",
    "modules",
    "attempts",
    "exposures",
    "item_changes",
    "reviews",
    "achievements",
    "awards",
    "supervised_attempts",
    "cards",
    "reminders",
    "status_lists",
    "status_places",
    "issues",
    "issuance_log",
    "log_roots",
    "counters",
    "idempotency_keys",
    "timers",
    "directory_changes",
    "event_changes",
    "event_dates",
    "event_imports",
    "allowances",
    "jobs",
    "audit",
    "issuer_keys",
    "exposures",
    "contests",
    "item_changes",
    "reviews",
];

#[test]
fn the_register_names_every_column_that_says_something_of_somebody() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for table in text.split("CREATE TABLE ").skip(1) {
            let (name, rest) = table.split_once(" (").unwrap();
            let columns = rest.split("\n);").next().unwrap().lines().map(str::trim);
            let named = columns.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            let names = named
                .filter_map(|line| line.split(' ').next())
                .map(str::to_owned);
            tables.entry(name.to_owned()).or_default().extend(names);
        }
        for later in text.split("ALTER TABLE ").skip(1) {
            let (name, rest) = later.split_once(" ADD COLUMN ").unwrap();
            let column = rest.split(' ').next().unwrap().to_owned();
            tables.entry(name.to_owned()).or_default().insert(column);
        }
    }
    for (table, columns) in &tables {
        let entries = REGISTER.iter().filter(|entry| entry.table == table);
        let told: BTreeSet<String> = entries
            .flat_map(|entry| entry.columns)
            .map(ToString::to_string)
            .collect();
        let extra: Vec<_> = told.difference(columns).collect();
        assert!(extra.is_empty(), "{table} has no {extra:?}");
        if !IMPERSONAL.contains(&table.as_str()) {
            assert_eq!(
                &told, columns,
                "the register must tell all of {table}, or the test must say why not"
            );
        }
    }
    for entry in REGISTER {
        assert!(tables.contains_key(entry.table), "{}", entry.table);
    }
}
