//! A connection that is answered before all of its request has been read is closed so that the answer arrives (RFC 9112, section 9.6).
//!
//! A socket that is closed while something of it is unread is reset, and whoever is still sending may then lose the answer that was on its way: that their file is
//! too large, say. A request that asks for another protocol (`Upgrade`) is the exception: hyper lets go of its connection without closing it.

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
const LINGER: Duration = Duration::from_secs(6);

/// Whether the last body of a connection was given up before its end.
#[derive(Clone, Default)]
pub struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// The body, which says here when it is given up before its end. Whatever was left of those before it has been read by now.
    pub fn watch(&self, body: Incoming) -> Watched {
        self.set(false);
        Watched {
            body,
            ended: false,
            given_up: self.clone(),
        }
    }

    fn set(&self, given_up: bool) {
        self.0.store(given_up, Ordering::Relaxed);
    }
}

/// A body that is watched to its end.
pub struct Watched {
    body: Incoming,
    ended: bool,
    given_up: GivenUp,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.ended |= matches!(polled, Poll::Ready(None));
        polled
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
        if !self.ended && !self.body.is_end_stream() {
            self.given_up.set(true);
        }
    }
}

/// A connection that, where something of it was not read, says that it is closed and reads on for a moment before it is.
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
        let until = this.until.get_or_insert_with(|| Box::pin(sleep(LINGER)));
        let mut waste = [0; 4 << 10];
        while until.as_mut().poll(context).is_pending() {
            let mut read = ReadBuf::new(&mut waste);
            match Pin::new(&mut this.stream).poll_read(context, &mut read) {
                // A head that could not be read, of which there is more.
                Poll::Ready(Ok(())) if !read.filled().is_empty() => this.given_up.set(true),
                // The other side has closed it too.
                Poll::Ready(_) => break,
                Poll::Pending if this.given_up.0.load(Ordering::Relaxed) => return Poll::Pending,
                // Nothing was left unread, and nothing is on its way.
                Poll::Pending => break,
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
        given_up.set(true);
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

        let (ours, mut theirs) = duplex(1 << 10);
        let (mut connection, _) = Lingering::new(ours);
        theirs.write_all(&[0; 1 << 10]).await.expect("taken");
        let sent = async {
            theirs.write_all(&[0; 64 << 10]).await.expect("taken too");
            drop(theirs);
        };
        let (closed, ()) = tokio::join!(connection.shutdown(), sent);
        closed.expect("closed once all was read");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_never_ends_is_left_in_time() {
        let (ours, _theirs) = duplex(1 << 10);
        let (mut connection, given_up) = Lingering::new(ours);
        given_up.set(true);
        let began = tokio::time::Instant::now();
        connection.shutdown().await.expect("closed");
        assert_eq!(began.elapsed(), LINGER);
    }
}
