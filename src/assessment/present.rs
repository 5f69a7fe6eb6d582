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
    let bare = false;
    deal(module, item, &Deck::Shuffled { seed, item, bare })
}

/// The ids of a question with their places alone, in no order and without texts: all that reading an answer needs, at half the price.
pub fn ids(module: &Module, item: &Item, seed: &str) -> Presented {
    let bare = true;
    deal(module, item, &Deck::Shuffled { seed, item, bare })
}

/// Shows a question as its file has it, everything under its own text: so are choices named on a sheet of words.
pub fn named(module: &Module, item: &Item) -> Presented {
    deal(module, item, &Deck::Named)
}

fn deal(module: &Module, item: &Item, deck: &Deck<'_>) -> Presented {
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

/// How texts get their ids and their order.
enum Deck<'a> {
    /// By the seed of an attempt.
    Shuffled {
        seed: &'a str,
        item: &'a Item,
        /// Ids and places alone.
        bare: bool,
    },
    /// Each under its own text, in the author's order.
    Named,
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
        let texts = texts.into_iter().enumerate();
        let Deck::Shuffled { seed, item, bare } = self else {
            let named = texts.map(|(place, text)| Shown {
                id: text.clone(),
                text: text.clone(),
                place,
            });
            return named.collect();
        };
        let mut ids = Lots::new(seed, &item.id, kind, "id");
        let mut shown: Vec<Shown> = texts
            .map(|(place, text)| Shown {
                id: hex(ids.draw()),
                text: if *bare { String::new() } else { text.clone() },
                place,
            })
            .collect();
        if *bare {
            return shown;
        }
        if shuffled {
            let mut lots = Lots::new(seed, &item.id, kind, "order");
            let mut drawn: Vec<([u8; 4], Shown)> =
                shown.into_iter().map(|one| (lots.draw(), one)).collect();
            drawn.sort_by_key(|(lot, _)| *lot);
            shown = drawn.into_iter().map(|(_, one)| one).collect();
        } else if secret {
            // Not shuffled by the author's wish: then by the text, since the author's order puts the right one first.
            shown.sort_by(|a, b| a.text.cmp(&b.text));
        }
        shown
    }
}

/// Lots of four bytes, eight of them from one SHA-256.
struct Lots {
    what: Sha256,
    block: [u8; 32],
    drawn: usize,
}

impl Lots {
    fn new(seed: &str, item: &str, kind: &str, purpose: &str) -> Lots {
        let mut what = Sha256::new();
        for part in [seed, item, kind, purpose] {
            what.update(part);
            what.update("\n");
        }
        Lots {
            what,
            block: [0; 32],
            drawn: 0,
        }
    }

    fn draw(&mut self) -> [u8; 4] {
        let at = self.drawn % 8;
        if at == 0 {
            let number = (self.drawn / 8) as u64;
            self.block = self
                .what
                .clone()
                .chain_update(number.to_be_bytes())
                .finalize()
                .into();
        }
        self.drawn += 1;
        let mut lot = [0; 4];
        lot.copy_from_slice(&self.block[at * 4..][..4]);
        lot
    }
}

/// Eight hexadecimal digits.
fn hex(lot: [u8; 4]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    lot.iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
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
