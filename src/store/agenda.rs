//! What is announced, in memory: one look at the number of the last change says whether it is what the rows say, and if not, what changed is read. Nothing is
//! found that was taken back, in whichever process that was done.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::{
    changes::{Behind, EVENTS},
    db::{Db, Reader},
    events as rows,
};
use crate::{
    base::{EventId, Result},
    events::{
        Occurrence, Standing,
        agenda::{Agenda as Index, Entry},
    },
};

/// How far back dates are kept, in days: calendars are leafed through backwards too.
pub const KEPT_DAYS: i64 = 400;

/// What a commune is called, by its code: rooms and rows know codes alone.
pub type Naming = fn(&str) -> String;

/// What is announced, in memory.
pub struct Agenda {
    kept: RwLock<Kept>,
    naming: Naming,
    /// Held by the one request that catches up.
    reading: Mutex<()>,
}

/// What is kept, as of a change; none was seen yet where that is nothing.
#[derive(Default)]
struct Kept {
    seq: Option<i64>,
    index: Index,
}

impl Agenda {
    /// An agenda that was not read yet.
    pub fn new(naming: Naming) -> Agenda {
        Agenda {
            kept: RwLock::default(),
            naming,
            reading: Mutex::default(),
        }
    }

    /// The number of the last change: under the same number the same is announced.
    pub async fn last_change(&self, db: &Db) -> Result<i64> {
        EVENTS.last(&mut db.read().await?).await
    }

    /// Asks what is announced now. The number of the last change is told too: under the same number the same is announced.
    pub async fn look<T>(
        &self,
        db: &Db,
        at: Timestamp,
        ask: impl FnOnce(&Index) -> T,
    ) -> Result<(T, i64)> {
        self.catch_up(db, at).await?;
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok((ask(&kept.index), kept.seq.unwrap_or_default()))
    }

    fn seen(&self) -> Option<i64> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.seq
    }

    async fn catch_up(&self, db: &Db, at: Timestamp) -> Result<()> {
        let mut reader = db.read().await?;
        if self.seen() == Some(EVENTS.last(&mut reader).await?) {
            return Ok(());
        }
        // One reads for all; the others find it done.
        let _reading = self.reading.lock().await;
        match EVENTS.behind(&mut reader, self.seen()).await? {
            Behind::Nothing => Ok(()),
            Behind::These(changed, newest) => self.follow(&mut reader, changed, newest).await,
            Behind::Everything(last) => self.read_all(&mut reader, last, at).await,
        }
    }

    /// Reads what changed.
    async fn follow(&self, reader: &mut Reader, ids: Vec<EventId>, newest: i64) -> Result<()> {
        // Read after the change was seen: it cannot be older. One that changed again meanwhile is read again.
        let standings = rows::list(reader, &ids).await?;
        let fresh = self.entries(standings, rows::list_dates_of(reader, &ids).await?);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            kept.index.remove(id);
        }
        for entry in fresh {
            kept.index.set(entry);
        }
        kept.seq = Some(newest);
        Ok(())
    }

    async fn read_all(&self, reader: &mut Reader, last: i64, at: Timestamp) -> Result<()> {
        let since = at
            .checked_sub(SignedDuration::from_hours(24 * KEPT_DAYS))
            .unwrap_or(at);
        let standings = rows::list_public(reader, since).await?;
        let dates = rows::list_public_dates(reader, since).await?;
        let index = Index::of(self.entries(standings, dates));
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept {
            // What came after this number was asked for may be in already: it is read once more.
            seq: Some(last),
            index,
        };
        Ok(())
    }

    fn entries(&self, standings: Vec<Standing>, dates: Vec<Occurrence>) -> Vec<Entry> {
        let mut of: HashMap<EventId, Vec<Occurrence>> = HashMap::new();
        for date in dates {
            of.entry(date.event).or_default().push(date);
        }
        let entries = standings.iter().filter_map(|standing| {
            let own = of.remove(&standing.id).unwrap_or_default();
            let place = standing.event.place.as_ref();
            let place = place.map_or_else(String::new, |place| (self.naming)(&place.commune));
            Entry::new(standing, &own, &place)
        });
        entries.collect()
    }
}
