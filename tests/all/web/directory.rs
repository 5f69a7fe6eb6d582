//! The directory: who shows what to whom, who is found by what, and how they are written to.

use axum::http::{Method, StatusCode};

use crate::support::world::World;

#[tokio::test]
async fn communes_are_proposed_while_one_is_typed() {
    let world = World::new().await;
    for (typed, first, at_most) in [
        ("saint-denis", Some("97411"), 10),
        ("93100", Some("93048"), 10),
        ("s", None, 0),
        ("%00%ff'%22;--", None, 0),
    ] {
        let path = format!("/communes.json?q={}", typed.replace(' ', "%20"));
        let answer = world.send(Method::GET, &path, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{typed}");
        assert!(answer.header("cache-control").starts_with("public"));
        let found = answer.json();
        let found = found["communes"].as_array().unwrap();
        assert!(found.len() <= at_most, "{typed}");
        let code = found.first().map(|one| one["code"].as_str().unwrap());
        assert_eq!(code, first, "{typed}");
    }
    assert_eq!(world.get("/communes.json").await.status, StatusCode::OK);
}
