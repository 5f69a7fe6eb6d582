//! The schema: made once, made again without harm, and never taken back.

use std::{collections::BTreeMap, fs, path::Path};

use crema::store::{
    db::{Db, Place},
    instance::{find_setting, set_setting},
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use crate::support::{Folder, on_both, on_empty, open};

/// The SQL files of a folder by the number that each begins with.
fn numbered(folder: &str) -> BTreeMap<u32, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (
                name[..4].parse().unwrap(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect()
}

/// Each step meets the rows of all steps before it, as it will where people have used the program.
#[test]
fn every_step_of_the_schema_takes_over_what_was_there() {
    let (steps, rows) = (
        numbered("migrations"),
        numbered("tests/all/store/migrations"),
    );
    assert_eq!(
        steps.keys().collect::<Vec<_>>(),
        rows.keys().collect::<Vec<_>>(),
        "each step has its file of rows"
    );
    on_empty(|url| {
        let (steps, rows) = (&steps, &rows);
        async move {
            let mut conn = AnyConnection::connect(&url).await.unwrap();
            for (number, step) in steps {
                for sql in [step, &rows[number]] {
                    sqlx::raw_sql(AssertSqlSafe(sql.clone()))
                        .execute(&mut conn)
                        .await
                        .unwrap_or_else(|error| panic!("{number}: {error}"));
                }
            }
            conn.close().await.unwrap();
        }
    });
}

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

/// What one database refuses the other one does not keep either.
#[test]
fn a_text_is_kept_and_found_without_its_nuls_on_both() {
    on_both(|db| async move {
        let mut tx = db.write().await.unwrap();
        set_setting(&mut tx, "x\0", "a\0b").await.unwrap();
        tx.commit().await.unwrap();
        let mut reader = db.read().await.unwrap();
        for name in ["x", "\0x"] {
            let found = find_setting(&mut reader, name).await.unwrap();
            assert_eq!(found.as_deref(), Some("ab"));
        }
    });
}
