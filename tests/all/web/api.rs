//! The API from the first call to a credential, repeated, crossed and misused.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::world::{MODULE, World};

#[tokio::test]
async fn the_loop_runs_by_the_api_and_repeats_harmlessly() {
    let world = World::new().await;
    let code = world.earned().await;
    let path = format!("/api/v1/claims/{code}");
    let first = world
        .call(Method::POST, &path, "", json!({"name": " Zoé "}))
        .await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = world
        .call(Method::POST, &path, "", json!({"name": "Zoe\u{301}"}))
        .await;
    assert_eq!(
        (again.status, again.json()),
        (StatusCode::OK, first.json()),
        "the same name, however it is typed"
    );
    assert_eq!(
        world
            .call(Method::POST, &path, "", json!({"name": "Max"}))
            .await
            .status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        world
            .call(Method::POST, &path, "", Value::Null)
            .await
            .status,
        StatusCode::CONFLICT,
        "no name is another name"
    );
    let credential = first.json()["credential"]
        .as_str()
        .unwrap()
        .strip_prefix("http://localhost:8080")
        .unwrap()
        .to_owned();
    let document = world.send(Method::GET, &credential, &[], "").await;
    assert_eq!(document.header("content-type"), "application/vc");
    let verified = world
        .send(
            Method::POST,
            "/api/v1/verifications",
            &[("content-type", "application/vc")],
            document.bytes.clone(),
        )
        .await
        .json();
    assert_eq!(
        (&verified["verdict"], &verified["trust"]),
        (&json!("valid"), &json!("own")),
        "{verified:#}"
    );
    let altered = document.text().replace("Zoé", "Zoe");
    let verified = world
        .send(
            Method::POST,
            "/api/v1/verifications",
            &[("content-type", "application/json")],
            altered,
        )
        .await
        .json();
    assert_eq!(verified["verdict"], "invalid");
}

#[tokio::test]
async fn fifty_clicks_at_once_make_one_credential() {
    let world = std::sync::Arc::new(World::new().await);
    let path = format!("/api/v1/claims/{}", world.earned().await);
    let clicks = (0..50).map(|_| {
        let (world, path) = (world.clone(), path.clone());
        tokio::spawn(async move {
            world
                .call(Method::POST, &path, "", json!({"name": "Zoé"}))
                .await
                .json()["credential"]
                .clone()
        })
    });
    let mut credentials = std::collections::BTreeSet::new();
    for click in clicks.collect::<Vec<_>>() {
        credentials.insert(click.await.unwrap().to_string());
    }
    assert_eq!(credentials.len(), 1);
    let log = world.get("/issuance-log").await.json();
    assert_eq!(
        log["entries"].as_array().unwrap().len(),
        2,
        "one credential in its two forms"
    );
}

#[tokio::test]
async fn an_idempotency_key_gives_the_same_attempt_or_is_refused() {
    let world = World::new().await;
    let start = async |body: Value| {
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", "k-1"),
        ];
        world
            .send(Method::POST, "/api/v1/attempts", &headers, body.to_string())
            .await
    };
    let first = start(json!({"module": MODULE, "lang": "fr"})).await;
    assert_eq!(
        start(json!({"lang": "fr", "module": MODULE})).await.json(),
        first.json(),
        "the order of members says nothing"
    );
    assert_eq!(
        start(json!({"module": MODULE, "lang": "en"})).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn the_first_answer_stands_and_wrong_shapes_harm_nothing() {
    let world = World::new().await;
    let (id, token, _) = world.attempt().await;
    let path = format!("/api/v1/attempts/{id}/answers/assurance");
    let put = async |body: Value| world.call(Method::PUT, &path, &token, body).await;
    for wrong in [
        json!({"response": "non"}),
        json!({"response": 1}),
        json!({"response": []}),
        json!({}),
    ] {
        assert_eq!(put(wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let told = put(json!({"response": false})).await.json();
    assert_eq!(
        (&told["fraction"], &told["right"]),
        (&json!(1.0), &json!(false))
    );
    assert_eq!(put(json!({"response": false})).await.status, StatusCode::OK);
    assert_eq!(
        put(json!({"response": true})).await.status,
        StatusCode::CONFLICT
    );
    let stands = world
        .call(
            Method::GET,
            &format!("/api/v1/attempts/{id}"),
            &token,
            Value::Null,
        )
        .await
        .json();
    assert_eq!(stands["answers"], json!({"assurance": false}));
    let done = world
        .call(
            Method::POST,
            &format!("/api/v1/attempts/{id}/completion"),
            &token,
            Value::Null,
        )
        .await;
    let again = world
        .call(
            Method::POST,
            &format!("/api/v1/attempts/{id}/completion"),
            &token,
            Value::Null,
        )
        .await;
    assert_eq!((done.status, done.json()), (StatusCode::OK, again.json()));
    let late = world
        .call(
            Method::PUT,
            &format!("/api/v1/attempts/{id}/answers/prediction"),
            &token,
            json!({"response": null}),
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_attempt_opens_for_its_own_token_only() {
    let world = World::new().await;
    let ((one, token, _), (other, foreign, _)) = (world.attempt().await, world.attempt().await);
    for (id, token) in [
        (&one, foreign.as_str()),
        (&one, ""),
        (&one, "x"),
        (&other, token.as_str()),
    ] {
        for (method, path) in [
            (Method::GET, String::new()),
            (Method::PUT, "/answers/assurance".into()),
            (Method::POST, "/completion".into()),
        ] {
            let answer = world
                .call(
                    method,
                    &format!("/api/v1/attempts/{id}{path}"),
                    token,
                    json!({"response": true}),
                )
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
}

#[tokio::test]
async fn nothing_tells_what_is_right_before_its_time() {
    let world = World::new().await;
    let (id, token, started) = world.attempt().await;
    let module = world
        .send(Method::GET, &format!("/api/v1/modules/{MODULE}"), &[], "")
        .await
        .text();
    let open = world
        .call(
            Method::GET,
            &format!("/api/v1/attempts/{id}"),
            &token,
            Value::Null,
        )
        .await
        .text();
    for text in [started.to_string(), module, open] {
        for word in [
            "\"right\"",
            "\"wrong\"",
            "\"why\"",
            "\"error\"",
            "\"weight\"",
        ] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
}

#[tokio::test]
async fn bad_calls_are_refused_in_json() {
    let world = World::new().await;
    let json = [("content-type", "application/json")];
    for (method, path, headers, body, status) in [
        (
            Method::POST,
            "/api/v1/attempts",
            &json[..],
            "{\"module\":\"x\"}",
            404,
        ),
        (Method::POST, "/api/v1/attempts", &json, "{\"module\":", 400),
        (
            Method::POST,
            "/api/v1/attempts",
            &json,
            "{\"module\":\"a\",\"module\":\"b\"}",
            400,
        ),
        (Method::POST, "/api/v1/attempts", &json, "", 422),
        (
            Method::POST,
            "/api/v1/attempts",
            &[("content-type", "text/plain")],
            "{}",
            415,
        ),
        (Method::DELETE, "/api/v1/attempts", &json, "", 405),
        (Method::GET, "/api/v1/nothing", &json, "", 404),
        (
            Method::POST,
            "/api/v1/claims/AAAA-BBBB-CCCC",
            &json,
            "",
            422,
        ),
        (
            Method::POST,
            "/api/v1/claims/0000-0000-0000",
            &json,
            "",
            404,
        ),
        (
            Method::POST,
            "/api/v1/verifications",
            &[("content-type", "text/plain")],
            "x",
            415,
        ),
    ] {
        let answer = world.send(method.clone(), path, headers, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {body}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{method} {path}"
        );
        assert_eq!(answer.json()["status"], status);
    }
    let large = world
        .send(Method::POST, "/api/v1/attempts", &json, "x".repeat(100_000))
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let junk = world
        .send(
            Method::POST,
            "/api/v1/verifications",
            &[("content-type", "application/json")],
            "hello",
        )
        .await;
    assert_eq!(
        (junk.status, &junk.json()["verdict"]),
        (StatusCode::OK, &json!("invalid"))
    );
}

#[tokio::test]
async fn every_call_of_the_description_is_there() {
    let world = World::new().await;
    let description = world
        .send(Method::GET, "/api/openapi.json", &[], "")
        .await
        .json();
    for (path, calls) in description["paths"].as_object().unwrap() {
        for method in calls.as_object().unwrap().keys() {
            let path = format!(
                "/api/v1{}",
                path.replace("{module}", "x")
                    .replace("{id}", "x")
                    .replace("{item}", "x")
                    .replace("{code}", "x")
            );
            let answer = world
                .send(method.to_uppercase().parse().unwrap(), &path, &[], "")
                .await;
            assert_ne!(
                answer.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
        }
    }
}
