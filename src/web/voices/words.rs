//! A statement as pages show it.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::{
    base::{EventId, Lang, Result, VoiceId},
    events::{Pillar, Standing},
    flows::voices::Browser,
    i18n::Texts,
    store::{
        db::Reader,
        events,
        voices::{self as rows, Wanted},
    },
    voices::{Answer, Shown, Voice, voice::shuffle},
    web::{Site, page::Page},
};

/// The longest list of statements that is gone through at once.
pub(super) const MOST: i64 = 2_000;

/// One figure of a statement: what was answered, how often in words, and its part of a bar 100 wide, from where and how much.
pub struct Figure {
    pub(in crate::web) answer: &'static str,
    pub(in crate::web) words: String,
    pub(in crate::web) from: i64,
    pub(in crate::web) wide: i64,
}

/// A button with which one answers.
pub struct Choice {
    pub(in crate::web) value: &'static str,
    pub(in crate::web) words: String,
    /// Whether this browser answered so.
    pub(in crate::web) own: bool,
}

/// A statement on a page.
pub struct Statement {
    pub(in crate::web) id: String,
    pub(in crate::web) href: String,
    pub(in crate::web) kind: String,
    pub(in crate::web) words: String,
    pub(in crate::web) lang: Option<&'static str>,
    pub(in crate::web) theme: String,
    pub(in crate::web) theme_href: String,
    /// The event after which it was said: its title, and its page.
    pub(in crate::web) event: Option<(String, String)>,
    pub(in crate::web) when: String,
    pub(in crate::web) action: String,
    pub(in crate::web) choices: Vec<Choice>,
    pub(in crate::web) answered: bool,
    pub(in crate::web) figures: Vec<Figure>,
    /// Whether the figures fill a bar.
    pub(in crate::web) whole: bool,
    pub(in crate::web) few: bool,
}

/// A theme in words: that of a pillar, or as it is written.
pub(super) fn theme(t: &Texts, theme: &str) -> String {
    match theme.parse::<Pillar>() {
        Ok(pillar) => t.text(&format!("event-pillar-{pillar}")),
        Err(()) => theme.to_owned(),
    }
}

/// The figures of a statement in words: those that are too small are told as such.
pub(super) fn figures(t: &Texts, shown: Shown) -> Vec<Figure> {
    let total = shown.total();
    let mut told = 0;
    Answer::ALL
        .into_iter()
        .map(|answer| {
            let label = t.text(&format!("voice-answer-{answer}"));
            let words = match shown.of(answer) {
                Some(count) => t.with_all(
                    "voice-figure",
                    [("label", label.into()), ("count", count.into())],
                ),
                None => t.with("voice-figure-few", "label", label),
            };
            // Where a part ends is rounded, not how wide it is: together they fill the bar.
            let end = |count: i64| total.map_or(0, |total| count * 100 / total.max(1));
            let from = end(told);
            told += shown.of(answer).unwrap_or_default();
            Figure {
                answer: answer.name(),
                words,
                from,
                wide: end(told) - from,
            }
        })
        .collect()
}

/// What the statements of a page are shown with: the events after which they were said, and what this browser answered.
pub(super) struct Around {
    events: HashMap<EventId, Standing>,
    answers: HashMap<VoiceId, Answer>,
}

impl Around {
    /// Reads it for some statements.
    pub(super) async fn of(
        site: &Site,
        reader: &mut Reader,
        voices: &[Voice],
        browser: Option<Browser>,
    ) -> Result<Around> {
        let mut ids: Vec<EventId> = voices.iter().filter_map(|one| one.event).collect();
        ids.sort();
        ids.dedup();
        let standings = events::list(reader, &ids).await?;
        let answers = match browser {
            Some(browser) => {
                let marks: Vec<String> = voices
                    .iter()
                    .map(|one| site.app.keyring.voice_mark(browser, one.id))
                    .collect();
                rows::list_answers(reader, &marks).await?
            }
            None => Vec::new(),
        };
        Ok(Around {
            events: standings
                .into_iter()
                .filter(Standing::is_public)
                .map(|one| (one.id, one))
                .collect(),
            answers: answers.into_iter().collect(),
        })
    }

    /// The event after which something was said, where everybody may see it.
    pub(super) fn event(&self, voice: &Voice) -> Option<&Standing> {
        self.events.get(&voice.event?)
    }

    /// A statement on a page; its figures are told once this browser answered, or where they are asked for.
    pub(super) fn statement(&self, page: &Page, voice: &Voice, told: bool) -> Statement {
        let t = &page.t;
        let own = self.answers.get(&voice.id).copied();
        let shown = voice.tally.shown();
        let told = told || own.is_some();
        Statement {
            id: voice.id.to_string(),
            href: page.link(&format!("/voices/{}", voice.id)),
            kind: t.text(&format!("voice-kind-{}", voice.kind)),
            words: voice.words.clone(),
            lang: (voice.lang != t.lang).then(|| Lang::tag(voice.lang)),
            theme: theme(t, &voice.theme),
            theme_href: page.link_with("/voices", "theme", &voice.theme),
            event: self.event(voice).map(|one| {
                let href = page.link(&format!("/events/{}", one.slug));
                (one.event.title.clone(), href)
            }),
            when: t.date(voice.said_at),
            action: page.link(&format!("/voices/{}/answers", voice.id)),
            choices: Answer::ALL
                .into_iter()
                .map(|answer| Choice {
                    value: answer.name(),
                    words: t.text(&format!("voice-answer-{answer}")),
                    own: own == Some(answer),
                })
                .collect(),
            answered: own.is_some(),
            figures: if told && !shown.is_empty() {
                figures(t, shown)
            } else {
                Vec::new()
            },
            whole: shown.total().is_some(),
            few: told && shown.is_empty(),
        }
    }
}

/// The seed of a day: the order changes from one to the next.
pub(super) fn seed_of(now: Timestamp) -> u64 {
    u64::try_from(now.as_second() / 86_400).unwrap_or_default()
}

/// Statements in the order of a seed.
pub(super) fn ordered(voices: Vec<Voice>, seed: u64) -> Vec<Voice> {
    let mut ids: Vec<VoiceId> = voices.iter().map(|one| one.id).collect();
    shuffle(&mut ids, seed);
    let mut of: HashMap<VoiceId, Voice> = voices.into_iter().map(|one| (one.id, one)).collect();
    ids.into_iter().filter_map(|id| of.remove(&id)).collect()
}

/// A few of the statements after an event, and how many there are in all.
///
/// # Errors
/// Those of the store.
pub async fn some_of(
    site: &Site,
    page: &Page,
    event: EventId,
    most: usize,
) -> Result<(Vec<Statement>, usize)> {
    let mut reader = site.app.db.read().await?;
    let wanted = Wanted {
        event: Some(event),
        ..Wanted::default()
    };
    let all = rows::list_published(&mut reader, &wanted, MOST).await?;
    let count = all.len();
    let mut some = ordered(all, seed_of(site.app.now()));
    some.truncate(most);
    let around = Around::of(site, &mut reader, &some, None).await?;
    let some = some.iter().map(|one| around.statement(page, one, false));
    Ok((some.collect(), count))
}
