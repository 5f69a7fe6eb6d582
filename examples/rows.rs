//! The floor for benchmarks of what is saved: rows put into SQLite one by one, each committed durably, by one connection. `benches/load.mjs` runs it; it prints how many a
//! second. `rows FILE SECONDS`.

use std::time::{Duration, Instant};

use sqlx::{
    ConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let file = given.next().ok_or("a file")?;
    let seconds = given.next().ok_or("seconds")?.parse()?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut conn = options.connect().await?;
    sqlx::query("CREATE TABLE rows (attempt TEXT NOT NULL, item TEXT NOT NULL, response TEXT NOT NULL, PRIMARY KEY (attempt, item)) WITHOUT ROWID").execute(&mut conn).await?;
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < Duration::from_secs(seconds) {
        count += 1;
        let attempt = format!(
            "{:032x}",
            u128::from(count).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
        );
        sqlx::query("INSERT INTO rows VALUES ($1, 'item', 'null')")
            .bind(attempt)
            .execute(&mut conn)
            .await?;
    }
    println!("{:.0}", f64::from(count) / began.elapsed().as_secs_f64());
    Ok(())
}
