//! The legal pages: true statements, made from the settings, from the register of what is stored, and from what is measured.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    Site,
    me::{Stored, stored_words},
    page::{self, Page},
};
use crate::{
    base::Error,
    flows::{
        register::{REGISTER, Subject},
        upkeep::ANSWER_DAYS,
    },
    i18n::Texts,
};

/// What journeys may weigh; the tests in a browser hold the pages against the same file.
const BUDGETS: &str = include_str!("../../docs/budgets.json");

/// What one journey may weigh.
#[derive(Deserialize)]
pub struct Budget {
    /// Its pages, by their paths.
    pub pages: Vec<String>,
    /// A part of the key of its words.
    pub name: String,
    /// Thousands of bytes over the network for each page at a first visit, images of badges apart.
    pub kilobytes: u32,
    /// Requests for each page.
    pub requests: u32,
    /// Elements of each page.
    pub elements: u32,
}

/// Something that is stored, with the names under which it is.
pub struct Line {
    stored: Stored,
    columns: String,
}

/// What is said and stored about one subject.
struct Section {
    id: &'static str,
    title: String,
    paragraphs: Vec<String>,
    register: Vec<Line>,
}

/// A row of a table.
struct Row {
    words: String,
    kilobytes: u32,
    requests: u32,
    elements: u32,
}

#[derive(Template)]
#[template(path = "site/legal.html")]
struct Legal {
    page: Page,
    paragraphs: Vec<String>,
    /// The subjects of a long page; the first lines of it lead there.
    sections: Vec<Section>,
    budgets: Vec<Row>,
    links: Vec<(String, String)>,
}

/// The budgets of all journeys.
///
/// # Errors
/// Our own fault, where the file is broken.
pub fn budgets() -> Result<Vec<Budget>, Error> {
    serde_json::from_str(BUDGETS).map_err(Error::fault)
}

/// `GET /legal/{page}`.
pub async fn show(
    State(site): State<Site>,
    Path(name): Path<String>,
    page: Page,
) -> Result<Response, Error> {
    let t = page.t;
    let (mut sections, mut rows, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let paragraphs = match name.as_str() {
        "accessibility" => {
            let audit = site.app.config.accessibility.as_ref();
            let report = audit.and_then(|audit| audit.report.clone());
            links.extend(report.map(|url| (t.text("legal-accessibility-report"), url)));
            accessibility(&site, &t)
        }
        "privacy" => {
            sections.extend(Subject::ALL.into_iter().map(|one| section(&t, one)));
            links.push((t.text("stored-title"), page.link("/me/data")));
            privacy(&site, &t)
        }
        "ecodesign" => {
            rows.extend(budgets()?.into_iter().map(|one| Row {
                words: t.text(&format!("legal-budget-{}", one.name)),
                kilobytes: one.kilobytes,
                requests: one.requests,
                elements: one.elements,
            }));
            vec![
                t.text("legal-ecodesign-text"),
                t.text("legal-ecodesign-self"),
            ]
        }
        "licence" => {
            links.push((t.text("modules-title"), page.link("/modules")));
            vec![
                t.text("legal-licence-text"),
                t.text("legal-licence-modules"),
                t.text("legal-licence-badges"),
                t.text("legal-licence-others"),
            ]
        }
        _ => return Err(Error::Missing),
    };
    Ok(page::answer(&Legal {
        page: page.titled(t.text(&format!("legal-{name}-title"))),
        paragraphs,
        sections,
        budgets: rows,
        links,
    }))
}

fn contact(site: &Site, t: &Texts) -> String {
    let email = site.app.config.issuer.email.clone();
    email.unwrap_or_else(|| t.text("legal-contact-missing"))
}

/// What the audit found, in the words that the rate allows (RGAA 4.1, obligations: all criteria, half of them, fewer).
fn accessibility(site: &Site, t: &Texts) -> Vec<String> {
    let state = match &site.app.config.accessibility {
        None => vec![t.text("legal-accessibility-state")],
        Some(audit) => {
            let key = if audit.rate >= 100.0 {
                "legal-accessibility-wholly"
            } else if audit.rate >= 50.0 {
                "legal-accessibility-partly"
            } else {
                "legal-accessibility-not"
            };
            let day = audit.day().map(|day| t.day(day)).unwrap_or_default();
            let about = [
                ("date", day.into()),
                ("by", audit.by.as_str().into()),
                ("rate", t.figure(audit.rate, 1).into()),
            ];
            vec![t.text(key), t.with_all("legal-accessibility-audit", about)]
        }
    };
    let told = [
        t.text("legal-accessibility-made"),
        t.with("legal-accessibility-text", "contact", contact(site, t)),
        t.text("legal-accessibility-defender"),
    ];
    state.into_iter().chain(told).collect()
}

fn privacy(site: &Site, t: &Texts) -> Vec<String> {
    let config = &site.app.config;
    vec![
        t.with_all(
            "legal-privacy-who",
            [
                ("issuer", config.issuer.name.as_str().into()),
                ("contact", contact(site, t).into()),
            ],
        ),
        t.text("legal-privacy-rights"),
        t.text("legal-privacy-register-text"),
    ]
}

/// What is said of a subject beside the register, and what the register has of it.
fn section(t: &Texts, subject: Subject) -> Section {
    let entries = REGISTER.iter().filter(|entry| entry.subject == subject);
    Section {
        id: subject.name(),
        title: t.text(&format!("legal-privacy-of-{}", subject.name())),
        paragraphs: match subject {
            Subject::Quizzes => vec![
                t.with("legal-privacy-attempt", "days", ANSWER_DAYS),
                t.text("legal-privacy-cookie"),
            ],
            Subject::Badges => vec![t.text("legal-privacy-badge")],
            Subject::Account => vec![t.text("legal-privacy-address")],
            _ => Vec::new(),
        },
        register: entries
            .map(|entry| Line {
                stored: stored_words(t, entry),
                columns: format!("{} : {}", entry.table, entry.columns.join(", ")),
            })
            .collect(),
    }
}
