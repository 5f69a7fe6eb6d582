//! Letters leave here: into a folder as `.eml` files, or by SMTP. Nothing else in the program sends anything to anybody.

mod dkim;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::Envelope,
    message::{Mailbox, MultiPart, header},
    transport::smtp::{
        AsyncSmtpTransportBuilder,
        client::{Certificate, Tls, TlsParameters},
    },
};

pub use self::dkim::{Kind, Seal};
use crate::base::{Email, Lang};

/// How long a server may take for one letter.
const PATIENCE: Duration = Duration::from_secs(45);

/// Letters a minute to one place, so that a great provider does not take us for a flood.
const PER_MINUTE: i64 = 120;

/// Where letters go, read from `CREMA_MAIL`. Its `Debug` and its text tell no password.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder: one `.eml` file a letter.
    Folder(PathBuf),
    /// A server, by its whole URL.
    Smtp(String),
}

impl Place {
    /// Reads `file:DIR`, `smtp://…` or `smtps://…`.
    ///
    /// # Errors
    /// The reason in words, for the start-up message.
    pub fn read(text: &str) -> Result<Place, String> {
        if let Some(folder) = text.strip_prefix("file:") {
            return if folder.is_empty() {
                Err("file: needs the path of a folder".into())
            } else {
                Ok(Place::Folder(folder.into()))
            };
        }
        if text.starts_with("smtp://") || text.starts_with("smtps://") {
            // Only read: what sends needs the runtime, and settings are read before there is one.
            server(text)?;
            return Ok(Place::Smtp(text.to_owned()));
        }
        Err("expected file:DIR, smtp://… or smtps://…".into())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(folder) => write!(f, "file:{}", folder.display()),
            Place::Smtp(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, host))) => write!(f, "{scheme}://…@{host}"),
                _ => f.write_str(url),
            },
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A letter, ready to leave.
pub struct Parcel {
    /// Who it comes from, by name.
    pub from_name: String,
    /// Who it comes from.
    pub from: Email,
    /// The one mailbox it goes to.
    pub to: Email,
    /// Where it is answered, where that is not who it comes from.
    pub reply_to: Option<Email>,
    /// Its language.
    pub lang: Lang,
    /// Its subject.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Its id: the same each time it is tried, so that a mailbox can tell a repeat.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// What it says of its list, where it goes to many.
    pub list: Option<ListHead>,
}

/// What the head of a letter to many says of its list.
pub struct ListHead {
    /// The name of the list, as a host has one (RFC 2919).
    pub id: String,
    /// The address that ends the subscription, by one request of the reader's mail program (RFC 2369; RFC 8058 where it is https).
    pub unsubscribe: String,
}

/// Why a letter did not leave.
#[derive(Debug)]
pub struct Undelivered {
    /// Whether trying again is of no use.
    pub for_good: bool,
    /// What was said, without the address.
    pub why: String,
}

impl Undelivered {
    fn for_now(why: impl fmt::Display) -> Undelivered {
        Undelivered {
            for_good: false,
            why: why.to_string(),
        }
    }

    fn for_good(why: impl fmt::Display) -> Undelivered {
        Undelivered {
            for_good: true,
            why: why.to_string(),
        }
    }
}

/// What carries letters, and signs them where there is a key for that.
pub struct Mailer {
    carrier: Carrier,
    seal: Option<Seal>,
    bounces: Option<Email>,
}

enum Carrier {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// The carrier for a place; `ca` is the file of a certificate that vouches for the server too. Nothing is connected yet.
    ///
    /// # Errors
    /// In words, where the URL names no server, or the certificate cannot be read.
    pub fn open(place: &Place, ca: Option<&Path>) -> Result<Mailer, String> {
        let carrier = match place {
            Place::Folder(folder) => Carrier::Folder(folder.clone()),
            Place::Smtp(url) => Carrier::Smtp(transport(url, ca)?),
        };
        Ok(Mailer {
            carrier,
            seal: None,
            bounces: None,
        })
    }

    /// The same, with what signs letters, and the mailbox to which reports on them go where that is not who they come from.
    #[must_use]
    pub fn with(self, seal: Option<Seal>, bounces: Option<Email>) -> Mailer {
        Mailer {
            seal,
            bounces,
            ..self
        }
    }

    /// How many letters a minute one place takes; a folder takes any number.
    pub fn per_minute(&self) -> Option<i64> {
        matches!(self.carrier, Carrier::Smtp(_)).then_some(PER_MINUTE)
    }

    /// Whether letters could leave now: the folder takes files, or the server answers. A folder that is not there yet is left for the first letter to make.
    ///
    /// # Errors
    /// The reason in words.
    pub async fn check(&self) -> Result<(), String> {
        match &self.carrier {
            Carrier::Folder(folder) => {
                let told = |error: std::io::Error| format!("{}: {error}", folder.display());
                let there = folder
                    .ancestors()
                    .find(|place| place.is_dir())
                    .unwrap_or(Path::new("."));
                let probe = there.join(".probe");
                std::fs::write(&probe, "").map_err(told)?;
                std::fs::remove_file(&probe).map_err(told)
            }
            Carrier::Smtp(transport) => {
                match tokio::time::timeout(PATIENCE, transport.test_connection()).await {
                    Ok(Ok(true)) => Ok(()),
                    Ok(Ok(false)) | Err(_) => Err("the server does not answer".into()),
                    Ok(Err(error)) => Err(error.to_string()),
                }
            }
        }
    }

    /// Sends a letter. A server that took it and went silent makes this fail: the letter is then sent again under the same id.
    ///
    /// # Errors
    /// [`Undelivered`].
    pub async fn send(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        let bytes = self.write(parcel)?;
        match &self.carrier {
            Carrier::Folder(folder) => write(folder.clone(), &parcel.id, bytes).await,
            Carrier::Smtp(transport) => {
                let address = |email: &Email| email.as_str().parse().map_err(Undelivered::for_good);
                let from = address(self.bounces.as_ref().unwrap_or(&parcel.from))?;
                let envelope = Envelope::new(Some(from), vec![address(&parcel.to)?])
                    .map_err(Undelivered::for_good)?;
                let sending = transport.send_raw(&envelope, &bytes);
                match tokio::time::timeout(PATIENCE, sending).await {
                    Ok(Ok(_)) => Ok(()),
                    Ok(Err(error)) if error.is_permanent() => {
                        Err(Undelivered::for_good(without(&error, parcel)))
                    }
                    Ok(Err(error)) => Err(Undelivered::for_now(without(&error, parcel))),
                    Err(_) => Err(Undelivered::for_now("the server does not answer")),
                }
            }
        }
    }
}

impl Mailer {
    /// A letter as it leaves, signed where there is a key for that.
    ///
    /// # Errors
    /// [`Undelivered`], where its head cannot be written.
    pub fn write(&self, parcel: &Parcel) -> Result<Vec<u8>, Undelivered> {
        let mut message = message(parcel)?;
        if let Some(seal) = &self.seal {
            seal.sign(&mut message);
        }
        Ok(message.formatted())
    }
}

/// What a server said, with the address taken out: logs and lists hold none.
fn without(error: &lettre::transport::smtp::Error, parcel: &Parcel) -> String {
    let mut said = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        said = format!("{said}: {cause}");
        source = cause.source();
    }
    said.replace(parcel.to.as_str(), "…")
        .chars()
        .take(300)
        .collect()
}

fn transport(url: &str, ca: Option<&Path>) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let mut builder = server(url)?.timeout(Some(Duration::from_secs(20)));
    if let Some(path) = ca {
        builder = vouched(builder, url, path)?;
    }
    Ok(builder.build())
}

/// The same connection, with one more certificate that may vouch for the server.
fn vouched(
    builder: AsyncSmtpTransportBuilder,
    url: &str,
    path: &Path,
) -> Result<AsyncSmtpTransportBuilder, String> {
    let told = |error: &dyn fmt::Display| format!("{}: {error}", path.display());
    let pem = fs::read(path).map_err(|error| told(&error))?;
    let certificate = Certificate::from_pem(&pem).map_err(|error| told(&error))?;
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let named = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match named.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => named.split(':').next().unwrap_or_default(),
    };
    let tls = TlsParameters::builder(host.to_owned())
        .add_root_certificate(certificate)
        .build()
        .map_err(|error| told(&error))?;
    Ok(if url.starts_with("smtps://") {
        builder.tls(Tls::Wrapper(tls))
    } else if url.contains("tls=required") {
        builder.tls(Tls::Required(tls))
    } else if url.contains("tls=opportunistic") {
        builder.tls(Tls::Opportunistic(tls))
    } else {
        builder
    })
}

fn server(url: &str) -> Result<AsyncSmtpTransportBuilder, String> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|error| format!("no address of a mail server: {error}"))
}

/// The message of RFC 5322. The library encodes every header, so that no text of ours can begin another.
fn message(parcel: &Parcel) -> Result<Message, Undelivered> {
    let mailbox = |name: Option<&str>, email: &Email| {
        let address = email.as_str().parse().map_err(Undelivered::for_good)?;
        Ok::<_, Undelivered>(Mailbox::new(name.map(plain), address))
    };
    let seconds = u64::try_from(parcel.at.as_second()).unwrap_or_default();
    let mut builder = Message::builder();
    if let Some(email) = &parcel.reply_to {
        builder = builder.reply_to(mailbox(None, email)?);
    }
    if let Some(list) = &parcel.list {
        let name = plain(&parcel.from_name).replace(['<', '>', '"'], "");
        builder = builder
            .raw_header(raw("List-Id", &format!("{name} <{}>", list.id)))
            .raw_header(raw(
                "List-Unsubscribe",
                &format!("<{}>", plain(&list.unsubscribe)),
            ));
        if list.unsubscribe.starts_with("https://") {
            builder =
                builder.raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
    }
    builder
        .from(mailbox(Some(&parcel.from_name), &parcel.from)?)
        .to(mailbox(None, &parcel.to)?)
        .subject(plain(&parcel.subject))
        .date(std::time::UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{}>", parcel.id)))
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", parcel.lang.tag()))
        .multipart(MultiPart::alternative_plain_html(
            parcel.text.clone(),
            parcel.html.clone(),
        ))
        .map_err(Undelivered::for_good)
}

fn raw(name: &'static str, value: &str) -> header::HeaderValue {
    header::HeaderValue::new(
        header::HeaderName::new_from_ascii_str(name),
        value.to_owned(),
    )
}

/// One line: whatever would end a header becomes a space.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Writes a letter whole or not at all; the same letter again takes the place of the first.
async fn write(folder: PathBuf, id: &str, bytes: Vec<u8>) -> Result<(), Undelivered> {
    let name: String = id
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    tokio::task::spawn_blocking(move || {
        fs::create_dir_all(&folder)?;
        let beside = folder.join(format!("{name}.new"));
        fs::write(&beside, bytes)?;
        fs::File::open(&beside)?.sync_all()?;
        fs::rename(&beside, folder.join(format!("{name}.eml")))
    })
    .await
    .map_err(Undelivered::for_now)?
    .map_err(Undelivered::for_now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel() -> Parcel {
        Parcel {
            from_name: "Café IA\r\nBcc: eve@example.org".into(),
            from: Email::read("noreply@example.org").unwrap(),
            to: Email::read("ada@example.org").unwrap(),
            reply_to: Some(Email::read("zoe@example.org").unwrap()),
            lang: Lang::Fr,
            subject: "Entrée\r\nBcc: eve@example.org\r\n\r\nbonjour".into(),
            text: "Élan\n.\nBcc: x".into(),
            html: "<p>Élan</p>".into(),
            id: "1-2@example.org".into(),
            at: Timestamp::from_second(1_795_600_000).unwrap(),
            list: Some(ListHead {
                id: "lettres.example.org".into(),
                unsubscribe: "https://example.org/subscriptions/end/x\r\nBcc: eve@example.org"
                    .into(),
            }),
        }
    }

    #[test]
    fn a_letter_to_many_says_how_one_leaves_and_its_signature_covers_that() {
        let folder = std::env::temp_dir().join(format!("crema-dkim-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for kind in [Kind::Rsa, Kind::Ed25519] {
            let path = folder.join(format!("{kind:?}.pem"));
            Seal::create(&path, kind).unwrap();
            assert!(Seal::create(&path, kind).is_err(), "never over a key");
            let seal = Seal::open(&path, "cafe", "example.org").unwrap();
            let (name, record) = seal.record();
            assert_eq!(name, "cafe._domainkey.example.org");
            assert!(record.starts_with("v=DKIM1; k="), "{record}");
            let mut parcel = parcel();
            parcel.list.as_mut().unwrap().unsubscribe = "https://example.org/e".into();
            let mailer = Mailer::open(&Place::Folder(folder.clone()), None).unwrap();
            let mailer = mailer.with(Some(seal), None);
            let text = String::from_utf8(mailer.write(&parcel).unwrap()).unwrap();
            for line in [
                "List-Unsubscribe: <https://example.org/e>\r\n",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                "<lettres.example.org>",
            ] {
                assert!(text.contains(line), "{line} {text}");
            }
            let signature = text.split("DKIM-Signature:").nth(1).unwrap();
            assert!(signature.contains("list-unsubscribe:list-unsubscribe-post"));
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            let refused = Seal::open(&path, "cafe", "example.org").err().unwrap();
            assert!(refused.contains("chmod 600"), "{refused}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn no_text_begins_a_header_of_its_own() {
        let bytes = message(&parcel()).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| line.split_once(':').map(|(name, _)| name))
            .collect();
        assert!(!names.contains(&"Bcc"), "{head}");
        assert_eq!(names.iter().filter(|name| **name == "To").count(), 1);
        assert!(head.contains("Message-ID: <1-2@example.org>"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"));
    }

    // Connections that are kept need a runtime to be kept on.
    #[tokio::test]
    async fn a_place_is_read_and_tells_no_password() {
        assert_eq!(
            Place::read("file:data/mail"),
            Ok(Place::Folder("data/mail".into()))
        );
        let place = Place::read("smtps://crema:s3cret@mail.example.org:465").unwrap();
        assert_eq!(place.to_string(), "smtps://…@mail.example.org:465");
        assert!(!format!("{place:?}").contains("s3cret"));
        for wrong in [
            "",
            "file:",
            "data/mail",
            "http://mail.example.org",
            "smtp://",
        ] {
            assert!(Place::read(wrong).is_err(), "{wrong}");
        }
    }
}
