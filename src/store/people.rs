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
    changes::{Behind, DIRECTORY},
    db::{Db, Reader},
    directory::{find_profile, list_all_profiles},
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

/// The number of a commune by its code: rooms and rows know codes alone.
pub type Numbering = fn(&str) -> Option<u32>;

/// The directory in memory.
pub struct People {
    kept: RwLock<Kept>,
    numbering: Numbering,
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
    /// A directory that was not read yet.
    pub fn new(numbering: Numbering) -> People {
        People {
            kept: RwLock::default(),
            numbering,
            reading: Mutex::default(),
        }
    }

    /// The number of the last change: under the same number the same people are found.
    pub async fn last_change(&self, db: &Db) -> Result<i64> {
        DIRECTORY.last(&mut db.read().await?).await
    }

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
        if self.seen() == Some(DIRECTORY.last(&mut reader).await?) {
            return Ok(());
        }
        // One reads for all; the others find it done.
        let _reading = self.reading.lock().await;
        match DIRECTORY.behind(&mut reader, self.seen()).await? {
            Behind::Nothing => Ok(()),
            Behind::These(changed, newest) => self.follow(&mut reader, changed, newest).await,
            Behind::Everything(last) => self.read_all(&mut reader, last).await,
        }
    }

    /// Reads what changed.
    async fn follow(
        &self,
        reader: &mut Reader,
        accounts: Vec<AccountId>,
        newest: i64,
    ) -> Result<()> {
        let mut fresh = Vec::new();
        for account in accounts {
            // Read after the change was seen: it cannot be older. One that changed again meanwhile is read again.
            let entry = match find_profile(reader, account).await? {
                Some(standing) if standing.hidden.is_none() => {
                    let skills = holdings::list_skills(reader, &[account]).await?;
                    let skills = skills.into_iter().map(|(_, skill)| skill);
                    Some(self.entry(account, standing, skills))
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
            self.entry(account, standing, own.into_iter())
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

    fn entry(
        &self,
        account: AccountId,
        standing: Standing,
        skills: impl Iterator<Item = Skill>,
    ) -> Entry {
        let until = standing.until();
        let profile = &standing.profile;
        let shown = skills
            .filter(|skill| profile.shows(skill.award))
            .map(|skill| (skill.achievement, skill.expires_at));
        let shown = shown.collect();
        let commune = (self.numbering)(&profile.commune.value);
        Entry::new(account, standing.slug, until, profile, commune, shown)
    }
}
