//! `crema bounces`: reports on letters that came back, read from wherever a mailbox was emptied into. The same report again changes nothing.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{Failure, instance, runtime};
use crate::flows::subscriptions::{Read, read_report};

#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder of .eml files, an mbox, or one message; `-` is standard input.
    #[arg(default_value = "-")]
    path: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let messages = messages(&args.path)
        .map_err(|error| Failure::Environment(format!("{}: {error}", args.path.display())))?;
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let app = instance::open_bare(config)
            .await
            .map_err(Failure::Environment)?;
        let (mut ended, mut noted, mut foreign) = (0, 0, 0);
        let mut failed = None;
        for message in &messages {
            match read_report(&app, message).await {
                Ok(Read::Ended) => ended += 1,
                Ok(Read::Noted) => noted += 1,
                Ok(Read::Foreign) => foreign += 1,
                Err(error) => {
                    failed = Some(Failure::Environment(error.to_string()));
                    break;
                }
            }
        }
        app.db.close().await;
        println!("{ended} subscriptions ended, {noted} refusals noted, {foreign} messages about no letter of ours");
        failed.map_or(Ok(()), Err)
    })
}

/// The messages at a path, each by itself.
fn messages(path: &Path) -> std::io::Result<Vec<Vec<u8>>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok(taken_apart(&bytes));
    }
    if !path.is_dir() {
        return Ok(taken_apart(&fs::read(path)?));
    }
    // A Maildir keeps its messages in folders of its own, under names without an ending.
    let mut all = Vec::new();
    for folder in [path.to_owned(), path.join("new"), path.join("cur")] {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let file = entry?.path();
            let is_mail = folder != path || file.extension().is_some_and(|end| end == "eml");
            if is_mail && file.is_file() {
                all.push(fs::read(&file)?);
            }
        }
    }
    Ok(all)
}

/// The messages of an mbox (RFC 4155): each begins with a line `From `; without one the whole is one message.
fn taken_apart(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes.to_vec()];
    }
    let mut all: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if blank && line.starts_with(b"From ") {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.extend_from_slice(line);
        }
        blank = matches!(line, b"\n" | b"\r\n");
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mbox_is_taken_apart_and_a_message_is_one() {
        let mbox = b"From a@example.org Mon Jan  5\nSubject: a\n\nbody\nFrom within\n\nFrom b Mon\nSubject: b\n\nc\n";
        let all = taken_apart(mbox);
        assert_eq!(all.len(), 2);
        assert!(all[0].ends_with(b"From within\n\n"));
        assert_eq!(all[1], b"Subject: b\n\nc\n");
        assert_eq!(taken_apart(b"Subject: a\r\n\r\nb").len(), 1);
    }
}
