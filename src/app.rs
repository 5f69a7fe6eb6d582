//! All that a flow may use: settings, database, keys, modules, the time. One of it is shared by every request.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    panic::resume_unwind,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    thread,
};

use jiff::Timestamp;
use openbadges::did::did_web;
use tokio::{runtime::Handle, task::block_in_place};

#[cfg(feature = "openid")]
use crate::outside::openid::{self, Provider};
#[cfg(feature = "passkeys")]
use crate::outside::passkeys::Passkeys;
use crate::{
    base::{Email, Error, Result},
    charter::edition::Charter,
    config::Config,
    geography,
    outside::{
        charter,
        fetch::Door,
        keyring::Keyring,
        mail::{Mailer, Seal},
        meters::Meters,
        quizzes::{Served, Shelf},
        trust::TrustFile,
    },
    store::{agenda::Agenda, answering::Answering, db::Db, people::People, sittings::Sittings},
};

/// The running instance.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The issuer's keys.
    pub keyring: Keyring,
    /// The way to documents of others.
    pub door: Arc<Door>,
    /// The issuers that are known here.
    pub trust: TrustFile,
    /// What carries letters.
    pub mailer: Mailer,
    /// The versions of the charter.
    pub charter: Charter,
    /// Whether an author looks at a module here: pages say what is wrong in its file.
    pub preview: bool,
    /// What is counted for whoever watches the instance.
    pub meters: Meters,
    /// Attempts lately read.
    pub sittings: Sittings,
    /// Answers that wait to be written together.
    pub answering: Answering,
    /// The directory, as it is looked through.
    pub people: People,
    /// What is announced, as it is looked through.
    pub agenda: Agenda,
    /// What asks for passkeys; none where browsers make none for this host.
    #[cfg(feature = "passkeys")]
    pub passkeys: Option<Passkeys>,
    /// The provider of OpenID Connect by which people may enter.
    #[cfg(feature = "openid")]
    pub provider: Option<Provider>,
    /// The address of the instance, then those that it had before.
    bases: Vec<Base>,
    hosts: Vec<String>,
    clock: Clock,
    memo: Mutex<HashMap<String, Memo>>,
    /// The modules that are served: replaced as a whole.
    shelf: RwLock<Arc<Shelf>>,
    /// Versions of modules that are served no more and that open attempts began with, the latest last.
    kept: Mutex<VecDeque<Arc<Served>>>,
}

/// How many versions that are served no more are kept in memory; the store has them all.
const KEPT: usize = 16;

/// An address under which the instance is or was reached, with the identity that belongs to it.
pub struct Base {
    /// The base URL, without a slash at its end.
    pub url: String,
    /// Its `did:web`.
    pub did: String,
}

/// Something made once and given again while its stamp is the same: every process makes the same, so nothing is lost with it.
type Memo = (String, Arc<[String]>);

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Seconds moved by hand, for tests.
    Hand(Arc<AtomicI64>),
}

impl App {
    /// Puts an instance together for the address it is bound to.
    ///
    /// # Errors
    /// [`Error::Fault`] where the base URL cannot be made into a `did:web`.
    pub fn new(
        config: Config,
        bound: SocketAddr,
        db: Db,
        keyring: Keyring,
        shelf: Shelf,
        clock: Clock,
    ) -> Result<App> {
        let base_url = config
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://localhost:{}", bound.port()));
        let bases = std::iter::once(&base_url)
            .chain(&config.issuer.former_urls)
            .map(|url| {
                let url = url.trim_end_matches('/').to_owned();
                let did = did_web(&url).map_err(Error::fault)?;
                Ok(Base { url, did })
            })
            .collect::<Result<Vec<Base>>>()?;
        let mut hosts = vec![authority(&base_url).to_owned()];
        if is_loopback(authority(&base_url)) {
            hosts.extend(
                ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{}", bound.port())),
            );
        }
        hosts.extend(
            config
                .issuer
                .former_urls
                .iter()
                .map(|url| authority(url).to_ascii_lowercase()),
        );
        let mailer = mailer(&config, authority(&base_url)).map_err(Error::fault)?;
        Ok(App {
            sittings: Sittings::new(!db.is_shared()),
            answering: Answering::default(),
            people: People::new(geography::numbered),
            agenda: Agenda::new(place_words),
            door: Arc::default(),
            trust: TrustFile::new(config.verify.trust.clone()),
            mailer,
            charter: charter::open(&config.charter.folder).map_err(Error::fault)?,
            meters: Meters::new(db.turns()),
            preview: false,
            #[cfg(feature = "openid")]
            provider: provider(&config, base_url.trim_end_matches('/')),
            #[cfg(feature = "passkeys")]
            passkeys: Passkeys::new(base_url.trim_end_matches('/'), &config.issuer.name),
            config,
            db,
            keyring,
            shelf: RwLock::new(Arc::new(shelf)),
            kept: Mutex::default(),
            bases,
            hosts,
            clock,
            memo: Mutex::default(),
        })
    }

    /// Stops the clock at a moment, which is asked about.
    pub fn set_clock(&mut self, at: Timestamp) {
        self.clock = Clock::Hand(Arc::new(AtomicI64::new(at.as_second())));
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &self.clock {
            Clock::System => Timestamp::now(),
            Clock::Hand(seconds) => {
                Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// The modules that are served now.
    pub fn shelf(&self) -> Arc<Shelf> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        shelf.clone()
    }

    /// Serves other modules from now on. Attempts go on with the version that they began with, so those that are left are kept for a while.
    pub fn set_shelf(&self, shelf: Shelf) {
        let shelf = Arc::new(shelf);
        let mut place = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *place, shelf.clone());
        drop(place);
        for served in before.modules() {
            if shelf.find_version(&served.hash).is_none() {
                self.keep_version(served.clone());
            }
        }
    }

    /// A version of a module that is served, or was lately.
    pub fn find_version(&self, hash: &str) -> Option<Arc<Served>> {
        self.shelf().find_version(hash).or_else(|| {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.iter().find(|served| served.hash == hash).cloned()
        })
    }

    /// Keeps a version that is not served, in place of the one that was kept the longest.
    pub fn keep_version(&self, served: Arc<Served>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.hash != served.hash);
        kept.push_back(served);
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    /// What was made for `name` under the same stamp.
    pub fn remembered(&self, name: &str, stamp: &str) -> Option<Arc<[String]>> {
        let memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        memo.get(name)
            .filter(|(of, _)| of == stamp)
            .map(|(_, made)| made.clone())
    }

    /// Keeps what was made for `name`, in place of what had another stamp.
    pub fn remember(&self, name: &str, stamp: &str, made: Arc<[String]>) {
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        memo.insert(name.to_owned(), (stamp.to_owned(), made));
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.bases[0].url
    }

    /// Every address of the instance with its identity: the present one, then the former ones.
    pub fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// The address that a request for `host` was meant for: a former one, else the present one.
    pub fn base_of(&self, host: &str) -> &Base {
        self.bases
            .iter()
            .find(|base| authority(&base.url).eq_ignore_ascii_case(host))
            .unwrap_or(&self.bases[0])
    }

    /// The host by which people know the instance, and its port where it has one.
    pub fn host(&self) -> &str {
        authority(self.base_url())
    }

    /// Who letters come from: the issuer's address, else one at its host that nobody reads.
    pub fn sender(&self) -> Email {
        sender(&self.config, self.host())
    }

    /// An absolute address of ours.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url())
    }

    /// The issuer's `did:web`.
    pub fn did(&self) -> &str {
        &self.bases[0].did
    }

    /// Whether `did` is the issuer, now or under a former address.
    pub fn is_own(&self, did: &str) -> bool {
        self.bases.iter().any(|base| base.did == did)
    }

    /// Whether the instance is reached over https.
    pub fn is_https(&self) -> bool {
        self.base_url().starts_with("https://")
    }

    /// Whether badges of this instance are only tests: its address is not https, or not public.
    pub fn is_test(&self) -> bool {
        !self.is_https() || !is_public(authority(self.base_url()))
    }

    /// Whether somebody may enter by a passkey here.
    pub fn has_passkeys(&self) -> bool {
        #[cfg(feature = "passkeys")]
        let has = self.passkeys.is_some();
        #[cfg(not(feature = "passkeys"))]
        let has = false;
        has
    }

    /// What the provider is called by which somebody may enter, where there is one.
    pub fn provider_label(&self) -> Option<&str> {
        let openid = self.config.openid.as_ref()?;
        Some(&openid.label)
    }

    /// Whether `host`, as a request names it, is one of ours.
    pub fn knows_host(&self, host: &str) -> bool {
        // The port that goes without saying may be said.
        let usual = if self.is_https() { ":443" } else { ":80" };
        let host = host.strip_suffix(usual).unwrap_or(host);
        self.hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether `origin`, as a browser names it, is one of ours.
    pub fn knows_origin(&self, origin: &str) -> bool {
        let scheme = if self.is_https() {
            "https://"
        } else {
            "http://"
        };
        origin
            .strip_prefix(scheme)
            .is_some_and(|host| self.knows_host(host))
    }
}

/// What carries letters from the instance at `authority`, and signs them where there is a key for that.
///
/// # Errors
/// In words: where letters go is no place, or the key cannot be read.
pub fn mailer(config: &Config, authority: &str) -> Result<Mailer, String> {
    let letters = &config.letters;
    let seal = seal(config, authority)?;
    let bounces = letters.bounces.as_deref();
    let bounces = bounces.and_then(|email| Email::read(email).ok());
    let mailer = Mailer::open(&config.mail, letters.ca.as_deref())?;
    Ok(mailer.with(seal, bounces))
}

/// What signs letters of the instance at `authority`, where there is a key for that.
///
/// # Errors
/// In words, where the key cannot be read.
pub fn seal(config: &Config, authority: &str) -> Result<Option<Seal>, String> {
    let letters = &config.letters;
    let domain = sender(config, authority);
    letters
        .dkim_key
        .as_ref()
        .map(|path| Seal::open(path, &letters.dkim_selector, domain.domain()))
        .transpose()
}

/// The provider of the settings, asked through a door that leads to this machine only where both are on it.
#[cfg(feature = "openid")]
pub fn provider(config: &Config, base_url: &str) -> Option<Provider> {
    let openid = config.openid.as_ref()?;
    let near =
        is_loopback(authority(base_url)) && crate::outside::fetch::is_loopback(&openid.issuer);
    let door = if near {
        Door::loopback()
    } else {
        Door::default()
    };
    let settings = openid::Settings {
        issuer: openid.issuer.clone(),
        client: openid.client_id.clone(),
        secret: openid.client_secret.as_ref().map(|one| one.0.clone()),
        scopes: openid.scopes.clone(),
        back: format!("{base_url}/entry/provider/return"),
    };
    Some(Provider::new(settings, door))
}

/// Who letters come from: the issuer's address, else one at the host that nobody reads.
pub fn sender(config: &Config, authority: &str) -> Email {
    let issuer = config.issuer.email.as_deref();
    issuer
        .and_then(|email| Email::read(email).ok())
        .or_else(|| Email::read(&format!("noreply@{}", host(authority))).ok())
        .unwrap_or_else(|| {
            Email::read("noreply@localhost").expect("an address without anything strange in it")
        })
}

/// What a commune and its department are called.
fn place_words(code: &str) -> String {
    let Some(commune) = geography::find(code) else {
        return String::new();
    };
    let department = geography::department_name(commune.department());
    format!(
        "{} {} {}",
        commune.name,
        commune.postal,
        department.unwrap_or_default()
    )
}

/// The host, and the port where one is named.
pub fn authority(url: &str) -> &str {
    url.split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split('/')
        .next()
        .unwrap_or_default()
}

fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(authority: &str) -> bool {
    let host = host(authority);
    host == "localhost"
        || host.ends_with(".localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A name that can be reached from everywhere: not an address of numbers, not a name kept for networks at home or for tests (RFC 2606, RFC 6762, RFC 8375).
pub fn is_public(authority: &str) -> bool {
    let host = host(authority).trim_end_matches('.');
    let kept = [
        "localhost",
        "local",
        "test",
        "example",
        "invalid",
        "internal",
        "lan",
        "home",
        "corp",
        "home.arpa",
        "onion",
    ];
    host.parse::<std::net::IpAddr>().is_err()
        && host.contains('.')
        && !kept
            .iter()
            .any(|name| host == *name || host.ends_with(&format!(".{name}")))
}

/// Carries a future to its end on a thread of its own while `work` is done on this one, and gives what came of both. The runtime must have several threads: where
/// this one is one of them, another takes over what it had to do.
///
/// # Panics
/// As the future or the work does.
pub fn both<F, R>(future: F, work: impl FnOnce() -> R) -> (F::Output, R)
where
    F: Future<Output: Send> + Send,
{
    let runtime = Handle::current();
    block_in_place(|| {
        thread::scope(|scope| {
            let carried = scope.spawn(move || runtime.block_on(future));
            let worked = work();
            let came = carried.join().unwrap_or_else(|panic| resume_unwind(panic));
            (came, worked)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_names_are_told_from_others() {
        for public in ["badges.cafeia.org", "a.example.com:443", "xn--caf-dma.fr"] {
            assert!(is_public(public), "{public}");
        }
        for private in [
            "localhost:8080",
            "127.0.0.1",
            "[::1]:80",
            "192.168.1.3:8080",
            "salle.local",
            "a.test",
            "serveur",
            "x.home.arpa",
            "203.0.113.9",
        ] {
            assert!(!is_public(private), "{private}");
        }
    }

    #[test]
    fn the_loopback_has_several_names() {
        for own in ["localhost:1", "127.0.0.1:1", "[::1]:1", "a.localhost"] {
            assert!(is_loopback(own), "{own}");
        }
        assert!(!is_loopback("localhost.example.org"));
    }
}
