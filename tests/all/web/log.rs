//! The issuance log as the public reads it.

use crema::{badges::ledger::Root, flows::badges::keep_log_roots};
use serde_json::Value;

use crate::support::world::World;

/// The root of some entries after another root.
fn root(before: Option<&str>, entries: &[Value]) -> String {
    let mut root = Root::after(before);
    for entry in entries {
        root.add(entry["sha256"].as_str().unwrap());
    }
    root.read()
}

#[tokio::test]
async fn each_day_that_is_over_has_its_root_before_and_after_it_is_written_down() {
    let world = World::new().await;
    world.badge("Zoé").await;
    world.badge("Luc").await;
    world.pass_days(1);
    world.badge("Ada").await;
    world.pass_days(2);
    world.badge("Lou").await;
    let log = world.get("/issuance-log").await.json();
    let entries = log["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 8, "four badges in two forms");
    let days = log["days"].as_array().unwrap();
    assert_eq!(
        days.len(),
        2,
        "a day on which nothing was signed has no root, and today has none yet"
    );
    let first = root(None, &entries[..4]);
    assert_eq!(days[0]["root"], first);
    assert_eq!(days[0]["last"], 4);
    assert_eq!(days[1]["root"], root(Some(&first), &entries[4..6]));
    keep_log_roots(&world.app).await.unwrap();
    let kept = world.get("/issuance-log").await.json();
    assert_eq!(
        kept["days"], log["days"],
        "what is written down is what was shown"
    );
    world.pass_days(1);
    keep_log_roots(&world.app).await.unwrap();
    let later = world.get("/issuance-log").await.json();
    assert_eq!(later["days"].as_array().unwrap().len(), 3);
    assert_eq!(later["days"][2]["last"], 8);
    let rest = world.get("/issuance-log?after=6").await.json();
    assert_eq!(rest["entries"].as_array().unwrap().len(), 2);
    assert_eq!(rest["next"], Value::Null);
}

#[tokio::test]
async fn a_long_log_is_read_page_by_page() {
    let world = World::new().await;
    let mut tx = world.app.db.write().await.unwrap();
    let digests: Vec<String> = (0..10_003).map(|n| format!("{n:064x}")).collect();
    crema::store::badges::add_log_lines(&mut tx, &digests, world.app.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let first = world.get("/issuance-log").await.json();
    assert_eq!(first["entries"].as_array().unwrap().len(), 10_000);
    let next = first["next"].as_str().unwrap();
    let path = next.strip_prefix(world.app.base_url()).unwrap();
    let second = world.get(path).await.json();
    assert_eq!(second["entries"].as_array().unwrap().len(), 3);
    assert_eq!(second["next"], Value::Null);
    assert_eq!(world.get("/issuance-log?after=x").await.status, 400);
    // The root of a day that is longer than a page is made by the job alone.
    world.pass_days(1);
    assert_eq!(
        world.get("/issuance-log").await.json()["days"],
        Value::Array(Vec::new())
    );
    keep_log_roots(&world.app).await.unwrap();
    let days = world.get("/issuance-log").await.json()["days"].clone();
    assert_eq!(days[0]["last"], 10_003);
    let mut root = Root::default();
    digests.iter().for_each(|digest| root.add(digest));
    assert_eq!(days[0]["root"], root.read());
}
