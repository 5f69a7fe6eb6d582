//! `[openid]`: a provider by which people may enter.

use std::{fmt, path::PathBuf};

use serde::Deserialize;

/// A provider of OpenID Connect by which people may enter.
#[derive(Clone, Debug)]
pub struct OpenId {
    /// Its address, as its tokens name it.
    pub issuer: String,
    /// The name of this instance there.
    pub client_id: String,
    /// The secret of this instance there, where it has one.
    pub client_secret: Option<Secret>,
    /// What people call it.
    pub label: String,
    /// What is asked for beside who somebody is.
    pub scopes: Vec<String>,
    /// Whether its word is taken for an address that it says is verified.
    pub trust_email: bool,
}

/// Something that no log shows.
#[derive(Clone)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The table as it is written; every key may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OpenIdTable {
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    client_secret_file: Option<PathBuf>,
    label: Option<String>,
    scopes: Vec<String>,
    trust_email: Option<bool>,
}

impl OpenIdTable {
    /// Reads the table and the environment over it; nothing where no issuer is named.
    pub(super) fn read(
        self,
        told: impl Fn(&str, Option<String>) -> Option<String>,
        base_url: Option<&str>,
    ) -> Result<Option<OpenId>, String> {
        let Some(issuer) = told("CREMA_OPENID_ISSUER", self.issuer) else {
            return Ok(None);
        };
        if !cfg!(feature = "openid") {
            return Err("this program was built without it".into());
        }
        let near = is_near(&issuer) && base_url.is_none_or(is_near);
        if !issuer.starts_with("https://") && !near {
            return Err(format!("issuer: «{issuer}» does not begin with https://"));
        }
        let client_id = told("CREMA_OPENID_CLIENT_ID", self.client_id)
            .ok_or("client_id: the name of this instance at the provider is missing")?;
        let file = told("CREMA_OPENID_CLIENT_SECRET_FILE", None)
            .map(PathBuf::from)
            .or(self.client_secret_file);
        let secret = match (told("CREMA_OPENID_CLIENT_SECRET", self.client_secret), file) {
            (Some(_), Some(_)) => {
                return Err("client_secret: it is given twice, by itself and as a file".into());
            }
            (Some(secret), None) => Some(secret),
            (None, Some(path)) => Some(
                std::fs::read_to_string(&path)
                    .map_err(|error| format!("client_secret_file: {}: {error}", path.display()))?
                    .trim()
                    .to_owned(),
            ),
            (None, None) => None,
        };
        let trust_email = match told("CREMA_OPENID_TRUST_EMAIL", None).as_deref() {
            None => self.trust_email.unwrap_or(false),
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(other) => return Err(format!("trust_email: «{other}» is neither true nor false")),
        };
        let host = issuer.split("://").nth(1).unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default().to_owned();
        let mut scopes = self.scopes;
        scopes.retain(|scope| scope != "openid");
        if trust_email && !scopes.iter().any(|scope| scope == "email") {
            scopes.push("email".into());
        }
        Ok(Some(OpenId {
            issuer,
            client_id,
            client_secret: secret.map(Secret),
            label: told("CREMA_OPENID_LABEL", self.label).unwrap_or(host),
            scopes,
            trust_email,
        }))
    }
}

/// Whether an address is one of this machine, by http.
fn is_near(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(all(test, feature = "openid"))]
mod tests {
    use super::super::tests::load;

    #[test]
    fn a_provider_is_asked_by_https_or_on_the_machine_of_a_trial() {
        let table = "[openid]\nissuer = 'https://id.example.org'\nclient_id = 'crema'\nclient_secret = 'hush'";
        let config = load(table, &[]).unwrap();
        assert!(
            !format!("{config:?}").contains("hush"),
            "no log shows a secret"
        );
        let openid = config.openid.unwrap();
        assert_eq!(openid.label, "id.example.org");
        assert_eq!((openid.scopes.len(), openid.trust_email), (0, false));
        let openid = load(table, &[("CREMA_OPENID_TRUST_EMAIL", "true")])
            .unwrap()
            .openid;
        assert_eq!(openid.unwrap().scopes, ["email"]);
        let near = "[openid]\nissuer = 'http://127.0.0.1:9'\nclient_id = 'crema'";
        assert!(load(near, &[]).is_ok());
        assert!(load(near, &[("CREMA_BASE_URL", "http://localhost:8080")]).is_ok());
        for (file, environment) in [
            (near, ("CREMA_BASE_URL", "https://badges.example.org")),
            (
                "[openid]\nissuer = 'http://id.example.org'\nclient_id = 'a'",
                ("A", ""),
            ),
            (
                "[openid]\nissuer = 'http://localhost.example'\nclient_id = 'a'",
                ("A", ""),
            ),
            ("[openid]\nissuer = 'https://id.example.org'", ("A", "")),
            (table, ("CREMA_OPENID_CLIENT_SECRET_FILE", "/nonexistent")),
            (table, ("CREMA_OPENID_TRUST_EMAIL", "maybe")),
        ] {
            let faults = load(file, &[environment]).unwrap_err();
            assert!(faults[0].starts_with("[openid]"), "{faults:?}");
        }
    }
}
