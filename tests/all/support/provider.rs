//! A provider of OpenID Connect on a port of its own, which says what it is told to say: right, or wrong in one way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use openbadges::key::{KeySigner, SecretKey, Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "crema-here";
pub const SECRET: &str = "hush: a+b";

/// What a provider says and does.
#[derive(Clone)]
pub struct Says {
    /// Over the claims that a right token has; `null` takes one away.
    pub claims: Value,
    /// Over the head that a right token has.
    pub head: Value,
    /// The key that signs; the one that is published is 1.
    pub key: u8,
    /// Whether the token comes with a signature.
    pub signed: bool,
    /// What is said of the person where that is asked with the token.
    pub person: Value,
    /// Over what it says of itself.
    pub itself: Value,
    /// An answer to whatever is asked, in place of all others.
    pub only: Option<(StatusCode, String)>,
}

impl Default for Says {
    fn default() -> Self {
        Says {
            claims: json!({}),
            head: json!({}),
            key: 1,
            signed: true,
            person: json!({}),
            itself: json!({}),
            only: None,
        }
    }
}

pub struct Provider {
    /// Where it is.
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    says: Option<Says>,
    url: String,
    now: i64,
    /// Codes that wait: what was asked for with them.
    codes: HashMap<String, HashMap<String, String>>,
    asked: usize,
}

type Shared = Arc<Mutex<Inner>>;

fn over(right: Value, told: &Value) -> Value {
    let mut right = right;
    for (name, value) in told.as_object().unwrap() {
        if value.is_null() {
            right.as_object_mut().unwrap().remove(name);
        } else {
            right[name] = value.clone();
        }
    }
    right
}

fn key(seed: u8) -> SecretKey {
    SecretKey::p256(&[seed; 32]).unwrap()
}

fn json_of(value: &Value) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        value.to_string(),
    )
        .into_response()
}

fn shut(inner: &Inner) -> Option<Response> {
    let (status, body) = inner.says.as_ref()?.only.clone()?;
    Some((status, [(header::LOCATION, "http://127.0.0.1:1/")], body).into_response())
}

impl Provider {
    /// Begins to listen, at the time of a world.
    pub async fn start(now: i64) -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner {
            url: url.clone(),
            now,
            says: Some(Says::default()),
            ..Inner::default()
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(itself))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/person", get(person))
            .with_state(inner.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Provider { url, inner }
    }

    /// What it says from now on.
    pub fn says(&self, says: Says) {
        self.inner.lock().unwrap().says = Some(says);
    }

    /// How often it gave a token, or refused to.
    pub fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }

    /// Somebody comes, agrees, and is sent back: the path and query of where to.
    pub fn agree(&self, address: &str) -> String {
        let (where_to, query) = address.split_once('?').unwrap();
        assert_eq!(where_to, format!("{}/auth", self.url));
        let asked: HashMap<String, String> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let back = asked["redirect_uri"].clone();
        let path = back
            .strip_prefix("http://localhost:8080")
            .unwrap()
            .to_owned();
        let state = asked["state"].clone();
        let mut inner = self.inner.lock().unwrap();
        let code = format!("code-{}", inner.codes.len());
        inner.codes.insert(code.clone(), asked);
        format!("{path}?code={code}&state={state}")
    }
}

async fn itself(State(inner): State<Shared>) -> Response {
    let inner = inner.lock().unwrap();
    if let Some(shut) = shut(&inner) {
        return shut;
    }
    let (url, says) = (&inner.url, inner.says.as_ref().unwrap());
    json_of(&over(
        json!({
            "issuer": url,
            "authorization_endpoint": format!("{url}/auth"),
            "token_endpoint": format!("{url}/token"),
            "userinfo_endpoint": format!("{url}/person"),
            "jwks_uri": format!("{url}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
        }),
        &says.itself,
    ))
}

async fn keys(State(inner): State<Shared>) -> Response {
    let inner = inner.lock().unwrap();
    if let Some(shut) = shut(&inner) {
        return shut;
    }
    let jwk = over(
        key(1).public().jwk(),
        &json!({"kid": "k1", "use": "sig", "alg": "ES256"}),
    );
    json_of(&json!({"keys": [jwk]}))
}

async fn token(State(inner): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let mut inner = inner.lock().unwrap();
    inner.asked += 1;
    if let Some(shut) = shut(&inner) {
        return shut;
    }
    let sent: HashMap<String, String> = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    // RFC 6749, section 2.3.1: both halves are written as in a form first.
    let written =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let expected = STANDARD.encode(format!("{}:{}", written(CLIENT), written(SECRET)));
    let said = headers[header::AUTHORIZATION].to_str().unwrap();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(sent["code_verifier"].as_bytes()));
    let asked = inner.codes.remove(&sent["code"]);
    let Some(asked) = asked.filter(|asked| {
        said == format!("Basic {expected}")
            && asked["code_challenge"] == challenge
            && asked["redirect_uri"] == sent["redirect_uri"]
    }) else {
        let refused = json!({"error": "invalid_grant"});
        return (StatusCode::BAD_REQUEST, json_of(&refused)).into_response();
    };
    let says = inner.says.as_ref().unwrap();
    let claims = over(
        json!({
            "iss": inner.url, "sub": "person-1", "aud": CLIENT, "azp": CLIENT, "nonce": asked["nonce"],
            "iat": inner.now, "exp": inner.now + 300,
        }),
        &says.claims,
    );
    let head = over(
        json!({"alg": "ES256", "kid": "k1", "typ": "JWT"}),
        &says.head,
    );
    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", text(&head), text(&claims));
    let signature = match (says.signed, head["alg"].as_str()) {
        (false, _) => String::new(),
        (true, Some("HS256")) => {
            use hmac::{KeyInit, Mac};
            let mut mac = hmac::Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
            mac.update(signed.as_bytes());
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        }
        _ => {
            let key = key(says.key);
            URL_SAFE_NO_PAD.encode(KeySigner::new(&key, "").sign(signed.as_bytes()).unwrap())
        }
    };
    json_of(&json!({
        "access_token": "access-1", "token_type": "Bearer", "expires_in": 300,
        "id_token": format!("{signed}.{signature}"),
    }))
}

async fn person(State(inner): State<Shared>, headers: HeaderMap) -> Response {
    let inner = inner.lock().unwrap();
    assert_eq!(headers[header::AUTHORIZATION], "Bearer access-1");
    let says = inner.says.as_ref().unwrap();
    json_of(&over(json!({"sub": "person-1"}), &says.person))
}
