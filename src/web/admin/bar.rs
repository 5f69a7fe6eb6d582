//! Where the bar of a module comes from: why one that is not set gives no badge, how it is set, and what its questions say of it.

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    access::policy::Deed,
    assessment::{
        form::every::EveryForm,
        module::{Bar, Module},
    },
    base::Error,
    i18n::Texts,
    web::{
        Site,
        access::Steward,
        list::{Asked, Column, List, Value},
        page::Page,
        problem::Problem,
    },
};

/// `GET /admin/modules/{module}/bar`.
pub async fn bar(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeContents)?;
    let t = page.t;
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    let module = served.in_lang(t.lang);
    let scored: Vec<_> = module
        .items
        .iter()
        .filter(|item| item.is_scored())
        .collect();
    let total = scored.len() as i64;
    let pool = |id: Option<&String>| {
        let found = module.pools.iter().find(|pool| Some(&pool.id) == id);
        found
            .and_then(|pool| pool.title.clone())
            .or_else(|| id.cloned())
            .unwrap_or_default()
    };
    let row = |item: &&crate::assessment::item::Item| {
        vec![
            Value::Text(item.id.clone()),
            Value::Text(pool(item.pool.as_ref())),
            Value::Text(item.ask.clone()),
            item.angoff
                .map_or_else(|| Value::Text(String::new()), |said| Value::Figure(said, 2)),
        ]
    };
    let columns = ["question", "pool", "ask", "angoff"]
        .map(|name| Column::sorted(name, t.text(&format!("column-{name}"))));
    let list = List {
        title: t.with("bar-title", "module", module.title.as_str()),
        intro: told(&t, module),
        empty: t.text("bar-no-question"),
        rows: asked.sorted(&columns, scored.iter().map(row).collect()),
        columns: columns.into(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// How the bar stands, and how it is set.
fn told(t: &Texts, module: &Module) -> String {
    let mut told = Vec::new();
    let levels = module.levels.iter();
    let fixed = levels.filter(|level| matches!(level.min, Bar::Fraction(_)));
    match &module.standard {
        Some(standard) if standard.placeholder => {
            told.push(t.text("bar-placeholder"));
            told.push(t.text("bar-how"));
        }
        Some(standard) => {
            let judges = standard.judges.map(|judges| {
                t.with_all(
                    "bar-judges",
                    [
                        ("judges", judges.into()),
                        ("rounds", standard.rounds.unwrap_or(1).into()),
                        (
                            "date",
                            standard
                                .date
                                .map_or_else(|| "—".to_owned(), |date| t.day(date))
                                .into(),
                        ),
                    ],
                )
            });
            told.push(judges.unwrap_or_else(|| t.text("bar-set")));
        }
        None => {}
    }
    if let Some((low, high)) = EveryForm::of(module).cut_range() {
        told.push(t.with_all(
            "bar-range",
            [
                ("low", t.percent(low).into()),
                ("high", t.percent(high).into()),
            ],
        ));
    }
    if fixed.count() > 0 {
        told.push(t.text("bar-typed"));
    }
    told.join(" ")
}
