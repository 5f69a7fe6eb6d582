//! The queue with what was given up, and the audit log.

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    access::policy::Deed,
    base::{Error, JobId},
    flows::queue,
    store::{access as rows, jobs as store},
    web::{
        Site,
        access::Steward,
        form::Fields,
        list::{Asked, Column, List, Value},
        page::{Page, see_other},
        problem::Problem,
    },
};

/// `GET /admin/jobs`: what was given up first.
pub async fn jobs(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeJobs)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let (waiting, failed) = store::count(&mut reader).await?;
    let found = store::list(&mut reader, asked.order(store::ORDERS, false)).await?;
    let rows = found.into_iter().map(|job| {
        let state = match (job.failed_at, job.error.is_some()) {
            (Some(_), _) => "job-state-failed",
            (None, true) => "job-state-again",
            (None, false) => "job-state-waiting",
        };
        vec![
            Value::Text(t.text(&format!("job-{}", job.name.replace('_', "-")))),
            Value::Text(t.text(state)),
            Value::Whole(job.tries),
            Value::Moment(Some(job.added_at)),
            Value::Moment(job.failed_at.is_none().then_some(job.due_at)),
            Value::Text(job.error.unwrap_or_default()),
            match job.failed_at {
                Some(_) => Value::Button(
                    t.text("job-revive"),
                    format!("/admin/jobs/{}/revival", job.id),
                ),
                None => Value::Text(String::new()),
            },
        ]
    });
    let list = List {
        title: t.text("admin-jobs-title"),
        intro: t.text("admin-jobs-intro"),
        empty: t.text("admin-jobs-none"),
        columns: vec![
            Column::sorted("name", t.text("column-job")),
            Column::sorted("failed", t.text("column-state")),
            Column::sorted("tries", t.text("column-tries")),
            Column::sorted("added", t.text("column-added")),
            Column::sorted("due", t.text("column-due")),
            Column::plain(t.text("column-error")),
            Column::plain(String::new()),
        ],
        rows: rows.collect(),
        total: waiting + failed,
        offer: None,
    };
    Ok(asked.answer(page, list))
}

/// `POST /admin/jobs/{id}/revival`.
pub async fn revive(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ReviveJob)?;
    let id: JobId = id.parse().map_err(|_| Error::Missing)?;
    queue::revive(&site.app, steward.0.actor(), id).await?;
    Ok(see_other(&page.link("/admin/jobs")))
}

/// `GET /admin/audit`: newest first.
pub async fn audit(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeAudit)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let total = rows::count_audit(&mut reader).await?;
    let lines = rows::list_audit(&mut reader, asked.order(rows::AUDIT_ORDERS, true)).await?;
    let list = List {
        title: t.text("admin-audit-title"),
        intro: t.text("admin-audit-intro"),
        empty: t.text("admin-audit-none"),
        columns: vec![
            Column::sorted("at", t.text("column-at")),
            Column::sorted("actor", t.text("column-actor")),
            Column::sorted("deed", t.text("column-deed")),
            Column::sorted("subject", t.text("column-subject")),
            Column::plain(t.text("column-detail")),
        ],
        rows: lines
            .into_iter()
            .map(|line| {
                vec![
                    Value::Moment(Some(line.at)),
                    Value::Text(line.actor),
                    Value::Coded(line.deed.clone(), t.text(&format!("deed-{}", line.deed))),
                    Value::Text(line.subject),
                    Value::Text(line.detail),
                ]
            })
            .collect(),
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}
