//! Achievements written by hand: the form for a new one, and for the next version of one.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::{account::Role, policy::Deed},
    badges::{
        achievement::Achievement,
        draft::{Draft, KINDS, slug_of},
    },
    base::Error,
    flows::badges::{self as flow, Written},
    store::badges as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "admin/draft.html")]
struct DraftPage {
    page: Page,
    action: String,
    new: bool,
    draft: Draft,
    kinds: Vec<(&'static str, String, bool)>,
    awarders: Vec<(&'static str, String, bool)>,
    errors: Vec<(String, String)>,
}

impl DraftPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<&String> {
        self.errors
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, words)| words)
    }
}

/// `GET /admin/achievements/new`.
pub async fn new(page: Page, steward: Steward) -> Result<Response, Problem> {
    steward.may(Deed::WriteAchievements)?;
    Ok(draft_page(page, Draft::default(), true, Vec::new()))
}

/// `GET /admin/achievements/{slug}/edit`.
pub async fn edit(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::WriteAchievements)?;
    let found = rows::find_achievement(&mut site.app.db.read().await?, &slug).await?;
    let found = found
        .filter(Achievement::is_by_hand)
        .ok_or(Error::Missing)?;
    Ok(draft_page(page, Draft::of(&found), false, Vec::new()))
}

fn draft_page(page: Page, draft: Draft, new: bool, errors: Vec<(String, String)>) -> Response {
    let t = page.t;
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let kinds = KINDS.map(|kind| {
        let key = match kind {
            "Membership" => "draft-kind-membership",
            _ => "draft-kind-badge",
        };
        (kind, t.text(key), draft.kind == kind)
    });
    let awarders = [Role::Animator, Role::Coordinator].map(|role| {
        let chosen = draft.awarders.iter().any(|one| one == role.name());
        (role.name(), t.text(&format!("role-{role}")), chosen)
    });
    let title = t.text(if new {
        "draft-new-title"
    } else {
        "draft-edit-title"
    });
    page::with_status(
        status,
        &DraftPage {
            action: page.link(&if new {
                "/admin/achievements".to_owned()
            } else {
                format!("/admin/achievements/{}", draft.slug)
            }),
            new,
            kinds: kinds.into(),
            awarders: awarders.into(),
            errors,
            draft,
            page: page.titled(title).private(),
        },
    )
}

fn drafted(fields: &Fields, slug: Option<&str>) -> Draft {
    let get = |name: &str| -> String {
        let text = fields.get(name).unwrap_or_default();
        text.chars().take(4_000).collect()
    };
    let typed = slug.map_or_else(|| get("slug"), str::to_owned);
    Draft {
        slug: if typed.trim().is_empty() {
            slug_of(&get("name"))
        } else {
            typed
        },
        kind: get("kind"),
        name: get("name"),
        description: get("description"),
        criteria: get("criteria"),
        image_alt: get("alt"),
        months: get("months"),
        awarders: fields
            .all("awarders")
            .iter()
            .filter_map(|role| role.parse::<Role>().ok())
            .filter(|role| matches!(role, Role::Animator | Role::Coordinator))
            .map(|role| role.name().to_owned())
            .collect(),
    }
}

/// `POST /admin/achievements`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    put(&site, page, &steward, drafted(&fields, None), true).await
}

/// `POST /admin/achievements/{slug}`: a new version.
pub async fn update(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    put(&site, page, &steward, drafted(&fields, Some(&slug)), false).await
}

async fn put(
    site: &Site,
    page: Page,
    steward: &Steward,
    draft: Draft,
    new: bool,
) -> Result<Response, Problem> {
    steward.may(Deed::WriteAchievements)?;
    let t = page.t;
    let errors = match flow::write(&site.app, steward.0.actor(), &draft, t.lang, new).await? {
        Written::Published(slug) => {
            return Ok(see_other(
                &page.link(&format!("/admin/achievements/{slug}")),
            ));
        }
        Written::Taken => vec![("slug".to_owned(), t.text("draft-error-taken"))],
        Written::Flawed(flaws) => flaws
            .into_iter()
            .map(|flaw| {
                let name = flaw.name();
                (name.to_owned(), t.text(&format!("draft-error-{name}")))
            })
            .collect(),
    };
    Ok(draft_page(page, draft, new, errors))
}
