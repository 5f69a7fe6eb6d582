//! Achievements in all their versions, as rows.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    badges::{achievement::Achievement, award::Award},
    base::{Error, Result},
    store::{
        changes::DIRECTORY,
        sql::{Cell, Conn, Line, fill, many, one, run},
    },
};

fn achievement(line: &Line) -> Result<Achievement> {
    serde_json::from_str(&line.text("document")?).map_err(Error::fault)
}

/// The newest version of an achievement.
pub async fn find_achievement(conn: &mut impl Conn, slug: &str) -> Result<Option<Achievement>> {
    one(
        conn,
        "SELECT document FROM achievements WHERE slug = $1 ORDER BY revision DESC LIMIT 1",
        vec![slug.into()],
        achievement,
    )
    .await
}

/// One version of an achievement.
pub async fn find_achievement_version(
    conn: &mut impl Conn,
    slug: &str,
    version: &str,
) -> Result<Option<Achievement>> {
    one(
        conn,
        "SELECT document FROM achievements WHERE slug = $1 AND version = $2",
        vec![slug.into(), version.into()],
        achievement,
    )
    .await
}

/// These versions of achievements, each a slug and a version, as far as they are here.
pub async fn list_versions(
    conn: &mut impl Conn,
    versions: &BTreeSet<(String, String)>,
) -> Result<Vec<Achievement>> {
    let cells = |(slug, version): &(String, String)| -> Vec<Cell> {
        vec![slug.as_str().into(), version.as_str().into()]
    };
    fill(
        conn,
        "SELECT document FROM achievements WHERE (slug, version) IN (VALUES",
        versions.iter().map(cells).collect(),
        ")",
        achievement,
    )
    .await
}

/// The achievement of an award, in the version of that moment.
pub async fn find_achievement_of(conn: &mut impl Conn, award: &Award) -> Result<Achievement> {
    let found = find_achievement_version(conn, &award.achievement, &award.achievement_version);
    found
        .await?
        .ok_or_else(|| Error::fault("an award without its achievement"))
}

/// The newest version of every achievement, by slug.
pub async fn list_achievements(conn: &mut impl Conn) -> Result<Vec<Achievement>> {
    many(
        conn,
        "SELECT document FROM achievements AS a WHERE revision = (SELECT MAX(revision) FROM achievements AS b WHERE b.slug = a.slug) ORDER BY slug",
        vec![],
        achievement,
    )
    .await
}

/// A version of an achievement as it was published.
struct Published {
    version: String,
    revision: i64,
    digest: String,
    document: String,
}

/// The versions of an achievement, the newest first.
async fn list_published(conn: &mut impl Conn, slug: &str) -> Result<Vec<Published>> {
    many(
        conn,
        "SELECT version, revision, digest, document FROM achievements WHERE slug = $1 ORDER BY revision DESC",
        vec![slug.into()],
        |line| {
            Ok(Published {
                version: line.text("version")?,
                revision: line.int("revision")?,
                digest: line.text("digest")?,
                document: line.text("document")?,
            })
        },
    )
    .await
}

impl Published {
    /// Whether it was published as the version `base`, or as that with other contents.
    fn is_of(&self, base: &str) -> bool {
        let rest = self.version.strip_prefix(base);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('+'))
    }

    /// Whether it is what is to be published.
    fn is(&self, achievement: &Achievement, digest: &str) -> bool {
        self.digest == digest && self.is_of(&achievement.version)
    }
}

/// Holds what is published until the end of the transaction: what two processes publish at once they publish one after the other. All of it, since whoever
/// publishes notes for the directory that everything changed, and two who held one badge each would wait for each other there.
pub async fn hold_achievements(conn: &mut impl Conn) -> Result<()> {
    run(
        conn,
        "INSERT INTO counters (name, value) VALUES ('achievements', 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1",
        vec![],
    )
    .await?;
    Ok(())
}

/// Publishes an achievement and gives it as it now stands. A version already published with other contents is left as it is: the new contents become
/// `1.0.0+2`, and so on. Publishing the newest again changes nothing.
pub async fn add_achievement(
    conn: &mut impl Conn,
    achievement: &Achievement,
    at: Timestamp,
) -> Result<Achievement> {
    let (slug, digest) = (achievement.slug.as_str(), achievement.digest());
    let known = |all: &[Published]| {
        let found = all.iter().find(|one| one.is(achievement, &digest))?;
        Some(serde_json::from_str(&found.document).map_err(Error::fault))
    };
    if let Some(published) = known(&list_published(conn, slug).await?) {
        return published;
    }
    hold_achievements(conn).await?;
    let versions = list_published(conn, slug).await?;
    if let Some(published) = known(&versions) {
        // Another process published it since.
        return published;
    }
    let base = achievement.version.as_str();
    let version = match versions.iter().filter(|one| one.is_of(base)).count() {
        0 => base.to_owned(),
        n => format!("{base}+{}", n + 1),
    };
    let revision = versions.first().map_or(1, |newest| newest.revision + 1);
    let published = Achievement {
        version,
        ..achievement.clone()
    };
    let document = serde_json::to_string(&published).map_err(Error::fault)?;
    let cells: Vec<Cell> = vec![
        published.slug.as_str().into(),
        published.version.as_str().into(),
        revision.into(),
        digest.into(),
        document.into(),
        at.into(),
    ];
    run(conn, "INSERT INTO achievements (slug, version, revision, digest, document, added_at) VALUES ($1, $2, $3, $4, $5, $6)", cells).await?;
    DIRECTORY.note_all(conn).await?;
    Ok(published)
}

/// Makes the published version of these contents the newest one of its slug. Says nothing where it is already.
pub async fn set_newest(conn: &mut impl Conn, achievement: &Achievement) -> Result<()> {
    let (slug, digest) = (achievement.slug.as_str(), achievement.digest());
    let is_newest = |all: &[Published]| {
        let newest = all.first();
        newest.is_none_or(|newest| newest.is(achievement, &digest))
    };
    if is_newest(&list_published(conn, slug).await?) {
        return Ok(());
    }
    hold_achievements(conn).await?;
    let versions = list_published(conn, slug).await?;
    let own = versions.iter().find(|one| one.is(achievement, &digest));
    if let (Some(own), Some(newest), false) = (own, versions.first(), is_newest(&versions)) {
        let cells: Vec<Cell> = vec![
            slug.into(),
            own.version.as_str().into(),
            (newest.revision + 1).into(),
        ];
        let sql = "UPDATE achievements SET revision = $3 WHERE slug = $1 AND version = $2";
        run(conn, sql, cells).await?;
        DIRECTORY.note_all(conn).await?;
    }
    Ok(())
}
