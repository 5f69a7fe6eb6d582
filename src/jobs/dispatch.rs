//! From a job to what does it.

use jiff::Timestamp;

use crate::{
    app::App,
    base::{Email, Error, Lang, SubscriptionId},
    flows::{
        access, assessment, badges, certification, charter, contested, directory, events,
        registration,
        subscriptions::{self, Errand, Read},
        upkeep,
    },
    letters::{
        self, Draft,
        registered::{About, Place},
    },
    outside::mail::{ListHead, Parcel},
    store::{
        allowances,
        jobs::{Claimed, Job, Letter},
    },
    subscriptions::bounce,
};

/// What became of a job.
pub(super) enum Outcome {
    /// Done, or no longer wanted.
    Done,
    /// Its row went with what it was about.
    Gone,
    /// Not its turn: nothing was tried.
    NotYet(Timestamp),
    /// It failed, and may succeed later.
    Failed(String),
    /// It failed, and will fail again.
    Hopeless(String),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Outcome {
        Outcome::Failed(error.to_string())
    }
}

/// Does a job.
pub(super) async fn dispatch(app: &App, claimed: &Claimed) -> Outcome {
    let Some(job) = Job::read(&claimed.text) else {
        return Outcome::Hopeless("a later version of the program wrote this job".into());
    };
    match job {
        Job::SendLetter { to, lang, letter } => {
            let lang = lang.parse().unwrap_or_default();
            match draft(app, lang, &letter).await {
                Ok(Some(draft)) => send(app, claimed, to, draft, letter.subscription()).await,
                Ok(None) => Outcome::Done,
                Err(error) => error.into(),
            }
        }
        Job::GiveBatch { batch } => match badges::work_batch(app, batch).await {
            Ok(None) => Outcome::Done,
            Ok(Some(later)) => Outcome::NotYet(later),
            Err(error) => error.into(),
        },
        Job::Remind => match remind(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::Neutralise {
            module,
            item,
            reason,
        } => match contested::take_out(app, claimed.id, &module, &item, &reason).await {
            Ok(_) => Outcome::Gone,
            Err(error) => error.into(),
        },
        Job::Settle { dossier } => match certification::settle(app, dossier).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::RemindRegistered => match registration::remind(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::AskProfiles => match directory::ask_again(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::Announce { event } => match subscriptions::announce(app, event).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::WriteNews => match subscriptions::write_news(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::ReadReports => match subscriptions::read_folder(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::CloseOverdue => match assessment::close_overdue(app).await {
            Ok(_) => Outcome::Done,
            Err(error) => error.into(),
        },
        Job::Forget => match look_after(app).await {
            Ok(()) => Outcome::Done,
            Err(error) => error.into(),
        },
    }
}

/// Makes the dates that series have to come, writes down the roots of days that are over, and forgets what is past its time.
async fn look_after(app: &App) -> Result<(), Error> {
    events::extend(app).await?;
    badges::keep_log_roots(app).await?;
    upkeep::forget(app).await
}

/// Speaks of what is about to end and of a charter that changed, and goes after readings that are late.
async fn remind(app: &App) -> Result<(), Error> {
    badges::remind(app).await?;
    charter::ask_again(app).await?;
    certification::chase(app).await
}

/// The words of a letter; none where nobody waits for it any more.
async fn draft(app: &App, lang: Lang, letter: &Letter) -> Result<Option<Draft>, Error> {
    match letter {
        Letter::Enter { entry } => Ok(access::letter(app, *entry)
            .await?
            .map(|keys| letters::enter(lang, signed_by(app), keys.link, keys.code))),
        Letter::Ways { change } => Ok(Some(letters::ways(
            lang,
            signed_by(app),
            change,
            app.url("/me"),
        ))),
        Letter::Badge { credential } => {
            Ok(badges::letter(app, *credential, lang).await?.map(|about| {
                letters::badge(lang, signed_by(app), about.name, about.page, about.holder)
            }))
        }
        Letter::Ending { credential } => {
            Ok(badges::letter(app, *credential, lang).await?.map(|about| {
                letters::ending(
                    lang,
                    signed_by(app),
                    about.name,
                    about.holder,
                    about.until,
                    about.renewal,
                )
            }))
        }
        Letter::Seat { registration: id }
        | Letter::SeatFreed { registration: id }
        | Letter::SeatMoved { registration: id }
        | Letter::SeatSoon { registration: id }
        | Letter::SeatLost { registration: id } => {
            let lost = matches!(letter, Letter::SeatLost { .. });
            let told = registration::letter(app, *id, lost).await?;
            Ok(told.map(|told| {
                let news = match (letter, told.seated) {
                    (Letter::SeatLost { .. }, _) => Place::Lost,
                    (Letter::SeatMoved { .. }, _) => Place::Moved,
                    (Letter::SeatSoon { .. }, _) => Place::Soon,
                    (_, false) => Place::Waiting,
                    (Letter::SeatFreed { .. }, true) => Place::Freed,
                    (_, true) => Place::Kept,
                };
                let (about, page) = about(told);
                letters::registered::seat(lang, signed_by(app), news, &about, page)
            }))
        }
        Letter::Notice {
            registration: id,
            notice,
        } => {
            let told = registration::notice(app, *id, *notice).await?;
            Ok(told.map(|(told, words)| {
                let (about, page) = about(told);
                letters::registered::notice(lang, signed_by(app), &about, &words, page)
            }))
        }
        Letter::Doubt { doubt } => {
            let page = app.url(&format!("/admin/doubts/{doubt}"));
            Ok(Some(letters::doubt(lang, signed_by(app), page)))
        }
        Letter::Endorsed { endorsement } => Ok(badges::endorsed_letter(app, *endorsement)
            .await?
            .map(|about| {
                letters::endorsed(lang, signed_by(app), &about.name, about.words, about.page)
            })),
        Letter::Claim { award } => {
            Ok(badges::claim_letter(app, *award, lang).await?.map(|about| {
                let waiting = letters::Waiting {
                    name: about.name,
                    page: about.page,
                    code: about.code,
                    until: about.until,
                    came: about.came,
                };
                letters::claim(lang, signed_by(app), waiting)
            }))
        }
        Letter::Attest { attestation } => {
            let about = certification::attest_letter(app, *attestation).await?;
            Ok(about.map(|about| {
                let cafe = &about.asked.cafe;
                let cafe = (cafe.held_on, cafe.place.as_str());
                letters::attest(lang, signed_by(app), &about.author, cafe, about.link)
            }))
        }
        Letter::Attested { attestation } => {
            let about = certification::attested_letter(app, *attestation).await?;
            Ok(about.map(|(asked, why, page)| {
                let cafe = (asked.cafe.held_on, asked.cafe.place.as_str());
                letters::attested(lang, signed_by(app), cafe, why, page)
            }))
        }
        Letter::Read { reading } => {
            let about = certification::reads(app, *reading).await?;
            Ok(about.map(|(page, due)| letters::read(lang, signed_by(app), page, due)))
        }
        Letter::Decided { story } => {
            let about = certification::decided_letter(app, *story).await?;
            Ok(about.map(|about| {
                let key = match (about.passed, about.heard) {
                    (true, _) => letters::Decision::Passed,
                    (false, false) => letters::Decision::Refused(about.appeal_days),
                    (false, true) => letters::Decision::RefusedForGood,
                };
                letters::decided(lang, signed_by(app), key, about.page)
            }))
        }
        Letter::ResultWaits { attempt } => {
            let page = app.url(&format!("/admin/results/{attempt}"));
            let waits = contested::waits(app, *attempt).await?;
            Ok(waits.then(|| letters::result_waits(lang, signed_by(app), page)))
        }
        Letter::Result { attempt } => {
            let told = contested::result_letter(app, *attempt).await?;
            Ok(told.map(|told| {
                let said = (told.granted, told.reason);
                letters::result(lang, signed_by(app), &told.title, said, told.page)
            }))
        }
        Letter::CharterAsked { account } => {
            let asked = charter::asked_letter(app, *account, lang).await?;
            Ok(asked.map(|asked| {
                let text = (asked.title, asked.version.to_string(), asked.until);
                letters::charter(lang, signed_by(app), text, asked.text, asked.page)
            }))
        }
        Letter::StillHolds { account } => {
            let asked = directory::yearly_letter(app, *account).await?;
            Ok(asked.map(|asked| {
                letters::still_holds(lang, signed_by(app), asked.name, asked.link, asked.until)
            }))
        }
        Letter::Confirm { message } => Ok(directory::confirmation(app, *message)
            .await?
            .map(|(link, name)| letters::confirm(lang, signed_by(app), name, link))),
        Letter::Subscribe { subscription } => {
            let link = subscriptions::confirm_letter(app, *subscription).await?;
            Ok(link.map(|link| letters::news::subscribe(lang, signed_by(app), link)))
        }
        Letter::News {
            subscription,
            events,
        } => {
            let news = subscriptions::news(app, *subscription, events).await?;
            Ok(news.map(|news| {
                let told = news.entries.into_iter().map(told).collect();
                letters::news::news(lang, signed_by(app), told, news.change, news.end)
            }))
        }
        Letter::LastQuestion { subscription } => {
            let asked = subscriptions::question(app, *subscription).await?;
            Ok(asked.map(|(link, until)| {
                letters::news::last_question(lang, signed_by(app), link, until)
            }))
        }
        Letter::Relayed { message } => {
            let letter = directory::letter(app, *message).await?;
            Ok(letter.map(|letter| {
                letters::relayed(
                    lang,
                    signed_by(app),
                    letter.name,
                    &letter.words,
                    letter.reply,
                    letter.report,
                )
            }))
        }
    }
}

/// What somebody registered for, from the flow to the letter, and their page.
fn about(told: registration::Told) -> (About, String) {
    let event = told.event;
    let about = About {
        civil: told.civil,
        ends: told.ends,
        zone: event.clocks_of(),
        whole_days: event.is_whole_days(),
        cents: event.price.cents,
        price_words: event.price.words,
        title: event.title,
        place: told.place,
        confirmed: told.confirmed,
    };
    (about, told.page)
}

/// Who writes: the issuer and the host.
fn signed_by(app: &App) -> letters::Writer<'_> {
    letters::Writer {
        issuer: &app.config.issuer.name,
        host: app.host(),
    }
}

/// An event, from the flow to the letter.
fn told(entry: subscriptions::Entry) -> letters::news::Told {
    letters::news::Told {
        title: entry.title,
        summary: entry.summary,
        begins: entry.begins,
        more: entry.more,
        place: entry.place,
        online: entry.online,
        cents: entry.cents,
        page: entry.page,
    }
}

/// What a letter is called: the same each time it is tried. One of a subscription has a mark that tells whose it was when it comes back.
fn name_of(app: &App, claimed: &Claimed, subscription: Option<SubscriptionId>) -> String {
    let sender = app.sender();
    match subscription {
        None => format!("{}@{}", claimed.id, sender.domain()),
        Some(id) => {
            let mark = app.keyring.subscription_token(Errand::Refusal, id);
            format!("{}.{mark}@{}", claimed.id, sender.domain())
        }
    }
}

async fn send(
    app: &App,
    claimed: &Claimed,
    to: Email,
    draft: Draft,
    subscription: Option<SubscriptionId>,
) -> Outcome {
    if let Some(most) = app.mailer.per_minute() {
        match turn(app, to.domain(), most).await {
            Ok(None) => {}
            Ok(Some(later)) => return Outcome::NotYet(later),
            Err(error) => return error.into(),
        }
    }
    let html = match draft.html() {
        Ok(html) => html,
        Err(error) => return error.into(),
    };
    let parcel = Parcel {
        from_name: app.config.issuer.name.clone(),
        from: app.sender(),
        to,
        lang: draft.lang,
        text: draft.text(),
        html,
        reply_to: draft.reply_to,
        subject: draft.subject,
        id: name_of(app, claimed, subscription),
        at: claimed.added_at,
        list: subscription.map(|id| {
            let token = app.keyring.subscription_token(Errand::End, id);
            ListHead {
                id: format!("lettres.{}", app.sender().domain()),
                unsubscribe: app.url(&format!("/subscriptions/end/{token}")),
            }
        }),
    };
    match app.mailer.send(&parcel).await {
        Ok(()) => Outcome::Done,
        Err(undelivered) if undelivered.for_good => {
            let status = bounce::status_in(&undelivered.why);
            if let (Some(id), Some(status)) = (subscription, status) {
                let letter = claimed.id.to_string();
                match subscriptions::refused(app, id, &letter, &status).await {
                    Ok(Read::Ended) => return Outcome::Gone,
                    Ok(_) => {}
                    Err(error) => return error.into(),
                }
            }
            Outcome::Hopeless(undelivered.why)
        }
        Err(undelivered) => Outcome::Failed(undelivered.why),
    }
}

/// When a letter for `domain` may leave, where that is not now.
async fn turn(app: &App, domain: &str, most: i64) -> Result<Option<Timestamp>, Error> {
    let (now, minute) = (app.now(), jiff::SignedDuration::from_mins(1));
    let mut tx = app.db.write().await?;
    let taken = allowances::take(&mut tx, &format!("letters {domain}"), most, minute, now).await?;
    tx.commit().await?;
    Ok((!taken).then(|| now.checked_add(minute).unwrap_or(now)))
}
