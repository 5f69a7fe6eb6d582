//! Changed modules are taken over while the server runs: the folder is looked at time and again, and read again once nobody writes in it any more.

use std::{sync::Arc, time::Duration};

use jiff::tz::TimeZone;
use tokio::sync::watch;

use super::tables::texts;
use crate::{
    app::App,
    flows::badges,
    outside::quizzes::{File, Look, Shelf},
    web::findings,
};

/// What is known of the folder.
#[derive(Default)]
struct Seen {
    /// How it looked when it was last read.
    read: Option<Look>,
    /// How it looked the last time.
    last: Option<Look>,
    /// What was told last of why it cannot be read.
    fault: Option<String>,
}

/// Watches the folder of modules until `stop` says so.
pub(super) async fn run(
    app: Arc<App>,
    look: Option<Look>,
    pause: Duration,
    mut stop: watch::Receiver<bool>,
) {
    let mut seen = Seen {
        read: look.clone(),
        last: look,
        fault: None,
    };
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(pause) => seen = turn(&app, seen).await,
            // An error means that nobody can say stop any more: the program ends.
            _ = stop.changed() => {}
        }
    }
}

/// One look, and one reading where the folder changed and stayed as it is from one look to the next.
async fn turn(app: &Arc<App>, mut seen: Seen) -> Seen {
    let before = app.shelf();
    let (folder, today) = (
        app.config.quizzes.clone(),
        app.now().to_zoned_datetime(TimeZone::UTC).date(),
    );
    let (was_read, last, shelf) = (seen.read.take(), seen.last.take(), before.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let now = Look::at(&folder);
        let settled = matches!(&now, Ok(now) if Some(now) == last.as_ref());
        if !settled || now.as_ref().ok() == was_read.as_ref() {
            return (was_read, now, None);
        }
        let read = shelf.renewed(&folder, today);
        // Whatever was written meanwhile may have been read by half.
        if Look::at(&folder).ok() != last {
            return (was_read, now, None);
        }
        (was_read, now, Some(read))
    })
    .await;
    let Ok((was_read, now, read)) = looked else {
        tracing::error!("reading the modules panicked; they go on as they are");
        return seen;
    };
    seen.read = was_read;
    let read = match (&now, read) {
        (Err(why), _) => Some(Err(why.clone())),
        (Ok(_), read) => read,
    };
    let now = now.ok();
    match read {
        None => {}
        Some(Ok(shelf)) => {
            let files = shelf.files().to_vec();
            match badges::take_over(app, shelf).await {
                Ok(()) => {
                    tell(&before, &files);
                    seen.read = now.clone();
                    seen.fault = None;
                }
                Err(error) => {
                    tracing::warn!(%error, "changed modules could not be published; tried again")
                }
            }
        }
        Some(Err(why)) => {
            if seen.fault.as_ref() != Some(&why) {
                tracing::warn!("{why}; the modules go on as they are");
                app.set_shelf(before.with_fault(why.clone()));
                seen.fault = Some(why);
            }
            seen.read = now.clone();
        }
    }
    seen.last = now;
    seen
}

/// Says in the log what became of each file that changed.
fn tell(before: &Shelf, files: &[File]) {
    let texts = texts();
    for file in files {
        let earlier = before
            .files()
            .iter()
            .find(|earlier| earlier.path == file.path);
        if earlier.is_some_and(|earlier| earlier.is_as(file)) {
            continue;
        }
        for report in file.reports.iter().filter(|report| report.is_wrong()) {
            for finding in &report.findings {
                let (path, words) = (
                    report.path.display(),
                    findings::words(texts, &finding.problem),
                );
                tracing::warn!("{path}:{}:{}: {words}", finding.line, finding.column);
            }
        }
        let path = file.path.display();
        match &file.served {
            Some(served) if file.refused => {
                let version = &served.own().version;
                tracing::warn!("{path}: not taken over; version {version} goes on being served");
            }
            Some(served) => tracing::info!("{path}: version {} is served", served.own().version),
            None => tracing::warn!("{path}: not served"),
        }
    }
    for gone in before.files() {
        if !files.iter().any(|file| file.path == gone.path) {
            tracing::info!("{}: gone, and not served any more", gone.path.display());
        }
    }
}
