//! `crema doctor`: what is wrong with the instance, and what to do about it. It looks, and changes nothing.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{Failure, instance, migrate_to::MOVED, runtime};
use crate::{
    base::Error,
    config::Config,
    outside::{
        keyring::{Found, Keyring, look},
        mail::Mailer,
        quizzes::Shelf,
        trust,
    },
    store::{
        badges,
        db::{self, Db, Place},
        instance::find_setting,
        issuer_keys::find_signing_pair,
        jobs,
    },
};

/// How far ahead of this machine's clock a signature may be dated, in minutes: clocks are set back a little.
const AHEAD: i64 = 5;

/// How long a job may wait, in minutes, before nobody seems to work.
const WAITING: i64 = 30;

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
        println!("{}", serde_json::json!(report));
    } else {
        findings.0.iter().for_each(tell);
        eprintln!(
            "crema: {wrong} wrong, {} to look at, {} well",
            count(State::Warning),
            count(State::Well)
        );
    }
    if wrong > 0 {
        Err(Failure::DoesNotHold)
    } else {
        Ok(())
    }
}

fn tell(finding: &Finding) {
    let mark = match finding.state {
        State::Well => "well   ",
        State::Warning => "warning",
        State::Wrong => "WRONG  ",
    };
    println!("{mark}  {}: {}", finding.part, finding.said);
    if let Some(advice) = &finding.advice {
        println!("         -> {advice}");
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
    match Mailer::open(&config.mail) {
        Ok(mailer) => match mailer.check().await {
            Ok(()) => findings.well("mail", format!("{} takes letters", config.mail)),
            Err(why) => findings.wrong(
                "mail",
                why,
                "letters wait in the queue and leave once this is mended: look at CREMA_MAIL",
            ),
        },
        Err(why) => findings.wrong("mail", why, "look at CREMA_MAIL"),
    }
    database(config, findings).await;
}

fn address(config: &Config, findings: &mut Findings) {
    match &config.base_url {
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
        && !path.exists()
    {
        findings.wrong(
            "database",
            format!("{} does not exist", path.display()),
            "`crema serve` makes one; `crema restore` brings one back",
        );
        return;
    }
    let db = match Db::open(&config.database).await {
        Ok(db) => db,
        Err(error) => {
            findings.wrong(
                "database",
                format!("{} cannot be opened: {error}", config.database),
                "look at CREMA_DATABASE_URL, and whether the server is there",
            );
            return;
        }
    };
    if let Err(error) = within(&db, config, findings).await {
        findings.wrong(
            "database",
            error.to_string(),
            "look whether the disk is full or read-only, and whether the server is there",
        );
    }
    db.close().await;
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
    // A transaction that is begun and let go: the disk and the rights are those of a write.
    drop(db.write().await?);
    if flaws.is_empty() {
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
    let pair = find_signing_pair(&mut reader).await?;
    keys(config, pair.map(|(_, names)| names), findings);
    clock(badges::find_last_logged(&mut reader).await?, findings);
    let (waiting, failed) = jobs::count(&mut reader).await?;
    let due = jobs::next_due(&mut reader).await?;
    queue(waiting, failed, due, findings);
    Ok(())
}

fn keys(config: &Config, names: Option<[String; 2]>, findings: &mut Findings) {
    let folder = config.keys.display();
    match (look(&config.keys), names) {
        (Found::Nothing, None) => findings.warn("keys", format!("{folder} holds none"), "`crema serve` makes a pair"),
        (Found::Nothing, Some(_)) => findings.wrong("keys", format!("{folder}: the keys of this database are gone"), "bring them back with `crema restore`; without them no badge can be signed or taken back"),
        (Found::Half, _) => findings.wrong("keys", format!("{folder}: one of the two signing keys is missing"), "bring it back with `crema restore`"),
        (_, names) => {
            let held = Keyring::open(&config.keys).and_then(|keyring| match names {
                Some(names) => keyring.take(&names).map(|_| ()),
                None => Ok(()),
            });
            match held {
                Ok(()) => findings.well("keys", format!("{folder} holds the pair that signs")),
                Err(why) => findings.wrong("keys", why, "nothing is signed until this is mended"),
            }
        }
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
