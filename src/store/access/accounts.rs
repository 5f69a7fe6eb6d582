//! Accounts and roles.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    access::account::{Account, Post, Role},
    base::{AccountId, Email, Error, Lang, Result},
    store::sql::{Cell, Conn, Line, Named, Order, many, one, page, run},
};

const BY_ID: &str = "SELECT id, email, lang, created_at, entered_at, totp, totp_made, (SELECT COUNT(*) FROM passkeys AS p WHERE p.account_id = accounts.id AND p.doubted_at IS NULL) AS passkeys FROM accounts WHERE id = $1";
const BY_MAILBOX: &str = "SELECT id, email, lang, created_at, entered_at, totp, totp_made, (SELECT COUNT(*) FROM passkeys AS p WHERE p.account_id = accounts.id AND p.doubted_at IS NULL) AS passkeys FROM accounts WHERE email_key = $1";
const ALL: &str = "SELECT id, email, lang, created_at, entered_at, totp, totp_made, (SELECT COUNT(*) FROM passkeys AS p WHERE p.account_id = accounts.id AND p.doubted_at IS NULL) AS passkeys FROM accounts";

fn account(line: &Line) -> Result<Account> {
    Ok(Account {
        id: line.parsed("id")?,
        email: line
            .parsed("email")
            .map_err(|_| Error::fault("an account has no address"))?,
        lang: line.parsed("lang")?,
        posts: Default::default(),
        created_at: line.instant("created_at")?,
        entered_at: line.maybe_instant("entered_at")?,
        totp: line.maybe_int("totp")?,
        totp_made: line.int("totp_made")?,
        passkeys: line.int("passkeys")?,
    })
}

fn post(line: &Line) -> Result<Post> {
    Ok(Post {
        role: line.parsed("role")?,
        territory: Some(line.text("territory")?).filter(|code| !code.is_empty()),
    })
}

async fn with_posts(conn: &mut impl Conn, found: Option<Account>) -> Result<Option<Account>> {
    let Some(mut account) = found else {
        return Ok(None);
    };
    let posts = many(
        conn,
        "SELECT role, territory FROM account_roles WHERE account_id = $1",
        vec![account.id.into()],
        post,
    );
    account.posts = posts.await?.into_iter().collect();
    Ok(Some(account))
}

/// An account by its id.
pub async fn find_account(conn: &mut impl Conn, id: AccountId) -> Result<Option<Account>> {
    let found = one(conn, BY_ID, vec![id.into()], account).await?;
    with_posts(conn, found).await
}

/// The account of a mailbox.
pub async fn find_account_of(conn: &mut impl Conn, email: &Email) -> Result<Option<Account>> {
    let found = one(conn, BY_MAILBOX, vec![email.key().into()], account).await?;
    with_posts(conn, found).await
}

/// Makes the account of a mailbox, or gives the one it has.
pub async fn add_account(
    conn: &mut impl Conn,
    email: &Email,
    lang: Lang,
    at: Timestamp,
) -> Result<AccountId> {
    let cells: Vec<Cell> = vec![
        AccountId::new().into(),
        email.into(),
        email.key().into(),
        lang.into(),
        at.into(),
    ];
    run(
        conn,
        "INSERT INTO accounts (id, email, email_key, lang, created_at, totp_made, totp_step) VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (email_key) DO NOTHING",
        cells,
    )
    .await?;
    find_account_of(conn, email)
        .await?
        .map(|account| account.id)
        .ok_or_else(|| Error::fault("an account that is there and is not"))
}

/// Notes that an account was entered.
pub async fn set_entered(conn: &mut impl Conn, id: AccountId, at: Timestamp) -> Result<()> {
    run(
        conn,
        "UPDATE accounts SET entered_at = $2 WHERE id = $1",
        vec![id.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// Holds an account until the end of the transaction: what its person says, and what ends their right to say it, come one after the other.
pub async fn hold_account(conn: &mut impl Conn, id: AccountId) -> Result<()> {
    let hold = "UPDATE accounts SET created_at = created_at WHERE id = $1";
    run(conn, hold, vec![id.into()]).await.map(drop)
}

/// Takes an account away, with all that hangs on it. Says `false` where there is none.
pub async fn forget_account(conn: &mut impl Conn, id: AccountId) -> Result<bool> {
    Ok(run(conn, "DELETE FROM accounts WHERE id = $1", vec![id.into()]).await? == 1)
}

/// Holds a part of the accounts without a role that nobody entered since `before`, at most so many, until this transaction is over: nobody enters them meanwhile.
pub async fn hold_idle(
    conn: &mut impl Conn,
    before: Timestamp,
    most: i64,
) -> Result<Vec<AccountId>> {
    many(
        conn,
        "UPDATE accounts SET created_at = created_at WHERE id IN (SELECT id FROM accounts WHERE COALESCE(entered_at, created_at) < $1
             AND NOT EXISTS (SELECT 1 FROM account_roles AS r WHERE r.account_id = accounts.id) ORDER BY id LIMIT $2)
         AND COALESCE(entered_at, created_at) < $1 RETURNING id",
        vec![before.into(), most.into()],
        |line| line.parsed("id"),
    )
    .await
}

/// Gives a role. Says `false` where the account has it already.
pub async fn add_role(
    conn: &mut impl Conn,
    id: AccountId,
    post: &Post,
    by: &str,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![
        id.into(),
        post.role.name().into(),
        post.territory.as_deref().unwrap_or_default().into(),
        by.into(),
        at.into(),
    ];
    Ok(run(conn, "INSERT INTO account_roles (account_id, role, territory, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, role, territory) DO NOTHING", cells).await? == 1)
}

/// Holds the rows of all administrators until the transaction ends: of two who leave at once, the second finds the first gone.
async fn hold_admins(conn: &mut impl Conn) -> Result<()> {
    let hold = "UPDATE account_roles SET granted_at = granted_at WHERE role = 'admin'";
    run(conn, hold, Vec::new()).await.map(drop)
}

/// Takes a role back. Says `false` where the account does not have it, or where it is the last administrator.
pub async fn forget_role(conn: &mut impl Conn, id: AccountId, post: &Post) -> Result<bool> {
    if post.role == Role::Admin {
        hold_admins(conn).await?;
    }
    let cells: Vec<Cell> = vec![
        id.into(),
        post.role.name().into(),
        post.territory.as_deref().unwrap_or_default().into(),
        Role::Admin.name().into(),
    ];
    Ok(run(
        conn,
        "DELETE FROM account_roles WHERE account_id = $1 AND role = $2 AND territory = $3
         AND (role <> $4 OR EXISTS (SELECT 1 FROM account_roles AS other WHERE other.role = $4 AND other.account_id <> $1))",
        cells,
    )
    .await?
        == 1)
}

/// Whether somebody else administers the instance too, and goes on to until the transaction ends.
pub async fn has_other_admin(conn: &mut impl Conn, id: AccountId) -> Result<bool> {
    hold_admins(conn).await?;
    let found = one(
        conn,
        "SELECT account_id FROM account_roles WHERE role = 'admin' AND account_id <> $1 LIMIT 1",
        vec![id.into()],
        |line| line.text("account_id"),
    );
    Ok(found.await?.is_some())
}

/// Begins to use a secret of codes by time, or none.
pub async fn set_totp(
    conn: &mut impl Conn,
    id: AccountId,
    generation: Option<i64>,
    step: i64,
) -> Result<()> {
    run(
        conn,
        "UPDATE accounts SET totp = $2, totp_made = CASE WHEN $2 IS NULL THEN totp_made ELSE $2 END, totp_step = $3 WHERE id = $1",
        vec![id.into(), Cell::Int(generation), step.into()],
    )
    .await?;
    Ok(())
}

/// Takes the code of a step of time. Says `false` where it, or a later one, was taken before.
pub async fn take_totp_step(conn: &mut impl Conn, id: AccountId, step: i64) -> Result<bool> {
    Ok(run(
        conn,
        "UPDATE accounts SET totp_step = $2 WHERE id = $1 AND totp IS NOT NULL AND totp_step < $2",
        vec![id.into(), step.into()],
    )
    .await?
        == 1)
}

/// The orders of [`list_accounts`], by the name of their column.
pub const ACCOUNT_ORDERS: &[Named] = &[
    ("address", &["email_key", "id"]),
    ("created", &["created_at", "id"]),
    ("entered", &["COALESCE(entered_at, 0)", "id"]),
];

/// How many accounts there are.
pub async fn count_accounts(conn: &mut impl Conn) -> Result<i64> {
    one(
        conn,
        "SELECT COUNT(*) AS accounts FROM accounts",
        vec![],
        |line| line.int("accounts"),
    )
    .await
    .map(Option::unwrap_or_default)
}

/// A page of the accounts, with their roles.
pub async fn list_accounts(conn: &mut impl Conn, order: Order) -> Result<Vec<Account>> {
    let mut accounts = page(conn, ALL, order, vec![], account).await?;
    // Few people have a role: reading all of them is one question whatever the page.
    let mut posts: BTreeMap<String, Vec<Post>> = BTreeMap::new();
    for (id, post) in many(
        conn,
        "SELECT account_id, role, territory FROM account_roles",
        vec![],
        |line| Ok((line.text("account_id")?, post(line)?)),
    )
    .await?
    {
        posts.entry(id).or_default().push(post);
    }
    for account in &mut accounts {
        account.posts = posts
            .remove(&account.id.to_string())
            .unwrap_or_default()
            .into_iter()
            .collect();
    }
    Ok(accounts)
}
