//! Settings: `crema.toml`, each key overridable by the environment, all checked at start and all faults told at once.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{base::Lang, outside::mail, store::db::Place};

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
    /// How events are announced.
    pub events: Events,
}

/// How events are announced.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// Whether a coordinator agrees first.
    pub agreement: bool,
}

/// What people and organisations adhere to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Charter {
    /// The folder of its versions; where there is none the text of the program stands in.
    pub folder: PathBuf,
    /// The folder of logos and other files that only those who adhere may have.
    pub kit: Option<PathBuf>,
}

impl Default for Charter {
    fn default() -> Self {
        Charter {
            folder: "charter".into(),
            kit: None,
        }
    }
}

/// The identity of the issuer, shown on every badge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Issuer {
    /// The name on the badges.
    pub name: String,
    /// A site that presents the issuer.
    pub url: Option<String>,
    /// An address for questions, public.
    pub email: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
    /// The public half of a key that is kept away from any machine and signs each signing key, as Multikey text.
    pub root: Option<String>,
    /// Old addresses whose `did.json`, lists and credentials this instance goes on serving.
    pub former_urls: Vec<String>,
    /// The languages of the pages.
    pub languages: Vec<String>,
}

impl Default for Issuer {
    fn default() -> Self {
        Issuer {
            name: "Café IA (instance d'essai)".into(),
            url: None,
            email: None,
            description: None,
            root: None,
            former_urls: Vec::new(),
            languages: Lang::ALL.iter().map(|lang| lang.tag().to_owned()).collect(),
        }
    }
}

/// How badges of others are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verify {
    /// Whose documents may be fetched.
    pub fetch: Fetch,
    /// Hosts that may be asked beside those of issuers on the list.
    pub hosts: Vec<String>,
    /// The file of issuers that are known.
    pub trust: PathBuf,
}

/// Whose documents may be fetched, always through the guarded door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fetch {
    /// Nobody's.
    None,
    /// Those of hosts that are named, and of issuers on the list.
    #[default]
    Listed,
    /// Those of any public host.
    Any,
}

impl Default for Verify {
    fn default() -> Self {
        Verify {
            fetch: Fetch::default(),
            hosts: Vec::new(),
            trust: "trust.toml".into(),
        }
    }
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
    log: Option<String>,
    log_format: Option<String>,
    issuer: Issuer,
    verify: Verify,
    charter: Charter,
    events: Events,
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
            Ok(text) => toml::from_str(&text).map_err(|error| {
                vec![format!(
                    "{}: {}",
                    path.display(),
                    error.to_string().trim_end()
                )]
            })?,
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
        for url in &file.issuer.former_urls {
            if let Err(why) = read_base_url(url) {
                faults.push(format!("[issuer] former_urls: «{url}» {why}"));
            }
        }
        if file.issuer.name.trim().is_empty() {
            faults.push("[issuer] name: it stands on every badge and cannot be empty".into());
        }
        if let Some(email) = &file.issuer.email
            && !email.split_once('@').is_some_and(|(who, host)| {
                !who.is_empty() && host.contains('.') && !email.contains(char::is_whitespace)
            })
        {
            faults.push(format!("[issuer] email: «{email}» is no address"));
        }
        if let Some(root) = &file.issuer.root
            && !(root.starts_with("z6Mk") && root.len() == 48)
        {
            faults.push(format!(
                "[issuer] root: «{root}» is no Ed25519 key as Multikey text; `crema keys root` prints it"
            ));
        }
        for (name, value) in [("url", &file.issuer.url)] {
            if value
                .as_ref()
                .is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://"))
            {
                faults.push(format!("[issuer] {name}: an address begins with https://"));
            }
        }
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
                log: told("CREMA_LOG", file.log).unwrap_or_else(|| "info".into()),
                log_json,
                issuer: file.issuer,
                verify: file.verify,
                charter: file.charter,
                events: file.events,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
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
