//! What whoever runs an instance sees of it: an id for each request, figures that name nobody.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use crema::web::{Site, observed};
use tower::ServiceExt;

use crate::support::world::{MODULE, World};

async fn figures(router: &Router) -> String {
    let request = Request::builder()
        .uri("/metrics")
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let kind = response.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The value of a series.
fn value(page: &str, series: &str) -> f64 {
    let line = page
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in {page}"))
        .parse()
        .unwrap()
}

#[tokio::test]
async fn figures_follow_what_happens_and_name_nobody() {
    let world = World::new().await;
    let router = observed::router(Site::new(world.app.clone()));
    let before = figures(&router).await;
    assert_eq!(value(&before, "crema_credentials_issued_total"), 0.0);
    let code = world.earned().await;
    let path = format!("/api/v1/claims/{code}");
    let claimed = world
        .call(
            axum::http::Method::POST,
            &path,
            "",
            serde_json::json!({"name": "Zoé"}),
        )
        .await;
    assert_eq!(claimed.status, StatusCode::CREATED);
    world.get(&format!("/modules/{MODULE}")).await;
    world.get("/nowhere/at/all").await;
    let page = figures(&router).await;
    for (series, count) in [
        ("crema_attempts_completed_total", 1.0),
        ("crema_attempts_passed_total", 1.0),
        ("crema_credentials_issued_total", 1.0),
        ("crema_signing_duration_seconds_count", 1.0),
        (
            r#"crema_http_requests_total{method="GET",route="/modules/{module}",status="200"}"#,
            1.0,
        ),
        (
            r#"crema_http_requests_total{method="GET",route="none",status="404"}"#,
            1.0,
        ),
        (
            r#"crema_http_requests_total{method="POST",route="/api/v1/claims/{code}",status="201"}"#,
            1.0,
        ),
    ] {
        assert_eq!(value(&page, series), count, "{series}");
    }
    assert!(value(&page, "crema_database_write_wait_seconds_count") > 3.0);
    for known in [code.as_str(), "Zoé", MODULE, "nowhere"] {
        assert!(!page.contains(known), "the figures tell {known}");
    }
}

#[tokio::test]
async fn the_figures_are_not_on_the_public_listener() {
    let world = World::new().await;
    assert_eq!(world.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_answer_has_an_id_of_its_own() {
    let world = World::new().await;
    let first = world.get("/").await.header("x-request-id").to_owned();
    let second = world
        .get("/nowhere")
        .await
        .header("x-request-id")
        .to_owned();
    assert!(first.len() == 16 && second.len() == 16 && first != second);
}
