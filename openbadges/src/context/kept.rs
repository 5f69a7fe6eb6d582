//! The contexts that were processed, found again without a lock and without counting references: any number of threads read them side by side.

use std::{
    borrow::Cow,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{Active, Held, Key};

/// Processed contexts remembered at once, of some 20 kB each. The bundled ones settle at a few dozen; beyond this bound a context is processed and not kept. So
/// documents that name them in every order cost their readers time, and no more room than this.
const MOST: usize = 512;

/// Chains of entries, by what a context depends on. Nothing is ever moved or taken out while the list of contexts lives.
pub(super) struct Kept {
    chains: Box<[Chain]>,
    count: AtomicUsize,
}

type Chain = OnceLock<Box<Entry>>;

struct Entry {
    key: Key,
    active: Arc<Active>,
    next: Chain,
}

impl Default for Kept {
    fn default() -> Kept {
        Kept {
            chains: (0..256).map(|_| Chain::new()).collect(),
            count: AtomicUsize::new(0),
        }
    }
}

impl Kept {
    /// What was kept under a key.
    pub(super) fn find(&self, key: &Key) -> Option<&Arc<Active>> {
        let mut chain = self.chain(key);
        while let Some(entry) = chain.get() {
            if entry.key == *key {
                return Some(&entry.active);
            }
            chain = &entry.next;
        }
        None
    }

    /// Keeps a context. Two threads may have made the same one: both go on with the first.
    pub(super) fn keep(&self, key: Key, active: Arc<Active>) -> Held<'_> {
        if self.count.fetch_add(1, Ordering::Relaxed) >= MOST {
            self.count.fetch_sub(1, Ordering::Relaxed);
            return Cow::Owned(active);
        }
        let mut made = Some(active);
        let mut chain = self.chain(&key);
        loop {
            let entry = chain.get_or_init(|| {
                Box::new(Entry {
                    key,
                    active: made.take().expect("it ends with the entry that it makes"),
                    next: Chain::new(),
                })
            });
            if entry.key == key {
                return Cow::Borrowed(&entry.active);
            }
            chain = &entry.next;
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    fn chain(&self, key: &Key) -> &Chain {
        // Both numbers are counted up: multiplied by odd numbers and folded, neighbours come apart.
        let mixed = key.before.wrapping_mul(31) ^ key.definition.wrapping_mul(0x9e37);
        let place = (mixed ^ mixed >> 8) % 256;
        &self.chains[usize::try_from(place).expect("it is below 256")]
    }
}

impl Clone for Kept {
    fn clone(&self) -> Kept {
        let copy = Kept::default();
        for mut chain in &self.chains {
            while let Some(entry) = chain.get() {
                copy.keep(entry.key, Arc::clone(&entry.active));
                chain = &entry.next;
            }
        }
        copy
    }
}
