//! A question as one attempt shows it: choices in an order of their own, under ids that say nothing about which is right.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    item::{Gap, Item, Kind, Tool},
    module::{Module, labels},
};

/// Something to choose, under the id that it has in one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The id, eight hexadecimal digits.
    pub id: String,
    /// The text.
    pub text: String,
    /// The place in the author's order; it never leaves the program.
    pub place: usize,
}

/// A question as it is shown in one attempt.
#[derive(Clone, Debug)]
pub struct Presented {
    /// What can be chosen.
    pub choices: Vec<Shown>,
    /// What is to be placed.
    pub left: Vec<Shown>,
    /// What can be chosen for each gap; nothing where it is to be written.
    pub gaps: Vec<Option<Vec<Shown>>>,
}

/// Shows a question with the seed of an attempt. The same seed always shows the same.
pub fn present(module: &Module, item: &Item, seed: &str) -> Presented {
    let deck = Deck {
        seed,
        item: &item.id,
    };
    let shuffled = module.delivery.shuffle_choices;
    let mut presented = Presented {
        choices: Vec::new(),
        left: Vec::new(),
        gaps: Vec::new(),
    };
    match &item.kind {
        Kind::Single { choices } | Kind::Multiple { choices } => {
            presented.choices = deck.deal(
                "c",
                choices.iter().map(|choice| &choice.text),
                true,
                shuffled,
            )
        }
        Kind::Scale { .. } => {
            presented.choices = deck.deal("c", labels(module, &item.kind), false, false)
        }
        Kind::Opinion { choices, .. } => presented.choices = deck.deal("c", choices, false, false),
        Kind::Order { sequence } => presented.choices = deck.deal("c", sequence, true, true),
        Kind::Spot { segments } => {
            presented.choices = deck.deal(
                "c",
                segments.iter().map(|segment| &segment.text),
                false,
                false,
            )
        }
        Kind::Match { pairs, .. } => {
            presented.left = deck.deal("l", pairs.iter().map(|(left, _)| left), false, false);
            presented.choices = deck.deal("c", partners(&item.kind), true, true);
        }
        Kind::Sort { bins } => {
            presented.left = deck.deal("l", bins.iter().flat_map(|bin| &bin.holds), true, true);
            presented.choices = deck.deal("c", bins.iter().map(|bin| &bin.label), false, false);
        }
        Kind::Cloze { gaps, .. } => {
            presented.gaps = gaps
                .iter()
                .enumerate()
                .map(|(number, gap)| match gap {
                    Gap::Choose { right, wrong, .. } => Some(deck.deal(
                        &format!("g{number}"),
                        std::iter::once(right).chain(wrong),
                        true,
                        true,
                    )),
                    Gap::Write { .. } => None,
                })
                .collect();
        }
        _ => {}
    }
    presented
}

/// The partners of a matching question, each text once: those of the pairs, then those of nothing.
pub(super) fn partners(kind: &Kind) -> Vec<&String> {
    let Kind::Match { pairs, extra } = kind else {
        return Vec::new();
    };
    let mut partners: Vec<&String> = Vec::new();
    for text in pairs.iter().map(|(_, right)| right).chain(extra) {
        if !partners.contains(&text) {
            partners.push(text);
        }
    }
    partners
}

struct Deck<'a> {
    seed: &'a str,
    item: &'a str,
}

impl Deck<'_> {
    /// Gives each text its id; `secret` ids do not follow the author's order even where the texts do.
    fn deal<'t>(
        &self,
        kind: &str,
        texts: impl IntoIterator<Item = &'t String>,
        secret: bool,
        shuffled: bool,
    ) -> Vec<Shown> {
        let mut shown: Vec<Shown> = texts
            .into_iter()
            .enumerate()
            .map(|(place, text)| Shown {
                id: self.hash(kind, "id", place),
                text: text.clone(),
                place,
            })
            .collect();
        if shuffled {
            shown.sort_by_cached_key(|shown| self.hash(kind, "order", shown.place));
        } else if secret {
            // Not shuffled by the author's wish: then by the text, since the author's order puts the right one first.
            shown.sort_by(|a, b| a.text.cmp(&b.text));
        }
        shown
    }

    fn hash(&self, kind: &str, purpose: &str, place: usize) -> String {
        let digest = Sha256::digest(format!(
            "{}\n{}\n{kind}\n{purpose}\n{place}",
            self.seed, self.item
        ));
        digest[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// A question on the wire.
pub fn to_value(module: &Module, item: &Item, presented: &Presented) -> Value {
    let list = |shown: &[Shown]| {
        shown
            .iter()
            .map(|shown| json!({"id": shown.id, "text": shown.text}))
            .collect::<Vec<_>>()
    };
    let mut value = json!({
        "id": item.id,
        "type": item.kind.name(),
        "ask": item.ask,
        "part": module.part_of(item),
        "points": item.points,
    });
    if !presented.choices.is_empty() {
        value["choices"] = list(&presented.choices).into();
    }
    if !presented.left.is_empty() {
        value["left"] = list(&presented.left).into();
    }
    match &item.kind {
        Kind::Cloze { passage, .. } => {
            value["passage"] = passage.as_str().into();
            let gaps = presented.gaps.iter().map(|gap| {
                gap.as_ref()
                    .map_or_else(|| json!({}), |choices| json!({"choices": list(choices)}))
            });
            value["gaps"] = gaps.collect();
        }
        Kind::Compare {
            tool,
            prompts,
            observe,
            fallback,
            ..
        } => {
            value["prompts"] = prompts.clone().into();
            value["observe"] = observe.clone().into();
            if let Some(Tool { name, url, .. }) = tool {
                value["tool"] = json!({"name": name, "url": url});
            }
            if let Some(fallback) = fallback {
                value["fallback"] = fallback.as_str().into();
            }
        }
        Kind::Table {
            steps, max_length, ..
        } => {
            value["steps"] = steps.clone().into();
            value["maxLength"] = (*max_length).into();
        }
        Kind::Reflect {
            words: (least, most),
            ..
        } => value["words"] = json!({"min": least, "max": most}),
        _ => {}
    }
    value
}
