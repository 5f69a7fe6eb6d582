//! The API from the first call to a credential, repeated, crossed and misused.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    Folder,
    world::{MODULE, World},
};

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

/// Whatever a question of any kind is answered with, it is taken, or refused with what it should look like and nothing is changed.
#[tokio::test]
async fn a_response_of_the_wrong_shape_is_refused_by_every_kind() {
    let quizzes = Folder::new();
    let text = include_str!("../../data/every-kind.toml");
    std::fs::write(quizzes.0.join("every-kind.toml"), text).unwrap();
    let world = World::with(&[("CREMA_QUIZZES", quizzes.0.to_str().unwrap())]).await;
    let begin = async || {
        let body = json!({"module": "every-kind"});
        let begun = world.call(Method::POST, "/api/v1/attempts", "", body).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
        begun.json()
    };
    let (attempt, other) = (begin().await, begin().await);
    let token = attempt["token"].as_str().unwrap();
    let path = format!("/api/v1/attempts/{}", attempt["id"].as_str().unwrap());
    let items = attempt["items"].as_array().unwrap();
    assert_eq!(items.len(), 15);
    for (item, elsewhere) in items.iter().zip(other["items"].as_array().unwrap()) {
        let kind = item["type"].as_str().unwrap();
        let put = format!("{path}/answers/{}", item["id"].as_str().unwrap());
        let mut refused = 0;
        for response in shapes(item, elsewhere) {
            if takes(kind, item, &response) {
                continue;
            }
            refused += 1;
            let body = json!({"response": response});
            let answer = world.call(Method::PUT, &put, token, body).await;
            let found = answer.status;
            assert_eq!(
                found,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{kind}: {response}"
            );
            let told = answer.json()["detail"].clone();
            let told = told.as_str().unwrap_or_default();
            assert!(
                told.starts_with("the response to this item is "),
                "{kind}: {told}"
            );
        }
        assert!(refused > 15, "{kind}: {refused}");
        let stands = world.call(Method::GET, &path, token, Value::Null).await;
        assert_eq!(stands.json()["answers"], json!({}), "{kind}");
    }
    // What was refused is in nobody's way.
    for item in items {
        let put = format!("{path}/answers/{}", item["id"].as_str().unwrap());
        let answer = world.call(Method::PUT, &put, token, json!({"response": null}));
        assert_eq!(answer.await.status, StatusCode::OK);
    }
}

/// Responses of many shapes, with the ids of an item, and of the same item in another attempt.
fn shapes(item: &Value, elsewhere: &Value) -> Vec<Value> {
    let ids = |item: &Value, list: &str| -> Vec<Value> {
        let shown = item[list].as_array().into_iter().flatten();
        shown.map(|one| one["id"].clone()).collect()
    };
    let mut shapes = vec![
        json!(true),
        json!(0),
        json!(-1.5),
        json!("x"),
        json!("a\u{0}"),
        json!("é".repeat(5_001)),
        json!(["x"]),
        json!([1]),
        json!([[]]),
        json!([null]),
        json!([true]),
        json!(vec!["x"; 500]),
        json!({"x": "y"}),
        json!({"": ""}),
        json!({"done": "yes"}),
        json!({"done": null}),
        json!({"notes": "x"}),
        json!({"done": true, "notes": 5}),
        json!({"done": true, "more": 1}),
        json!([{"id": "x"}]),
    ];
    for (own, list) in [(item, "choices"), (item, "left"), (elsewhere, "choices")] {
        let Some(first) = ids(own, list).first().cloned() else {
            continue;
        };
        shapes.extend([
            json!([[first]]),
            json!([first, first]),
            json!({first.as_str().unwrap(): first}),
            json!({first.as_str().unwrap(): [first]}),
            json!({first.as_str().unwrap(): "x"}),
        ]);
        if own == elsewhere {
            shapes.extend([first.clone(), json!([first])]);
        }
    }
    shapes
}

/// Whether one of those responses is an answer after all.
fn takes(kind: &str, item: &Value, response: &Value) -> bool {
    match kind {
        "true_false" => response.is_boolean(),
        "number" | "text" | "table" | "reflect" => response
            .as_str()
            .is_some_and(|text| !text.contains('\0') && text.chars().count() <= 5_000),
        // An id of a choice is a text for a gap that is typed, were there as many gaps.
        "cloze" => response.as_array().map(Vec::len) == item["gaps"].as_array().map(Vec::len),
        _ => false,
    }
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

/// Statuses that any call may meet and none can be made to give here: too many requests, a fault, a server that is busy.
const ANY: [u16; 3] = [429, 500, 503];

/// Asks every call for all that it gives, and holds its statuses against the description, both ways.
#[tokio::test]
async fn the_description_names_every_status_of_every_call_and_no_other() {
    let quizzes = Folder::new();
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes");
    for file in ["frameworks.toml", &format!("{MODULE}.toml")] {
        std::fs::copy(shipped.join(file), quizzes.0.join(file)).unwrap();
    }
    let timed = include_str!("../../data/every-kind.toml")
        .replace("id = \"every-kind\"", "id = \"timed\"")
        .replace(
            "[delivery]",
            "[delivery]\ntime_limit = \"10min\"\npause = true",
        );
    std::fs::write(quizzes.0.join("timed.toml"), timed).unwrap();
    let world = World::with(&[("CREMA_QUIZZES", quizzes.0.to_str().unwrap())]).await;
    let seen = Mutex::new(BTreeMap::<String, BTreeSet<u16>>::new());
    let ask = async |call: &str, path: &str, headers: &[(&str, &str)], body: &str| {
        let (method, _) = call.split_once(' ').unwrap();
        let path = format!("/api/v1{path}");
        let answer = world.send(method.parse().unwrap(), &path, headers, body.to_owned());
        let answer = answer.await;
        let status = answer.status.as_u16();
        if status >= 400 {
            let kind = answer.header("content-type");
            assert_eq!(kind, "application/problem+json", "{call} {path}");
            assert_eq!(answer.json()["status"], status);
        }
        let mut seen = seen.lock().unwrap();
        seen.entry(call.to_owned()).or_default().insert(status);
        answer
    };
    let json = ("content-type", "application/json");
    let (large, larger) = ("x".repeat(100_000), "x".repeat(6 << 20));
    // What a body may be wrong in: unreadable, too large, of another type.
    let misread = async |call: &str, path: &str, headers: &[(&str, &str)], large: &str| {
        for (kind, body) in [
            ("application/json", "{"),
            ("application/json", large),
            ("text/plain", "{}"),
        ] {
            let headers = [headers, &[("content-type", kind)]].concat();
            ask(call, path, &headers, body).await;
        }
    };

    ask("GET /modules", "/modules", &[], "").await;
    for id in [MODULE, "none"] {
        ask("GET /modules/{module}", &format!("/modules/{id}"), &[], "").await;
    }

    let call = "POST /attempts";
    for body in [
        json!({"module": MODULE}),
        json!({"module": "none"}),
        json!({"module": 1}),
    ] {
        ask(call, "/attempts", &[json], &body.to_string()).await;
    }
    misread(call, "/attempts", &[], &large).await;

    let (id, token, _) = world.attempt().await;
    let bearer = format!("Bearer {token}");
    let own = [("authorization", bearer.as_str()), json];
    let path = format!("/attempts/{id}");
    ask("GET /attempts/{id}", &path, &own, "").await;
    ask("GET /attempts/{id}", &path, &[], "").await;

    let call = "PUT /attempts/{id}/answers/{item}";
    let item = format!("{path}/answers/assurance");
    for body in [
        json!({"response": false}),
        json!({"response": true}),
        json!({"response": 1}),
        json!({"response": false, "waited": -1}),
    ] {
        ask(call, &item, &own, &body.to_string()).await;
    }
    let elsewhere = format!("{path}/answers/nowhere");
    ask(call, &elsewhere, &own, "{\"response\": null}").await;
    misread(call, &item, &own[..1], &large).await;

    let call = "PUT /attempts/{id}/pause";
    let pause = format!("{path}/pause");
    ask(call, &pause, &own, "{\"paused\": false}").await;
    ask(call, &pause, &own, "{\"paused\": 1}").await;
    ask(call, &pause, &[], "{\"paused\": false}").await;
    misread(call, &pause, &own[..1], &large).await;

    let call = "POST /attempts/{id}/completion";
    let completion = format!("{path}/completion");
    ask(call, &completion, &own, "[]").await;
    ask(call, &completion, &own, "").await;
    ask(call, &completion, &[], "").await;
    misread(call, &completion, &own[..1], &large).await;
    let body = json!({"module": "timed"});
    let timed = world.call(Method::POST, "/api/v1/attempts", "", body);
    let timed = timed.await.json();
    let token = timed["token"].as_str().unwrap();
    let timed = format!("/attempts/{}", timed["id"].as_str().unwrap());
    let done = format!("/api/v1{timed}/completion");
    world.call(Method::POST, &done, token, Value::Null).await;
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), json];
    let pause = format!("{timed}/pause");
    ask(
        "PUT /attempts/{id}/pause",
        &pause,
        &headers,
        "{\"paused\": true}",
    )
    .await;

    let call = "POST /claims/{code}";
    let (waiting, late) = (world.earned().await, world.earned().await);
    let claim = format!("/claims/{waiting}");
    ask(call, &claim, &[json], "[]").await;
    for name in ["Zoé", "Zoé", "Ali"] {
        ask(call, &claim, &[json], &json!({"name": name}).to_string()).await;
    }
    ask(call, "/claims/0000-0000-0000", &[json], "").await;
    misread(call, &claim, &[], &large).await;

    let call = "POST /verifications";
    ask(call, "/verifications", &[json], "{}").await;
    let several = "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nb\r\n--x--\r\n";
    let form = ("content-type", "multipart/form-data; boundary=x");
    for body in [several, "--x--\r\n", "nothing of the kind"] {
        ask(call, "/verifications", &[form], body).await;
    }
    misread(call, "/verifications", &[], &larger).await;

    let description = world.get("/api/openapi.json").await.json();
    let paths = description["paths"].as_object().unwrap();
    let place = |call: &str| {
        let (_, path) = call.split_once(' ').unwrap();
        path.replace("{module}", MODULE)
            .replace("{id}", &id)
            .replace("{item}", "assurance")
            .replace("{code}", &late)
    };
    let called: Vec<String> = paths
        .iter()
        .flat_map(|(path, calls)| {
            let calls = calls.as_object().unwrap().keys();
            calls.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    // What is asked before any call: a host, one that is ours, a coding that is taken.
    for call in &called {
        for headers in [
            &[("host", "localhost:8080"), ("host", "localhost:8080")][..],
            &[("host", "evil.example")],
            &[("accept-encoding", "*;q=0")],
        ] {
            ask(call, &place(call), headers, "").await;
        }
    }
    world.pass_days(400);
    let call = "POST /claims/{code}";
    ask(call, &format!("/claims/{late}"), &[json], "").await;

    let seen = seen.lock().unwrap();
    for call in &called {
        let (method, path) = call.split_once(' ').unwrap();
        let responses = &paths[path][method.to_lowercase()]["responses"];
        let described = responses.as_object().unwrap().keys();
        let described: BTreeSet<u16> = described.map(|status| status.parse().unwrap()).collect();
        let given: BTreeSet<u16> = seen[call].iter().chain(&ANY).copied().collect();
        assert_eq!(given, described, "{call}");
    }
    assert_eq!(called.len(), seen.len());
}

/// With a key the same call again is harmless, and another one is refused before anything is done.
#[tokio::test]
async fn a_key_that_came_with_another_request_is_refused_by_every_call() {
    let world = World::new().await;
    let (id, token, _) = world.attempt().await;
    let code = world.earned().await;
    let bearer = format!("Bearer {token}");
    let completion = format!("/api/v1/attempts/{id}/completion");
    let claim = format!("/api/v1/claims/{code}");
    let began = json!({"module": MODULE});
    for (path, body, other) in [
        (
            "/api/v1/attempts",
            began,
            json!({"module": MODULE, "lang": "en"}),
        ),
        (&completion, json!({}), json!({"again": true})),
        (&claim, json!({"name": "Zoé"}), json!({"name": "Ali"})),
        ("/api/v1/verifications", json!({"a": 1}), json!({"a": 2})),
    ] {
        let call = async |key: &str, body: &Value| {
            let headers = [
                ("content-type", "application/json"),
                ("authorization", bearer.as_str()),
                ("idempotency-key", key),
            ];
            world
                .send(Method::POST, path, &headers, body.to_string())
                .await
        };
        let first = call("\"8e03978e-40d5\"", &body).await;
        assert!(first.status.is_success(), "{path}: {}", first.text());
        let again = call("\"8e03978e-40d5\"", &body).await;
        assert_eq!(again.json(), first.json(), "{path}");
        let refused = call("\"8e03978e-40d5\"", &other).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let told = refused.json()["detail"].to_string();
        assert!(told.contains("came before with another request"), "{told}");
        for odd in ["é", &"x".repeat(201)] {
            assert_eq!(
                call(odd, &body).await.status,
                StatusCode::BAD_REQUEST,
                "{path}"
            );
        }
    }
    // What was made says where it is.
    let begun = world.call(
        Method::POST,
        "/api/v1/attempts",
        "",
        json!({"module": MODULE}),
    );
    let begun = begun.await;
    let place = format!(
        "http://localhost:8080/api/v1/attempts/{}",
        begun.json()["id"].as_str().unwrap()
    );
    assert_eq!(begun.header("location"), place);
}
