//! What every request meets first: a known host, a known origin, a fair rate, and the headers that every answer carries.

use std::{
    collections::HashMap,
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use hyper::body::{Body as Frames, Frame, SizeHint};
use jiff::Timestamp;
use sha2::Sha256;
use tokio::time::{Sleep, sleep};

use super::{
    Site,
    accept::{self, Coding},
    problem::{self, Asker, Problem},
};
use crate::{
    base::{Error, Refusal},
    i18n::Texts,
};

/// Answers forms that carried neither `Origin` nor `Sec-Fetch-Site`: their hidden token decides.
#[derive(Clone, Copy, Debug)]
pub struct TokenNeeded;

static HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    // With `no-referrer` a browser sends `Origin: null` on our own forms.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
        ),
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        HeaderValue::from_static("none"),
    ),
];

/// What every answer passes last: refusals are dressed for who asked, and the headers of safety put where an answer did not set its own.
pub async fn leave(State(site): State<Site>, request: Request, next: Next) -> Response {
    let asker = Asker::of(&request);
    let last = is_chunked(&request);
    let mut response = problem::dress(&site, &asker, next.run(request).await);
    let headers = response.headers_mut();
    if last {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    // With those below, and those that the server adds: a map that grows step by step is laid out anew each time.
    headers.reserve(HEADERS.len() + 6);
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if site.app.is_https() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Marks a request whose client takes a body neither compressed nor as it is.
#[derive(Clone, Copy, Debug)]
struct NothingTaken;

/// Settles how the answer is coded before anything is done: who would be given neither coding is refused, instead of being told so of what was done already.
pub async fn code(mut request: Request, next: Next) -> Response {
    if accept::coding(request.headers()) == Coding::Neither {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
        request.extensions_mut().insert(NothingTaken);
    }
    next.run(request).await
}

/// Refuses who takes an answer in neither of our codings (406; RFC 9110, section 12.5.3).
fn coding(request: &Request) -> Result<(), Problem> {
    match request.extensions().get::<NothingTaken>() {
        Some(NothingTaken) => Err(Problem::unacceptable("Accept-Encoding")),
        None => Ok(()),
    }
}

/// Bytes of a body beyond which nobody reads it, whatever it is for.
const LARGEST: u64 = 16 << 20;

/// What every request passes first: a known host, a coding that we have, a body that anybody reads, a fair rate, a known origin.
pub async fn enter(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let admitted = host(&site, &request)
        .and_then(|()| coding(&request))
        .and_then(|()| body(&request))
        .and_then(|()| rate(&site, &request))
        .and_then(|()| origin(&site, &mut request));
    match admitted {
        Ok(()) => whole(request, next).await,
        Err(problem) => problem.into_response(),
    }
}

/// Refuses a request for a host that is not ours (421), and one without a host or with several (400; RFC 9112, section 3.2). The probes take any.
fn host(site: &Site, request: &Request) -> Result<(), Problem> {
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return Err(Problem::status(StatusCode::BAD_REQUEST));
    }
    if matches!(request.uri().path(), "/healthz" | "/readyz") {
        return Ok(());
    }
    let host = request
        .uri()
        .authority()
        .map(|authority| authority.as_str())
        .or_else(|| {
            request
                .headers()
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
        });
    match host {
        Some(host) if site.app.knows_host(host) => Ok(()),
        Some(_) => Err(Problem::status(StatusCode::MISDIRECTED_REQUEST)),
        None => Err(Problem::status(StatusCode::BAD_REQUEST)),
    }
}

/// Refuses a body that says of itself that it is too large (413), or compressed (415), before any of it is waited for.
fn body(request: &Request) -> Result<(), Problem> {
    let codings = request.headers().get_all(header::CONTENT_ENCODING);
    if !codings.iter().all(|coding| coding == "identity") {
        return Err(Problem::coded());
    }
    let said = request.headers().get(header::CONTENT_LENGTH);
    let said = said.and_then(|said| said.to_str().ok()?.parse::<u64>().ok());
    match said {
        Some(said) if said > LARGEST => Err(Problem::status(StatusCode::PAYLOAD_TOO_LARGE)),
        _ => Ok(()),
    }
}

/// Whether a body comes in chunks. Nothing is read after one on the same connection: a length beside them is gone by now, and whoever stands before us may have
/// gone by that (RFC 9112, sections 6.1 and 11.2).
fn is_chunked(request: &Request) -> bool {
    request.headers().contains_key(header::TRANSFER_ENCODING)
}

/// Counts requests by client and refuses those over the rate (429).
fn rate(site: &Site, request: &Request) -> Result<(), Problem> {
    let path = request.uri().path();
    if path.starts_with("/static/") || matches!(path, "/healthz" | "/readyz") {
        return Ok(());
    }
    match client(site, request) {
        Some(client) if !site.requests.take(client, site.app.now(), 1) => {
            Err(Problem::too_many(site.requests.wait_seconds()))
        }
        _ => Ok(()),
    }
}

/// Where programs of mail post without being asked from where: the address is the proof (RFC 8058, section 3.2), and no cookie is read.
const ONE_CLICK: &str = "/subscriptions/end/";

/// Refuses a form that another site sent (403). The API reads no cookie and needs no such care.
fn origin(site: &Site, request: &mut Request) -> Result<(), Problem> {
    let path = request.uri().path();
    if request.method().is_safe() || path.starts_with("/api/") || path.starts_with(ONE_CLICK) {
        return Ok(());
    }
    match sender(request.headers(), |origin| site.app.knows_origin(origin)) {
        Sender::Ours => Ok(()),
        Sender::Foreign => Err(Problem::status(StatusCode::FORBIDDEN)),
        Sender::Unsaid => {
            request.extensions_mut().insert(TokenNeeded);
            Ok(())
        }
    }
}

/// How long a body may take to arrive: a moment longer than a request may take to be answered, so that whoever sends it is told before.
const READ: Duration = Duration::from_secs(21);

/// A body that has to be there in time, however steadily it comes.
struct Timed {
    body: Body,
    until: Pin<Box<Sleep>>,
}

impl Frames for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Pending if self.until.as_mut().poll(context).is_ready() => {
                let late = io::Error::from(io::ErrorKind::TimedOut);
                Poll::Ready(Some(Err(axum::Error::new(late))))
            }
            polled => polled,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Carries a request that may write to its end, even where the client leaves meanwhile: whatever was begun is then known to have ended when its handler has.
async fn whole(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    // Nobody waits any more for what is sent so slowly, and the connection that it comes by is closed.
    let request = request.map(|body| {
        if body.is_end_stream() {
            return body;
        }
        let until = Box::pin(sleep(READ));
        Body::new(Timed { body, until })
    });
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Problem::from(Error::Busy).into_response(),
        },
    }
}

#[derive(Debug, PartialEq)]
enum Sender {
    Ours,
    Foreign,
    Unsaid,
}

fn sender(headers: &HeaderMap, known: impl Fn(&str) -> bool) -> Sender {
    let origins: Vec<_> = headers.get_all(header::ORIGIN).iter().collect();
    let sites: Vec<_> = headers.get_all("sec-fetch-site").iter().collect();
    let ours = |origin: &&HeaderValue| origin.to_str().is_ok_and(&known);
    let near = |site: &&HeaderValue| matches!(site.as_bytes(), b"same-origin" | b"none");
    if !origins.iter().all(ours) || !sites.iter().all(near) {
        Sender::Foreign
    } else if origins.is_empty() && sites.is_empty() {
        Sender::Unsaid
    } else {
        Sender::Ours
    }
}

/// Who sent a request, for counting wrong codes only.
#[derive(Clone, Copy, Debug)]
pub struct Client(Option<IpAddr>);

impl FromRequestParts<Site> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Client, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let proxies = &site.app.config.proxies;
        Ok(Client(
            peer.map(|peer| behind(proxies, peer.0.ip(), &parts.headers)),
        ))
    }
}

impl Client {
    /// Refuses one who gave too many wrong codes (429); no code is ever locked.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_try_codes(self, site: &Site) -> Result<(), Problem> {
        match self.0 {
            Some(client) if !site.wrong_codes.take(client, site.app.now(), 0) => {
                Err(Problem::too_many(site.wrong_codes.wait_seconds()))
            }
            _ => Ok(()),
        }
    }

    /// Counts a letter that is asked for, and refuses one who asks for too many (429).
    ///
    /// # Errors
    /// The refusal.
    pub fn may_ask_letters(self, site: &Site) -> Result<(), Problem> {
        self.take(site, &site.letters)
    }

    /// Counts a statement that is said, and refuses one who says too many (429).
    ///
    /// # Errors
    /// The refusal.
    pub fn may_say(self, site: &Site) -> Result<(), Problem> {
        self.take(site, &site.said)
    }

    /// Counts a browser that answers for the first time, and refuses one who has too many of them (429).
    ///
    /// # Errors
    /// The refusal.
    pub fn may_be_new(self, site: &Site) -> Result<(), Problem> {
        self.take(site, &site.newcomers)
    }

    fn take(self, site: &Site, buckets: &Buckets) -> Result<(), Problem> {
        match self.0 {
            Some(client) if !buckets.take(client, site.app.now(), 1) => {
                Err(Problem::too_many(buckets.wait_seconds()))
            }
            _ => Ok(()),
        }
    }

    /// Counts a code that opens nothing.
    pub fn count_wrong_code(self, site: &Site) {
        if let Some(client) = self.0 {
            site.wrong_codes.take(client, site.app.now(), 1);
        }
    }

    /// Counts a wrong code, and gives the status and the words for it.
    pub fn wrong_code(self, site: &Site, refusal: Refusal, t: &Texts) -> (StatusCode, String) {
        // A slip of the finger is no guess: only well-formed codes count.
        if refusal == Refusal::CodeUnknown {
            self.count_wrong_code(site);
        }
        match refusal {
            Refusal::CodeUnknown => (StatusCode::NOT_FOUND, t.text("refusal-code-unknown")),
            _ => (
                StatusCode::UNPROCESSABLE_ENTITY,
                t.text("refusal-code-mistyped"),
            ),
        }
    }
}

/// The address of the client, for counting only.
fn client(site: &Site, request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(behind(
        &site.app.config.proxies,
        peer.0.ip(),
        request.headers(),
    ))
}

/// Whom a connection is from: its other end, or whom a proxy of the settings names last. What stands before that in the header was written by anybody.
fn behind(proxies: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut client = peer.to_canonical();
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(str::trim)
        .collect();
    for named in named.iter().rev() {
        match named.parse::<IpAddr>() {
            Ok(named) if proxies.contains(&client) => client = named.to_canonical(),
            _ => break,
        }
    }
    client
}

/// Buckets by client that hold no address: each is named by a hash under a key that is made anew each day and never leaves memory.
#[derive(Debug)]
pub struct Buckets {
    /// Tokens that a full bucket holds; 0 means that nothing is counted.
    size: u32,
    /// Seconds in which an empty bucket fills.
    fill: u32,
    state: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    day: i64,
    key: [u8; 32],
    left: HashMap<[u8; 16], (f64, i64)>,
}

/// Buckets remembered at once; when there are more, those that are full again are dropped, then all.
const MOST_CLIENTS: usize = 100_000;

impl Buckets {
    /// Buckets of `size` tokens that fill in `fill` seconds.
    pub fn new(size: u32, fill: u32) -> Buckets {
        Buckets {
            size,
            fill,
            state: Mutex::default(),
        }
    }

    /// Seconds after which a client that was refused may try again.
    pub fn wait_seconds(&self) -> u32 {
        (self.fill / self.size.max(1)).max(1)
    }

    /// Takes `tokens` from the client's bucket; says `false`, and takes nothing, where it holds fewer. With 0 tokens it asks whether one is left.
    pub fn take(&self, client: IpAddr, at: Timestamp, tokens: u32) -> bool {
        if self.size == 0 {
            return true;
        }
        // A panic elsewhere while counting leaves counts, at worst, a little off.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, day) = (at.as_millisecond(), at.as_second().div_euclid(86_400));
        if state.day != day {
            let mut key = [0; 32];
            if getrandom::fill(&mut key).is_err() {
                return true;
            }
            *state = Counts {
                day,
                key,
                left: HashMap::new(),
            };
        }
        let name = state.name(client);
        let size = f64::from(self.size);
        let per_millisecond = size / (f64::from(self.fill) * 1000.0);
        let filled = |(left, since): (f64, i64)| {
            (left + (now - since).max(0) as f64 * per_millisecond).min(size)
        };
        if state.left.len() >= MOST_CLIENTS {
            state.left.retain(|_, bucket| filled(*bucket) < size);
            if state.left.len() >= MOST_CLIENTS {
                state.left.clear();
            }
        }
        let left = state.left.get(&name).map_or(size, |bucket| filled(*bucket));
        let enough = left >= f64::from(tokens.max(1));
        if enough && tokens > 0 {
            state.left.insert(name, (left - f64::from(tokens), now));
        }
        enough
    }
}

impl Counts {
    /// One household of IPv6 shares its first 64 bits.
    fn name(&self, client: IpAddr) -> [u8; 16] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        match client.to_canonical() {
            IpAddr::V4(address) => mac.update(&address.octets()),
            IpAddr::V6(address) => mac.update(&address.octets()[..8]),
        }
        let mut name = [0; 16];
        name.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn a_client_is_whom_a_known_proxy_names_last() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [address("127.0.0.1"), address("10.0.0.2")];
        let case = |peer: &str, named: &'static str| {
            let headers = headers(&[("x-forwarded-for", named)]);
            behind(&proxies, address(peer), &headers).to_string()
        };
        assert_eq!(case("127.0.0.1", "203.0.113.7"), "203.0.113.7");
        assert_eq!(case("::ffff:127.0.0.1", "203.0.113.7"), "203.0.113.7");
        assert_eq!(case("127.0.0.1", "8.8.8.8, 203.0.113.7"), "203.0.113.7");
        assert_eq!(case("127.0.0.1", "203.0.113.7, 10.0.0.2"), "203.0.113.7");
        // Whoever comes past the proxies names nobody.
        assert_eq!(case("203.0.113.9", "8.8.8.8"), "203.0.113.9");
        assert_eq!(case("127.0.0.1", "nobody"), "127.0.0.1");
        assert_eq!(
            behind(&proxies, address("127.0.0.1"), &HeaderMap::new()),
            address("127.0.0.1")
        );
    }

    #[test]
    fn only_our_own_forms_are_ours() {
        let known = |origin: &str| origin == "https://a.example";
        let case = |pairs: &[(&'static str, &'static str)]| sender(&headers(pairs), known);
        assert_eq!(case(&[("origin", "https://a.example")]), Sender::Ours);
        assert_eq!(case(&[("sec-fetch-site", "same-origin")]), Sender::Ours);
        assert_eq!(
            case(&[("sec-fetch-site", "none"), ("origin", "https://a.example")]),
            Sender::Ours
        );
        assert_eq!(case(&[]), Sender::Unsaid);
        for foreign in [
            &[("origin", "null")][..],
            &[("origin", "https://a.example.evil")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[
                ("origin", "https://a.example"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[
                ("origin", "https://b.example"),
                ("sec-fetch-site", "same-origin"),
            ],
        ] {
            assert_eq!(case(foreign), Sender::Foreign, "{foreign:?}");
        }
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(2, 60);
        let (a, b): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        assert!(buckets.take(a, at, 1) && buckets.take(a, at, 1) && !buckets.take(a, at, 1));
        assert!(buckets.take(b, at, 1), "another client has its own");
        assert!(!buckets.take(a, at, 0) && buckets.take(b, at, 0));
        assert!(
            buckets.take(a, Timestamp::from_second(1_700_000_031).unwrap(), 1),
            "half a minute brings one back"
        );
        assert!(Buckets::new(0, 60).take(a, at, 1));
    }

    #[test]
    fn neighbours_in_one_ipv6_household_share() {
        let buckets = Buckets::new(1, 60);
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        assert!(buckets.take("2001:db8::1".parse().unwrap(), at, 1));
        assert!(!buckets.take("2001:db8::2".parse().unwrap(), at, 1));
        assert!(buckets.take("2001:db8:0:1::1".parse().unwrap(), at, 1));
    }
}
