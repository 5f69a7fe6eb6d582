//! Who has an account, and their roles.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    access::{
        account::{Account, Post, Role, territory},
        policy::Deed,
    },
    base::{AccountId, Email, Error, Refusal},
    flows::access as flow,
    store::access as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        list::{Asked, Column, List, Value},
        me::post_words,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// A role that somebody has.
pub struct PostRow {
    words: String,
    role: String,
    territory: String,
}

/// A role that can be given.
pub struct Choice {
    name: &'static str,
    words: String,
}

#[derive(Template)]
#[template(path = "admin/member.html")]
struct MemberPage {
    page: Page,
    email: Option<String>,
    posts: Vec<PostRow>,
    choices: Vec<Choice>,
    action: String,
    removal: String,
    typed: String,
    territory: String,
    error: Option<String>,
    territory_error: Option<String>,
}

/// `GET /admin/members`.
pub async fn members(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeMembers)?;
    let t = page.t;
    let mut reader = site.app.db.read().await?;
    let total = rows::count_accounts(&mut reader).await?;
    let order = asked.order(rows::ACCOUNT_ORDERS, false);
    let accounts = rows::list_accounts(&mut reader, order).await?;
    let row = |account: Account| {
        let roles: Vec<String> = account
            .posts
            .iter()
            .map(|post| post_words(&t, post))
            .collect();
        vec![
            Value::Link(
                account.email.as_str().to_owned(),
                format!("/admin/members/{}", account.id),
            ),
            Value::Text(roles.join(", ")),
            Value::Text(t.text(if account.has_second() { "yes" } else { "no" })),
            Value::Moment(Some(account.created_at)),
            Value::Moment(account.entered_at),
            Value::Text(account.id.to_string()),
        ]
    };
    let list = List {
        title: t.text("admin-members-title"),
        intro: t.text("admin-members-intro"),
        empty: t.text("admin-members-none"),
        columns: vec![
            Column::sorted("address", t.text("column-address")),
            Column::plain(t.text("column-roles")),
            Column::plain(t.text("column-second")),
            Column::sorted("created", t.text("column-created")),
            Column::sorted("entered", t.text("column-entered")),
            Column::plain(t.text("column-id")),
        ],
        rows: accounts.into_iter().map(row).collect(),
        total,
        offer: Some((t.text("admin-members-add"), "/admin/members/new".into())),
    };
    Ok(asked.answer(page, list))
}

/// `GET /admin/members/{id}`; `new` asks for the address of somebody who may have no account yet.
pub async fn member(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeMembers)?;
    let account = match id.as_str() {
        "new" => None,
        id => Some(find(&site, id).await?),
    };
    Ok(show(page, account.as_ref(), &Fields::default(), None))
}

async fn find(site: &Site, id: &str) -> Result<Account, Problem> {
    let id: AccountId = id.parse().map_err(|_| Error::Missing)?;
    let found = rows::find_account(&mut site.app.db.read().await?, id).await?;
    Ok(found.ok_or(Error::Missing)?)
}

/// Which field a refusal belongs to.
enum Wrong {
    Address(String),
    Territory(String),
    Role(String),
}

fn show(page: Page, account: Option<&Account>, typed: &Fields, wrong: Option<Wrong>) -> Response {
    let t = page.t;
    let status = wrong
        .as_ref()
        .map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let (error, territory_error) = match wrong {
        Some(Wrong::Address(words) | Wrong::Role(words)) => (Some(words), None),
        Some(Wrong::Territory(words)) => (None, Some(words)),
        None => (None, None),
    };
    let id = account.map_or("new".to_owned(), |account| account.id.to_string());
    let posts = account.map(|account| &account.posts);
    let kept = |name: &str| {
        typed
            .get(name)
            .unwrap_or_default()
            .chars()
            .take(320)
            .collect()
    };
    let title = t.text(match account {
        Some(_) => "member-title",
        None => "member-new-title",
    });
    page::with_status(
        status,
        &MemberPage {
            email: account.map(|account| account.email.as_str().to_owned()),
            posts: posts
                .into_iter()
                .flatten()
                .map(|post| PostRow {
                    words: post_words(&t, post),
                    role: post.role.name().to_owned(),
                    territory: post.territory.clone().unwrap_or_default(),
                })
                .collect(),
            choices: Role::ALL
                .into_iter()
                .filter(|role| role.is_granted())
                .map(|role| Choice {
                    name: role.name(),
                    words: t.text(&format!("role-{role}")),
                })
                .collect(),
            action: page.link(&match account {
                Some(_) => format!("/admin/members/{id}/roles"),
                None => "/admin/members".to_owned(),
            }),
            removal: page.link(&format!("/admin/members/{id}/roles/removal")),
            typed: kept("email"),
            territory: kept("territory"),
            error,
            territory_error,
            page: page.titled(title).private(),
        },
    )
}

/// What a form says of a role.
fn post(page: &Page, fields: &Fields) -> Result<Post, Wrong> {
    let role: Option<Role> = fields.get("role").and_then(|role| role.parse().ok());
    let role = role
        .filter(|role| role.is_granted())
        .ok_or_else(|| Wrong::Role(page.t.text("refusal-role")))?;
    let territory = territory(fields.get("territory").unwrap_or_default())
        .ok_or_else(|| Wrong::Territory(page.t.text("refusal-territory")))?;
    Ok(Post { role, territory })
}

/// `POST /admin/members`: a role for an address.
pub async fn add(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ChangeRoles)?;
    let Ok(email) = Email::read(fields.get("email").unwrap_or_default()) else {
        let wrong = Wrong::Address(page.t.text("refusal-address"));
        return Ok(show(page, None, &fields, Some(wrong)));
    };
    let post = match post(&page, &fields) {
        Ok(post) => post,
        Err(wrong) => return Ok(show(page, None, &fields, Some(wrong))),
    };
    let id = flow::add_member(&site.app, &email, page.t.lang).await?;
    flow::grant(&site.app, steward.0.actor(), id, &post).await?;
    Ok(see_other(&page.link(&format!("/admin/members/{id}"))))
}

/// `POST /admin/members/{id}/roles`.
pub async fn grant(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ChangeRoles)?;
    let account = find(&site, &id).await?;
    let post = match post(&page, &fields) {
        Ok(post) => post,
        Err(wrong) => return Ok(show(page, Some(&account), &fields, Some(wrong))),
    };
    flow::grant(&site.app, steward.0.actor(), account.id, &post).await?;
    Ok(see_other(&page.link(&format!("/admin/members/{id}"))))
}

/// `POST /admin/members/{id}/roles/removal`.
pub async fn take_back(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::ChangeRoles)?;
    let account = find(&site, &id).await?;
    let role: Role = fields
        .get("role")
        .and_then(|role| role.parse().ok())
        .ok_or(Error::Missing)?;
    let territory = fields.get("territory").filter(|code| !code.is_empty());
    let post = Post {
        role,
        territory: territory.map(str::to_owned),
    };
    match flow::take_back(&site.app, steward.0.actor(), account.id, &post).await {
        Ok(()) => Ok(see_other(&page.link(&format!("/admin/members/{id}")))),
        Err(Error::Refusal(Refusal::RoleStays)) => {
            let wrong = Wrong::Role(page.t.text("refusal-role-stays"));
            Ok(show(page, Some(&account), &fields, Some(wrong)))
        }
        Err(error) => Err(error.into()),
    }
}
