//! Achievements written by hand: the form for a new one, and for the next version of one.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    access::{account::Role, policy::Deed},
    badges::{
        achievement::{Achievement, ORGANISER},
        artwork::{self, Artwork},
        design::{COLOURS, Design, PICTOGRAMS, SHAPES},
        draft::{Draft, KINDS, slug_of},
    },
    base::Error,
    flows::badges::{self as flow, Written},
    i18n::Texts,
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
    shapes: Vec<(&'static str, String, bool)>,
    colours: Vec<(&'static str, String, bool)>,
    /// Each with its drawing.
    pictograms: Vec<(&'static str, String, bool, String)>,
    ring: String,
    /// The image as it will be; nothing where its parts are not chosen.
    /// The image as the address of its data, and what it shows.
    preview: Option<(String, String)>,
    frameworks: Vec<FrameworkView>,
    errors: Vec<(String, String)>,
}

/// A framework whose competences may be chosen.
struct FrameworkView {
    name: String,
    /// Whether one of its competences is chosen.
    is_open: bool,
    /// Each competence: what a form says, what people read, whether it is chosen.
    skills: Vec<(String, String, bool)>,
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
pub async fn new(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::WriteAchievements)?;
    let draft = Draft {
        design: Some(Design::default()),
        ..Draft::default()
    };
    draft_page(&site, page, draft, true, Vec::new())
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
    let draft = Draft {
        skills: flow::skills_of(&site.app, &found),
        ..Draft::of(&found)
    };
    draft_page(&site, page, draft, false, Vec::new())
}

fn draft_page(
    site: &Site,
    page: Page,
    draft: Draft,
    new: bool,
    errors: Vec<(String, String)>,
) -> Result<Response, Problem> {
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
    let awarders = [
        (Role::Animator.name(), "role-animator"),
        (Role::Coordinator.name(), "role-coordinator"),
        (ORGANISER, "draft-awarder-organiser"),
    ]
    .map(|(name, words)| {
        let chosen = draft.awarders.iter().any(|one| one == name);
        (name, t.text(words), chosen)
    });
    let title = t.text(if new {
        "draft-new-title"
    } else {
        "draft-edit-title"
    });
    let chosen = draft.design.clone();
    let is = |part: fn(&Design) -> &String, name: &str| {
        chosen.as_ref().is_some_and(|design| part(design) == name)
    };
    let drawn = chosen.clone().unwrap_or_default();
    Ok(page::with_status(
        status,
        &DraftPage {
            shapes: SHAPES
                .map(|name| {
                    (
                        name,
                        t.text(&format!("design-shape-{name}")),
                        is(|one| &one.shape, name),
                    )
                })
                .into(),
            colours: COLOURS
                .map(|(name, _)| {
                    (
                        name,
                        t.text(&format!("design-colour-{name}")),
                        is(|one| &one.colour, name),
                    )
                })
                .into(),
            pictograms: PICTOGRAMS
                .map(|(name, _)| {
                    let words = t.text(&format!("design-pictogram-{name}"));
                    let alone = Design {
                        pictogram: name.to_owned(),
                        ..drawn.clone()
                    };
                    (
                        name,
                        words,
                        is(|one| &one.pictogram, name),
                        alone.pictogram(),
                    )
                })
                .into(),
            ring: drawn.ring,
            preview: preview(site, &t, &draft)?,
            frameworks: frameworks(site, &t, &draft),
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
    ))
}

/// The image of a draft, as far as it is one.
fn preview(site: &Site, t: &Texts, draft: &Draft) -> Result<Option<(String, String)>, Error> {
    let Some(design) = draft.design.clone().filter(Design::is_whole) else {
        return Ok(None);
    };
    let or_name = |text: &str| match text.trim() {
        "" if draft.name.trim().is_empty() => t.text("draft-name"),
        "" => draft.name.trim().to_owned(),
        text => text.to_owned(),
    };
    let alt = t.with("draft-preview-alt", "image", described(t, draft));
    let drawn = artwork::svg(&Artwork {
        title: String::new(),
        ring: or_name(&design.ring),
        issuer: site.app.config.issuer.name.clone(),
        step: 1,
        steps: 1,
        description: alt.clone(),
        ribbon: site.app.is_test().then(|| t.text("test-ribbon")),
        design: Some(design),
    });
    let drawn = drawn.map_err(Error::fault)?;
    let data = format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawn));
    Ok(Some((data, alt)))
}

/// What the image shows: as it was written, else by its parts.
fn described(t: &Texts, draft: &Draft) -> String {
    let design = draft.design.as_ref().filter(|design| design.is_whole());
    match design {
        Some(design) if draft.image_alt.trim().is_empty() => t.with_all(
            "design-alt",
            [
                (
                    "shape",
                    t.text(&format!("design-shape-{}", design.shape))
                        .to_lowercase()
                        .into(),
                ),
                (
                    "colour",
                    t.text(&format!("design-colour-{}", design.colour))
                        .to_lowercase()
                        .into(),
                ),
                (
                    "pictogram",
                    t.text(&format!("design-pictogram-{}", design.pictogram))
                        .to_lowercase()
                        .into(),
                ),
            ],
        ),
        _ => draft.image_alt.clone(),
    }
}

fn frameworks(site: &Site, t: &Texts, draft: &Draft) -> Vec<FrameworkView> {
    let shelf = site.app.shelf();
    let view = |prefix: &str| {
        let framework = shelf.frameworks.get(prefix)?;
        let skills: Vec<_> = framework
            .codes
            .keys()
            .map(|code| {
                let skill = format!("{prefix}:{code}");
                let title = framework.title_in(t.lang.tag(), code).unwrap_or_default();
                let chosen = draft.skills.contains(&skill);
                (skill, format!("{code} · {title}"), chosen)
            })
            .collect();
        Some(FrameworkView {
            name: framework.name_in(t.lang.tag()),
            is_open: skills.iter().any(|(_, _, chosen)| *chosen),
            skills,
        })
    };
    shelf.frameworks.prefixes().filter_map(view).collect()
}

fn drafted(fields: &Fields, slug: Option<&str>) -> Draft {
    let get = |name: &str| -> String {
        let text = fields.get(name).unwrap_or_default();
        text.chars().take(4_000).collect()
    };
    let typed = slug.map_or_else(|| get("slug"), str::to_owned);
    let parts = ["shape", "colour", "pictogram"].map(&get);
    let design = (parts.iter().any(|part| !part.is_empty())).then(|| {
        let [shape, colour, pictogram] = parts;
        Design {
            shape,
            colour,
            pictogram,
            ring: get("ring").trim().to_owned(),
        }
    });
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
        design,
        skills: fields
            .all("skills")
            .iter()
            .map(|one| (*one).to_owned())
            .collect(),
        months: get("months"),
        awarders: fields
            .all("awarders")
            .iter()
            .filter(|name| {
                let role = name.parse::<Role>();
                *name == ORGANISER || matches!(role, Ok(Role::Animator | Role::Coordinator))
            })
            .cloned()
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
    put(&site, page, &steward, &fields, None).await
}

/// `POST /admin/achievements/{slug}`: a new version.
pub async fn update(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    put(&site, page, &steward, &fields, Some(&slug)).await
}

async fn put(
    site: &Site,
    page: Page,
    steward: &Steward,
    fields: &Fields,
    slug: Option<&str>,
) -> Result<Response, Problem> {
    steward.may(Deed::WriteAchievements)?;
    let t = page.t;
    if fields.get("preview").is_some() {
        return draft_page(
            site,
            page,
            drafted(fields, slug),
            slug.is_none(),
            Vec::new(),
        );
    }
    let (mut draft, new) = (drafted(fields, slug), slug.is_none());
    draft.image_alt = described(&t, &draft);
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
    draft_page(site, page, draft, new, errors)
}
