//! All dossiers for who coordinates: where each stands, without its story, and how far readers agree.

use axum::{extract::State, response::Response};

use crate::{
    access::policy::Deed,
    assessment::measurement::agreement::{PAIRS, agreement},
    certification::{
        dossier::{Dossier, Standing, State as Step, progress},
        plan::Plan,
        reading::Marks,
    },
    flows::certification as flow,
    i18n::Texts,
    store::certification as rows,
    web::{
        Site,
        access::Steward,
        list::{Asked, Column, List, Value},
        page::Page,
        problem::Problem,
    },
};

/// `GET /admin/dossiers`.
pub async fn index(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeDossiers)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let mut told = vec![t.text("dossiers-intro")];
    for served in site.app.shelf().modules() {
        for (name, plan) in flow::plans(served, t.lang) {
            if plan.story.is_some() {
                let pairs = rows::list_pairs(&mut reader, &plan.module).await?;
                told.push(agreed(&t, &name, &plan, &pairs));
            }
        }
    }
    let total = rows::count_all_dossiers(&mut reader).await?;
    let order = asked.order(rows::DOSSIER_ORDERS, true);
    let dossiers = rows::list_dossiers(&mut reader, order).await?;
    let open: Vec<&Dossier> = dossiers
        .iter()
        .filter(|one| one.certified_at.is_none())
        .collect();
    let found = flow::survey(&site.app, &mut reader, &open).await?;
    let mut lines = Vec::new();
    for dossier in dossiers {
        let state = match found.get(&dossier.id) {
            _ if dossier.certified_at.is_some() => "certified",
            Some((plan, standing)) => acts(plan, standing),
            None => "closed",
        };
        lines.push(vec![
            Value::Text(site.app.keyring.pseudonym(dossier.account)),
            Value::Text(dossier.module),
            Value::Text(dossier.level),
            Value::Moment(Some(dossier.opened_at)),
            Value::Moment(dossier.certified_at),
            Value::Coded(state.to_owned(), t.text(&format!("dossiers-state-{state}"))),
        ]);
    }
    let list = List {
        title: t.text("admin-dossiers-title"),
        intro: told.join(" "),
        empty: t.text("dossiers-none"),
        columns: vec![
            Column::plain(t.text("column-number")),
            Column::sorted("module", t.text("column-module")),
            Column::plain(t.text("column-level")),
            Column::sorted("opened", t.text("column-opened")),
            Column::plain(t.text("column-certified")),
            Column::plain(t.text("column-who-acts")),
        ],
        rows: lines,
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// Who acts next in a dossier that is open.
fn acts(plan: &Plan, standing: &Standing) -> &'static str {
    let steps = progress(plan, standing);
    let has = |state: Step| steps.iter().any(|(_, one)| *one == state);
    if has(Step::Readers) {
        "readers"
    } else if has(Step::Yours) {
        "candidate"
    } else {
        "witness"
    }
}

/// How far the first two readers of a level's stories agree, all criteria together.
fn agreed(t: &Texts, name: &str, plan: &Plan, of: &[(Marks, Marks)]) -> String {
    let criteria = plan.story.iter().flat_map(|story| &story.rubric.criteria);
    let (mut pairs, mut steps) = (Vec::new(), 0);
    for one in criteria {
        steps = steps.max(one.scale.len() as u32);
        pairs.extend(
            of.iter()
                .filter_map(|(first, second)| Some((*first.get(&one.id)?, *second.get(&one.id)?))),
        );
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match agreement(&pairs, steps) {
        Some(found) => t.with_all(
            "dossiers-agreement",
            [
                ("level", name.into()),
                ("pairs", count(found.pairs).into()),
                ("exact", t.percent(found.exact).into()),
                (
                    "kappa",
                    found
                        .kappa
                        .map_or_else(|| "—".to_owned(), |kappa| t.figure(kappa, 2))
                        .into(),
                ),
            ],
        ),
        None => t.with_all(
            "dossiers-agreement-few",
            [
                ("level", name.into()),
                ("pairs", count(pairs.len()).into()),
                ("least", count(PAIRS).into()),
            ],
        ),
    }
}
