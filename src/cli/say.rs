//! What a command says: data on standard output, messages on standard error.

use std::io::{self, ErrorKind, Write};

/// Writes a text to standard output, as [`say_bytes`] does.
pub(super) fn say(text: &str) {
    say_bytes(text.as_bytes());
}

/// Writes data to standard output. A reader that went away is no fault of ours; where it cannot be written, as on a full disk, the command ends with 2, so that nobody
/// takes half of it for the whole.
pub(super) fn say_bytes(bytes: &[u8]) {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => {
            complain(&format!("crema: standard output: {error}"));
            std::process::exit(2);
        }
    }
}

/// Writes a line to standard error; where nobody listens, there is nobody to tell.
pub(super) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
