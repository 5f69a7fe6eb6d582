//! `crema doctor`: what is wrong with the instance, and what to do about it. It looks, and changes nothing that is there.

use std::{collections::BTreeMap, fs::File, io::ErrorKind, path::Path};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    Failure, instance,
    migrate_to::MOVED,
    runtime,
    say::{complain, say},
};
use crate::{
    app,
    base::Error,
    config::{self, Config},
    outside::{
        mail::{self, Mailer},
        quizzes::Shelf,
        trust,
    },
    store::{
        badges,
        db::{self, Db, Place},
        instance::find_setting,
        jobs,
    },
};

/// How far ahead of this machine's clock a signature may be dated, in minutes: clocks are set back a little.
const AHEAD: i64 = 5;

/// How long a job may wait, in minutes, before nobody seems to work.
const WAITING: i64 = 30;

/// What to do about a file that is somebody else's.
const OWNER: &str = "run this as the user of the service; where that is this one, the folder and all files in it must be its own (chown), on a disk that can be written";

#[derive(clap::Args)]
pub(super) struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Well,
    Warning,
    Wrong,
}

/// What was looked at, and found.
#[derive(Debug, Serialize)]
struct Finding {
    part: &'static str,
    state: State,
    said: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// What was found so far.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, part: &'static str, state: State, said: impl Into<String>, advice: &str) {
        self.0.push(Finding {
            part,
            state,
            said: said.into(),
            advice: (!advice.is_empty()).then(|| advice.to_owned()),
        });
    }

    fn well(&mut self, part: &'static str, said: impl Into<String>) {
        self.add(part, State::Well, said, "");
    }

    fn warn(&mut self, part: &'static str, said: impl Into<String>, advice: &str) {
        self.add(part, State::Warning, said, advice);
    }

    fn wrong(&mut self, part: &'static str, said: impl Into<String>, advice: &str) {
        self.add(part, State::Wrong, said, advice);
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let mut findings = Findings::default();
    names(&mut findings);
    match instance::config() {
        Ok(config) => {
            runtime()?.block_on(examine(&config, &mut findings));
        }
        Err(faults) => {
            for fault in faults.lines() {
                findings.wrong(
                    "settings",
                    fault,
                    "mend it in crema.toml or in the environment",
                );
            }
        }
    }
    let count = |state: State| findings.0.iter().filter(|one| one.state == state).count();
    let wrong = count(State::Wrong);
    if args.json {
        let report = BTreeMap::from([("findings", &findings.0)]);
        say(&format!("{}\n", serde_json::json!(report)));
    } else {
        findings.0.iter().for_each(tell);
        complain(&format!(
            "crema: {wrong} wrong, {} to look at, {} well",
            count(State::Warning),
            count(State::Well)
        ));
    }
    if wrong > 0 {
        Err(Failure::DoesNotHold)
    } else {
        Ok(())
    }
}

/// Names in the environment that begin as those of settings do, and are none: each would be passed over in silence.
fn names(findings: &mut Findings) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CREMA_") && !config::NAMES.contains(&&*name) {
            findings.warn(
                "settings",
                format!("{name} is no setting, and does nothing"),
                "crema.example.toml has them all, each with its name in the environment",
            );
        }
    }
}

fn tell(finding: &Finding) {
    let mark = match finding.state {
        State::Well => "well   ",
        State::Warning => "warning",
        State::Wrong => "WRONG  ",
    };
    say(&format!("{mark}  {}: {}\n", finding.part, finding.said));
    if let Some(advice) = &finding.advice {
        say(&format!("         -> {advice}\n"));
    }
}

async fn examine(config: &Config, findings: &mut Findings) {
    address(config, findings);
    modules(config, findings);
    if config.verify.trust.exists() {
        match trust::load(&config.verify.trust) {
            Ok(_) => findings.well("trust", format!("{} reads", config.verify.trust.display())),
            Err(why) => findings.wrong(
                "trust",
                why,
                "mend the file; until then no other issuer is known",
            ),
        }
    }
    match Mailer::open(&config.mail, config.letters.ca.as_deref()) {
        Ok(mailer) => match mailer.check().await {
            Ok(()) if matches!(config.mail, mail::Place::Folder(_)) && config.base_url.as_deref().is_some_and(|url| url.starts_with("https://")) => findings.warn(
                "mail",
                format!("letters become files ({}) and reach nobody", config.mail),
                "name the server of your letters as `mail` in crema.toml: smtps://user:password@host",
            ),
            Ok(()) => findings.well("mail", format!("{} takes letters", config.mail)),
            Err(why) => findings.wrong(
                "mail",
                why,
                "letters wait in the queue and leave once this is mended: look at CREMA_MAIL",
            ),
        },
        Err(why) => findings.wrong("mail", why, "look at CREMA_MAIL"),
    }
    #[cfg(feature = "openid")]
    provider(config, findings).await;
    signature(config, findings);
    database(config, findings).await;
}

/// Whether the provider of OpenID Connect says what it is.
#[cfg(feature = "openid")]
async fn provider(config: &Config, findings: &mut Findings) {
    let base_url = config.base_url.as_deref().unwrap_or("http://localhost");
    let Some(provider) = crate::app::provider(config, base_url) else {
        return;
    };
    match provider.look(Timestamp::now()).await {
        Ok(said) => findings.well("openid", said),
        Err(why) => findings.wrong(
            "openid",
            why,
            "look at [openid] issuer: its address with /.well-known/openid-configuration must answer; until then people enter by letter",
        ),
    }
}

/// Whether letters are signed, and under which record the public half is to be found.
fn signature(config: &Config, findings: &mut Findings) {
    let base = config.base_url.as_deref().unwrap_or("http://localhost");
    match app::seal(config, app::authority(base)) {
        Ok(Some(seal)) => {
            let (name, text) = seal.record();
            findings.well("signature", format!("letters are signed; in the DNS: {name} TXT \"{text}\""));
        }
        Ok(None) if matches!(config.mail, mail::Place::Smtp(_)) => findings.warn(
            "signature",
            "letters are not signed (DKIM)",
            "run `crema keys mail`, publish the record that it prints, and name the key under [letters]",
        ),
        Ok(None) => {}
        Err(why) => findings.wrong("signature", why, "the server does not start until the key can be read"),
    }
}

fn address(config: &Config, findings: &mut Findings) {
    match &config.base_url {
        Some(url) if url.starts_with("https://") && !app::is_public(app::authority(url)) => findings.warn(
            "address",
            url.as_str(),
            "nobody reaches it from outside, so every badge is a test: set CREMA_BASE_URL to the public https address",
        ),
        Some(url) if url.starts_with("https://") => findings.well("address", url.as_str()),
        Some(url) => findings.warn(
            "address",
            url.as_str(),
            "without https every badge is a test: set CREMA_BASE_URL to the public https address",
        ),
        None => findings.warn(
            "address",
            "none is set",
            "every badge is a test until CREMA_BASE_URL is the public https address",
        ),
    }
}

fn modules(config: &Config, findings: &mut Findings) {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    match Shelf::open(&config.quizzes, today) {
        Ok((shelf, reports)) => {
            let served = shelf.modules().count();
            let wrong = reports.iter().filter(|report| report.is_wrong()).count();
            let said = format!("{served} can be served");
            if served == 0 {
                findings.wrong("modules", said, "run `crema check`: it says where and why");
            } else if wrong > 0 {
                findings.warn(
                    "modules",
                    format!("{said}, {wrong} files have errors"),
                    "run `crema check`: it says where and why",
                );
            } else {
                findings.well("modules", said);
            }
        }
        Err(why) => findings.wrong("modules", why, "look at CREMA_QUIZZES"),
    }
}

async fn database(config: &Config, findings: &mut Findings) {
    if let Place::Sqlite(path) = &config.database
        && let Err((said, advice)) = reach(path)
    {
        findings.wrong("database", said, advice);
        return;
    }
    if let Some(how) = instance::unreadable_file(&config.database).await {
        findings.wrong(
            "database",
            format!("{} is damaged: {how}", config.database),
            "move it away, with the -wal and -shm beside it, and bring back the last backup with `crema restore`",
        );
        return;
    }
    let db = match Db::open(&config.database).await {
        Ok(db) => db,
        Err(error) => {
            findings.wrong(
                "database",
                format!("{} cannot be opened: {error}", config.database),
                instance::to_look_at(&config.database),
            );
            return;
        }
    };
    if let Err(error) = within(&db, config, findings).await {
        let said = match error {
            Error::Busy => "it does not answer in time, or refuses for now".to_owned(),
            error => error.to_string(),
        };
        let advice = match config.database {
            Place::Sqlite(_) => "look whether the disk is full, and who else works with the file",
            Place::Postgres(_) => {
                "look at its log, whether it is there, and whether all tables belong to this role"
            }
        };
        findings.wrong("database", said, advice);
    }
    db.close().await;
}

/// What is in the way to a file of SQLite, and what to do about it, where this user does not get at it.
fn reach(path: &Path) -> Result<(), (String, &'static str)> {
    let there = path.try_exists();
    if let Ok(false) = there {
        return Err((
            format!("{} does not exist", path.display()),
            "`crema serve` makes one; `crema restore` brings one back",
        ));
    }
    let read = there.and_then(|_| File::open(path));
    read.map(drop).map_err(|error| {
        let advice = match error.kind() {
            ErrorKind::PermissionDenied => OWNER,
            _ => "look at the disk, and at CREMA_DATABASE_URL",
        };
        (
            format!("{} cannot be read: {error}", path.display()),
            advice,
        )
    })
}

async fn within(db: &Db, config: &Config, findings: &mut Findings) -> Result<(), Error> {
    let done = db.steps_done().await?;
    match (done, db::newest()) {
        (0, _) => {
            findings.warn(
                "database",
                "it is empty",
                "`crema serve` begins an instance, `crema restore` brings one back",
            );
            return Ok(());
        }
        (done, newest) if done > newest => {
            findings.wrong(
                "database",
                format!("its schema is {done}, this program knows {newest}"),
                "use the newer program",
            );
            return Ok(());
        }
        (done, newest) if done < newest => {
            findings.warn(
                "database",
                format!("its schema is {done}, this program's is {newest}"),
                "make a backup; `crema serve` brings it up to date",
            );
            return Ok(());
        }
        _ => {}
    }
    let flaws = db.flaws().await?;
    for flaw in &flaws {
        findings.wrong(
            "database",
            flaw.as_str(),
            "restore the last good backup beside it, and compare",
        );
    }
    let writable = db.is_ready().await;
    if writable {
        // A transaction that is begun and let go: the disk and the rights are those of a write.
        drop(db.write().await?);
    } else if db.is_frozen() {
        findings.wrong(
            "database",
            format!("{} can be read and not written", config.database),
            OWNER,
        );
    } else {
        findings.wrong(
            "database",
            format!("{} only lets read", config.database),
            "it is set to read only, or it is a copy that follows another one: set CREMA_DATABASE_URL to that one",
        );
    }
    let room = match &config.database {
        Place::Sqlite(path) if writable => instance::room(path),
        _ => Ok(()),
    };
    if let Err(error) = &room {
        findings.wrong(
            "disk",
            format!("nothing more can be written beside the database: {error}"),
            "make room: until then pages that need to write answer 503; the server goes on by itself afterwards",
        );
    }
    if flaws.is_empty() && writable && room.is_ok() {
        findings.well(
            "database",
            format!("{} is whole and can be written", config.database),
        );
    }
    let mut reader = db.read().await?;
    if let Some(moved) = find_setting(&mut reader, MOVED).await? {
        findings.wrong(
            "database",
            format!("it was moved to {moved}"),
            "set CREMA_DATABASE_URL to it",
        );
    }
    keys(
        config,
        instance::look_at_keys(config, &mut reader).await,
        findings,
    );
    clock(badges::find_last_logged(&mut reader).await?, findings);
    let (waiting, failed) = jobs::count(&mut reader).await?;
    let due = jobs::next_due(&mut reader).await?;
    queue(waiting, failed, due, findings);
    Ok(())
}

fn keys(config: &Config, held: Result<bool, String>, findings: &mut Findings) {
    let folder = config.keys.display();
    match held {
        Ok(true) => findings.well("keys", format!("{folder} holds the pair that signs")),
        Ok(false) => findings.warn(
            "keys",
            format!("{folder} holds none"),
            "`crema serve` makes a pair",
        ),
        Err(why) => findings.wrong("keys", why, "nothing is signed until this is mended"),
    }
}

fn clock(last: Option<Timestamp>, findings: &mut Findings) {
    let now = Timestamp::now();
    let ahead = last
        .map(|last| last.duration_since(now))
        .unwrap_or_default();
    if ahead > SignedDuration::from_mins(AHEAD) {
        findings.wrong(
            "clock",
            format!(
                "the last signature is dated {} minutes after now",
                ahead.as_mins()
            ),
            "set the clock of this machine, by NTP",
        );
    } else {
        findings.well("clock", now.strftime("%Y-%m-%d %H:%M UTC").to_string());
    }
}

fn queue(waiting: i64, failed: i64, due: Option<Timestamp>, findings: &mut Findings) {
    let late = due
        .map(|due| Timestamp::now().duration_since(due))
        .unwrap_or_default();
    if failed > 0 {
        findings.warn(
            "queue",
            format!("{failed} jobs were given up"),
            "see /admin/jobs: each says why, and can be tried again",
        );
    }
    if late > SignedDuration::from_mins(WAITING) {
        findings.warn(
            "queue",
            format!(
                "{waiting} jobs wait, one of them since {} minutes",
                late.as_mins()
            ),
            "is `crema serve` running?",
        );
    } else if failed == 0 {
        findings.well("queue", format!("{waiting} jobs wait"));
    }
}
