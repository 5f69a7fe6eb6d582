//! From our questions to QTI 3.0. Scoring is exact where QTI can say it: `map_response` for sums, `match_correct` for all or nothing.

use crate::assessment::{
    interchange::{
        draft,
        note::{Note, Notes},
        xml::escaped,
    },
    item::{Bin, Choice, Gap, Item, Kind, Partial, Tolerance},
    module::{Module, labels},
};

const TEMPLATES: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/";

/// An id as QTI takes it: no digit comes first.
pub(super) fn identifier(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{id}")
    } else {
        id.to_owned()
    }
}

/// The parts of an item.
#[derive(Default)]
struct Parts {
    declarations: String,
    body: String,
    processing: Processing,
    /// Whether choices tell why, which the answer then shows.
    told: Option<&'static str>,
}

#[derive(Default)]
enum Processing {
    /// Nothing is scored.
    #[default]
    None,
    /// The sum of what the answers are worth.
    Map,
    /// All, or nothing.
    Match,
    /// Something that no template says.
    Own(String),
}

/// One item.
///
/// # Errors
/// [`Note::UnknownType`] for the types that QTI does not have.
pub(in crate::assessment::interchange) fn write(
    module: &Module,
    item: &Item,
    notes: &mut Notes,
) -> Result<String, Note> {
    let mut parts = Parts::default();
    match &item.kind {
        Kind::Single { choices } => ticks(&mut parts, item, choices, true, notes),
        Kind::Multiple { choices } => ticks(&mut parts, item, choices, false, notes),
        Kind::Spot { .. } => spot(
            &mut parts,
            item,
            &draft::spotted(&item.kind).unwrap_or_default(),
            notes,
        ),
        Kind::TrueFalse { right } => {
            let english = module.lang.starts_with("en");
            let words = if english {
                ["True", "False"]
            } else {
                ["Vrai", "Faux"]
            };
            let choices: String = ["true", "false"]
                .iter()
                .zip(words)
                .map(|(id, word)| simple(id, word, None))
                .collect();
            parts.declarations = declared("single", "identifier", &[right.to_string()], &[]);
            parts.body = interaction(
                "choice-interaction",
                "max-choices=\"1\"",
                &item.ask,
                &choices,
            );
            parts.processing = Processing::Match;
        }
        Kind::Scale { .. } => {
            let list = labels(module, &item.kind);
            opinion(&mut parts, item, list, " class=\"scale\"");
            if matches!(
                &item.kind,
                Kind::Scale {
                    same_as: Some(_),
                    ..
                }
            ) {
                notes.add(Note::Keys("same_as".to_owned()));
            }
        }
        Kind::Opinion { choices, .. } => opinion(&mut parts, item, choices, ""),
        Kind::Number {
            right,
            tolerance,
            tolerance_kind,
            ..
        } => number(&mut parts, item, *right, *tolerance, *tolerance_kind),
        Kind::Text { accept, .. } => {
            if accept.iter().any(|accepted| accepted.why.is_some()) {
                notes.add(Note::Feedback);
            }
            let best = accept
                .iter()
                .find(|accepted| accepted.weight == 1.0)
                .or(accept.first());
            let right: Vec<String> = best.iter().map(|accepted| accepted.text.clone()).collect();
            let map: Vec<(String, f64)> = accept
                .iter()
                .map(|accepted| (accepted.text.clone(), accepted.weight))
                .collect();
            parts.declarations = declared("single", "string", &right, &map);
            parts.body = format!("<p>{}</p><p>{}</p>", marked(&item.ask), entry("RESPONSE"));
            parts.processing = Processing::Map;
        }
        Kind::Match { pairs, extra } => {
            let mut bins: Vec<Bin> = Vec::new();
            for (left, right) in pairs {
                match bins.iter_mut().find(|bin| bin.label == *right) {
                    Some(bin) => bin.holds.push(left.clone()),
                    None => bins.push(Bin {
                        label: right.clone(),
                        holds: vec![left.clone()],
                    }),
                }
            }
            bins.extend(extra.iter().map(|label| Bin {
                label: label.clone(),
                holds: Vec::new(),
            }));
            let most = bins
                .iter()
                .map(|bin| bin.holds.len())
                .max()
                .unwrap_or(1)
                .max(1);
            pairing(&mut parts, item, &bins, most, notes);
        }
        Kind::Sort { bins } => pairing(&mut parts, item, bins, 0, notes),
        Kind::Order { sequence } => {
            if item.partial != Partial::AllOrNothing {
                notes.add(draft::policy(item.partial));
            }
            let ids: Vec<String> = (1..=sequence.len()).map(|n| format!("o{n}")).collect();
            let choices: String = ids
                .iter()
                .zip(sequence)
                .map(|(id, text)| simple(id, text, None))
                .collect();
            parts.declarations = declared("ordered", "identifier", &ids, &[]);
            parts.body = interaction("order-interaction", "shuffle=\"true\"", &item.ask, &choices);
            parts.processing = Processing::Match;
        }
        Kind::Cloze { passage, gaps } => cloze(&mut parts, item, passage, gaps),
        Kind::Reflect { words, .. } => {
            if *words != (0, 1_000) {
                notes.add(Note::Keys("length".to_owned()));
            }
            parts.declarations = declared("single", "string", &[], &[]);
            parts.body = interaction("extended-text-interaction", "", &item.ask, "");
        }
        Kind::Compare { .. } | Kind::Table { .. } => {
            return Err(Note::UnknownType(item.kind.name().to_owned()));
        }
    }
    Ok(whole(module, item, &parts))
}

fn whole(module: &Module, item: &Item, parts: &Parts) -> String {
    let mut outcomes = outcome("SCORE", "single", "float", "0");
    if item.kind.is_marked() {
        outcomes.push_str(&outcome("MAXSCORE", "single", "float", "1"));
    }
    if let Some(cardinality) = parts.told {
        outcomes.push_str(&format!("  <qti-outcome-declaration identifier=\"TOLD\" cardinality=\"{cardinality}\" base-type=\"identifier\"/>\n"));
    }
    let feedback = item.why.as_ref().map_or(String::new(), |why| {
        outcomes.push_str("  <qti-outcome-declaration identifier=\"FEEDBACK\" cardinality=\"single\" base-type=\"identifier\"/>\n");
        // Shown whatever the answer is: it hides only from an outcome that never comes.
        format!("  <qti-modal-feedback outcome-identifier=\"FEEDBACK\" identifier=\"never\" show-hide=\"hide\"><qti-content-body><p>{}</p></qti-content-body></qti-modal-feedback>\n", marked(why))
    });
    let told = parts.told.map_or("", |_| "<qti-set-outcome-value identifier=\"TOLD\"><qti-variable identifier=\"RESPONSE\"/></qti-set-outcome-value>");
    let own = |rules: &str| {
        format!("  <qti-response-processing>{rules}{told}</qti-response-processing>\n")
    };
    let processing = match &parts.processing {
        Processing::None => String::new(),
        Processing::Own(rules) => own(rules),
        Processing::Map if told.is_empty() => {
            format!("  <qti-response-processing template=\"{TEMPLATES}map_response.xml\"/>\n")
        }
        Processing::Match if told.is_empty() => {
            format!("  <qti-response-processing template=\"{TEMPLATES}match_correct.xml\"/>\n")
        }
        Processing::Map => own(&score("<qti-map-response identifier=\"RESPONSE\"/>")),
        Processing::Match => own(&condition(
            "<qti-match><qti-variable identifier=\"RESPONSE\"/><qti-correct identifier=\"RESPONSE\"/></qti-match>",
        )),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<qti-assessment-item xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" identifier=\"{}\" title=\"{}\" adaptive=\"false\" time-dependent=\"false\" xml:lang=\"{}\">\n{}{outcomes}  <qti-item-body>{}</qti-item-body>\n{processing}{feedback}</qti-assessment-item>\n",
        escaped(&identifier(&item.id)),
        escaped(&draft::short(&item.ask)),
        escaped(&module.lang),
        parts.declarations,
        parts.body
    )
}

fn outcome(name: &str, cardinality: &str, base: &str, value: &str) -> String {
    format!(
        "  <qti-outcome-declaration identifier=\"{name}\" cardinality=\"{cardinality}\" base-type=\"{base}\"><qti-default-value><qti-value>{value}</qti-value></qti-default-value></qti-outcome-declaration>\n"
    )
}

fn score(value: &str) -> String {
    format!("<qti-set-outcome-value identifier=\"SCORE\">{value}</qti-set-outcome-value>")
}

/// Everything where a condition holds, else nothing.
fn condition(holds: &str) -> String {
    let value = |value| {
        score(&format!(
            "<qti-base-value base-type=\"float\">{value}</qti-base-value>"
        ))
    };
    format!(
        "<qti-response-condition><qti-response-if>{holds}{}</qti-response-if><qti-response-else>{}</qti-response-else></qti-response-condition>",
        value(1),
        value(0)
    )
}

fn declared(cardinality: &str, base: &str, right: &[String], map: &[(String, f64)]) -> String {
    declaration("RESPONSE", cardinality, base, right, map)
}

fn declaration(
    name: &str,
    cardinality: &str,
    base: &str,
    right: &[String],
    map: &[(String, f64)],
) -> String {
    let values: String = right
        .iter()
        .map(|value| format!("<qti-value>{}</qti-value>", escaped(value)))
        .collect();
    let correct = if right.is_empty() {
        String::new()
    } else {
        format!("<qti-correct-response>{values}</qti-correct-response>")
    };
    let case = if base == "string" {
        " case-sensitive=\"false\""
    } else {
        ""
    };
    let entries: String = map
        .iter()
        .map(|(key, value)| {
            format!(
                "<qti-map-entry map-key=\"{}\" mapped-value=\"{value}\"{case}/>",
                escaped(key)
            )
        })
        .collect();
    let mapping = if map.is_empty() {
        String::new()
    } else {
        format!(
            "<qti-mapping lower-bound=\"0\" upper-bound=\"1\" default-value=\"0\">{entries}</qti-mapping>"
        )
    };
    format!(
        "  <qti-response-declaration identifier=\"{name}\" cardinality=\"{cardinality}\" base-type=\"{base}\">{correct}{mapping}</qti-response-declaration>\n"
    )
}

fn interaction(name: &str, attributes: &str, ask: &str, inside: &str) -> String {
    let space = if attributes.is_empty() { "" } else { " " };
    format!(
        "<qti-{name} response-identifier=\"RESPONSE\"{space}{attributes}><qti-prompt>{}</qti-prompt>{inside}</qti-{name}>",
        marked(ask)
    )
}

fn simple(id: &str, text: &str, why: Option<&str>) -> String {
    format!(
        "<qti-simple-choice identifier=\"{id}\">{}{}</qti-simple-choice>",
        marked(text),
        inline(id, why)
    )
}

fn inline(id: &str, why: Option<&str>) -> String {
    why.map_or(String::new(), |why| format!("<qti-feedback-inline outcome-identifier=\"TOLD\" identifier=\"{id}\" show-hide=\"show\">{}</qti-feedback-inline>", marked(why)))
}

fn entry(name: &str) -> String {
    format!("<qti-text-entry-interaction response-identifier=\"{name}\"/>")
}

/// A text in the body, line ends kept.
fn marked(text: &str) -> String {
    escaped(text).replace('\n', "<br/>")
}

/// The declaration and processing of answers to tick, whose ids are `c1`, `c2`….
fn scored(parts: &mut Parts, item: &Item, choices: &[Choice], one: bool, notes: &mut Notes) {
    let cardinality = if one { "single" } else { "multiple" };
    let ids: Vec<String> = (1..=choices.len()).map(|n| format!("c{n}")).collect();
    let right: Vec<String> = ids
        .iter()
        .zip(choices)
        .filter(|(_, choice)| choice.right)
        .map(|(id, _)| id.clone())
        .collect();
    let weighted = choices.iter().any(|choice| choice.weight.is_some());
    if choices.iter().any(|choice| choice.why.is_some()) {
        parts.told = Some(cardinality);
    }
    if !weighted && (one || item.partial == Partial::AllOrNothing) {
        parts.declarations = declared(cardinality, "identifier", &right, &[]);
        parts.processing = Processing::Match;
        return;
    }
    let map: Vec<(String, f64)> = ids
        .into_iter()
        .zip(draft::fractions(choices, one, item.partial, notes))
        .collect();
    parts.declarations = declared(cardinality, "identifier", &right, &map);
    parts.processing = Processing::Map;
}

fn ticks(parts: &mut Parts, item: &Item, choices: &[Choice], one: bool, notes: &mut Notes) {
    scored(parts, item, choices, one, notes);
    let list: String = choices
        .iter()
        .enumerate()
        .map(|(place, choice)| {
            simple(
                &format!("c{}", place + 1),
                &choice.text,
                choice.why.as_deref(),
            )
        })
        .collect();
    let most = if one {
        "shuffle=\"true\" max-choices=\"1\""
    } else {
        "shuffle=\"true\" max-choices=\"0\""
    };
    parts.body = interaction("choice-interaction", most, &item.ask, &list);
}

fn spot(parts: &mut Parts, item: &Item, choices: &[Choice], notes: &mut Notes) {
    scored(parts, item, choices, false, notes);
    let list: String = choices
        .iter()
        .enumerate()
        .map(|(place, choice)| {
            let id = format!("c{}", place + 1);
            format!(
                "<qti-hottext identifier=\"{id}\">{}{}</qti-hottext> ",
                marked(&choice.text),
                inline(&id, choice.why.as_deref())
            )
        })
        .collect();
    parts.body = interaction(
        "hottext-interaction",
        "max-choices=\"0\"",
        &item.ask,
        &format!("<p>{list}</p>"),
    );
}

fn opinion(parts: &mut Parts, item: &Item, list: &[String], class: &str) {
    let choices: String = list
        .iter()
        .enumerate()
        .map(|(place, text)| simple(&format!("c{}", place + 1), text, None))
        .collect();
    parts.declarations = declared("single", "identifier", &[], &[]);
    parts.body = interaction(
        "choice-interaction",
        &format!("max-choices=\"1\"{class}"),
        &item.ask,
        &choices,
    );
}

fn number(parts: &mut Parts, item: &Item, right: f64, tolerance: f64, kind: Tolerance) {
    let mode = match kind {
        _ if tolerance == 0.0 => "tolerance-mode=\"exact\"".to_owned(),
        Tolerance::Nominal => {
            format!("tolerance-mode=\"absolute\" tolerance=\"{tolerance} {tolerance}\"")
        }
        Tolerance::Relative => {
            let percent = draft::dustless(tolerance * 100.0);
            format!("tolerance-mode=\"relative\" tolerance=\"{percent} {percent}\"")
        }
        Tolerance::Geometric => {
            let (low, high) = draft::interval(right, tolerance, kind);
            format!(
                "tolerance-mode=\"absolute\" tolerance=\"{} {}\"",
                draft::dustless(right - low),
                draft::dustless(high - right)
            )
        }
    };
    parts.declarations = declared("single", "float", &[right.to_string()], &[]);
    parts.body = format!("<p>{}</p><p>{}</p>", marked(&item.ask), entry("RESPONSE"));
    let holds = format!(
        "<qti-equal {mode}><qti-variable identifier=\"RESPONSE\"/><qti-correct identifier=\"RESPONSE\"/></qti-equal>"
    );
    parts.processing = Processing::Own(condition(&holds));
}

/// Things to put to their partners, or into their groups; `most` things fit to one, 0 for any number.
fn pairing(parts: &mut Parts, item: &Item, bins: &[Bin], most: usize, notes: &mut Notes) {
    let all = item.partial == Partial::AllOrNothing;
    if !all && item.partial != Partial::PerPair {
        notes.add(draft::policy(item.partial));
    }
    let (mut left, mut right, mut pairs) = (String::new(), String::new(), Vec::new());
    for (bin, held) in bins.iter().enumerate() {
        right.push_str(&associable(&format!("t{}", bin + 1), &held.label, most));
        for text in &held.holds {
            pairs.push(format!("s{} t{}", pairs.len() + 1, bin + 1));
            left.push_str(&associable(&format!("s{}", pairs.len()), text, 1));
        }
    }
    let each = 1.0 / pairs.len().max(1) as f64;
    let map: Vec<(String, f64)> = pairs
        .iter()
        .filter(|_| !all)
        .map(|pair| (pair.clone(), each))
        .collect();
    parts.declarations = declared("multiple", "directedPair", &pairs, &map);
    let class = if matches!(item.kind, Kind::Match { .. }) {
        "match"
    } else {
        "sort"
    };
    let sets = format!(
        "<qti-simple-match-set>{left}</qti-simple-match-set><qti-simple-match-set>{right}</qti-simple-match-set>"
    );
    let attributes = format!(
        "class=\"{class}\" shuffle=\"true\" max-associations=\"{}\"",
        pairs.len()
    );
    parts.body = interaction("match-interaction", &attributes, &item.ask, &sets);
    parts.processing = if all {
        Processing::Match
    } else {
        Processing::Map
    };
}

fn associable(id: &str, text: &str, most: usize) -> String {
    format!(
        "<qti-simple-associable-choice identifier=\"{id}\" match-max=\"{most}\">{}</qti-simple-associable-choice>",
        marked(text)
    )
}

fn cloze(parts: &mut Parts, item: &Item, passage: &str, gaps: &[Gap]) {
    let sum_of_weights: f64 = gaps.iter().map(Gap::weight).sum();
    let mut text = marked(passage);
    let mut places: Vec<(usize, usize)> = (0..gaps.len())
        .filter_map(|gap| Some((text.find(&format!("{{{}}}", gap + 1))?, gap)))
        .collect();
    places.sort_by(|a, b| b.cmp(a));
    for (at, gap) in places {
        let name = format!("GAP_{}", gap + 1);
        let put = match &gaps[gap] {
            Gap::Write { .. } => entry(&name),
            Gap::Choose { right, wrong, .. } => {
                let choices: String = std::iter::once(right)
                    .chain(wrong)
                    .enumerate()
                    .map(|(place, text)| {
                        format!(
                            "<qti-inline-choice identifier=\"c{}\">{}</qti-inline-choice>",
                            place + 1,
                            escaped(text)
                        )
                    })
                    .collect();
                format!(
                    "<qti-inline-choice-interaction response-identifier=\"{name}\" shuffle=\"true\">{choices}</qti-inline-choice-interaction>"
                )
            }
        };
        let length = format!("{{{}}}", gap + 1).len();
        text.replace_range(at..at + length, &put);
    }
    let mut sum = String::new();
    for (place, gap) in gaps.iter().enumerate() {
        let name = format!("GAP_{}", place + 1);
        let each = gap.weight() / sum_of_weights;
        parts.declarations.push_str(&match gap {
            Gap::Choose { .. } => declaration(
                &name,
                "single",
                "identifier",
                &["c1".to_owned()],
                &[("c1".to_owned(), each)],
            ),
            Gap::Write { accept, .. } => {
                let map: Vec<(String, f64)> =
                    accept.iter().map(|text| (text.clone(), each)).collect();
                declaration(
                    &name,
                    "single",
                    "string",
                    accept.get(..1).unwrap_or_default(),
                    &map,
                )
            }
        });
        sum.push_str(&format!("<qti-map-response identifier=\"{name}\"/>"));
    }
    let sum = format!("<qti-sum>{sum}</qti-sum>");
    parts.body = format!(
        "<p>{}</p><div class=\"cloze\">{text}</div>",
        marked(&item.ask)
    );
    parts.processing = Processing::Own(if item.partial == Partial::AllOrNothing {
        condition(&format!(
            "<qti-gte>{sum}<qti-base-value base-type=\"float\">0.999999</qti-base-value></qti-gte>"
        ))
    } else {
        score(&sum)
    });
}
