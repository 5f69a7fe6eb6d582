//! What the register promises is done: each thing that is said to go by itself is stored, the clock goes on, and it is gone.

use std::{fs, path::Path};

use crema::{
    flows::{
        directory,
        register::{Goes, REGISTER},
        upkeep,
    },
    store::db::Place,
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use crate::support::{on_empty, world::World};

/// Rows as those who use the program have them, with ids that are ids.
fn rows() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/store/migrations");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let text: String = files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    text.lines()
        .map(str::trim)
        .filter(|line| line.starts_with("INSERT") || line.starts_with("UPDATE"))
        .map(named)
        .collect()
}

/// `'u1'` as a UUID, the same wherever it stands; a row that is there already stays.
fn named(line: &str) -> String {
    let pieces = line.split('\'').enumerate().map(|(place, piece)| {
        let short = piece.len() >= 2
            && piece.len() <= 3
            && piece.starts_with(|c: char| c.is_ascii_lowercase())
            && piece[1..].bytes().all(|byte| byte.is_ascii_digit());
        if place % 2 == 1 && short {
            let code: String = piece.bytes().map(|byte| format!("{byte:02x}")).collect();
            format!("00000000-0000-4000-8000-{code:0>12}")
        } else {
            piece.to_owned()
        }
    });
    let line = pieces.collect::<Vec<_>>().join("'");
    match line.strip_suffix(';') {
        Some(bare) if bare.starts_with("INSERT") => format!("{bare} ON CONFLICT DO NOTHING"),
        _ => line,
    }
}

/// What makes the rows such as their purge waits for.
const RIPE: [&str; 8] = [
    "UPDATE event_dates SET starts_at = 1, ends_at = 2",
    // An award that was adhered by has its credential, which these rows leave out.
    "UPDATE awards SET claim_until = 9000000000000",
    "UPDATE jobs SET failed_at = 1",
    "UPDATE batches SET done_at = 2",
    "UPDATE stories SET decided_at = 3, heard_at = 4",
    "UPDATE reviews SET decided_at = 3, granted = 1",
    "UPDATE endorsements SET ended_at = 6, ended_by = 'own'",
    "UPDATE reports SET settled_at = 4",
];

/// Where not the row goes but what it says: the table, and its columns.
const EMPTIED: [(&str, &[&str]); 1] = [("stories", &["body"])];

async fn count(conn: &mut AnyConnection, table: &str) -> i64 {
    let telling = EMPTIED.iter().find(|(name, _)| *name == table);
    let filled = telling.map(|(_, columns)| {
        let filled = columns
            .iter()
            .map(|column| format!("COALESCE({column}, '') <> ''"));
        format!(" WHERE {}", filled.collect::<Vec<_>>().join(" OR "))
    });
    let sql = format!(
        "SELECT COUNT(*) AS n FROM {table}{}",
        filled.unwrap_or_default()
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .fetch_one(conn)
        .await
        .unwrap();
    row.get("n")
}

async fn run(conn: &mut AnyConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn whatever_the_register_says_goes_by_itself_goes() {
    on_empty(|url| async move {
        let place = url.trim_end_matches("?mode=rwc");
        let world = World::with(&[("CREMA_DATABASE_URL", place)]).await;
        assert!(matches!(
            world.app.config.database,
            Place::Sqlite(_) | Place::Postgres(_)
        ));
        let mut conn = AnyConnection::connect(&url).await.unwrap();
        for sql in rows().iter().map(String::as_str).chain(RIPE) {
            run(&mut conn, sql).await;
        }
        for entry in REGISTER {
            assert!(
                count(&mut conn, entry.table).await > 0,
                "{}: no row to be purged",
                entry.table
            );
        }
        // Somebody is there still, so that what hangs on an account has to go by itself.
        let now = world.app.now().as_millisecond();
        run(
            &mut conn,
            &format!("UPDATE accounts SET created_at = {now}, entered_at = {now}"),
        )
        .await;
        directory::ask_again(&world.app).await.unwrap();
        // What was just asked is no letter that could not be sent.
        run(&mut conn, "DELETE FROM jobs WHERE failed_at IS NULL").await;
        upkeep::forget(&world.app).await.unwrap();
        let mut kept = Vec::new();
        for entry in REGISTER {
            let promised = matches!(entry.goes, Goes::Days(_) | Goes::Soon | Goes::Sent(_));
            if promised && entry.table != "accounts" && count(&mut conn, entry.table).await > 0 {
                kept.push(entry.name);
            }
        }
        assert!(kept.is_empty(), "nothing purges {kept:?}");

        // And at last the account, with all that hangs on it.
        // Whoever is trusted with something stays until that is taken back.
        run(&mut conn, "DELETE FROM account_roles").await;
        run(
            &mut conn,
            "UPDATE accounts SET created_at = 1, entered_at = 2",
        )
        .await;
        upkeep::forget(&world.app).await.unwrap();
        for entry in REGISTER {
            if entry.table == "accounts" || entry.goes == Goes::WithAccount {
                assert_eq!(
                    count(&mut conn, entry.table).await,
                    0,
                    "{} stays",
                    entry.name
                );
            }
        }
        conn.close().await.unwrap();
        world.app.db.close().await;
    });
}
