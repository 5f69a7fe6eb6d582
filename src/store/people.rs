//! The directory in memory: one look at the number of the last change says whether it is what the rows say, and if not, what changed is read. Nothing is found that
//! was taken back, in whichever process that was done.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{
    badges,
    db::{Db, Reader},
    directory::{changes, find_profile, list_all_profiles},
    holdings::{self, Skill},
};
use crate::{
    badges::achievement::Achievement,
    base::{AccountId, Result},
    directory::{
        index::{Entry, Index, Query, Results},
        profile::Standing,
    },
};

/// From how many changes on everything is read anew.
const MANY: i64 = 500;

/// The directory in memory.
#[derive(Default)]
pub struct People {
    kept: RwLock<Kept>,
    /// Held by the one request that catches up.
    reading: Mutex<()>,
}

/// What is kept, as of a change; none was seen yet where that is nothing.
#[derive(Default)]
struct Kept {
    seq: Option<i64>,
    index: Index,
    achievements: Arc<BTreeMap<String, Achievement>>,
}

/// What is found, with the achievements that words are needed for.
pub struct Looked {
    /// Who is found.
    pub results: Results,
    /// Achievements that somebody shows to who looks, by slug.
    pub skills: Vec<String>,
    /// Every achievement, by slug.
    pub achievements: Arc<BTreeMap<String, Achievement>>,
}

impl People {
    /// Looks for people.
    pub async fn look(&self, db: &Db, query: &Query) -> Result<Looked> {
        self.catch_up(db).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let skills = kept.index.skills(query.viewer, query.at);
        Ok(Looked {
            results: kept.index.search(query),
            skills: skills.into_iter().map(str::to_owned).collect(),
            achievements: kept.achievements.clone(),
        })
    }

    /// Every achievement, by slug.
    pub async fn achievements(&self, db: &Db) -> Result<Arc<BTreeMap<String, Achievement>>> {
        self.catch_up(db).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.achievements.clone())
    }

    /// The ends of the addresses that search engines may list.
    pub async fn addresses(&self, db: &Db, at: Timestamp) -> Result<Vec<String>> {
        self.catch_up(db).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let addresses = kept.index.addresses(at);
        Ok(addresses.into_iter().map(str::to_owned).collect())
    }

    fn seen(&self) -> Option<i64> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.seq
    }

    async fn catch_up(&self, db: &Db) -> Result<()> {
        let mut reader = db.read().await?;
        let last = changes::last(&mut reader).await?;
        if self.seen() == Some(last) {
            return Ok(());
        }
        // One reads for all; the others find it done.
        let _reading = self.reading.lock().await;
        let last = changes::last(&mut reader).await?;
        match self.seen() {
            Some(seen) if seen >= last => Ok(()),
            Some(seen) if last - seen <= MANY => self.follow(&mut reader, seen, last).await,
            _ => self.read_all(&mut reader, last).await,
        }
    }

    /// Reads what changed since `seen`.
    async fn follow(&self, reader: &mut Reader, seen: i64, last: i64) -> Result<()> {
        let changes = changes::list_after(reader, seen, MANY).await?;
        // Numbers follow each other: one that is missing was forgotten with time.
        let whole = changes.first().is_some_and(|(seq, _)| *seq == seen + 1);
        if !whole || changes.iter().any(|(_, account)| account.is_none()) {
            return self.read_all(reader, last).await;
        }
        let newest = changes.last().map_or(last, |(seq, _)| *seq);
        let mut accounts: Vec<AccountId> = changes.into_iter().filter_map(|one| one.1).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut fresh = Vec::new();
        for account in accounts {
            // Read after the change was seen: it cannot be older. One that changed again meanwhile is read again.
            let entry = match find_profile(reader, account).await? {
                Some(standing) if standing.hidden.is_none() => {
                    let skills = holdings::list_skills(reader, &[account]).await?;
                    Some(entry(
                        account,
                        standing,
                        skills.into_iter().map(|(_, skill)| skill),
                    ))
                }
                _ => None,
            };
            fresh.push((account, entry));
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        for (account, entry) in fresh {
            match entry {
                Some(entry) => kept.index.set(entry),
                None => kept.index.remove(account),
            }
        }
        kept.seq = Some(newest);
        Ok(())
    }

    async fn read_all(&self, reader: &mut Reader, last: i64) -> Result<()> {
        let achievements = badges::list_achievements(reader).await?;
        let achievements = achievements
            .into_iter()
            .map(|achievement| (achievement.slug.clone(), achievement));
        let achievements = Arc::new(achievements.collect());
        let mut skills: HashMap<AccountId, Vec<Skill>> = HashMap::new();
        for (account, skill) in holdings::list_all_skills(reader).await? {
            skills.entry(account).or_default().push(skill);
        }
        let entries = list_all_profiles(reader).await?;
        let entries = entries.into_iter().map(|(account, standing)| {
            let own = skills.remove(&account).unwrap_or_default();
            entry(account, standing, own.into_iter())
        });
        let index = Index::of(entries.collect());
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept {
            // What came after this number was asked for may be in already: it is read once more.
            seq: Some(last),
            index,
            achievements,
        };
        Ok(())
    }
}

fn entry(account: AccountId, standing: Standing, skills: impl Iterator<Item = Skill>) -> Entry {
    let until = standing.until();
    let shown = skills
        .filter(|skill| standing.profile.shows(skill.award))
        .map(|skill| (skill.achievement, skill.expires_at));
    let shown = shown.collect();
    Entry::new(account, standing.slug, until, &standing.profile, shown)
}
