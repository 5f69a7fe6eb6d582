//! Profiles as rows.

use jiff::Timestamp;

use crate::{
    base::{AccountId, Error, Result},
    directory::profile::{Profile, Standing},
    store::{
        changes::DIRECTORY,
        sql::{Cell, Conn, Line, many, one, run},
    },
};

/// How many profiles one page of a list may show.
pub const PAGE: usize = 20;

fn standing(line: &Line) -> Result<Standing> {
    let document = line.text("document")?;
    Ok(Standing {
        slug: line.text("slug")?,
        version: line.int("version")?,
        profile: serde_json::from_str(&document).map_err(Error::fault)?,
        confirmed_at: line.instant("confirmed_at")?,
        asked: line.int("asked")?,
        hidden: line.maybe_text("hidden")?,
        made_at: line.instant("made_at")?,
    })
}

fn whose(line: &Line) -> Result<(AccountId, Standing)> {
    Ok((line.parsed("account_id")?, standing(line)?))
}

fn written(profile: &Profile) -> Result<String> {
    serde_json::to_string(profile).map_err(Error::fault)
}

/// The profile of an account.
pub async fn find_profile(conn: &mut impl Conn, account: AccountId) -> Result<Option<Standing>> {
    one(
        conn,
        "SELECT slug, version, document, confirmed_at, asked, hidden, made_at FROM profiles WHERE account_id = $1",
        vec![account.into()],
        standing,
    )
    .await
}

/// The profile at an address, and whose it is.
pub async fn find_profile_by_slug(
    conn: &mut impl Conn,
    slug: &str,
) -> Result<Option<(AccountId, Standing)>> {
    one(
        conn,
        "SELECT account_id, slug, version, document, confirmed_at, asked, hidden, made_at FROM profiles WHERE slug = $1",
        vec![slug.into()],
        whose,
    )
    .await
}

/// The profiles of a page of at most [`PAGE`], in no order; those that are gone are left out.
pub async fn list_profiles(
    conn: &mut impl Conn,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Standing)>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    many(
        conn,
        "SELECT account_id, slug, version, document, confirmed_at, asked, hidden, made_at FROM profiles
         WHERE account_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        page_cells(accounts),
        whose,
    )
    .await
}

/// Every profile that is not hidden, in no order.
pub async fn list_all_profiles(conn: &mut impl Conn) -> Result<Vec<(AccountId, Standing)>> {
    many(
        conn,
        "SELECT account_id, slug, version, document, confirmed_at, asked, hidden, made_at FROM profiles WHERE hidden IS NULL",
        Vec::new(),
        whose,
    )
    .await
}

/// The ids of one page, blanks after the last: a list of one length needs no text made up for it.
pub(in crate::store) fn page_cells(accounts: &[AccountId]) -> Vec<Cell> {
    let blanks = std::iter::repeat_with(|| Cell::from(""));
    let ids = accounts.iter().map(|id| Cell::from(*id));
    ids.chain(blanks).take(PAGE).collect()
}

/// Adds a profile. Says `false` where the account has one already.
pub async fn add_profile(
    conn: &mut impl Conn,
    account: AccountId,
    slug: &str,
    profile: &Profile,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        account.into(),
        slug.into(),
        written(profile)?.into(),
        at.into(),
    ];
    let added = run(
        conn,
        "INSERT INTO profiles (account_id, slug, version, document, made_at, confirmed_at, asked, hidden) VALUES ($1, $2, 1, $3, $4, $4, 0, NULL) ON CONFLICT (account_id) DO NOTHING",
        cells,
    )
    .await?
        == 1;
    if added {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(added)
}

/// Saves a profile over version `version`, and says `false` where it is not that one any more. Saving says that it holds.
pub async fn set_profile(
    conn: &mut impl Conn,
    account: AccountId,
    version: i64,
    slug: &str,
    profile: &Profile,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        account.into(),
        version.into(),
        slug.into(),
        written(profile)?.into(),
        at.into(),
    ];
    let saved = run(
        conn,
        "UPDATE profiles SET slug = $3, document = $4, version = version + 1, confirmed_at = $5, asked = 0 WHERE account_id = $1 AND version = $2",
        cells,
    )
    .await?
        == 1;
    if saved {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(saved)
}

/// Takes a profile out. Says `false` where there is none.
pub async fn forget_profile(conn: &mut impl Conn, account: AccountId) -> Result<bool> {
    let gone = run(
        conn,
        "DELETE FROM profiles WHERE account_id = $1",
        vec![account.into()],
    )
    .await?
        == 1;
    if gone {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(gone)
}

/// Takes a profile out that was last confirmed at `before` or earlier. Says `false` where there is none, or not any more.
pub async fn forget_unconfirmed(
    conn: &mut impl Conn,
    account: AccountId,
    before: Timestamp,
) -> Result<bool> {
    let gone = run(
        conn,
        "DELETE FROM profiles WHERE account_id = $1 AND confirmed_at <= $2",
        vec![account.into(), before.into()],
    );
    let gone = gone.await? == 1;
    if gone {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(gone)
}

/// Says that a profile holds for another year; `false` where it was not last confirmed at `before`.
pub async fn confirm(
    conn: &mut impl Conn,
    account: AccountId,
    before: Timestamp,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![account.into(), before.into(), at.into()];
    let confirmed = run(
        conn,
        "UPDATE profiles SET confirmed_at = $3, asked = 0 WHERE account_id = $1 AND confirmed_at = $2",
        cells,
    )
    .await?
        == 1;
    if confirmed {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(confirmed)
}

/// Profiles last confirmed before an instant whose person was asked fewer than `asked` times since, the oldest first.
pub async fn list_unconfirmed(
    conn: &mut impl Conn,
    before: Timestamp,
    asked: i64,
    most: i64,
) -> Result<Vec<AccountId>> {
    let cells: Vec<Cell> = vec![before.into(), asked.into(), most.into()];
    many(
        conn,
        "SELECT account_id FROM profiles WHERE confirmed_at <= $1 AND asked < $2 ORDER BY confirmed_at, account_id LIMIT $3",
        cells,
        |line| line.parsed("account_id"),
    )
    .await
}

/// Notes how often somebody was asked; `false` where that was noted already.
pub async fn set_asked(conn: &mut impl Conn, account: AccountId, asked: i64) -> Result<bool> {
    let cells: Vec<Cell> = vec![account.into(), asked.into()];
    Ok(run(
        conn,
        "UPDATE profiles SET asked = $2 WHERE account_id = $1 AND asked < $2",
        cells,
    )
    .await?
        == 1)
}

/// Hides a profile for a reason, or shows it again without one. Says `false` where there is none.
pub async fn set_hidden(
    conn: &mut impl Conn,
    account: AccountId,
    reason: Option<&str>,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![account.into(), reason.into()];
    let set = run(
        conn,
        "UPDATE profiles SET hidden = $2 WHERE account_id = $1",
        cells,
    )
    .await?
        == 1;
    if set {
        DIRECTORY.note(conn, account).await?;
    }
    Ok(set)
}
