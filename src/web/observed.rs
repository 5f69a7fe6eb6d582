//! What whoever runs the instance sees of requests: one id for each, in the log and in its answer, and figures at `/metrics`, on a listener of their own.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use tracing::Instrument;

use super::Site;
use crate::{
    base::Result,
    outside::meters::{CONTENT_TYPE, Looked},
    store::jobs,
};

/// The header that names a request, so that who meets a fault and who reads the log speak of the same one.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long the page of figures waits for the database: it is asked every few seconds, and has more to say than that.
const PATIENCE: Duration = Duration::from_secs(2);

/// A name for a request: 16 signs that nobody can put in an order. It is no secret, so the system is not asked for chance each time.
fn name() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}", KEY.hash_one(count))
}

/// Names, counts and times each request. Neither address nor query nor what fills a pattern is written down.
pub async fn observe(State(site): State<Site>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = name();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map(MatchedPath::as_str);
    let span = tracing::info_span!("request", %id, %method, route);
    let answered = async {
        let mut response = next.run(request).await;
        let took = began.elapsed();
        let status = response.status().as_u16();
        site.app
            .meters
            .answered(method.as_str(), route, status, took);
        tracing::debug!(status, ms = took.as_secs_f64() * 1e3, "answered");
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    };
    answered.instrument(span).await
}

/// The figures, for a listener that the public does not reach.
pub fn router(site: Site) -> Router {
    Router::new().route("/metrics", get(show)).with_state(site)
}

/// `GET /metrics`. A database that does not answer is told as such by a page without its figures: 503.
async fn show(State(site): State<Site>) -> Response {
    let began = Instant::now();
    match tokio::time::timeout(PATIENCE, look(&site)).await {
        Ok(Ok(looked)) => {
            let looked = Looked {
                answered: began.elapsed().as_secs_f64(),
                ..looked
            };
            let page = site.app.meters.page(looked);
            ([(header::CONTENT_TYPE, CONTENT_TYPE)], page).into_response()
        }
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        )
            .into_response(),
    }
}

async fn look(site: &Site) -> Result<Looked> {
    let mut reader = site.app.db.read().await?;
    let (all, given_up) = jobs::count(&mut reader).await?;
    let due = jobs::next_due(&mut reader).await?;
    let overdue = due.map_or(0.0, |due| site.app.now().duration_since(due).as_secs_f64());
    Ok(Looked {
        waiting: all - given_up,
        given_up,
        overdue: overdue.max(0.0),
        answered: 0.0,
    })
}
