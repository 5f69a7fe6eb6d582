//! Pages that many ask for, given again while nothing of what they say has changed.
//!
//! What a page depends on is read each time and compared, so that no process has to be told of another's writes.

use std::{
    cell::RefCell,
    hash::Hash,
    io::Read,
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use flate2::{Compress, Compression, FlushCompress, Status, read::GzDecoder};
use jiff::Timestamp;
use lru::LruCache;

use super::{
    accept::{self, Coding},
    page::Page,
    problem::Problem,
};
use crate::base::{Error, Wording};

/// How many pages of one kind are kept, those asked for last: of a badge 16 kB each, and as much again of what they depend on; of a list 16 kB, compressed.
const MOST: NonZeroUsize = NonZeroUsize::new(500).expect("more than none");

/// Bytes of an address beyond which a list is not kept: nobody asks for it twice.
const LONGEST: usize = 400;

/// Pages by their names, each with the stamp of what it depends on.
pub struct Kept<N, S>(Mutex<LruCache<N, (S, Bytes)>>);

/// Lists that anybody may see, compressed.
pub type Lists = Kept<Name, Stamp>;

/// Which list it is: its address with all that it asks for, and how it is worded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name {
    address: String,
    wording: Wording,
}

/// What a list depends on: the last change of what is listed, and the minute, as what has an end leaves by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    change: i64,
    minute: i64,
}

impl<N: Hash + Eq, S: PartialEq> Default for Kept<N, S> {
    fn default() -> Kept<N, S> {
        Kept(Mutex::new(LruCache::new(MOST)))
    }
}

impl<N: Hash + Eq, S: PartialEq> Kept<N, S> {
    /// The page as it was made under the same stamp.
    pub fn find(&self, name: &N, stamp: &S) -> Option<Bytes> {
        let mut pages = self.pages();
        let (of, bytes) = pages.get(name)?;
        (of == stamp).then(|| bytes.clone())
    }

    /// Keeps a page in place of what had another stamp, or was asked for longest ago.
    pub fn keep(&self, name: N, stamp: S, bytes: Bytes) {
        self.pages().put(name, (stamp, bytes));
    }

    fn pages(&self) -> MutexGuard<'_, LruCache<N, (S, Bytes)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    /// The number of the last change, and the time.
    pub fn of(change: i64, now: Timestamp) -> Stamp {
        Stamp {
            change,
            minute: now.as_second().div_euclid(60),
        }
    }
}

impl Lists {
    /// The list as it was made under the same stamp, else as it is made now. What is refused, or was not understood, is not kept.
    ///
    /// # Errors
    /// Those of making it.
    pub async fn give(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        page: &Page,
        stamp: Stamp,
        make: impl Future<Output = Result<(StatusCode, String), Problem>>,
    ) -> Result<Response, Problem> {
        let name = Name {
            address: uri.to_string(),
            wording: page.wording(),
        };
        let coding = accept::coding(headers);
        if let Some(bytes) = self.find(&name, &stamp) {
            return match coding {
                Coding::Gzip => Ok(compressed(bytes)),
                Coding::Identity | Coding::Neither => Ok(Html(opened(&bytes)?).into_response()),
            };
        }
        let (status, html) = make.await?;
        if status != StatusCode::OK || name.address.len() > LONGEST {
            return Ok((status, Html(html)).into_response());
        }
        let bytes = closed(&html)?;
        self.keep(name, stamp, bytes.clone());
        Ok(match coding {
            Coding::Gzip => compressed(bytes),
            Coding::Identity | Coding::Neither => Html(html).into_response(),
        })
    }
}

/// A compressed page as an answer; the layer that compresses leaves it as it is, and so says nothing of what it varies by.
fn compressed(bytes: Bytes) -> Response {
    let mut response = Html(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

thread_local! {
    /// What compresses on this thread. Its state takes a quarter of a megabyte: made anew between pages that stay, it would leave holes of that size in the memory.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::default(), 15));
}

fn closed(html: &str) -> Result<Bytes, Error> {
    // What cannot be compressed grows by less than a thousandth, and by its frame.
    let mut packed = Vec::with_capacity(html.len() + html.len() / 1_000 + 100);
    let status = PACKER.with_borrow_mut(|packer| {
        packer.reset();
        packer.compress_vec(html.as_bytes(), &mut packed, FlushCompress::Finish)
    });
    match status.map_err(Error::fault)? {
        // No more room is kept than it takes.
        Status::StreamEnd => Ok(Bytes::copy_from_slice(&packed)),
        Status::Ok | Status::BufError => {
            Err(Error::fault("a page longer compressed than it may be"))
        }
    }
}

fn opened(bytes: &[u8]) -> Result<String, Error> {
    let mut html = String::with_capacity(64 << 10);
    let mut decoder = GzDecoder::new(bytes);
    decoder.read_to_string(&mut html).map_err(Error::fault)?;
    Ok(html)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn a_page_is_given_again_only_under_the_stamp_it_was_made_under() {
        let kept = Kept::<&str, i64>::default();
        kept.keep("a", 1, Bytes::from_static(b"first"));
        assert_eq!(kept.find(&"a", &1), Some(Bytes::from_static(b"first")));
        assert_eq!(kept.find(&"a", &2), None);
        assert_eq!(kept.find(&"b", &1), None);
        kept.keep("a", 2, Bytes::from_static(b"second"));
        assert_eq!(kept.find(&"a", &1), None);
        assert_eq!(kept.find(&"a", &2), Some(Bytes::from_static(b"second")));
    }

    #[test]
    fn those_asked_for_longest_ago_make_room() {
        let kept = Kept::<usize, ()>::default();
        for name in 0..MOST.get() {
            kept.keep(name, (), Bytes::new());
        }
        assert!(kept.find(&0, &()).is_some());
        kept.keep(MOST.get(), (), Bytes::new());
        assert!(kept.find(&0, &()).is_some() && kept.find(&1, &()).is_none());
    }

    #[test]
    fn what_is_compressed_is_the_same_when_it_is_opened() {
        // No byte of it can be told from those before it.
        let noise = (0..2_000).map(|at: u32| Sha256::digest(at.to_be_bytes()));
        let noise = noise.flatten().map(|byte| char::from(byte % 128));
        let noise = noise.collect::<String>();
        for (html, most) in [
            ("<p>Élan</p>".repeat(1_000), 1_200),
            (String::new(), 30),
            (noise, 64_000),
        ] {
            let bytes = closed(&html).expect("compressed");
            assert!(bytes.len() < most, "{}", bytes.len());
            assert_eq!(opened(&bytes).expect("opened"), html);
        }
    }
}
