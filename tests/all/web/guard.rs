//! Hosts, origins, rates, headers.

use axum::http::{Method, StatusCode};

use crate::support::world::World;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn every_answer_carries_the_headers_of_safety() {
    let world = World::new().await;
    let code = world.earned().await;
    for (method, path) in [
        (Method::GET, "/".to_owned()),
        (Method::GET, "/nothing".into()),
        (Method::GET, "/static/0/none.css".into()),
        (Method::DELETE, "/".into()),
        (Method::POST, "/attempts".into()),
        (Method::GET, "/.well-known/did.json".into()),
        (Method::GET, format!("/claims/{code}")),
        (Method::GET, "/api/v1/modules".into()),
    ] {
        let answer = world.send(method.clone(), &path, &[], "").await;
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'"),
            "{method} {path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(
            !answer.header("cache-control").is_empty(),
            "{method} {path}"
        );
    }
    assert!(
        !World::new()
            .await
            .get("/")
            .await
            .headers
            .contains_key("strict-transport-security")
    );
    let https = World::with(&[("CREMA_BASE_URL", "https://badges.cafeia.org")]).await;
    let page = https
        .send(Method::GET, "/", &[("host", "badges.cafeia.org")], "")
        .await;
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    assert!(
        !page.text().contains("Instance d"),
        "no test where the address is public"
    );
}

#[tokio::test]
async fn unknown_hosts_are_misdirected() {
    let world = World::new().await;
    for host in [
        "evil.example",
        "localhost",
        "localhost:8081",
        "127.0.0.1:8080.evil.example",
    ] {
        assert_eq!(
            world
                .send(Method::GET, "/", &[("host", host)], "")
                .await
                .status,
            StatusCode::MISDIRECTED_REQUEST,
            "{host}"
        );
        assert_eq!(
            world
                .send(Method::GET, "/healthz", &[("host", host)], "")
                .await
                .status,
            StatusCode::OK
        );
    }
    for host in [
        "localhost:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
        "LOCALHOST:8080",
    ] {
        assert_eq!(
            world
                .send(Method::GET, "/", &[("host", host)], "")
                .await
                .status,
            StatusCode::OK,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let world = World::new().await;
    let page = world
        .get("/modules/ia-generative-premiers-pas")
        .await
        .text();
    let token = page
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let start = async |headers: &[(&str, &str)], token: &str| {
        let headers = [headers, &[FORM]].concat();
        world
            .send(
                Method::POST,
                "/attempts",
                &headers,
                format!("module=ia-generative-premiers-pas&lang=fr&token={token}"),
            )
            .await
            .status
    };
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[
            ("origin", "http://localhost:8080"),
            ("sec-fetch-site", "cross-site"),
        ],
    ] {
        assert_eq!(
            start(foreign, &token).await,
            StatusCode::FORBIDDEN,
            "{foreign:?}"
        );
    }
    assert_eq!(
        start(&[], "").await,
        StatusCode::FORBIDDEN,
        "an old browser brings the token"
    );
    assert_eq!(start(&[], "wrong").await, StatusCode::FORBIDDEN);
    assert_eq!(start(&[], &token).await, StatusCode::SEE_OTHER);
    assert_eq!(
        start(&[("origin", "http://localhost:8080")], "").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        start(&[("sec-fetch-site", "same-origin")], "").await,
        StatusCode::SEE_OTHER
    );
    world.pass_days(3);
    assert_eq!(
        start(&[], &token).await,
        StatusCode::FORBIDDEN,
        "a token is for today and tomorrow"
    );
}
