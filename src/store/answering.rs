//! Answers that come at the same time are written together: one transaction, one wait for the disk, and each is acknowledged when it is durable.
//!
//! Who comes while others are being written waits in the queue; whoever's turn it is then writes all that waits. So a single answer is written at once, and many cost
//! little more than one.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Mutex as Turn, oneshot};

use super::{
    assessment::{self as rows, Answer, Sitting},
    db::Db,
    sittings::Sittings,
};
use crate::{
    assessment::clock::Clock,
    base::{AttemptId, Error, Result},
};

/// How many answers are written together.
const TOGETHER: usize = 200;

/// An answer with what it changes beside itself.
pub struct Write {
    /// The answer.
    pub answer: Answer,
    /// The version of the module whose question was drawn for it, where that is counted.
    pub exposed: Option<String>,
    /// The clock before and after it, where it moves.
    pub clock: Option<(Clock, Clock)>,
    /// The attempt as it was read.
    pub before: Arc<Sitting>,
    /// The attempt as it then stands.
    pub after: Arc<Sitting>,
}

struct Waiting {
    write: Write,
    told: oneshot::Sender<Result<bool>>,
}

/// The answers that wait to be written.
#[derive(Default)]
pub struct Answering {
    waiting: Mutex<Vec<Waiting>>,
    turn: Turn<()>,
}

impl Answering {
    /// Writes an answer, with those that wait beside it. Says `false`, and stores nothing of it, where another answer stands or the attempt is completed.
    pub async fn write(&self, db: &Db, sittings: &Sittings, write: Write) -> Result<bool> {
        let (told, mut fate) = oneshot::channel();
        self.waiting().push(Waiting { write, told });
        let _turn = tokio::select! {
            biased;
            fate = &mut fate => return fate.unwrap_or(Err(Error::Busy)),
            turn = self.turn.lock() => turn,
        };
        loop {
            match fate.try_recv() {
                Ok(fate) => return fate,
                Err(oneshot::error::TryRecvError::Closed) => return Err(Error::Busy),
                Err(oneshot::error::TryRecvError::Empty) => {
                    write_all(db, sittings, self.take()).await;
                }
            }
        }
    }

    /// What is written next: the first that wait, one to an attempt, so that they are stored in the order in which they came. Who went away is not waited for.
    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting();
        let mut attempts = HashSet::new();
        let (mut taken, mut left) = (Vec::new(), Vec::new());
        for one in waiting.drain(..).filter(|one| !one.told.is_closed()) {
            let first = attempts.insert(one.write.answer.attempt);
            if first && taken.len() < TOGETHER {
                taken.push(one);
            } else {
                left.push(one);
            }
        }
        *waiting = left;
        taken
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write_all(db: &Db, sittings: &Sittings, all: Vec<Waiting>) {
    let writes: Vec<&Write> = all.iter().map(|one| &one.write).collect();
    match store(db, sittings, &writes).await {
        Ok(stored) => {
            for one in all {
                let stored = stored.contains(&one.write.answer.attempt);
                // Who went away meanwhile is told nothing.
                let _ = one.told.send(Ok(stored));
            }
        }
        Err(Error::Busy) => {
            for one in all {
                let _ = one.told.send(Err(Error::Busy));
            }
        }
        // One that cannot be stored keeps no other from being so.
        Err(_) if all.len() > 1 => {
            for one in all {
                let stored = store(db, sittings, &[&one.write]).await;
                let _ = one.told.send(stored.map(|stored| !stored.is_empty()));
            }
        }
        Err(error) => {
            if let Some(one) = all.into_iter().next() {
                let _ = one.told.send(Err(error));
            }
        }
    }
}

/// Stores answers to different attempts in one transaction; gives the attempts whose answers were stored.
async fn store(db: &Db, sittings: &Sittings, writes: &[&Write]) -> Result<HashSet<AttemptId>> {
    let writing = sittings.writing_these(writes.iter().map(|write| &write.before));
    let mut tx = db.write().await?;
    let answers: Vec<&Answer> = writes.iter().map(|write| &write.answer).collect();
    let stored = rows::add_answers(&mut tx, &answers).await?;
    let mut known = Vec::new();
    // Two processes that count the same questions do so in the same order, so that neither waits for the other's next.
    let mut writes = writes.to_vec();
    writes.sort_by_key(|write| (&write.exposed, &write.answer.item));
    for write in writes {
        let Answer { attempt, item, .. } = &write.answer;
        if !stored.contains(attempt) {
            continue;
        }
        if let Some(hash) = &write.exposed {
            rows::add_exposure(&mut tx, hash, item).await?;
        }
        let moved = match &write.clock {
            Some((from, to)) => rows::set_clock(&mut tx, *attempt, from, to).await?,
            None => true,
        };
        if moved {
            known.push(write.after.clone());
        }
    }
    tx.commit().await?;
    writing.end(sittings, known);
    Ok(stored)
}
