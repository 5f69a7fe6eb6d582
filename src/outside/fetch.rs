//! The one door through which this program asks anything of the network on somebody's word: https to public addresses, nothing else.
//!
//! A name is looked up once, every address found must be public, and the connection goes to one of those addresses, so that a name that answers differently the
//! second time gains nothing. No redirect is followed, nothing is unpacked, and what is too slow or too large is cut (OWASP ASVS 5.0, 1.3.6 and 15.3.2).

use std::{
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Response, StatusCode, Uri,
    body::Bytes,
    header::{self, HeaderValue},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, dns::Name},
    },
    rt::TokioExecutor,
};
use tokio::{sync::Semaphore, task::JoinSet};

/// How long a document may take, from the look-up of the name to its last byte.
const TIME: Duration = Duration::from_secs(5);

/// The largest document, in bytes.
const SIZE: usize = 256 << 10;

/// How many documents are asked for at once: whoever hands in badges does not get a crowd to send around.
const AT_ONCE: usize = 16;

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// The document.
    Here(Vec<u8>),
    /// It was taken away for good (410), and this is said instead.
    Gone(Vec<u8>),
}

impl Document {
    /// The badge that was asked for: one of Open Badges 2.0 that was taken away is what says that it was revoked.
    ///
    /// # Errors
    /// In words, where nothing is said of it.
    pub fn badge(self) -> Result<Vec<u8>, String> {
        match self {
            Document::Here(bytes) => Ok(bytes),
            Document::Gone(said) => serde_json::from_slice::<serde_json::Value>(&said)
                .is_ok_and(|said| said["revoked"] == true)
                .then_some(said)
                .ok_or_else(|| "it was taken away".to_owned()),
        }
    }
}

/// The door.
pub struct Door {
    client: Client<HttpsConnector<HttpConnector<Lookup>>, Full<Bytes>>,
    places: Semaphore,
    reach: Reach,
}

/// Where a door leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// To public addresses, by https.
    Public,
    /// To this machine alone, without it.
    Loopback,
}

impl Default for Door {
    fn default() -> Self {
        Door::reaching(Reach::Public)
    }
}

impl Door {
    /// A door that leads to this machine alone: for an instance that is tried out beside what it asks.
    pub fn loopback() -> Door {
        Door::reaching(Reach::Loopback)
    }

    fn reaching(reach: Reach) -> Door {
        let mut tcp = HttpConnector::new_with_resolver(Lookup(reach));
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(TIME));
        let tls = HttpsConnectorBuilder::new().with_webpki_roots();
        let tls = match reach {
            Reach::Public => tls.https_only(),
            Reach::Loopback => tls.https_or_http(),
        };
        let tls = tls.enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(tls);
        Door {
            client,
            places: Semaphore::new(AT_ONCE),
            reach,
        }
    }

    /// The documents at several addresses, asked for side by side.
    pub async fn get_all(
        self: &Arc<Self>,
        urls: impl IntoIterator<Item = String>,
    ) -> Vec<(String, Result<Document, String>)> {
        let mut asked = JoinSet::new();
        for url in urls {
            let door = self.clone();
            asked.spawn(async move {
                let document = door.get(&url).await;
                (url, document)
            });
        }
        asked.join_all().await
    }

    /// The document at an https address.
    ///
    /// # Errors
    /// In words that tell nothing of the network behind this machine.
    pub async fn get(&self, url: &str) -> Result<Document, String> {
        self.get_within(url, SIZE).await
    }

    /// The same, of at most `size` bytes.
    ///
    /// # Errors
    /// Those of [`Door::get`].
    pub async fn get_within(&self, url: &str, size: usize) -> Result<Document, String> {
        let request = Request::get(url)
            .header(
                header::ACCEPT,
                "application/vc, application/did+json, application/vc+jwt, application/ld+json, application/json, text/calendar, image/png, image/svg+xml",
            )
            .body(Vec::new())
            .map_err(|_| "it is no address that can be asked".to_owned())?;
        let answer = self.send_within(request, size).await?;
        match answer.status() {
            StatusCode::GONE => Ok(Document::Gone(answer.into_body())),
            status if status.is_success() => Ok(Document::Here(answer.into_body())),
            _ => Err("there is no such document".to_owned()),
        }
    }

    /// The answer to a request, whatever its status.
    ///
    /// # Errors
    /// In words that tell nothing of the network behind this machine.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        self.send_within(request, SIZE).await
    }

    async fn send_within(
        &self,
        request: Request<Vec<u8>>,
        size: usize,
    ) -> Result<Response<Vec<u8>>, String> {
        self.may_ask(&request.uri().to_string())?;
        let asked = async {
            let _place = self.places.acquire().await.map_err(|_| UNREACHABLE)?;
            self.ask(request, size).await
        };
        tokio::time::timeout(TIME, asked)
            .await
            .unwrap_or(Err("it did not answer in time"))
            .map_err(str::to_owned)
    }

    /// Refuses an address that this door does not lead to.
    ///
    /// # Errors
    /// In words.
    pub fn may_ask(&self, url: &str) -> Result<(), String> {
        match self.reach {
            Reach::Public => public_address(url).map(|_| ()),
            Reach::Loopback if is_loopback(url) => Ok(()),
            Reach::Loopback => Err("it is not on this machine".to_owned()),
        }
    }

    async fn ask(
        &self,
        request: Request<Vec<u8>>,
        size: usize,
    ) -> Result<Response<Vec<u8>>, &'static str> {
        let mut request = request.map(|body| Full::new(Bytes::from(body)));
        for (name, value) in [
            (header::ACCEPT_ENCODING, "identity"),
            (
                header::USER_AGENT,
                concat!("crema/", env!("CARGO_PKG_VERSION")),
            ),
        ] {
            request
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        let answer = self.client.request(request).await.map_err(|error| {
            tracing::debug!(%error, "a document could not be fetched");
            UNREACHABLE
        })?;
        if answer.status().is_redirection() {
            return Err("it points elsewhere, and redirects are not followed");
        }
        let packed = answer.headers().get(header::CONTENT_ENCODING);
        if packed.is_some_and(|how| how != "identity") {
            return Err("it came packed");
        }
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, size).collect().await;
        let body = body.map_err(|_| "it is too large, or broke off")?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    }
}

const UNREACHABLE: &str = "it could not be reached";

/// The host of an https address, as the door would ask it; nothing where it would not.
pub fn host(url: &str) -> Option<String> {
    let uri = public_address(url).ok()?;
    uri.host().map(str::to_ascii_lowercase)
}

/// Reads an address that may be asked: https, a name and no number, the usual port.
fn public_address(url: &str) -> Result<Uri, String> {
    let uri: Uri = url
        .parse()
        .map_err(|_| "it is no address that can be asked".to_owned())?;
    if uri.scheme_str() != Some("https") {
        return Err("only https addresses are asked".to_owned());
    }
    let authority = uri.authority().map(|one| one.as_str()).unwrap_or_default();
    if authority.contains('@') {
        return Err("it holds a name and password".to_owned());
    }
    if uri.port_u16().is_some_and(|port| port != 443) {
        return Err("only the usual port is asked".to_owned());
    }
    // Numbers come in many spellings (127.1, 0x7f000001, 2130706433, [::1]): no host that ends in one is a name.
    let host = uri.host().unwrap_or_default();
    let top = host
        .trim_end_matches('.')
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let is_name = host.len() <= 253
        && host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && top
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic());
    if is_name {
        Ok(uri)
    } else {
        Err("its host is no public name".to_owned())
    }
}

/// Whether an address, by http, is on this machine.
pub fn is_loopback(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let authority = uri.authority().map(|one| one.as_str()).unwrap_or_default();
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    uri.scheme_str() == Some("http")
        && !authority.contains('@')
        && (host == "localhost"
            || bare
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback()))
}

/// Looks names up, and gives addresses only where every one of them is where the door leads.
#[derive(Clone)]
struct Lookup(Reach);

impl tower_service::Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 443))
                .await?
                .collect();
            let fits = |address: &SocketAddr| match reach {
                Reach::Public => is_public(address.ip()),
                Reach::Loopback => address.ip().is_loopback(),
            };
            if found.iter().all(fits) {
                Ok(found.into_iter())
            } else {
                Err(io::Error::other(
                    "the name leads to an address that this door does not lead to",
                ))
            }
        })
    }
}

/// Whether an address belongs to somebody on the public network (IANA special-purpose registries for IPv4 and IPv6; RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(matches!(a, 0 | 10 | 127 | 224..=255)
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

/// Only global unicast (2000::/3), without the blocks in it that carry an IPv4 address or belong to nobody. Mapped addresses and NAT64 lie outside of it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    (0x2000..0x4000).contains(&a)
        && !(a == 0x2001 && b < 0x0200)
        && !(a == 0x2001 && b == 0x0db8)
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_by_https_on_the_usual_port_are_asked() {
        for url in [
            "https://badges.example.org/.well-known/did.json",
            "https://a.example:443/x",
            "https://xn--caf-dma.example/a?b=c",
        ] {
            assert!(public_address(url).is_ok(), "{url}");
        }
        for url in [
            "http://a.example/",
            "file:///etc/passwd",
            "gopher://a.example/",
            "ftp://a.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://0/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0x7f000001/",
            "https://127.1/",
            "https://a.127/",
            "https://localhost/",
            "https://a.example:8443/",
            "https://user:word@a.example/",
            "https://a.example@127.0.0.1/",
            "https:///x",
            "https://a..b c/",
            "//a.example/",
            "",
        ] {
            assert!(public_address(url).is_err(), "{url}");
        }
    }

    #[test]
    fn addresses_of_this_machine_and_its_neighbours_are_not_public() {
        for address in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "8.8.8.8",
            "193.55.1.1",
            "2a01:e0a::1",
            "2001:660::1",
            "2606:4700::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_asked() {
        let mut lookup = Lookup(Reach::Public);
        let name: Name = "localhost".parse().unwrap();
        let refused = tower_service::Service::call(&mut lookup, name).await;
        assert!(refused.is_err());
        assert!(Door::default().get("https://127.0.0.1/").await.is_err());
    }

    #[test]
    fn the_door_to_this_machine_leads_nowhere_else() {
        let door = Door::loopback();
        for url in [
            "http://localhost:8080/a",
            "http://127.0.0.1:9/",
            "http://[::1]:1/",
        ] {
            assert!(door.may_ask(url).is_ok(), "{url}");
            assert!(Door::default().may_ask(url).is_err(), "{url}");
        }
        for url in [
            "https://a.example/",
            "http://a.example/",
            "http://10.0.0.1/",
            "http://localhost.example/",
            "http://localhost@a.example/",
            "http://169.254.169.254/",
            "file:///etc/passwd",
        ] {
            assert!(door.may_ask(url).is_err(), "{url}");
        }
    }
}
