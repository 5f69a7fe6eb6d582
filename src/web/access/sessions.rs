//! Sessions of tower-sessions over our own database: rows are named by a hash of what the cookie holds, and carry whose they are.

use std::{collections::HashMap, fmt, sync::Arc};

use async_trait::async_trait;
use axum::http::{HeaderMap, header};
use serde_json::Value;

use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::{
        SameSite,
        time::{Duration, OffsetDateTime},
    },
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{
    access::account::SESSION_DAYS,
    app::App,
    base::{AccountId, digest},
    flows::access as flow,
    store::access as rows,
};

/// Whose session it is.
pub(super) const ACCOUNT: &str = "account";
/// The entry that this browser asked for.
pub(super) const ASKED: &str = "asked";
/// Where it wished to go.
pub(super) const NEXT: &str = "next";
/// What this browser was sent to a provider for.
#[cfg(feature = "openid")]
pub(super) const AWAY: &str = "away";
/// What a script was asked of a passkey.
#[cfg(feature = "passkeys")]
pub(super) const CEREMONY: &str = "ceremony";
/// When the second proof was given, in milliseconds.
pub(super) const PROVED: &str = "proved";
/// The browser, in a few words.
pub(super) const CLIENT: &str = "client";

/// The store behind the sessions.
#[derive(Clone)]
pub struct Sessions(Arc<App>);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

/// The name of the cookie: with the prefix that binds it to the host where the connection is safe.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The layer that gives each request its session. Nothing is read before a handler asks, and no GET begins one.
pub fn layer(app: &Arc<App>) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(app.clone()))
        .with_name(cookie_name(app.is_https()))
        .with_path("/")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(app.is_https())
        .with_expiry(Expiry::OnInactivity(Duration::days(SESSION_DAYS)))
}

/// The key of a session's row.
pub(super) fn key(id: &Id) -> String {
    digest(format!("session {id}"))
}

/// Whose session a record is, and its text.
fn written(record: &Record) -> Result<(Option<AccountId>, String)> {
    let account = record.data.get(ACCOUNT).and_then(Value::as_str);
    let account = account.and_then(|id| id.parse().ok());
    let text = serde_json::to_string(&record.data).map_err(backend)?;
    Ok((account, text))
}

fn backend(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (account, text) = written(record)?;
        let client = record.data.get(CLIENT).and_then(Value::as_str);
        let client = client.unwrap_or_default().to_owned();
        loop {
            let key = key(&record.id);
            if flow::add_session(&self.0, &key, account, &text, &client)
                .await
                .map_err(backend)?
            {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (account, text) = written(record)?;
        flow::set_session(&self.0, &key(&record.id), account, &text)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.0.now();
        let mut reader = self.0.db.read().await.map_err(backend)?;
        let Some((text, ends)) = rows::find_session(&mut reader, &key(id), now)
            .await
            .map_err(backend)?
        else {
            return Ok(None);
        };
        let data: HashMap<String, Value> = serde_json::from_str(&text).map_err(backend)?;
        let left = ends.as_second() - now.as_second();
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::now_utc() + Duration::seconds(left),
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        flow::forget_session(&self.0, &key(id))
            .await
            .map_err(backend)
    }
}

/// A browser in a few words, for the person whose it is: « Firefox, Android ». Only words of ours, so that nothing of the request is kept.
pub(super) fn client(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    // The first that fits: Edge and Opera say that they are Chrome, Chrome says that it is Safari, Android says that it is Linux.
    let named = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(sign, _)| agent.contains(sign))
            .map_or("", |(_, name)| *name)
    };
    let browser = named(&[
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        ("", system) => system.to_owned(),
        (browser, "") => browser.to_owned(),
        (browser, system) => format!("{browser}, {system}"),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_browser_is_named_by_words_of_ours_alone() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8 <script>", ""),
        ] {
            let headers =
                HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(agent))]);
            assert_eq!(client(&headers), name);
        }
    }
}
