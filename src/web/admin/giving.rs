//! Badges given by hand: to one person, to a list, to a room.

use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;

use crate::{
    access::{account::Role, policy::Deed},
    badges::{
        achievement::Achievement,
        qr,
        recipient::{self, Recipient, Refused},
    },
    base::{BatchId, Error, Refusal, RoomId},
    flows::badges::{self as flow, Giver, NewRoom},
    i18n::Texts,
    store::{badges as rows, batches},
    web::{
        Site,
        access::Steward,
        form::{Fields, TOKEN, TokenGuard},
        list::{Asked, Column, List, Value},
        page::{self, Page, see_other},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "admin/giving.html")]
struct GivingPage {
    page: Page,
    description: String,
    image: String,
    alt: String,
    public: String,
    edit: Option<String>,
    base: String,
    made: Option<Made>,
    typed: Typed,
    rooms: Vec<RoomRow>,
    lists: Vec<(String, String)>,
}

/// What was just made.
enum Made {
    /// A badge: its page, that of its holder, and the code that opens it.
    Badge {
        page: String,
        holder: String,
        again: bool,
    },
    /// A code for a room, shown once.
    Room {
        code: String,
        qr: String,
        address: String,
    },
}

/// What was typed and refused, beside its field.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    evidence: String,
    one_error: Option<String>,
    list_error: Option<String>,
    room_error: Option<String>,
}

/// A code for a room as it is listed.
struct RoomRow {
    words: String,
    end: Option<String>,
}

/// The role under which somebody gives.
fn role_of(steward: &Steward) -> Role {
    let roles = steward.0.account.roles();
    [Role::Admin, Role::Coordinator, Role::Animator]
        .into_iter()
        .find(|role| roles.contains(role))
        .unwrap_or(Role::Animator)
}

/// The achievement, where it is given by hand and this person may give it.
async fn given_by(site: &Site, steward: &Steward, slug: &str) -> Result<Achievement, Problem> {
    steward.may(Deed::GiveBadges)?;
    let found = rows::find_achievement(&mut site.app.db.read().await?, slug).await?;
    let found = found
        .filter(Achievement::is_by_hand)
        .ok_or(Error::Missing)?;
    let roles = steward.0.account.roles();
    let may = roles.contains(&Role::Admin)
        || found
            .awarders
            .iter()
            .filter_map(|role| role.parse::<Role>().ok())
            .any(|role| roles.contains(&role));
    if may {
        Ok(found)
    } else {
        Err(Problem::status(StatusCode::FORBIDDEN))
    }
}

/// `GET /admin/achievements/{slug}`.
pub async fn show(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    let found = given_by(&site, &steward, &slug).await?;
    answer(&site, page, &steward, &found, None, Typed::default()).await
}

async fn answer(
    site: &Site,
    page: Page,
    steward: &Steward,
    one: &Achievement,
    made: Option<Made>,
    typed: Typed,
) -> Result<Response, Problem> {
    let t = page.t;
    let now = site.app.now();
    let (lang, words) = one.texts(t.lang);
    let rooms = flow::rooms_of(&site.app, &one.slug).await?;
    let lists = batches::list_of(&mut site.app.db.read().await?, &one.slug).await?;
    let status =
        if typed.one_error.is_some() || typed.list_error.is_some() || typed.room_error.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
    let rooms = rooms.into_iter().map(|room| RoomRow {
        words: t.with_all(
            "giving-room-row",
            [
                ("taken", room.taken.into()),
                ("most", room.most.into()),
                ("date", t.moment(room.until).into()),
            ],
        ),
        end: room.is_open(now).then(|| {
            page.link(&format!(
                "/admin/achievements/{}/rooms/{}/end",
                one.slug, room.id
            ))
        }),
    });
    let lists = lists.into_iter().map(|batch| {
        let words = t.with("giving-list-row", "date", t.moment(batch.made_at));
        (words, page.link(&format!("/admin/batches/{}", batch.id)))
    });
    Ok(page::with_status(
        status,
        &GivingPage {
            description: words.description.clone(),
            image: format!("/achievements/{}/{}.svg?lang={lang}", one.slug, one.version),
            alt: words.image_alt.clone(),
            public: page.link(&format!("/achievements/{}", one.slug)),
            edit: steward
                .may(Deed::WriteAchievements)
                .is_ok()
                .then(|| page.link(&format!("/admin/achievements/{}/edit", one.slug))),
            base: format!("/admin/achievements/{}", one.slug),
            made,
            typed,
            rooms: rooms.collect(),
            lists: lists.collect(),
            page: page.titled(words.name.clone()).private(),
        },
    ))
}

/// `POST /admin/achievements/{slug}/gifts`: to one person.
pub async fn give_one(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = given_by(&site, &steward, &slug).await?;
    let t = page.t;
    let get = |name: &str| -> String {
        let text = fields.get(name).unwrap_or_default().trim();
        text.chars().take(600).collect()
    };
    let typed = Typed {
        name: get("name"),
        email: get("email"),
        evidence: get("evidence"),
        ..Typed::default()
    };
    let person = match recipient::person(&typed.name, &typed.email, &typed.evidence) {
        Ok(person) => person,
        Err(flaw) => {
            let typed = Typed {
                one_error: Some(t.text(&format!("flaw-{}", flaw.name()))),
                ..typed
            };
            return answer(&site, page, &steward, &found, None, typed).await;
        }
    };
    let role = role_of(&steward);
    let people: [Recipient; 1] = [person];
    let gifts = flow::give_as(
        &site.app,
        steward.0.actor(),
        &found,
        Giver {
            role: role.name(),
            lang: t.lang,
        },
        &people,
    )
    .await?;
    let gift = gifts.first().copied();
    let id = gift
        .and_then(flow::Gift::credential)
        .ok_or(Error::Missing)?;
    let made = Made::Badge {
        page: page.link(&format!("/credentials/{id}")),
        holder: site
            .app
            .url(&format!("/holder/{}", site.app.keyring.holder_token(id))),
        again: matches!(gift, Some(flow::Gift::Already(_))),
    };
    answer(&site, page, &steward, &found, Some(made), Typed::default()).await
}

/// `POST /admin/achievements/{slug}/rooms`.
pub async fn open_room(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = given_by(&site, &steward, &slug).await?;
    let t = page.t;
    let number = |name: &str| {
        let text = fields.get(name).unwrap_or_default().trim();
        text.parse::<i64>().unwrap_or(0)
    };
    let role = role_of(&steward);
    let room = NewRoom {
        achievement: &slug,
        most: number("most"),
        hours: number("hours"),
        lang: t.lang,
        role: role.name(),
    };
    match flow::open_room(&site.app, steward.0.actor(), &room).await {
        Ok(code) => {
            let address = site.app.url(&format!("/claims/{code}"));
            let made = Made::Room {
                qr: qr::svg(&address, &t.text("claim-title")).map_err(Error::fault)?,
                code: code.to_string(),
                address: site.app.url("/claims"),
            };
            answer(&site, page, &steward, &found, Some(made), Typed::default()).await
        }
        Err(Error::Refusal(Refusal::NotOffered)) => {
            let typed = Typed {
                room_error: Some(t.text("giving-room-error")),
                ..Typed::default()
            };
            answer(&site, page, &steward, &found, None, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/achievements/{slug}/rooms/{room}/end`.
pub async fn end_room(
    State(site): State<Site>,
    Path((slug, room)): Path<(String, String)>,
    page: Page,
    steward: Steward,
    _fields: Fields,
) -> Result<Response, Problem> {
    given_by(&site, &steward, &slug).await?;
    let room: RoomId = room.parse().map_err(|_| Error::Missing)?;
    // One that has ended meanwhile is as it should be.
    match flow::close_room(&site.app, steward.0.actor(), room).await {
        Ok(()) | Err(Error::Missing) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(see_other(
        &page.link(&format!("/admin/achievements/{slug}")),
    ))
}

/// `POST /admin/achievements/{slug}/batches`: a list, pasted or as a file.
pub async fn give_list(
    State(site): State<Site>,
    Path(slug): Path<String>,
    page: Page,
    steward: Steward,
    request: Request,
) -> Result<Response, Problem> {
    let found = given_by(&site, &steward, &slug).await?;
    let t = page.t;
    let bytes = handed_in(&site, request).await?;
    let today = site.app.now().to_zoned_datetime(TimeZone::UTC).date();
    let list = match recipient::read(&bytes, today) {
        Ok(list) => list,
        Err(refused) => {
            let typed = Typed {
                list_error: Some(refused_words(&t, &refused)),
                ..Typed::default()
            };
            return answer(&site, page, &steward, &found, None, typed).await;
        }
    };
    let role = role_of(&steward);
    let giver = Giver {
        role: role.name(),
        lang: t.lang,
    };
    let id = flow::add_batch(&site.app, steward.0.actor(), &slug, giver, &list).await?;
    Ok(see_other(&page.link(&format!("/admin/batches/{id}"))))
}

/// Why a list is refused, in words.
pub fn refused_words(t: &Texts, refused: &Refused) -> String {
    match refused {
        Refused::NoName => t.text("recipients-no-name"),
        Refused::Column(name) => t.with("recipients-column", "name", name.as_str()),
        Refused::Nobody => t.text("recipients-nobody"),
        Refused::TooMany => t.text("recipients-too-many"),
    }
}

/// The file of a form, else what was pasted.
async fn handed_in(site: &Site, request: Request) -> Result<Vec<u8>, Problem> {
    let guard = TokenGuard::of(&request, site);
    let refused = |status: StatusCode| Problem::status(status);
    let mut parts = Multipart::from_request(request, site)
        .await
        .map_err(|error| refused(error.into_response().status()))?;
    let (mut token, mut paste, mut file) = (None, Vec::new(), Vec::new());
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|error| refused(error.into_response().status()))?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part
            .bytes()
            .await
            .map_err(|error| refused(error.into_response().status()))?;
        match name.as_str() {
            TOKEN => token = Some(String::from_utf8_lossy(&bytes).into_owned()),
            "paste" => paste = bytes.to_vec(),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    guard.check(site, token.as_deref())?;
    Ok(if file.is_empty() { paste } else { file })
}

/// `GET /admin/batches/{id}`: how far a list is, and what came of each row.
pub async fn batch(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    let id: BatchId = id
        .strip_suffix(".csv")
        .unwrap_or(&id)
        .parse()
        .map_err(|_| Error::Missing)?;
    let mut reader = site.app.db.read().await?;
    let batch = batches::find(&mut reader, id)
        .await?
        .ok_or(Error::Missing)?;
    given_by(&site, &steward, &batch.achievement).await?;
    let t = page.t;
    let (total, done) = batches::count(&mut reader, id).await?;
    let order = asked.order(batches::ORDERS, false);
    let fates = batches::list_rows(&mut reader, id, order).await?;
    let row = |fate: batches::Fate| {
        let name = fate.fate.unwrap_or_else(|| "waiting".to_owned());
        let words = t.text(&format!("flaw-{name}"));
        vec![
            Value::Whole(fate.line),
            Value::Coded(name, words),
            match fate.credential {
                Some(id) => Value::Link(
                    site.app.url(&format!("/credentials/{id}")),
                    page.link(&format!("/credentials/{id}")),
                ),
                None => Value::Text(String::new()),
            },
        ]
    };
    let list = List {
        title: t.text("batch-title"),
        intro: t.with_all(
            if done < total {
                "batch-going"
            } else {
                "batch-done"
            },
            [("done", done.into()), ("total", total.into())],
        ),
        empty: t.text("recipients-nobody"),
        columns: vec![
            Column::sorted("line", t.text("column-line")),
            Column::sorted("fate", t.text("column-fate")),
            Column::plain(t.text("column-badge")),
        ],
        rows: fates.into_iter().map(row).collect(),
        total,
        offer: Some((
            t.text("batch-back"),
            format!("/admin/achievements/{}", batch.achievement),
        )),
    };
    Ok(asked.answer(page, list))
}
