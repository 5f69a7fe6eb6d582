//! The published corpus, file by file; and what the corpus does not have.

use std::{fs, io::Write, path::PathBuf};

use serde_json::{Map, Value, json};

use super::{read::parse, *};

fn corpus() -> PathBuf {
    let root = std::env::var("CREMA_FIXTURES").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures"),
        PathBuf::from,
    );
    root.join("gift")
}

fn styled(text: &Text) -> Value {
    let (name, _) = Style::NAMES
        .iter()
        .find(|(_, style)| *style == text.style)
        .unwrap();
    json!({"format": name, "text": text.text})
}

fn maybe(text: &Option<Text>) -> Value {
    text.as_ref().map_or(Value::Null, styled)
}

fn number(number: &Number) -> Value {
    match number {
        Number::Simple(value) => json!({"type": "simple", "number": value}),
        Number::Range(value, range) => json!({"type": "range", "number": value, "range": range}),
        Number::LowHigh(low, high) => {
            json!({"type": "high-low", "numberHigh": high, "numberLow": low})
        }
    }
}

/// The shape of the corpus.
fn value(paragraph: &Paragraph) -> Value {
    let question = match paragraph {
        Paragraph::Category(title) => return json!({"type": "Category", "title": title}),
        Paragraph::Broken { line, why, .. } => panic!("line {line}: {why}"),
        Paragraph::Question(question) => question,
    };
    let answers = |list: &[Answer]| -> Value {
        list.iter()
            .map(|answer| json!({"isCorrect": answer.right, "weight": answer.weight, "text": styled(&answer.text), "feedback": maybe(&answer.feedback)}))
            .collect()
    };
    let (name, members) = match &question.answers {
        Answers::Description => ("Description", json!({})),
        Answers::Essay => ("Essay", json!({})),
        Answers::TrueFalse { right, wrong, well } => (
            "TF",
            json!({"isTrue": right, "trueFeedback": maybe(wrong), "falseFeedback": maybe(well)}),
        ),
        Answers::Choices(list) => ("MC", json!({"choices": answers(list)})),
        Answers::Short(list) => ("Short", json!({"choices": answers(list)})),
        Answers::Number(value) => ("Numerical", json!({"choices": number(value)})),
        Answers::Numbers(list) => {
            let list: Value = list
                .iter()
                .map(|answer| {
                    let any = json!({"format": "moodle", "text": "*"});
                    json!({"isCorrect": answer.right, "weight": answer.weight, "text": answer.number.as_ref().map_or(any, number), "feedback": maybe(&answer.feedback)})
                })
                .collect();
            ("Numerical", json!({"choices": list}))
        }
        Answers::Matching(pairs) => {
            let pairs: Value = pairs
                .iter()
                .map(|(left, right)| json!({"subquestion": styled(left), "subanswer": right}))
                .collect();
            ("Matching", json!({"matchPairs": pairs}))
        }
    };
    let mut whole = json!({
        "type": name, "id": question.id, "title": question.title, "stem": styled(&question.stem),
        "tags": if question.tags.is_empty() { Value::Null } else { json!(question.tags) },
        "hasEmbeddedAnswers": question.embedded, "globalFeedback": maybe(&question.feedback),
    });
    whole
        .as_object_mut()
        .unwrap()
        .extend(members.as_object().cloned().unwrap());
    whole
}

/// Whole numbers and others made alike; absent members and nulls too.
fn alike(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(list) => list.iter().map(alike).collect(),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            Value::Object(
                sorted
                    .into_iter()
                    .map(|(key, value)| (key.clone(), alike(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        other => other.clone(),
    }
}

#[test]
fn the_published_corpus_parses_as_expected() {
    let folder = corpus();
    let Ok(files) = fs::read_dir(&folder) else {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: no corpus in {}",
            folder.display()
        );
        return;
    };
    let mut count = 0;
    for path in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "gift"))
    {
        let parsed: Value = parse(&fs::read_to_string(&path).unwrap())
            .iter()
            .map(value)
            .collect();
        let expected: Value =
            serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap())
                .unwrap();
        assert_eq!(alike(&parsed), alike(&expected), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 51, "the whole corpus");
}

fn broken(text: &str) -> Vec<(usize, String)> {
    parse(text)
        .into_iter()
        .filter_map(|paragraph| match paragraph {
            Paragraph::Broken { line, title, .. } => Some((line, title)),
            _ => None,
        })
        .collect()
}

#[test]
fn a_broken_question_leaves_the_others_whole() {
    for (text, line, title) in [
        ("ok {T}\n\n::bad::no end {=a ~b\n\n::ok::fine {F}", 3, "bad"),
        ("no end {=a\n\nnext {T}", 1, "no end {=a"),
        ("a } b", 1, "a } b"),
        ("two {T} pairs {F}", 1, "two {T} pairs {F}"),
        ("number {#many}", 1, "number {#many}"),
        ("::title without end {T}", 1, "::title without end {T}"),
        ("{=%50 half}", 1, "{=%50 half}"),
    ] {
        assert_eq!(broken(text), [(line, title.to_owned())], "{text}");
    }
    assert_eq!(parse("no end {=a\n\nnext {T}").len(), 2);
}

#[test]
fn a_blank_line_inside_braces_does_not_end_a_question() {
    let parsed = parse("q {\n\n=a\n\n~b\n}\n\nr {T}");
    assert_eq!(
        (parsed.len(), broken("q {\n\n=a\n\n~b\n}\n\nr {T}").len()),
        (2, 0)
    );
}

#[test]
fn line_ends_and_a_mark_of_order_make_no_difference() {
    let unix = "// [id:7] [tag:x]\n::a::b {\n=c\n~d\n}\n\ne {T}\n";
    let other = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    assert_eq!(parse(unix), parse(&other));
    assert_eq!(parse(unix), parse(&unix.replace('\n', "\r")));
}
