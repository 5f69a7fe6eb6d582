//! A whole instance in a folder of its own: real database, real keys, the modules that are shipped, a clock moved by hand.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use crema::{
    app::{App, Clock},
    config::Config,
    flows::badges,
    jobs::runner,
    outside::{keyring::Keyring, quizzes::Shelf},
    web::{Site, router::router},
};
use jiff::civil::Date;
use serde_json::Value;
use tower::ServiceExt;

use super::{Folder, open};

pub const MODULE: &str = "ia-generative-premiers-pas";

pub struct World {
    pub app: Arc<App>,
    pub folder: Arc<Folder>,
    clock: Arc<AtomicI64>,
    router: Router,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The cookie that was set, as a browser sends it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }
}

impl World {
    pub async fn new() -> World {
        World::with(&[]).await
    }

    pub async fn with(settings: &[(&str, &str)]) -> World {
        let folder = Folder::new();
        let mut environment: BTreeMap<String, String> = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        environment
            .entry("CREMA_DATABASE_URL".into())
            .or_insert(format!("sqlite:{}", folder.0.join("crema.db").display()));
        environment
            .entry("CREMA_MAIL".into())
            .or_insert(format!("file:{}", folder.0.join("mail").display()));
        environment.insert(
            "CREMA_RATE".into(),
            environment.get("CREMA_RATE").cloned().unwrap_or("0".into()),
        );
        let config = Config::load(Path::new("/nonexistent/crema.toml"), &environment).unwrap();
        let db = open(&config.database).await;
        let keyring = Keyring::create(&folder.0.join("keys")).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
        let quizzes = if settings.iter().any(|(name, _)| *name == "CREMA_QUIZZES") {
            config.quizzes.clone()
        } else {
            shipped
        };
        let (shelf, _) = Shelf::open(&quizzes, Date::constant(2026, 11, 24)).unwrap();
        let clock = Arc::new(AtomicI64::new(1_795_600_000));
        let app = Arc::new(
            App::new(
                config,
                "127.0.0.1:8080".parse().unwrap(),
                db,
                keyring,
                shelf,
                Clock::Hand(clock.clone()),
            )
            .unwrap(),
        );
        badges::publish(&app).await.unwrap();
        World {
            router: router(Site::new(app.clone())),
            app,
            folder: Arc::new(folder),
            clock,
        }
    }

    /// The same instance started again with other settings: same database, same keys.
    pub fn again(&self, change: impl FnOnce(&mut Config)) -> World {
        let mut config = self.app.config.clone();
        change(&mut config);
        let quizzes = if config.quizzes.is_dir() && config.quizzes != Path::new("quizzes") {
            config.quizzes.clone()
        } else {
            Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes")
        };
        let (shelf, _) = Shelf::open(&quizzes, Date::constant(2026, 11, 24)).unwrap();
        let app = App::new(
            config,
            "127.0.0.1:8080".parse().unwrap(),
            self.app.db.clone(),
            Keyring::open(&self.folder.0.join("keys")).unwrap(),
            shelf,
            Clock::Hand(self.clock.clone()),
        );
        let app = Arc::new(app.unwrap());
        World {
            router: router(Site::new(app.clone())),
            app,
            folder: self.folder.clone(),
            clock: self.clock.clone(),
        }
    }

    /// Reads the folder of modules again, as a running server does when it changed.
    pub async fn reload(&self) -> Result<(), String> {
        let today = Date::constant(2026, 11, 24);
        let shelf = self.app.shelf().renewed(&self.app.config.quizzes, today)?;
        badges::take_over(&self.app, shelf).await.unwrap();
        Ok(())
    }

    pub fn pass_days(&self, days: i64) {
        self.pass_seconds(days * 86_400);
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60, Ordering::SeqCst);
    }

    /// Does every job that is due; how many that were.
    pub async fn run_jobs(&self) -> usize {
        runner::drain(&self.app).await.unwrap()
    }

    /// The letters that were sent into the folder, oldest first.
    pub fn letters(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.folder.0.join("mail")) else {
            return Vec::new();
        };
        let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("host"))
        {
            request = request.header(header::HOST, "localhost:8080");
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(body.into()).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: to_bytes(body, 32 << 20).await.unwrap().to_vec(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(
            Method::GET,
            path,
            &[("accept", "text/html"), ("accept-language", "fr")],
            "",
        )
        .await
    }

    pub async fn call(&self, method: Method, path: &str, token: &str, body: Value) -> Answer {
        let bearer = if token.is_empty() {
            String::new()
        } else {
            format!("Bearer {token}")
        };
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(
            method,
            path,
            &[
                ("content-type", "application/json"),
                ("authorization", &bearer),
            ],
            body,
        )
        .await
    }

    /// Begins an attempt by the API: its id, its token, and what it was given.
    pub async fn attempt(&self) -> (String, String, Value) {
        let answer = self
            .call(
                Method::POST,
                "/api/v1/attempts",
                "",
                serde_json::json!({"module": MODULE}),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let value = answer.json();
        (
            value["id"].as_str().unwrap().to_owned(),
            value["token"].as_str().unwrap().to_owned(),
            value,
        )
    }

    /// Goes through the module without knowing anything: the claim code of the lowest badge.
    pub async fn earned(&self) -> String {
        let (id, token, value) = self.attempt().await;
        for item in value["items"].as_array().unwrap() {
            let path = format!(
                "/api/v1/attempts/{id}/answers/{}",
                item["id"].as_str().unwrap()
            );
            assert_eq!(
                self.call(
                    Method::PUT,
                    &path,
                    &token,
                    serde_json::json!({"response": null})
                )
                .await
                .status,
                StatusCode::OK
            );
        }
        let done = self
            .call(
                Method::POST,
                &format!("/api/v1/attempts/{id}/completion"),
                &token,
                Value::Null,
            )
            .await
            .json();
        done["badges"][0]["claim"].as_str().unwrap().to_owned()
    }

    /// A credential, by the path of its page.
    pub async fn badge(&self, name: &str) -> String {
        let code = self.earned().await;
        let claimed = self
            .call(
                Method::POST,
                &format!("/api/v1/claims/{code}"),
                "",
                serde_json::json!({"name": name}),
            )
            .await;
        assert_eq!(claimed.status, StatusCode::CREATED, "{}", claimed.text());
        claimed.json()["credential"]
            .as_str()
            .unwrap()
            .strip_prefix(self.app.base_url())
            .unwrap()
            .to_owned()
    }
}
