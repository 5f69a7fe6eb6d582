//! The legal pages say what is true: of the settings, of what is stored, of what is measured.

use axum::http::StatusCode;
use crema::{
    config::Audit,
    flows::register::{REGISTER, Subject},
    i18n::Texts,
    web::legal,
};

use crate::support::world::World;

#[tokio::test]
async fn the_page_on_privacy_names_everything_that_is_stored() {
    let world = World::new().await;
    for (lang, path) in [("fr", "/legal/privacy"), ("en", "/legal/privacy?lang=en")] {
        let page = world.get(path).await.text();
        let t = Texts::of(lang.parse().unwrap());
        assert_eq!(page.matches("<dt>").count(), REGISTER.len());
        // Each subject has its place, to which the first lines lead, and something that is kept for it.
        for subject in Subject::ALL {
            let name = subject.name();
            assert_eq!(page.matches(&format!("href=\"#{name}\"")).count(), 1);
            assert_eq!(page.matches(&format!("<h2 id=\"{name}\">")).count(), 1);
            assert!(REGISTER.iter().any(|entry| entry.subject == subject));
        }
        for entry in REGISTER {
            for column in entry.columns {
                assert!(page.contains(column), "{}: {column}", entry.table);
            }
            let what = t.text(&format!("register-{}", entry.name));
            let plain = |text: &str| {
                text.replace(['\u{a0}', '\u{202f}'], " ")
                    .replace("&#39;", "'")
            };
            assert!(plain(&page).contains(&plain(&what)), "{what}");
        }
    }
}

#[tokio::test]
async fn the_page_on_accessibility_says_what_an_audit_found_and_no_more() {
    let world = World::new().await;
    let plain = async |world: &World| {
        let page = world.get("/legal/accessibility").await.text();
        page.replace(['\u{a0}', '\u{202f}'], " ")
    };
    assert!(plain(&world).await.contains("« non conforme »"));
    for (rate, said) in [
        (100.0, "totalement conformes"),
        (99.9, "partiellement conformes"),
        (50.0, "partiellement conformes"),
        (49.9, "non conformes"),
    ] {
        let audited = world.again(|config| {
            config.accessibility = Some(Audit {
                on: "2027-03-01".into(),
                by: "Atelier des accès".into(),
                rate,
                report: Some("https://www.example.org/audit".into()),
            });
        });
        let page = plain(&audited).await;
        for word in [
            said,
            "Atelier des accès",
            "2027",
            "https://www.example.org/audit",
        ] {
            assert!(page.contains(word), "{rate}: {word}");
        }
        assert!(!page.contains("« non conforme »"), "not audited, it says");
        let foot = page.rsplit("<footer").next().unwrap();
        assert_eq!(foot.contains("non conforme"), rate < 50.0, "{foot}");
    }
}

#[tokio::test]
async fn every_budget_has_words_and_pages_that_are_there() {
    let world = World::new().await;
    let page = world.get("/legal/ecodesign").await.text();
    assert!(page.contains("RGESN"));
    let budgets = legal::budgets().unwrap();
    assert_eq!(page.matches("<th scope=\"row\">").count(), budgets.len());
    for budget in budgets {
        for path in &budget.pages {
            let status = world.get(path).await.status;
            assert!(
                status == StatusCode::OK || status.is_redirection(),
                "{path}: {status}"
            );
        }
    }
    assert_eq!(world.get("/legal/licence").await.status, StatusCode::OK);
    assert_eq!(
        world.get("/legal/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}
