//! Settings: `crema.toml`, each key overridable by the environment, all checked at start and all faults told at once.

mod audit;
mod charter;
mod events;
mod issuer;
mod letters;
mod openid;
mod verify;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use self::openid::OpenIdTable;
pub use self::{
    audit::Audit,
    charter::Charter,
    events::Events,
    issuer::Issuer,
    letters::Letters,
    openid::{OpenId, Secret},
    verify::{Fetch, Verify},
};
use crate::{outside::mail, store::db::Place};

/// The file read where it exists.
pub const FILE: &str = "crema.toml";

/// Everything an instance can be told. [`Config::load`] makes it.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Where the figures at `/metrics` are given; nowhere, where it is not said.
    pub metrics: Option<SocketAddr>,
    /// The base URL as configured; without one it is `http://localhost:<bound port>`.
    pub base_url: Option<String>,
    /// Where the database is.
    pub database: Place,
    /// The folder of modules.
    pub quizzes: PathBuf,
    /// The folder of keys.
    pub keys: PathBuf,
    /// Where letters go.
    pub mail: mail::Place,
    /// Requests a minute and client; 0 for no limit.
    pub rate: u32,
    /// The proxies in front: whoever they name in `X-Forwarded-For` is the client.
    pub proxies: Vec<IpAddr>,
    /// The filter of the log.
    pub log: String,
    /// One JSON object a line instead of plain text.
    pub log_json: bool,
    /// Whose badges these are.
    pub issuer: Issuer,
    /// How badges of others are checked.
    pub verify: Verify,
    /// What people and organisations adhere to.
    pub charter: Charter,
    /// What an audit of accessibility found; without one the pages are declared as not conforming.
    pub accessibility: Option<Audit>,
    /// How events are announced.
    pub events: Events,
    /// How letters are signed, and where reports on them come.
    pub letters: Letters,
    /// A provider of OpenID Connect by which people may enter.
    pub openid: Option<OpenId>,
}

/// The file as it is written; every key may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: Option<String>,
    metrics: Option<String>,
    base_url: Option<String>,
    database_url: Option<String>,
    quizzes: Option<PathBuf>,
    keys: Option<PathBuf>,
    mail: Option<String>,
    rate: Option<u32>,
    proxies: Vec<String>,
    log: Option<String>,
    log_format: Option<String>,
    issuer: Issuer,
    verify: Verify,
    charter: Charter,
    accessibility: Option<Audit>,
    events: Events,
    letters: Letters,
    openid: OpenIdTable,
    theme: toml::Table,
}

impl Config {
    /// Reads the file, where there is one, and the environment over it.
    ///
    /// # Errors
    /// Every fault found, a sentence each.
    pub fn load(
        path: &Path,
        environment: &BTreeMap<String, String>,
    ) -> Result<Config, Vec<String>> {
        let file = match std::fs::read_to_string(path) {
            Ok(text) => {
                toml::from_str(&text).map_err(|error| vec![misread(path, &text, &error)])?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => File::default(),
            Err(error) => return Err(vec![format!("{}: {error}", path.display())]),
        };
        Config::from_parts(file, environment)
    }

    fn from_parts(
        file: File,
        environment: &BTreeMap<String, String>,
    ) -> Result<Config, Vec<String>> {
        let mut faults = Vec::new();
        let told = |name: &str, file: Option<String>| {
            environment
                .get(name)
                .filter(|value| !value.is_empty())
                .cloned()
                .or(file)
        };

        let listen = told("CREMA_LISTEN", file.listen).unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen = listen.parse().map_err(|_| {
            faults.push(format!(
                "CREMA_LISTEN: «{listen}» is no address with a port, such as 127.0.0.1:8080"
            ))
        });

        let metrics = told("CREMA_METRICS", file.metrics).map(|address| {
            address.parse().map_err(|_| {
                faults.push(format!(
                    "CREMA_METRICS: «{address}» is no address with a port, such as 127.0.0.1:9464"
                ))
            })
        });

        let base_url = told("CREMA_BASE_URL", file.base_url).map(|url| {
            read_base_url(&url).map_err(|why| faults.push(format!("CREMA_BASE_URL: «{url}» {why}")))
        });

        let database = told("CREMA_DATABASE_URL", file.database_url)
            .unwrap_or_else(|| "sqlite:data/crema.db".into());
        let database =
            Place::read(&database).map_err(|why| faults.push(format!("CREMA_DATABASE_URL: {why}")));

        let mail = told("CREMA_MAIL", file.mail).unwrap_or_else(|| "file:data/mail".into());
        let mail =
            mail::Place::read(&mail).map_err(|why| faults.push(format!("CREMA_MAIL: {why}")));

        let rate = match environment.get("CREMA_RATE") {
            Some(text) => text
                .parse()
                .map_err(|_| faults.push(format!("CREMA_RATE: «{text}» is no whole number"))),
            None => Ok(file.rate.unwrap_or(1200)),
        };
        let proxies: Vec<String> = match environment.get("CREMA_PROXIES") {
            Some(text) => text.split(',').map(|one| one.trim().to_owned()).collect(),
            None => file.proxies,
        };
        let proxies: Vec<IpAddr> = proxies
            .iter()
            .filter(|one| !one.is_empty())
            .filter_map(|one| match one.parse::<IpAddr>() {
                Ok(address) => Some(address.to_canonical()),
                Err(_) => {
                    faults.push(format!(
                        "CREMA_PROXIES: «{one}» is no address, such as 127.0.0.1"
                    ));
                    None
                }
            })
            .collect();
        let log_json = match told("CREMA_LOG_FORMAT", file.log_format).as_deref() {
            None | Some("text") => Ok(false),
            Some("json") => Ok(true),
            Some(other) => {
                let _: () = faults.push(format!(
                    "CREMA_LOG_FORMAT: «{other}» is neither text nor json"
                ));
                Err(())
            }
        };
        faults.extend(file.issuer.faults());
        faults.extend(file.letters.faults());
        let flaw = file.accessibility.as_ref().and_then(Audit::fault);
        faults.extend(flaw.map(|why| format!("[accessibility] {why}")));
        let own = base_url.as_ref().and_then(|url| url.as_deref().ok());
        let openid = file.openid.read(told, own).unwrap_or_else(|why| {
            faults.push(format!("[openid] {why}"));
            None
        });
        let path = |name: &str, file: Option<PathBuf>, default: &str| {
            told(name, None)
                .map(PathBuf::from)
                .or(file)
                .unwrap_or_else(|| default.into())
        };
        let addresses = (listen, metrics.transpose(), base_url.transpose());
        match (addresses, database, mail, rate, log_json) {
            (
                (Ok(listen), Ok(metrics), Ok(base_url)),
                Ok(database),
                Ok(mail),
                Ok(rate),
                Ok(log_json),
            ) if faults.is_empty() => Ok(Config {
                listen,
                metrics,
                base_url,
                database,
                quizzes: path("CREMA_QUIZZES", file.quizzes, "quizzes"),
                keys: path("CREMA_KEYS", file.keys, "keys"),
                mail,
                rate,
                proxies,
                log: told("CREMA_LOG", file.log).unwrap_or_else(|| "info".into()),
                log_json,
                issuer: file.issuer,
                verify: file.verify,
                charter: file.charter,
                accessibility: file.accessibility,
                events: file.events,
                letters: file.letters,
                openid,
            }),
            _ => Err(faults),
        }
    }
}

/// A base URL without its last slash: a scheme, a host, maybe a port and a path.
fn read_base_url(url: &str) -> Result<String, &'static str> {
    let url = url.trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or("does not begin with https:// or http://")?;
    if rest.is_empty()
        || rest.contains(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '?' | '#' | '@' | '\\' | '"' | '<' | '>')
        })
    {
        return Err("is no plain address: scheme, host, maybe port and path");
    }
    if rest.contains('/') {
        return Err("has a path: an instance stands at the root of its host");
    }
    Ok(url.to_ascii_lowercase())
}

/// What is read from the environment.
pub const NAMES: [&str; 18] = [
    "CREMA_BACKUP_PASSPHRASE",
    "CREMA_BASE_URL",
    "CREMA_DATABASE_URL",
    "CREMA_KEYS",
    "CREMA_LISTEN",
    "CREMA_LOG",
    "CREMA_LOG_FORMAT",
    "CREMA_MAIL",
    "CREMA_METRICS",
    "CREMA_OPENID_CLIENT_ID",
    "CREMA_OPENID_CLIENT_SECRET",
    "CREMA_OPENID_CLIENT_SECRET_FILE",
    "CREMA_OPENID_ISSUER",
    "CREMA_OPENID_LABEL",
    "CREMA_OPENID_TRUST_EMAIL",
    "CREMA_PROXIES",
    "CREMA_QUIZZES",
    "CREMA_RATE",
];

/// What is wrong with the file, in one line: each line that is told is a fault of its own.
fn misread(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    let why = error.message().replace('\n', ", ");
    format!("{}, line {line}: {why}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_example_is_known() {
        let example = include_str!("../crema.example.toml");
        let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
        let named: Vec<&str> = example
            .split(|c| !is_name(c))
            .filter(|word| word.starts_with("CREMA_"))
            .collect();
        for name in &named {
            assert!(NAMES.contains(name), "{name}");
        }
        assert_eq!(
            named.len() + 1,
            NAMES.len(),
            "the passphrase of backups stands in no file: {named:?}"
        );
    }

    #[test]
    fn what_is_wrong_with_the_file_is_one_line() {
        let text = "listen = \"127.0.0.1:0\"\nbase_ulr = \"https://a.example\"\n";
        let error = toml::from_str::<File>(text).expect_err("refused");
        let said = misread(Path::new("crema.toml"), text, &error);
        assert!(
            said.starts_with("crema.toml, line 2: unknown field `base_ulr`"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }

    pub(super) fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Config::from_parts(
            toml::from_str(file).map_err(|error| vec![error.to_string()])?,
            &environment,
        )
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = load("", &[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database, Place::Sqlite("data/crema.db".into()));
        assert_eq!((config.base_url, config.rate), (None, 1200));
    }

    #[test]
    fn the_environment_stands_over_the_file() {
        let config = load(
            "rate = 3\nbase_url = 'https://a.example/'",
            &[("CREMA_RATE", "0"), ("CREMA_LISTEN", "[::1]:0")],
        )
        .unwrap();
        assert_eq!(
            (
                config.rate,
                config.base_url.as_deref(),
                config.listen.port()
            ),
            (0, Some("https://a.example"), 0)
        );
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = load(
            "",
            &[
                ("CREMA_LISTEN", "here"),
                ("CREMA_METRICS", "9464"),
                ("CREMA_BASE_URL", "ftp://a"),
                ("CREMA_DATABASE_URL", "mysql://"),
                ("CREMA_MAIL", "pigeon:"),
                ("CREMA_RATE", "many"),
                ("CREMA_LOG_FORMAT", "xml"),
            ],
        )
        .unwrap_err();
        assert_eq!(faults.len(), 7, "{faults:?}");
        assert!(
            load("[isuer]\nname = 'x'", &[]).is_err(),
            "an unknown table is a slip of the pen"
        );
    }
}
