//! What every page has around its own content, and how a template becomes an answer.

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    response::{Html, IntoResponse, Response},
};

use super::{Site, assets, findings, problem::Problem, session, typography};
use crate::{
    base::{Error, Lang, Wording, code::ClaimCode},
    i18n::{Texts, negotiate},
};

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The texts in the language of the page.
    pub t: Texts,
    /// The title, which the browser shows first.
    pub title: String,
    /// The hidden token of its forms.
    pub token: String,
    /// Whether the instance only makes tests.
    pub test: bool,
    /// The key of the words at the foot that say how accessible the pages were found.
    pub accessibility: &'static str,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The same page in the other language, where it is there.
    pub other_language: Option<String>,
    /// Whether modules are worded in their easy form, where they have one.
    pub easy: bool,
    /// Whether the request names the language by itself.
    pub asked: bool,
    /// What is wrong in the file of a module that its author looks at.
    pub findings: Vec<String>,
}

impl Page {
    /// An address within the site that keeps the language that was asked for.
    pub fn link(&self, path: &str) -> String {
        if self.asked {
            format!("{path}?lang={}", self.wording())
        } else {
            path.to_owned()
        }
    }

    /// The same, with word of what was just done.
    pub fn link_done(&self, path: &str, done: &str) -> String {
        self.link_with(path, "done", done)
    }

    /// The same, with something that the page there is to know.
    pub fn link_with(&self, path: &str, name: &str, value: &str) -> String {
        let joint = if self.asked { '&' } else { '?' };
        let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        format!("{}{joint}{name}={value}", self.link(path))
    }

    /// How modules are worded on this page.
    pub fn wording(&self) -> Wording {
        Wording {
            lang: self.t.lang,
            easy: self.easy,
        }
    }

    /// The address of a file that belongs to every page.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// The tag of the other language.
    pub fn other_tag(&self) -> &'static str {
        other(self.t.lang).tag()
    }

    /// A code as it is told aloud in the language of the page: its words, in the groups of its signs.
    pub fn aloud(&self, code: &str) -> Vec<String> {
        ClaimCode::read(code).map_or_else(|_| Vec::new(), |code| code.aloud(self.t.lang))
    }

    /// The frame for an attempt: its own language, not offered to search engines.
    pub fn for_attempt(mut self, wording: impl Into<Wording>, title: String) -> Page {
        let wording = wording.into();
        // Ways out of the attempt go on in its language, whatever the browser's.
        self.asked |= self.wording() != wording;
        self.t = Texts::of(wording.lang);
        self.easy = wording.easy;
        self.title = title;
        self.noindex = true;
        self.other_language = None;
        self
    }

    /// The frame with a title.
    pub fn titled(mut self, title: String) -> Page {
        self.title = title;
        self
    }

    /// The frame of a page whose address is a secret: no link of it tells the address.
    pub fn unlisted(mut self) -> Page {
        self.other_language = None;
        self
    }

    /// The frame of a page that is nobody's but its visitor's.
    pub fn private(mut self) -> Page {
        self.noindex = true;
        self
    }
}

fn other(lang: Lang) -> Lang {
    if lang == Lang::Fr { Lang::En } else { Lang::Fr }
}

/// The frame that a request asks for.
pub fn frame(site: &Site, uri: &Uri, headers: &HeaderMap) -> Page {
    let query = uri.query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .map(|(_, value)| value.into_owned());
    let accept = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let lang = negotiate(asked.as_deref(), accept);
    let bound_to = session::binding(headers, site.app.is_https());
    Page {
        t: Texts::of(lang),
        title: String::new(),
        token: site.app.keyring.form_token(&bound_to, site.app.now()),
        test: site.app.is_test(),
        accessibility: match site
            .app
            .config
            .accessibility
            .as_ref()
            .map(|audit| audit.rate)
        {
            Some(rate) if rate >= 100.0 => "footer-accessibility-wholly",
            Some(rate) if rate >= 50.0 => "footer-accessibility-partly",
            _ => "footer-accessibility",
        },
        noindex: false,
        other_language: Some(format!("{}?lang={}", uri.path(), other(lang))),
        easy: asked
            .as_deref()
            .and_then(|tag| tag.parse().ok())
            .is_some_and(|wording: Wording| wording.easy),
        asked: asked.is_some(),
        findings: if site.app.preview {
            findings::wrong(Texts::of(lang), &site.app.shelf())
        } else {
            Vec::new()
        },
    }
}

impl FromRequestParts<Site> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Page, Problem> {
        Ok(frame(site, &parts.uri, &parts.headers))
    }
}

/// What was just done, as the address that [`Page::link_done`] makes says it.
#[derive(serde::Deserialize)]
pub struct Done {
    /// The word for it; empty where nothing was.
    #[serde(default)]
    pub done: String,
}

/// A page of this site by its path, where it is one: what would lead elsewhere, or is no plain path, is none.
pub fn inner_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let plain = path.len() <= 300
        && !rest.starts_with('/')
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~%".contains(&byte));
    plain.then_some(path)
}

/// A template as an answer.
pub fn answer(template: &impl Template) -> Response {
    with_status(StatusCode::OK, template)
}

/// A template as an answer with a status.
pub fn with_status(status: StatusCode, template: &impl Template) -> Response {
    match html(template) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => error.into_response(),
    }
}

/// A template as the text of a page.
///
/// # Errors
/// [`Error::Fault`] where the template fails.
pub fn html(template: &impl Template) -> Result<String, Error> {
    // Room for most pages at once: growing with the text would copy it several times.
    let mut html = String::with_capacity(8 << 10);
    template.render_into(&mut html).map_err(Error::fault)?;
    Ok(typography::set(&html))
}

/// The way to the next page after a form was sent.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

/// Markdown of our own making, as blocks of lines: a list where its flag says so.
pub fn blocks(markdown: &str) -> Vec<(Vec<String>, bool)> {
    let block = |text: &str| {
        let list = text.lines().all(|line| line.starts_with("- "));
        let lines = text.lines().map(|line| {
            line.strip_prefix("- ")
                .filter(|_| list)
                .unwrap_or(line)
                .to_owned()
        });
        (lines.collect(), list)
    };
    markdown
        .split("\n\n")
        .filter(|text| !text.trim().is_empty())
        .map(block)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_leads_off_the_site() {
        for inner in ["/", "/me", "/admin/members", "/credentials/8f1d%20"] {
            assert_eq!(inner_path(inner), Some(inner));
        }
        for outer in [
            "",
            "me",
            "//evil.example",
            "/\\evil.example",
            "/\tevil",
            "https://evil.example",
            "/a?b=//c",
            "/a#b",
            "/\r\nSet-Cookie: a",
            "javascript:alert(1)",
            "/é",
        ] {
            assert_eq!(inner_path(outer), None, "{outer}");
        }
    }
}
