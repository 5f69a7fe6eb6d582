//! A provider of OpenID Connect that the instance trusts: where it is asked, and what its answer proves (OpenID Connect Core 1.0, section 3.1; RFC 7636). Every
//! request goes through a guarded door.

use std::{
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AsyncHttpClient, AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret,
    CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
    core::{
        CoreClient, CoreClientAuthMethod, CoreIdTokenVerifier, CoreJwsSigningAlgorithm,
        CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims,
    },
};

use super::{fetch::Door, keyring::ProviderKeys};

/// How long what a provider says of itself is taken as said, in minutes.
const KNOWN_MINUTES: i64 = 10;

/// How far ahead of ours a provider's clock may be, in minutes.
const AHEAD_MINUTES: i64 = 5;

/// Only signatures by a key that the provider publishes: none by a shared secret, and none at all (RFC 8725, section 3.1).
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What an instance is to a provider.
#[derive(Clone)]
pub struct Settings {
    /// Who vouches.
    pub issuer: String,
    /// The name of this instance there.
    pub client: String,
    /// Its secret there, where it has one.
    pub secret: Option<String>,
    /// What is asked for beside the subject.
    pub scopes: Vec<String>,
    /// Where browsers come back to.
    pub back: String,
}

/// Whom a provider vouches for.
pub struct Vouched {
    /// Who vouches.
    pub issuer: String,
    /// The name of the person there.
    pub subject: String,
    /// Their address, where the provider says that it is verified.
    pub email: Option<String>,
}

/// Why nobody is vouched for.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// The provider cannot be asked; in words.
    Unreachable(String),
    /// What it answered proves nothing; in words, for the log.
    Answer(String),
}

/// The provider.
pub struct Provider {
    settings: Settings,
    door: Gate,
    known: Mutex<Option<(Timestamp, CoreProviderMetadata)>>,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug)]
struct Closed(String);

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Closed {}

/// A door as the library asks through it.
struct Gate(Door);

impl<'c> AsyncHttpClient<'c> for Gate {
    type Error = Closed;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Closed>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { self.0.send(request).await.map_err(Closed) })
    }
}

/// An error with what caused it, for the log.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

impl Provider {
    /// The provider of some settings, asked through `door`.
    pub fn new(settings: Settings, door: Door) -> Provider {
        Provider {
            settings,
            door: Gate(door),
            known: Mutex::default(),
        }
    }

    /// What the provider says of itself, asked at most once in [`KNOWN_MINUTES`], or anew.
    async fn known(&self, at: Timestamp, anew: bool) -> Result<CoreProviderMetadata, Refused> {
        let kept = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.clone()
        };
        let span = SignedDuration::from_mins(KNOWN_MINUTES);
        if let Some((since, said)) = kept
            && !anew
            && at.duration_since(since).abs() < span
        {
            return Ok(said);
        }
        let unreachable = |why: String| Refused::Unreachable(why);
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|error| unreachable(whole(&error)))?;
        let said = CoreProviderMetadata::discover_async(issuer, &self.door)
            .await
            .map_err(|error| unreachable(whole(&error)))?;
        self.door
            .0
            .may_ask(said.authorization_endpoint().as_str())
            .map_err(unreachable)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((at, said.clone()));
        Ok(said)
    }

    /// Looks whether the provider answers, and with what.
    ///
    /// # Errors
    /// In words.
    pub async fn look(&self, at: Timestamp) -> Result<String, String> {
        match self.known(at, true).await {
            Ok(said) => Ok(format!(
                "{} answers, with {} keys",
                self.settings.issuer,
                said.jwks().keys().len()
            )),
            Err(Refused::Unreachable(why) | Refused::Answer(why)) => Err(why),
        }
    }

    fn client(&self, said: &CoreProviderMetadata) -> Result<Client, Refused> {
        let back = RedirectUrl::new(self.settings.back.clone())
            .map_err(|error| Refused::Unreachable(whole(&error)))?;
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(
            said.clone(),
            ClientId::new(self.settings.client.clone()),
            secret,
        );
        // RFC 8414, section 2: where nothing is said, the secret goes in the header.
        let in_body = said
            .token_endpoint_auth_methods_supported()
            .is_some_and(|ways| {
                !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
                    && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
            });
        let how = if in_body {
            AuthType::RequestBody
        } else {
            AuthType::BasicAuth
        };
        Ok(client.set_redirect_uri(back).set_auth_type(how))
    }

    /// Where a browser goes to be vouched for.
    ///
    /// # Errors
    /// [`Refused::Unreachable`].
    pub async fn address(&self, keys: ProviderKeys, at: Timestamp) -> Result<String, Refused> {
        let client = self.client(&self.known(at, false).await?)?;
        let verifier = PkceCodeVerifier::new(keys.verifier);
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(keys.state),
                move || Nonce::new(keys.nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        Ok(request.url().0.to_string())
    }

    /// Whom the provider vouches for, by the code that a browser brought back.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn vouched(
        &self,
        code: &str,
        keys: ProviderKeys,
        at: Timestamp,
    ) -> Result<Vouched, Refused> {
        let client = self.client(&self.known(at, false).await?)?;
        let refused = |error: &dyn std::error::Error| Refused::Answer(whole(error));
        let token = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| refused(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(keys.verifier))
            .request_async(&self.door)
            .await
            .map_err(|error| refused(&error))?;
        let id = token
            .id_token()
            .ok_or_else(|| Refused::Answer("no ID token came".into()))?;
        let nonce = Nonce::new(keys.nonce);
        let claims = match id.claims(&verifier(&client, at), &nonce) {
            Ok(claims) => claims.clone(),
            // Its keys may have changed since it was asked.
            Err(openidconnect::ClaimsVerificationError::SignatureVerification(
                openidconnect::SignatureVerificationError::NoMatchingKey,
            )) => {
                let client = self.client(&self.known(at, true).await?)?;
                id.claims(&verifier(&client, at), &nonce)
                    .map_err(|error| refused(&error))?
                    .clone()
            }
            Err(error) => return Err(refused(&error)),
        };
        // Core 1.0, section 3.1.3.7, steps 4 and 5, which the library leaves to its callers.
        if claims
            .authorized_party()
            .is_some_and(|party| party.as_str() != self.settings.client)
        {
            return Err(Refused::Answer("the token is for another party".into()));
        }
        let mut email = claims
            .email_verified()
            .unwrap_or(false)
            .then(|| claims.email())
            .flatten()
            .map(|email| email.to_string());
        // Many providers tell an address only where they are asked for it with the token.
        if email.is_none()
            && self.settings.scopes.iter().any(|scope| scope == "email")
            && let Ok(request) =
                client.user_info(token.access_token().clone(), Some(claims.subject().clone()))
        {
            let told: CoreUserInfoClaims = request
                .request_async(&self.door)
                .await
                .map_err(|error| refused(&error))?;
            email = told
                .email_verified()
                .unwrap_or(false)
                .then(|| told.email())
                .flatten()
                .map(|email| email.to_string());
        }
        Ok(Vouched {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email,
        })
    }
}

fn verifier(client: &Client, at: Timestamp) -> CoreIdTokenVerifier<'_> {
    let now = move || chrono::DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default();
    client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(now)
        .set_issue_time_verifier_fn(move |made| {
            if made <= now() + chrono::TimeDelta::minutes(AHEAD_MINUTES) {
                Ok(())
            } else {
                Err("the token is of a time to come".to_owned())
            }
        })
}
