//! Events taken over from a file of others: shown first with what would become of each, then taken over as drafts of who brings them. The same file again makes
//! nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::events::{self as flow, fresh, replace, set_dates};
use crate::{
    access::account::Account,
    app::App,
    base::{Error, Refusal, Result, digest},
    config::Fetch,
    events::{
        Event, Online, Place, Price, Registration, Standing, Status,
        event::zone_of,
        intake::{self, Found, MOST_BYTES, Spot, Unreadable},
        read::{Flaw, MOST_LINE, line},
        series::{day_of, end, instant},
    },
    geography::{self, Commune, Reading},
    outside::fetch::{self, Document},
    store::{
        allowances,
        db::{Reader, Tx},
        events::{self as rows, Taken},
    },
};

/// How many calendars an account fetches in a day.
const FETCHES_A_DAY: i64 = 50;

/// What becomes of an event of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A draft is made of it.
    New,
    /// It was taken over before, and was changed there since.
    Changed,
    /// It was taken over before, and is the same.
    Same,
    /// It was taken over before, and changed by hand here: it is left alone.
    Edited,
    /// It was cancelled there, and is cancelled here; a draft goes.
    Cancelled,
    /// It was cancelled there, and is not here, or is cancelled already.
    NotHeld,
    /// It is over.
    Past,
    /// A later version of it was taken over before.
    Older,
    /// It is here already, and was not taken over by this account.
    Foreign,
    /// It cannot be taken over: these fields are wrong.
    Flawed(Vec<Flaw>),
}

impl Fate {
    /// The name by which it is worded.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Changed => "changed",
            Fate::Same => "same",
            Fate::Edited => "edited",
            Fate::Cancelled => "cancelled",
            Fate::NotHeld => "not-held",
            Fate::Past => "past",
            Fate::Older => "older",
            Fate::Foreign => "foreign",
            Fate::Flawed(_) => "flawed",
        }
    }

    /// Whether nothing but its commune is missing.
    pub fn is_nowhere(&self) -> bool {
        matches!(self, Fate::Flawed(flaws) if flaws[..] == [Flaw::Nowhere])
    }

    /// Whether taking the event over changes anything.
    pub fn acts(&self) -> bool {
        matches!(self, Fate::New | Fate::Changed | Fate::Cancelled)
    }
}

/// An event of the file with what becomes of it.
pub struct Row {
    /// What the file says.
    pub found: Found,
    /// Ours, its commune looked up.
    pub event: Option<Event>,
    /// What becomes of it.
    pub fate: Fate,
    /// The one that is here already.
    pub here: Option<Standing>,
}

/// What an event is compared by: what files tell. What its organiser adds here, such as seats, questions or how one registers, is no change of it.
fn digest_of(event: &Event) -> Result<String> {
    let place = event.place.as_ref();
    let place = place.map(|place| (&place.commune, &place.name, &place.address));
    let told = (
        (&event.title, &event.summary, &event.about, &event.themes),
        (place, event.online.as_ref().map(|online| &online.link)),
        (&event.price.words, &event.zone),
        (event.begins, event.minutes, &event.series),
    );
    let text = serde_json::to_vec(&told).map_err(Error::fault)?;
    Ok(digest(&text))
}

/// Whether an event is as it was taken over. Before, the whole of it was compared.
fn is_as_taken(event: &Event, taken: &Taken) -> Result<bool> {
    let whole = serde_json::to_vec(event).map_err(Error::fault)?;
    Ok(digest_of(event)? == taken.digest || digest(&whole) == taken.digest)
}

/// An event as the file tells it now, with what its organiser added here since it was taken over.
fn carried(told: Event, here: &Event) -> Event {
    let own = here.clone();
    let kept = |place: Place| match (&own.place, place.access.is_empty()) {
        (Some(before), true) => Place {
            access: before.access.clone(),
            ..place
        },
        _ => place,
    };
    let open = own.online.as_ref().map(|online| online.open);
    Event {
        title: told.title,
        summary: told.summary,
        about: told.about,
        themes: told.themes,
        place: told.place.map(kept),
        online: told.online.map(|online| Online {
            open: open.unwrap_or(online.open),
            ..online
        }),
        price: Price {
            cents: own.price.cents,
            ..told.price
        },
        registration: match own.registration {
            Registration::Here => Registration::Here,
            _ => told.registration,
        },
        zone: told.zone,
        begins: told.begins,
        minutes: told.minutes,
        series: told.series,
        ..own
    }
}

/// The commune that the words of a file name.
fn commune(spot: &Spot) -> Option<&'static Commune> {
    geography::find(&spot.commune).or_else(|| {
        spot.guesses()
            .iter()
            .find_map(|words| match geography::read(words) {
                Reading::One(commune) => Some(commune),
                _ => None,
            })
    })
}

/// The communes that the words of a file may name, where they name several.
pub fn communes(spot: &Spot) -> Vec<&'static Commune> {
    let guesses = spot.guesses();
    let several = guesses
        .iter()
        .find_map(|words| match geography::read(words) {
            Reading::Several(several) => Some(several),
            _ => None,
        });
    several.unwrap_or_default()
}

/// The event with its commune: the one that the words of the file name; else the one that was chosen; else the one that was chosen before for the same words.
fn placed(
    found: &Found,
    picked: Option<&'static Commune>,
    before: Option<&Event>,
) -> Result<Event, Vec<Flaw>> {
    let mut event = found.event.clone()?;
    if event.place.is_none() && event.online.is_some() {
        return Ok(event);
    }
    let mut place = event.place.take().unwrap_or_default();
    let named = commune(&found.spot);
    if named.is_none() && place.address.is_empty() && found.spot.town.chars().count() <= MOST_LINE {
        // What is told of a town that is none of ours is kept to be read.
        place.address = line(&found.spot.town);
    }
    let kept = || {
        let old = before?.place.as_ref()?;
        let same = (&old.name, &old.address) == (&place.name, &place.address);
        geography::find(&old.commune).filter(|_| same)
    };
    let Some(commune) = named.or(picked).or_else(kept) else {
        return Err(vec![Flaw::Nowhere]);
    };
    if event.zone == crate::events::event::PARIS {
        // Overseas, hours are told by the clocks of the place; the moment stays.
        let own = zone_of(commune.department(), &commune.code);
        if own != event.zone
            && let Some(at) = instant(event.begins, &event.time_zone())
            && event.series.is_none()
        {
            event.zone = own.to_owned();
            event.begins = at.to_zoned_datetime(event.time_zone()).datetime();
        }
    }
    event.place = Some(Place {
        commune: commune.code.clone(),
        ..place
    });
    Ok(event)
}

/// Whether nothing of an event is to come.
fn is_over(event: &Event, now: jiff::Timestamp) -> bool {
    let zone = event.time_zone();
    match &event.series {
        None => instant(event.begins, &zone).is_some_and(|at| end(at, event.minutes) <= now),
        Some(series) => {
            let today = day_of(now, &zone);
            let span = jiff::Span::new().days(crate::events::series::HORIZON_DAYS);
            let last = today.checked_add(span).unwrap_or(jiff::civil::Date::MAX);
            series.dates(event.begins, today, last, 1).is_empty()
        }
    }
}

/// The communes that were chosen for events of a file, by the names that calendars know them by.
pub type Places = BTreeMap<String, &'static Commune>;

/// What becomes of each event of a file, for an account; nothing is changed. A commune counts where the file names none.
///
/// # Errors
/// Those of the store. Within: why the file is not read.
pub async fn look(
    app: &App,
    account: &Account,
    bytes: &[u8],
    places: &Places,
) -> Result<std::result::Result<Vec<Row>, Unreadable>> {
    let found = match intake::read(bytes) {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let mut reader = app.db.read().await?;
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        let picked = places.get(&one.uid).copied();
        all.push(judge(app, &mut reader, account, one, picked).await?);
    }
    Ok(Ok(all))
}

async fn judge(
    app: &App,
    reader: &mut Reader,
    account: &Account,
    found: Found,
    picked: Option<&'static Commune>,
) -> Result<Row> {
    let here = rows::find_by_uid(reader, &found.uid).await?;
    let own = here.as_ref().filter(|here| here.owner == Some(account.id));
    let event = placed(&found, picked, own.map(|here| &here.event)).map(|event| match own {
        Some(here) => carried(event, &here.event),
        None => event,
    });
    let fate = match (&here, &event) {
        (None, _) if found.cancelled => Fate::NotHeld,
        (None, Err(flaws)) => Fate::Flawed(flaws.clone()),
        (None, Ok(event)) if is_over(event, app.now()) => Fate::Past,
        (None, Ok(_)) => Fate::New,
        (Some(here), _) => {
            let taken = rows::find_import(reader, here.id).await?;
            match taken.filter(|_| here.owner == Some(account.id)) {
                None => Fate::Foreign,
                Some(taken) if found.sequence < taken.sequence => Fate::Older,
                Some(taken) if !is_as_taken(&here.event, &taken)? => Fate::Edited,
                Some(_) if found.cancelled && here.status == Status::Cancelled => Fate::NotHeld,
                Some(_) if found.cancelled => Fate::Cancelled,
                Some(taken) => match &event {
                    Err(flaws) => Fate::Flawed(flaws.clone()),
                    Ok(event) if is_as_taken(event, &taken)? => Fate::Same,
                    Ok(_) if here.status == Status::Cancelled => Fate::NotHeld,
                    Ok(_) => Fate::Changed,
                },
            }
        }
    };
    Ok(Row {
        event: event.ok(),
        found,
        fate,
        here,
    })
}

/// Takes over those events of a file that are chosen, by the names that calendars know them by; each with what became of it. What is no longer as it was shown is
/// judged anew.
///
/// # Errors
/// Those of the store. Within: why the file is not read.
pub async fn take(
    app: &App,
    account: &Account,
    bytes: &[u8],
    chosen: &BTreeSet<String>,
    places: &Places,
) -> Result<std::result::Result<Vec<Row>, Unreadable>> {
    let mut all = match look(app, account, bytes, places).await? {
        Ok(all) => all,
        Err(why) => return Ok(Err(why)),
    };
    all.retain(|row| row.fate.acts() && chosen.contains(&row.found.uid));
    for row in &mut all {
        match (&row.fate, &row.here, &row.event) {
            (Fate::Cancelled, Some(here), _) => flow::cancel(app, account, here.id).await?,
            (Fate::New, _, Some(event)) => {
                let mut tx = app.db.write().await?;
                let uid = Some(row.found.uid.clone());
                let standing = fresh(app, Some(account.id), event.clone(), uid);
                if rows::add(&mut tx, &standing, flow::point(event)).await? {
                    set_dates(app, &mut tx, &standing).await?;
                    note(app, &mut tx, &standing, row).await?;
                    tx.commit().await?;
                    row.here = Some(standing);
                } else {
                    // Another form of the same browser was first.
                    row.fate = Fate::Same;
                }
            }
            (Fate::Changed, Some(here), Some(event)) => {
                let mut tx = app.db.write().await?;
                if replace(app, &mut tx, here, here.version, event).await? {
                    note(app, &mut tx, here, row).await?;
                    tx.commit().await?;
                } else {
                    row.fate = Fate::Edited;
                }
            }
            _ => {}
        }
    }
    Ok(Ok(all))
}

async fn note(app: &App, tx: &mut Tx, standing: &Standing, row: &Row) -> Result<()> {
    let Some(event) = &row.event else {
        return Ok(());
    };
    let taken = Taken {
        sequence: row.found.sequence,
        digest: digest_of(event)?,
    };
    rows::put_import(tx, standing.id, &taken, app.now()).await
}

/// Who is asked for calendars.
pub enum Asks<'a> {
    /// Nobody: files alone are read.
    Nobody,
    /// These hosts.
    Hosts(&'a [String]),
    /// Any public host.
    Anybody,
}

/// Who is asked for calendars, by the settings.
pub fn asks(app: &App) -> Asks<'_> {
    let settings = &app.config.events;
    match settings.fetch {
        Fetch::None => Asks::Nobody,
        Fetch::Listed => Asks::Hosts(&settings.hosts),
        Fetch::Any => Asks::Anybody,
    }
}

/// Why a calendar could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfetched {
    /// The settings do not name its host, or it is no https address of a public host.
    NotAsked,
    /// It could not be reached, is too large, or is none.
    Unreachable,
}

/// Fetches a calendar through the guarded door.
///
/// # Errors
/// [`Refusal::TooOften`]; those of the store. Within: why it could not be had.
pub async fn fetch(
    app: &App,
    account: &Account,
    url: &str,
) -> Result<std::result::Result<Vec<u8>, Unfetched>> {
    let url = url.trim().replacen("webcal://", "https://", 1);
    let asked = fetch::host(&url).is_some_and(|host| match asks(app) {
        Asks::Nobody => false,
        Asks::Anybody => true,
        Asks::Hosts(hosts) => hosts.iter().any(|one| one.eq_ignore_ascii_case(&host)),
    });
    if !asked {
        return Ok(Err(Unfetched::NotAsked));
    }
    let (what, day) = (
        format!("calendars {}", account.id),
        SignedDuration::from_hours(24),
    );
    let mut tx = app.db.write().await?;
    if !allowances::take(&mut tx, &what, FETCHES_A_DAY, day, app.now()).await? {
        return Err(Refusal::TooOften.into());
    }
    tx.commit().await?;
    Ok(match app.door.get_within(&url, MOST_BYTES).await {
        Ok(Document::Here(bytes)) => Ok(bytes),
        Ok(Document::Gone(_)) | Err(_) => Err(Unfetched::Unreachable),
    })
}
