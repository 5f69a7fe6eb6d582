//! Attempts lately read, kept in memory while this process is the only one that writes them.
//!
//! Most pages of a quiz show an attempt that has not changed since the page before, and asking SQLite costs more than all the rest of the page.
//! Several processes over one PostgreSQL must ask each time: there nothing is kept.

use std::{
    array::from_fn,
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::assessment::Sitting;
use crate::base::AttemptId;

/// Attempts are told apart by shards so that writing one seldom keeps another from being remembered.
const SHARDS: usize = 64;

/// How many attempts a shard keeps, of some three kilobytes each.
const KEPT: usize = 128;

/// The attempts lately read.
pub struct Sittings {
    /// `None` where other processes write too.
    shards: Option<[Mutex<Shard>; SHARDS]>,
}

#[derive(Default)]
struct Shard {
    kept: HashMap<AttemptId, Arc<Sitting>>,
    /// How many writes are under way.
    writing: usize,
    /// How many writes began or ended: what was read before the last of them may be old.
    turn: u64,
}

/// When an attempt was looked for and not found: what is then read may be kept unless a write came between.
pub struct Ticket(u64);

/// A write under way: nothing of its shards is newly kept until it is dropped, which must not be before the transaction has ended.
pub struct Writing<'s> {
    /// Each shard with its turn since the write began.
    shards: Vec<(&'s Mutex<Shard>, u64)>,
    /// The attempts that were kept as whoever writes them had read them.
    read: HashSet<AttemptId>,
}

impl Sittings {
    /// An empty memory; `alone` says that no other process writes attempts.
    pub fn new(alone: bool) -> Sittings {
        Sittings {
            shards: alone.then(|| from_fn(|_| Mutex::default())),
        }
    }

    fn shard(&self, id: AttemptId) -> Option<&Mutex<Shard>> {
        Some(&self.shards.as_ref()?[id.part_of(SHARDS)])
    }

    /// The attempt as it was last read, or the ticket with which to [`Sittings::keep`] it.
    pub fn find(&self, id: AttemptId) -> Result<Arc<Sitting>, Ticket> {
        let Some(shard) = self.shard(id) else {
            return Err(Ticket(0));
        };
        let shard = lock(shard);
        shard.kept.get(&id).cloned().ok_or(Ticket(shard.turn))
    }

    /// Keeps what was read since the ticket was given, unless it may be old already.
    pub fn keep(&self, ticket: &Ticket, sitting: &Arc<Sitting>) {
        let Some(shard) = self.shard(sitting.id) else {
            return;
        };
        let mut shard = lock(shard);
        if shard.writing == 0 && shard.turn == ticket.0 {
            shard.keep(sitting.clone());
        }
    }

    /// Says that an attempt is about to be written; hold what is returned until the transaction has ended.
    pub fn writing(&self, id: AttemptId) -> Writing<'_> {
        Writing::begin(self.shard(id).into_iter().collect(), |kept| {
            kept.remove(&id);
        })
    }

    /// Says that these are about to be written as they were read; hold what is returned until the transaction has ended.
    pub fn writing_these<'r>(&self, read: impl Iterator<Item = &'r Arc<Sitting>>) -> Writing<'_> {
        let mut writing = Writing {
            shards: Vec::new(),
            read: HashSet::new(),
        };
        for sitting in read {
            let Some(own) = self.shard(sitting.id) else {
                continue;
            };
            let mut shard = lock(own);
            if !writing
                .shards
                .iter()
                .any(|(known, _)| std::ptr::eq(*known, own))
            {
                writing.shards.push((own, shard.begin()));
            }
            let kept = shard.kept.remove(&sitting.id);
            if kept.is_some_and(|kept| Arc::ptr_eq(&kept, sitting)) {
                writing.read.insert(sitting.id);
            }
        }
        writing
    }

    /// Says that any attempt may be written; hold what is returned until the transaction has ended.
    pub fn writing_all(&self) -> Writing<'_> {
        Writing::begin(self.shards.iter().flatten().collect(), HashMap::clear)
    }
}

impl<'s> Writing<'s> {
    fn begin(
        shards: Vec<&'s Mutex<Shard>>,
        forget: impl Fn(&mut HashMap<AttemptId, Arc<Sitting>>),
    ) -> Writing<'s> {
        let begun = shards.into_iter().map(|own| {
            let mut shard = lock(own);
            forget(&mut shard.kept);
            (own, shard.begin())
        });
        Writing {
            shards: begun.collect(),
            read: HashSet::new(),
        }
    }

    /// Ends a write after which attempts are known to stand so. Kept is what was read before it as it was kept, unless something else was written beside it.
    pub fn end(self, sittings: &Sittings, known: Vec<Arc<Sitting>>) {
        for sitting in known {
            let Some(own) = sittings.shard(sitting.id) else {
                continue;
            };
            let begun = self
                .shards
                .iter()
                .find(|(shard, _)| std::ptr::eq(*shard, own));
            let mut shard = lock(own);
            let alone = shard.writing == 1 && begun.is_some_and(|(_, turn)| *turn == shard.turn);
            if alone && self.read.contains(&sitting.id) {
                shard.keep(sitting);
            }
        }
    }
}

impl Shard {
    /// Counts a write that begins; gives its turn.
    fn begin(&mut self) -> u64 {
        self.writing += 1;
        self.turn += 1;
        self.turn
    }

    fn keep(&mut self, sitting: Arc<Sitting>) {
        if self.kept.len() >= KEPT {
            let any = self.kept.keys().next().copied();
            any.and_then(|any| self.kept.remove(&any));
        }
        self.kept.insert(sitting.id, sitting);
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        for (shard, _) in &self.shards {
            let mut shard = lock(shard);
            shard.writing -= 1;
            shard.turn += 1;
        }
    }
}

fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::base::Lang;

    fn sitting(id: AttemptId) -> Arc<Sitting> {
        Arc::new(Sitting {
            id,
            module_hash: String::new(),
            lang: Lang::Fr,
            easy: false,
            seed: String::new(),
            started_at: Timestamp::UNIX_EPOCH,
            completed_at: None,
            manner: Default::default(),
            draw: Default::default(),
            clock: Default::default(),
            person: None,
            answers: Default::default(),
        })
    }

    #[test]
    fn what_was_read_is_found_again() {
        let sittings = Sittings::new(true);
        let read = sitting(AttemptId::new());
        let ticket = sittings.find(read.id).unwrap_err();
        sittings.keep(&ticket, &read);
        assert!(sittings.find(read.id).is_ok());
        drop(sittings.writing(read.id));
        assert!(sittings.find(read.id).is_err());
    }

    #[test]
    fn what_was_read_beside_a_write_is_not_kept() {
        let sittings = Sittings::new(true);
        let read = sitting(AttemptId::new());
        // Read before, kept while the write is under way.
        let before = sittings.find(read.id).unwrap_err();
        let writing = sittings.writing(read.id);
        sittings.keep(&before, &read);
        assert!(sittings.find(read.id).is_err());
        // Read while the write is under way, kept after it.
        let during = sittings.find(read.id).unwrap_err();
        drop(writing);
        sittings.keep(&during, &read);
        assert!(sittings.find(read.id).is_err());
        // Read before, kept after it.
        sittings.keep(&before, &read);
        assert!(sittings.find(read.id).is_err());
        // Every shard at once.
        let ticket = sittings.find(read.id).unwrap_err();
        drop(sittings.writing_all());
        sittings.keep(&ticket, &read);
        assert!(sittings.find(read.id).is_err());
    }

    #[test]
    fn what_was_written_as_it_was_read_is_known_without_reading_it() {
        let sittings = Sittings::new(true);
        let read = sitting(AttemptId::new());
        let after = || Arc::new(Sitting::clone(&read));
        let keep = || {
            let ticket = sittings.find(read.id).unwrap_err();
            sittings.keep(&ticket, &read);
        };
        keep();
        let writing = sittings.writing_these([&read].into_iter());
        assert!(sittings.find(read.id).is_err());
        let then = after();
        writing.end(&sittings, vec![then.clone()]);
        let found = sittings.find(read.id).ok().expect("it is known");
        assert!(Arc::ptr_eq(&found, &then));

        // What was read before another write of the same attempt does not stand.
        let writing = sittings.writing_these([&read].into_iter());
        writing.end(&sittings, vec![after()]);
        assert!(sittings.find(read.id).is_err());

        // Another write that began or ended beside it, or is still under way, may be of the same attempt.
        let other = |before: bool, after_it: bool| {
            keep();
            let first = before.then(|| sittings.writing_all());
            if before {
                assert!(sittings.find(read.id).is_err());
            }
            let writing = sittings.writing_these([&read].into_iter());
            let second = (!before).then(|| sittings.writing(read.id));
            if after_it {
                writing.end(&sittings, vec![after()]);
                drop((first, second));
            } else {
                drop((first, second));
                writing.end(&sittings, vec![after()]);
            }
            assert!(sittings.find(read.id).is_err(), "{before} {after_it}");
        };
        other(true, true);
        other(true, false);
        other(false, true);
        other(false, false);

        // A write that comes to nothing leaves nothing.
        keep();
        drop(sittings.writing_these([&read].into_iter()));
        assert!(sittings.find(read.id).is_err());
    }

    #[test]
    fn it_stays_small_and_keeps_nothing_beside_other_processes() {
        let sittings = Sittings::new(true);
        let mut found = 0;
        let ids: Vec<AttemptId> = (0..10_000).map(|_| AttemptId::new()).collect();
        for id in &ids {
            let ticket = sittings.find(*id).unwrap_err();
            sittings.keep(&ticket, &sitting(*id));
        }
        for id in &ids {
            found += usize::from(sittings.find(*id).is_ok());
        }
        assert!(found > 0 && found <= SHARDS * KEPT, "{found}");
        let shared = Sittings::new(false);
        let ticket = shared.find(ids[0]).unwrap_err();
        shared.keep(&ticket, &sitting(ids[0]));
        assert!(shared.find(ids[0]).is_err());
    }
}
