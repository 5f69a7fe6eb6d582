//! A connection that is answered before all of its request has been read is closed so that the answer arrives (RFC 9112, section 9.6).
//!
//! A socket that is closed while something of it is unread is reset, and whoever is still sending may then lose the answer that was on its way: that their file is
//! too large, say.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// How long what is still sent is read and thrown away: with the time that a body may take, less than the half minute after which a slow client must be gone.
const LINGER: Duration = Duration::from_secs(8);

/// Whether a body of a connection was given up before its end.
#[derive(Clone, Default)]
pub struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// The body, which says here when it is given up before its end.
    pub fn watch(&self, body: Incoming) -> Watched {
        Watched {
            body,
            given_up: self.clone(),
        }
    }
}

/// A body that is watched to its end.
pub struct Watched {
    body: Incoming,
    given_up: GivenUp,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.body.is_end_stream() {
            self.given_up.0.store(true, Ordering::Relaxed);
        }
    }
}

/// A connection that, where a body was given up, says that it is closed and reads on for a moment before it is.
pub struct Lingering<S> {
    stream: S,
    given_up: GivenUp,
    until: Option<Pin<Box<Sleep>>>,
}

impl<S> Lingering<S> {
    /// The connection, and what its bodies are watched by.
    pub fn new(stream: S) -> (Lingering<S>, GivenUp) {
        let given_up = GivenUp::default();
        let lingering = Lingering {
            stream,
            given_up: given_up.clone(),
            until: None,
        };
        (lingering, given_up)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        read: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, read)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.until.is_none() {
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        }
        if !this.given_up.0.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        let until = this.until.get_or_insert_with(|| Box::pin(sleep(LINGER)));
        let mut waste = [0; 4 << 10];
        while until.as_mut().poll(context).is_pending() {
            let mut read = ReadBuf::new(&mut waste);
            match ready!(Pin::new(&mut this.stream).poll_read(context, &mut read)) {
                Ok(()) if !read.filled().is_empty() => {}
                // The other side has closed it too.
                Ok(()) | Err(_) => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn what_is_still_sent_is_read_after_the_end_was_said_and_nothing_is_waited_for_otherwise()
    {
        let (ours, mut theirs) = duplex(1 << 10);
        let (mut connection, given_up) = Lingering::new(ours);
        given_up.0.store(true, Ordering::Relaxed);
        connection.write_all(b"413").await.expect("written");
        let sent = async {
            // More than the pipe holds: it is taken away at the other end.
            theirs.write_all(&[0; 64 << 10]).await.expect("taken");
            let mut answer = String::new();
            theirs.read_to_string(&mut answer).await.expect("read");
            drop(theirs);
            answer
        };
        let (closed, answer) = tokio::join!(connection.shutdown(), sent);
        closed.expect("closed");
        assert_eq!(answer, "413");

        let (ours, _theirs) = duplex(1 << 10);
        let (mut connection, _) = Lingering::new(ours);
        connection.shutdown().await.expect("closed at once");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_never_ends_is_left_in_time() {
        let (ours, _theirs) = duplex(1 << 10);
        let (mut connection, given_up) = Lingering::new(ours);
        given_up.0.store(true, Ordering::Relaxed);
        let began = tokio::time::Instant::now();
        connection.shutdown().await.expect("closed");
        assert_eq!(began.elapsed(), LINGER);
    }
}
