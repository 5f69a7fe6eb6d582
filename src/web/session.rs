//! The cookie of an attempt: it opens one attempt in one browser, and nothing else. That of an account is in `access/sessions.rs`.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};

use super::{Site, access::sessions::cookie_name};
use crate::{base::AttemptId, flows::voices::Browser};

/// How long a phone may sleep before the resume code is needed: a day.
const SECONDS: u32 = 86_400;

/// An attempt and the token that opens it, as a browser carries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The attempt.
    pub attempt: AttemptId,
    /// Its token, to compare with the one derived from the keys.
    pub token: String,
}

/// The name of the cookie: with the prefix that binds it to the host where the connection is safe.
fn name(https: bool) -> &'static str {
    if https { "__Host-attempt" } else { "attempt" }
}

/// The value of a cookie.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// What the hidden token of a form is bound to: the attempt and the account that are open in the browser.
pub fn binding(headers: &HeaderMap, https: bool) -> String {
    let attempt = read(headers, https).map(|pass| pass.token);
    let attempt = attempt.unwrap_or_default();
    match cookie(headers, cookie_name(https)) {
        Some(account) => format!("{attempt} {account}"),
        None => attempt,
    }
}

/// Reads the cookie, if one is there and has its shape.
pub fn read(headers: &HeaderMap, https: bool) -> Option<Pass> {
    let value = cookie(headers, name(https))?;
    let (attempt, token) = value.split_once('.')?;
    Some(Pass {
        attempt: attempt.parse().ok()?,
        token: token.to_owned(),
    })
}

/// The header that sets it.
pub fn set(pass: &Pass, https: bool) -> HeaderValue {
    header_value(&format!(
        "{}={}.{}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{}",
        name(https),
        pass.attempt,
        pass.token,
        secure(https)
    ))
}

/// The header that takes it away.
pub fn clear(https: bool) -> HeaderValue {
    header_value(&format!(
        "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}",
        name(https),
        secure(https)
    ))
}

/// How long the browser in which a badge was claimed is led to the page of its holder: long enough to keep that address, too short for who uses the
/// tablet next.
const HOLDER_SECONDS: u32 = 900;

fn holder_name(https: bool) -> &'static str {
    if https { "__Host-holder" } else { "holder" }
}

/// The holder's token of the badge that was claimed here lately.
pub fn holder(headers: &HeaderMap, https: bool) -> Option<&str> {
    cookie(headers, holder_name(https))
}

/// The header that keeps it.
pub fn set_holder(token: &str, https: bool) -> HeaderValue {
    header_value(&format!(
        "{}={token}; Path=/; Max-Age={HOLDER_SECONDS}; HttpOnly; SameSite=Lax{}",
        holder_name(https),
        secure(https)
    ))
}

/// The header that takes it away.
pub fn clear_holder(https: bool) -> HeaderValue {
    header_value(&format!(
        "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}",
        holder_name(https),
        secure(https)
    ))
}

/// How long a browser is known to have answered to voices.
const ANSWERING_SECONDS: i64 = crate::voices::voice::ANSWERED_DAYS * 86_400;

fn answering_name(https: bool) -> &'static str {
    if https { "__Host-voices" } else { "voices" }
}

/// The browser that answers to voices, where it did before: a number by chance, of which its cookie is the only copy.
pub struct Answering(pub Option<Browser>);

impl FromRequestParts<Site> for Answering {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Site,
    ) -> Result<Answering, Self::Rejection> {
        let token = cookie(&parts.headers, answering_name(site.app.is_https()));
        Ok(Answering(
            token.and_then(|token| site.app.keyring.browser_of(token)),
        ))
    }
}

/// The header that lets a browser be known to have answered.
pub fn set_answering(token: &str, https: bool) -> HeaderValue {
    header_value(&format!(
        "{}={token}; Path=/; Max-Age={ANSWERING_SECONDS}; HttpOnly; SameSite=Lax{}",
        answering_name(https),
        secure(https)
    ))
}

fn secure(https: bool) -> &'static str {
    if https { "; Secure" } else { "" }
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("ids, tokens and attributes are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read() {
        let pass = Pass {
            attempt: AttemptId::new(),
            token: "abc-_9".into(),
        };
        for https in [true, false] {
            let set = set(&pass, https);
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            let headers = HeaderMap::from_iter([(
                header::COOKIE,
                HeaderValue::from_str(&format!("a=b; {pair}")).unwrap(),
            )]);
            assert_eq!(read(&headers, https), Some(pass.clone()));
            assert_eq!(read(&headers, !https), None, "the name tells the two apart");
            assert_eq!(set.to_str().unwrap().contains("Secure"), https);
        }
    }
}
