//! The loop against a bare floor, on one thread: a question's page beside a bare page of the same size, an answer saved durably beside a bare durable row,
//! and a claim from its request to the stored credential. `cargo bench`; figures in `docs/BENCHMARKS.md`.

use jiff::SignedDuration;
use std::{collections::BTreeMap, hint::black_box, path::Path, sync::Arc};

use askama::Template;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
    response::Html,
    routing::get,
};
use crema::{
    app::{App, Clock},
    config::Config,
    flows::{assessment, badges},
    outside::{keyring::Keyring, quizzes::Shelf},
    store::db::{Db, Place},
    web::{Site, router::router, session},
};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::Date;
use tower::ServiceExt;

const MODULE: &str = "ia-generative-premiers-pas";

#[derive(Template)]
#[template(
    source = "<!doctype html><html lang=\"fr\"><title>{{ title }}</title><main>{% for line in lines %}<p>{{ line }}</p>{% endfor %}</main></html>",
    ext = "html"
)]
struct Bare {
    title: String,
    lines: Vec<String>,
}

/// The smallest program that gives a page of the same size.
fn bare(size: usize) -> Router {
    Router::new().route(
        "/",
        get(move || async move {
            let line = "Elle calcule, morceau par morceau, une suite probable.".to_owned();
            let page = Bare {
                title: "Question".to_owned(),
                lines: vec![line; size / 62],
            };
            Html(page.render().unwrap_or_default())
        }),
    )
}

struct World {
    folder: std::path::PathBuf,
    app: Arc<App>,
    router: Router,
}

impl World {
    async fn new() -> World {
        let folder = std::env::temp_dir().join(format!("crema-bench-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder for the benchmark");
        let environment = BTreeMap::from([
            (
                "CREMA_DATABASE_URL".to_owned(),
                format!("sqlite:{}", folder.join("crema.db").display()),
            ),
            ("CREMA_RATE".to_owned(), "0".to_owned()),
        ]);
        let config = Config::load(Path::new("/nonexistent"), &environment).expect("settings");
        let db = Db::open(&config.database).await.expect("a database");
        db.migrate(&config.database).await.expect("a schema");
        let keyring = Keyring::create(&folder.join("keys")).expect("keys");
        let quizzes = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
        let (shelf, _) = Shelf::open(&quizzes, Date::constant(2026, 11, 24)).expect("modules");
        let app = Arc::new(
            App::new(
                config,
                ([127, 0, 0, 1], 8080).into(),
                db,
                keyring,
                shelf,
                Clock::System,
            )
            .expect("an instance"),
        );
        badges::publish(&app).await.expect("badges");
        World {
            folder,
            router: router(Site::new(app.clone())),
            app,
        }
    }

    /// A claim code that waits.
    async fn earned(&self) -> String {
        let id = assessment::start(
            &self.app,
            assessment::Begin::alone(MODULE, crema::base::Lang::default()),
            None,
        )
        .await
        .expect("an attempt");
        let opened = assessment::open(&self.app, id).await.expect("an attempt");
        for item in opened.attempt().items() {
            assessment::answer(
                &self.app,
                id,
                &item.id,
                serde_json::Value::Null,
                SignedDuration::ZERO,
            )
            .await
            .expect("an answer");
        }
        assessment::complete(&self.app, id)
            .await
            .expect("a completion");
        let mut reader = self.app.db.read().await.expect("a reader");
        let awards = crema::store::badges::list_awards_of_attempt(&mut reader, id)
            .await
            .expect("awards");
        self.app.keyring.claim_code(awards[0].id).to_string()
    }
}

async fn fetch(router: &Router, path: &str, cookie: &str) -> usize {
    let request = Request::builder()
        .method(Method::GET)
        .uri(path)
        .header(header::HOST, "localhost:8080")
        .header(header::COOKIE, cookie);
    let response = router
        .clone()
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("an answer");
    to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body")
        .len()
}

fn the_loop(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let world = runtime.block_on(World::new());
    let id = runtime
        .block_on(assessment::start(
            &world.app,
            assessment::Begin::alone(MODULE, crema::base::Lang::default()),
            None,
        ))
        .expect("an attempt");
    let pass = session::Pass {
        attempt: id,
        token: world.app.keyring.attempt_token(id),
    };
    let cookie = session::set(&pass, false)
        .to_str()
        .expect("ASCII")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let path = format!("/attempts/{id}/items/2");
    let size = runtime.block_on(fetch(&world.router, &path, &cookie));
    let bare = bare(size);

    let mut group = criterion.benchmark_group("page of a question");
    group.bench_function("bare axum and askama, same size", |bench| {
        bench
            .to_async(&runtime)
            .iter(|| async { black_box(fetch(&bare, "/", "").await) })
    });
    group.bench_function("crema", |bench| {
        bench
            .to_async(&runtime)
            .iter(|| async { black_box(fetch(&world.router, &path, &cookie).await) })
    });
    group.finish();

    let mut group = criterion.benchmark_group("answer saved durably");
    group.sample_size(20);
    let floor = Place::Sqlite(world.folder.join("floor.db"));
    let db = runtime.block_on(async {
        let db = Db::open(&floor).await.expect("a database");
        db.migrate(&floor).await.expect("a schema");
        db
    });
    let count = std::cell::Cell::new(0_u64);
    group.bench_function("one row, committed", |bench| {
        bench.to_async(&runtime).iter(|| async {
            count.set(count.get() + 1);
            let mut tx = db.write().await.expect("a transaction");
            crema::store::instance::set_setting(&mut tx, &count.get().to_string(), "x")
                .await
                .expect("a row");
            tx.commit().await.expect("a commit");
        });
    });
    group.bench_function("crema", |bench| {
        bench.iter_batched(
            || {
                runtime
                    .block_on(assessment::start(
                        &world.app,
                        assessment::Begin::alone(MODULE, crema::base::Lang::default()),
                        None,
                    ))
                    .expect("an attempt")
            },
            |id| {
                runtime.block_on(async {
                    drop(
                        assessment::answer(
                            &world.app,
                            id,
                            "prediction",
                            serde_json::Value::Null,
                            SignedDuration::ZERO,
                        )
                        .await
                        .expect("an answer"),
                    )
                })
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();

    let mut group = criterion.benchmark_group("claim to stored credential");
    group.sample_size(20);
    group.bench_function("crema", |bench| {
        bench.iter_batched(
            || runtime.block_on(world.earned()),
            |code| {
                runtime.block_on(async {
                    badges::claim(&world.app, &code, None)
                        .await
                        .expect("a credential")
                })
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
    let _ = std::fs::remove_dir_all(&world.folder);
}

criterion_group!(benches, the_loop);
criterion_main!(benches);
