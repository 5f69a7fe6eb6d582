//! `crema serve --demo`: the instance on data of its own that goes away. Everything is done by the same flows as in earnest, on a clock that walks through the
//! last months: badges are really signed, levels really reached, letters really written, into a folder that goes away with the rest.

mod cafes;
mod people;
mod quiz;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use tokio::net::TcpListener;

use super::{Failure, instance, log, preview::Passing, runtime, serve};
use crate::{
    access::{
        account::{Post, Role},
        audit::Actor,
    },
    app::{App, Clock},
    base::{Email, Error, Lang, Result},
    config::Config,
    flows::{access, badges},
    jobs::runner,
    outside::{
        keyring::Keyring,
        quizzes::{Look, Shelf},
    },
    store::{access as rows, db::Db},
};

/// How many days the story goes back.
const DAYS: i64 = 25;

/// The mailbox of who looks after the instance; nothing is ever sent to it.
const STEWARD: &str = "demo@cafe.example";

/// The instance while its story is told: its clock is moved by hand.
pub(super) struct Stage {
    /// The instance.
    pub(super) app: Arc<App>,
    clock: Arc<AtomicI64>,
    dice: u64,
}

impl Stage {
    /// Lets time pass.
    fn pass(&self, by: SignedDuration) {
        self.clock.fetch_add(by.as_secs(), Ordering::SeqCst);
    }

    /// Lets it be today: what is announced lies ahead, and what holds today is what one adheres to.
    fn arrive(&self) {
        let now = Timestamp::now().as_second();
        self.clock.store(now, Ordering::SeqCst);
    }

    /// The next throw of the dice, from 0 to below `sides`. The same story is told each time: figures on pictures stay as they are.
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    fn throw(&mut self, sides: u64) -> u64 {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.dice;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// Serves until Ctrl-C or SIGTERM.
pub(super) fn run() -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    instance::have_modules(&config).map_err(Failure::Environment)?;
    let passing = Passing::folder("crema-demo").map_err(Failure::Environment)?;
    let config = aside(config, &passing.0)?;
    let _telling = log::begin(&config);
    runtime()?
        .block_on(demo(config, &passing.0))
        .map_err(Failure::Environment)
}

/// The settings of the instance, but for where its data are and who it says that it is.
fn aside(mut config: Config, folder: &Path) -> Result<Config, Failure> {
    let own = [
        (
            "CREMA_DATABASE_URL",
            format!("sqlite:{}", folder.join("crema.db").display()),
        ),
        ("CREMA_KEYS", folder.join("keys").display().to_string()),
        (
            "CREMA_MAIL",
            format!("file:{}", folder.join("mail").display()),
        ),
    ];
    let own: BTreeMap<String, String> = own
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let aside = Config::load(&folder.join("crema.toml"), &own)
        .map_err(|faults| Failure::Environment(faults.join("\n")))?;
    config.database = aside.database;
    config.keys = aside.keys;
    config.mail = aside.mail;
    config.issuer = aside.issuer;
    config.issuer.name = "Café IA (démonstration)".into();
    config.issuer.description = Some(
        "Des personnes, des cafés et des badges inventés, pour regarder autour de soi.".into(),
    );
    Ok(config)
}

async fn demo(config: Config, folder: &Path) -> Result<(), String> {
    let told = |error: Error| error.to_string();
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| super::unheard(&config, &error))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let look = Look::at(&config.quizzes).ok();
    let db = Db::open(&config.database).await.map_err(told)?;
    db.migrate(&config.database).await.map_err(told)?;
    drop(Keyring::create(&config.keys)?);
    eprintln!("crema: telling the story of the last {DAYS} days; everybody in it is invented");
    let stage = stage(config.clone(), bound, db.clone()).map_err(told)?;
    let stage = tell(stage).await.map_err(told)?;
    drop(stage);
    let app = open(config, bound, db, Clock::System).map_err(told)?;
    badges::publish(&app).await.map_err(told)?;
    let link = steward(&app).await.map_err(told)?;
    eprintln!("crema: this link opens the account of its administrator, once: {link}");
    eprintln!(
        "crema: letters are written into {}",
        folder.join("mail").display()
    );
    // The name by which the link above speaks: a browser keeps who came in for one name alone.
    eprintln!(
        "crema: open {} in a browser; Ctrl-C ends this, and nothing of it stays",
        app.base_url()
    );
    let said = format!("listening on http://{bound}");
    let duties = serve::Duties {
        listener: Some(listener),
        figures: None,
        jobs: true,
        look,
        pause: serve::PAUSE,
    };
    duties.run_until_stopped(Arc::new(app), &said).await
}

fn open(config: Config, bound: SocketAddr, db: Db, clock: Clock) -> Result<App> {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let (shelf, _) = Shelf::open(&config.quizzes, today).map_err(Error::fault)?;
    let keyring = Keyring::open(&config.keys).map_err(Error::fault)?;
    App::new(config, bound, db, keyring, shelf, clock)
}

fn stage(config: Config, bound: SocketAddr, db: Db) -> Result<Stage> {
    let began = Timestamp::now().as_second() - DAYS * 86_400;
    let clock = Arc::new(AtomicI64::new(began));
    let app = open(config, bound, db, Clock::Hand(clock.clone()))?;
    Ok(Stage {
        app: Arc::new(app),
        clock,
        dice: 2_026,
    })
}

/// Tells the whole story, and does what was put off on the way.
async fn tell(mut stage: Stage) -> Result<Stage> {
    badges::publish(&stage.app).await?;
    steward(&stage.app).await?;
    let cast = people::arrive(&stage).await?;
    quiz::answer(&mut stage, &cast).await?;
    people::gather(&mut stage, &cast).await?;
    stage.arrive();
    people::adhere(&stage, &cast).await?;
    cafes::announce(&stage, &cast).await?;
    runner::drain(&stage.app).await?;
    Ok(stage)
}

/// The account of the administrator, and a link that opens it.
async fn steward(app: &App) -> Result<String> {
    let email = Email::read(STEWARD).map_err(Error::from)?;
    let link = access::invite(app, &email, Lang::default()).await?;
    let account = rows::find_account_of(&mut app.db.read().await?, &email).await?;
    let account = account.ok_or(Error::Missing)?;
    let post = Post {
        role: Role::Admin,
        territory: None,
    };
    if !account.roles().contains(&Role::Admin) {
        access::grant(app, Actor::Console, account.id, &post).await?;
    }
    Ok(link)
}
