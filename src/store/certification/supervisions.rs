//! Sessions that somebody supervises, who answered for an attempt, and questionnaires that were passed.

use jiff::Timestamp;

use crate::{
    base::{AccountId, AttemptId, Result, SupervisionId},
    certification::supervision::Supervision,
    store::sql::{Cell, Conn, Line, among, many, one, run},
};

fn supervision(line: &Line) -> Result<Supervision> {
    Ok(Supervision {
        id: line.parsed("id")?,
        account: line.parsed("account_id")?,
        module: line.text("module")?,
        most: line.int("most")?,
        taken: line.int("taken")?,
        made_at: line.instant("made_at")?,
        until: line.instant("until_at")?,
    })
}

/// Opens a session under the hash of its code.
pub async fn add_supervision(
    conn: &mut impl Conn,
    one: &Supervision,
    code_key: &str,
) -> Result<()> {
    let cells: Vec<Cell> = vec![
        one.id.into(),
        code_key.into(),
        one.account.into(),
        one.module.as_str().into(),
        one.most.into(),
        one.taken.into(),
        one.made_at.into(),
        one.until.into(),
    ];
    run(conn, "INSERT INTO supervisions (id, code_key, account_id, module, most, taken, made_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", cells).await?;
    Ok(())
}

/// The session that a code opens, by the hash of the code.
pub async fn find_supervision_by_code(
    conn: &mut impl Conn,
    code_key: &str,
) -> Result<Option<Supervision>> {
    one(
        conn,
        "SELECT id, account_id, module, most, taken, made_at, until_at FROM supervisions WHERE code_key = $1",
        vec![code_key.into()],
        supervision,
    )
    .await
}

/// The sessions of somebody, the newest first.
pub async fn list_supervisions(
    conn: &mut impl Conn,
    account: AccountId,
) -> Result<Vec<Supervision>> {
    many(
        conn,
        "SELECT id, account_id, module, most, taken, made_at, until_at FROM supervisions WHERE account_id = $1 ORDER BY made_at DESC, id",
        vec![account.into()],
        supervision,
    )
    .await
}

/// Takes one of the places of a session. Says `false` where it is over or full by now.
pub async fn take_place(conn: &mut impl Conn, id: SupervisionId, at: Timestamp) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE supervisions SET taken = taken + 1 WHERE id = $1 AND taken < most AND until_at > $2",
        cells,
    )
    .await?
        == 1)
}

/// Ends a session of somebody now. Says `false` where they have none that is open.
pub async fn close_supervision(
    conn: &mut impl Conn,
    id: SupervisionId,
    account: AccountId,
    at: Timestamp,
) -> Result<bool> {
    let cells: Vec<Cell> = vec![id.into(), account.into(), at.into()];
    Ok(run(
        conn,
        "UPDATE supervisions SET until_at = $3 WHERE id = $1 AND account_id = $2 AND until_at > $3",
        cells,
    )
    .await?
        == 1)
}

/// Forgets sessions that ended before `before`.
pub async fn forget_supervisions(conn: &mut impl Conn, before: Timestamp) -> Result<u64> {
    run(
        conn,
        "DELETE FROM supervisions WHERE until_at < $1",
        vec![before.into()],
    )
    .await
}

/// Notes who answers for an attempt: their role, and a number that names nobody.
pub async fn add_supervised(
    conn: &mut impl Conn,
    attempt: AttemptId,
    role: &str,
    supervisor: &str,
) -> Result<()> {
    let cells: Vec<Cell> = vec![attempt.into(), role.into(), supervisor.into()];
    run(
        conn,
        "INSERT INTO supervised_attempts (attempt_id, role, supervisor) VALUES ($1, $2, $3)",
        cells,
    )
    .await?;
    Ok(())
}

/// The role and the number of who answers for an attempt.
pub async fn find_supervised(
    conn: &mut impl Conn,
    attempt: AttemptId,
) -> Result<Option<(String, String)>> {
    one(
        conn,
        "SELECT role, supervisor FROM supervised_attempts WHERE attempt_id = $1",
        vec![attempt.into()],
        |line| Ok((line.text("role")?, line.text("supervisor")?)),
    )
    .await
}

/// A questionnaire that was passed for one level.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The module.
    pub module: String,
    /// The level.
    pub level: String,
    /// How it was given, as the evidence of the badge will say it.
    pub assessed: String,
    /// When.
    pub passed_at: Timestamp,
}

/// Notes a questionnaire that was passed; a later pass takes the place of an earlier one.
pub async fn set_pass(conn: &mut impl Conn, account: AccountId, pass: &Pass) -> Result<()> {
    let cells: Vec<Cell> = vec![
        account.into(),
        pass.module.as_str().into(),
        pass.level.as_str().into(),
        pass.assessed.as_str().into(),
        pass.passed_at.into(),
    ];
    run(
        conn,
        "INSERT INTO passes (account_id, module, level, assessed, passed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id, module, level) DO UPDATE SET assessed = excluded.assessed, passed_at = excluded.passed_at",
        cells,
    )
    .await?;
    Ok(())
}

fn pass(line: &Line) -> Result<Pass> {
    Ok(Pass {
        module: line.text("module")?,
        level: line.text("level")?,
        assessed: line.text("assessed")?,
        passed_at: line.instant("passed_at")?,
    })
}

/// What somebody passed.
pub async fn list_passes(conn: &mut impl Conn, account: AccountId) -> Result<Vec<Pass>> {
    many(
        conn,
        "SELECT module, level, assessed, passed_at FROM passes WHERE account_id = $1 ORDER BY module, level",
        vec![account.into()],
        pass,
    )
    .await
}

/// What these accounts passed.
pub async fn list_passes_of(
    conn: &mut impl Conn,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Pass)>> {
    among(
        conn,
        "SELECT account_id, module, level, assessed, passed_at FROM passes WHERE account_id IN",
        Vec::new(),
        accounts.iter().map(|id| (*id).into()).collect(),
        "",
        |line| Ok((line.parsed("account_id")?, pass(line)?)),
    )
    .await
}
