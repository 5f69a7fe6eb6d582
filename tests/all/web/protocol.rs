//! What HTTP asks of every answer: tags and codings, what is acceptable, methods, and requests that nobody sends by accident.

use std::io::Read;

use axum::http::{Method, StatusCode};
use flate2::read::GzDecoder;

use crate::support::world::{Answer, World};

/// All lines of one header, as one list.
fn list(answer: &Answer, name: &str) -> String {
    let lines = answer.headers.get_all(name).iter();
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap()).collect();
    lines.join(", ")
}

#[tokio::test]
async fn a_body_and_its_compressed_form_share_no_strong_tag() {
    let world = World::new().await;
    let badge = world.badge("Zoé").await;
    let get = async |path: &str, headers: &[(&str, &str)]| {
        world.send(Method::GET, path, headers, "").await
    };
    for path in [
        &format!("{badge}.json"),
        &format!("{badge}.jwt"),
        &format!("{badge}.svg"),
        &badge,
        "/.well-known/did.json",
        "/status/1",
        "/issuer.json",
        "/events.ics",
        "/events.atom",
        "/events.csv",
    ] {
        let plain = get(path, &[]).await;
        let packed = get(path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        assert_ne!(plain.bytes, packed.bytes, "{path}");
        let tags = [plain.header("etag"), packed.header("etag")];
        assert!(
            tags[0] != tags[1] || tags[0].starts_with("W/\""),
            "{path}: {tags:?}"
        );
        for coding in ["gzip", ""] {
            for tag in tags {
                let known = format!("\"other\", {tag}");
                let headers = [("accept-encoding", coding), ("if-none-match", &known)];
                let again = get(path, &headers).await;
                assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path} {tag}");
                assert!(again.bytes.is_empty() && again.header("content-encoding").is_empty());
                assert_eq!(again.header("etag"), tag, "{path}");
                assert_eq!(list(&again, "vary"), list(&plain, "vary"), "{path}");
            }
        }
        for answer in [&plain, &packed] {
            let vary = list(answer, "vary");
            assert_eq!(vary.matches("Accept-Encoding").count(), 1, "{path}: {vary}");
        }
        let other = get(path, &[("if-none-match", "W/\"0\"")]).await;
        assert_eq!(other.status, StatusCode::OK, "{path}");
    }
}

/// Lists that many ask for are kept compressed: whoever takes them as they are gets the same text, each in their language.
#[tokio::test]
async fn a_list_is_the_same_however_often_and_however_coded_it_is_given() {
    let world = World::new().await;
    let get = async |path: &str, coding: &str, lang: &str| {
        let headers = [("accept-encoding", coding), ("accept-language", lang)];
        world.send(Method::GET, path, &headers, "").await
    };
    for path in ["/people", "/people?q=a", "/events", "/events/calendar"] {
        let plain = get(path, "", "fr").await;
        for _ in 0..2 {
            let packed = get(path, "gzip", "fr").await;
            assert_eq!(packed.status, StatusCode::OK, "{path}");
            assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
            let mut text = String::new();
            GzDecoder::new(&packed.bytes[..])
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, plain.text(), "{path}");
            let again = get(path, "", "fr").await;
            assert_eq!(again.text(), plain.text(), "{path}");
            for name in ["content-type", "cache-control", "content-security-policy"] {
                assert_eq!(packed.header(name), plain.header(name), "{path}: {name}");
                assert_eq!(again.header(name), plain.header(name), "{path}: {name}");
            }
            for answer in [&plain, &packed, &again] {
                let vary = list(answer, "vary").to_lowercase();
                assert_eq!(vary.matches("accept-encoding").count(), 1, "{path}: {vary}");
            }
        }
        let english = get(path, "", "en").await;
        assert!(english.text().contains("<html lang=\"en\""), "{path}");
        assert!(plain.text().contains("<html lang=\"fr\""), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_acceptable_is_told_apart_by_what_was_asked() {
    let world = World::new().await;
    let badge = world.badge("Zoé").await;
    let refused = world
        .send(Method::GET, &badge, &[("accept", "image/webp")], "")
        .await;
    assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE);
    assert!(
        list(&refused, "vary")
            .split(", ")
            .any(|name| name == "Accept")
    );
}

/// What is weighed less is not given before what is weighed more.
#[tokio::test]
async fn a_form_is_chosen_by_its_weight() {
    let world = World::new().await;
    let badge = world.badge("Zoé").await;
    for (path, accept, kind) in [
        ("/status/1", "application/vc+jwt", "application/vc+jwt"),
        ("/status/1", "application/vc+jwt, */*", "application/vc+jwt"),
        (
            "/status/1",
            "application/vc, application/vc+jwt;q=0.5",
            "application/vc",
        ),
        ("/status/1", "application/vc+jwt;q=0, */*", "application/vc"),
        ("/status/1", "", "application/vc"),
        (
            &badge,
            "application/vc+jwt;Q=0.5, application/vc",
            "application/vc",
        ),
        (&badge, "text/html;q=0, */*", "application/vc"),
        (
            &badge,
            "text/html;q=NaN, application/json",
            "application/vc",
        ),
        (&badge, "text/html, */*;q=0.8", "text/html; charset=utf-8"),
        (
            "/achievements/ia-generative-decouverte",
            "text/html;q=0.2, application/json",
            "application/ld+json",
        ),
        (
            "/achievements/ia-generative-decouverte",
            "text/html",
            "text/html; charset=utf-8",
        ),
    ] {
        let given = world
            .send(Method::GET, path, &[("accept", accept)], "")
            .await;
        assert_eq!(given.status, StatusCode::OK, "{path} {accept}");
        assert_eq!(given.header("content-type"), kind, "{path} {accept}");
        assert!(
            list(&given, "vary")
                .split(", ")
                .any(|name| name == "Accept"),
            "{path}"
        );
    }
}

/// Whoever takes a body neither packed nor as it is learns so before anything is done.
#[tokio::test]
async fn a_call_whose_answer_cannot_be_coded_does_nothing() {
    let world = World::new().await;
    let code = world.earned().await;
    let path = format!("/api/v1/claims/{code}");
    let claim = async |coding: &str| {
        let headers = [("accept-encoding", coding)];
        world.send(Method::POST, &path, &headers, "").await
    };
    for coding in ["*;q=0", "identity;q=0"] {
        let refused = claim(coding).await;
        assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE, "{coding}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.json()["status"], 406);
        assert_eq!(list(&refused, "vary"), "Accept-Encoding");
    }
    let log = world.get("/issuance-log").await.json();
    assert_eq!(log["entries"].as_array().unwrap().len(), 0);
    for coding in ["*;q=0, gzip;q=0.1", "br;q=1, identity;q=0.001", "gzip;q=9"] {
        assert!(claim(coding).await.status.is_success(), "{coding}");
    }
}

/// Every page and document answers HEAD as it answers GET, and says of another method which ones it has.
#[tokio::test]
async fn methods_are_answered_as_the_standard_has_them() {
    let world = World::new().await;
    let badge = world.badge("Zoé").await;
    for path in [
        "/",
        "/modules",
        &badge,
        &format!("{badge}.json"),
        "/.well-known/did.json",
        "/events.ics",
        "/nowhere",
        "/api/v1/modules",
        "/api/openapi.json",
        "/api/v1/modules/none",
    ] {
        let get = world.send(Method::GET, path, &[], "").await;
        let head = world.send(Method::HEAD, path, &[], "").await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.bytes.is_empty(), "{path}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
        // Nobody is given a part: the whole is always right (RFC 9110, section 14.2).
        let part = [("range", "bytes=0-3")];
        let part = world.send(Method::GET, path, &part, "").await;
        assert_eq!(part.status, get.status, "{path}");
        assert_eq!(part.bytes, get.bytes, "{path}");
    }
    for (path, allowed) in [
        ("/api/v1/attempts", "POST"),
        ("/api/v1/modules", "GET,HEAD"),
        ("/.well-known/did.json", "GET,HEAD"),
        ("/claims", "GET,HEAD,POST"),
    ] {
        for method in [Method::OPTIONS, Method::DELETE, Method::PATCH] {
            let headers = [("origin", "http://localhost:8080")];
            let refused = world.send(method, path, &headers, "").await;
            assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
            assert_eq!(refused.header("allow"), allowed, "{path}");
        }
    }
}

/// What nobody sends by accident is refused by its form, and nothing of it is a fault of ours.
#[tokio::test]
async fn odd_addresses_and_bodies_are_refused_with_the_right_words() {
    let world = World::new().await;
    for path in [
        "/achievements/%00",
        "/people/a%00b",
        "/api/v1/modules/%00",
        "/api/v1/modules/",
        "/api/v1/modules/..%2Fmodules",
        "/api/v1/modules/%2e%2e",
        "/api/v1//modules",
        "/API/v1/modules",
        "/modules/",
        "/credentials/..%2F..%2Fetc%2Fpasswd",
    ] {
        let refused = world.send(Method::GET, path, &[], "").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/api/v1/modules/%ff", "/api/v1/modules/%c0%ae"] {
        let refused = world.send(Method::GET, path, &[], "").await;
        assert!(refused.status.is_client_error(), "{path}");
        assert_eq!(refused.header("content-type"), "application/problem+json");
    }
    // A badge that was packed by the way is not a badge that is false: nobody reads it here, and that is what is said.
    for (path, kind) in [
        ("/api/v1/verifications", "application/json"),
        ("/verify", "application/x-www-form-urlencoded"),
    ] {
        let headers = [
            ("content-type", kind),
            ("content-encoding", "gzip"),
            ("origin", "http://localhost:8080"),
        ];
        let refused = world.send(Method::POST, path, &headers, "x").await;
        assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path}");
        assert_eq!(refused.header("accept-encoding"), "identity", "{path}");
    }
    let json = async |body: &'static [u8]| {
        let headers = [("content-type", "application/json;charset=utf-8")];
        let send = world.send(Method::POST, "/api/v1/attempts", &headers, body);
        send.await
    };
    for (body, status) in [
        (&b"{\"module\": \"\xff\"}"[..], StatusCode::BAD_REQUEST),
        (b"\xef\xbb\xbf{}", StatusCode::BAD_REQUEST),
        (b"{\"module\": \"\\ud800\"}", StatusCode::BAD_REQUEST),
        (
            b"{\"module\": \"a\", \"module\": \"b\"}",
            StatusCode::BAD_REQUEST,
        ),
        (b"{} {}", StatusCode::BAD_REQUEST),
        (b"{\"module\": 1e999}", StatusCode::BAD_REQUEST),
        (b"[]", StatusCode::UNPROCESSABLE_ENTITY),
        (b"\"module\"", StatusCode::UNPROCESSABLE_ENTITY),
        (b"{\"module\": \"\\u0000\"}", StatusCode::NOT_FOUND),
    ] {
        let refused = json(body).await;
        assert_eq!(refused.status, status, "{}", String::from_utf8_lossy(body));
        assert_eq!(refused.header("content-type"), "application/problem+json");
    }
    let deep = "[".repeat(10_000);
    let headers = [("content-type", "application/json")];
    let refused = world.send(Method::POST, "/api/v1/attempts", &headers, deep);
    assert_eq!(refused.await.status, StatusCode::BAD_REQUEST);
}
