//! The schema: made once, made again without harm, and never taken back.

use crema::store::db::{Db, Place};

use crate::support::{Folder, on_both, open};

#[test]
fn migrating_again_changes_nothing() {
    on_both(|db| async move {
        let steps = db.steps_done().await.unwrap();
        assert!(steps >= 1);
    });
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = Folder::new();
    let place = Place::Sqlite(folder.0.join("crema.db"));
    open(&place).await.close().await;
    let mut conn = raw(&folder).await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)").execute(&mut conn).await.unwrap();
    drop(conn);
    let db = Db::open(&place).await.unwrap();
    let refused = db.migrate(&place).await.unwrap_err().to_string();
    assert!(
        refused.contains("9999") && refused.contains("newer"),
        "{refused}"
    );
}

async fn raw(folder: &Folder) -> sqlx::AnyConnection {
    use sqlx::Connection;
    sqlx::AnyConnection::connect(&format!("sqlite:{}", folder.0.join("crema.db").display()))
        .await
        .unwrap()
}
