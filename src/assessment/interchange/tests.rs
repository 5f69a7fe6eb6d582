//! Round trips that lose nothing, losses that are told, and hostile files.

use std::time::{Duration, Instant};

use super::*;
use crate::assessment::item::Kind;

/// Questions whose whole content every format carries.
const CARRIED: &str = r##"
[[items]]
id = "2-single"
type = "single"
ask = "Which {one} = right: \"a\", 50 % ~ or #?\nSecond line < & > \\n."
right = { text = "%50% [html] a -> b", why = "Because: {yes}." }
wrong = ["::b::", { text = "<b>c</b> &amp; d", why = "No: ]]> #### no." }]
why = "An explanation."
[[items]]
id = "multiple"
type = "multiple"
ask = "Tick."
right = ["a", "b", "c"]
wrong = ["d", { text = "e", why = "Not e." }]
[[items]]
id = "multiple-one"
type = "multiple"
ask = "Tick one."
right = ["a"]
wrong = ["b", "c"]
[[items]]
id = "multiple-h5p"
type = "multiple"
ask = "Tick, strictly."
right = ["a", "b"]
wrong = ["c", "d", "e"]
partial = "h5p"
[[items]]
id = "weights"
type = "multiple"
ask = "Tick with weights."
right = [{ text = "a", weight = 0.75 }, { text = "b", weight = 0.25 }]
wrong = [{ text = "c", weight = -0.5 }, { text = "d", weight = 0 }]
[[items]]
id = "half"
type = "single"
ask = "One, or half of it."
right = "a"
wrong = [{ text = "b", weight = 0.5 }, "c"]
[[items]]
id = "true"
type = "true_false"
ask = "So it is."
right = true
why = "It is."
[[items]]
id = "false"
type = "true_false"
ask = "So it is not."
right = false
[[items]]
id = "number"
type = "number"
ask = "How many?"
right = -3.25
tolerance = 0.5
[[items]]
id = "exact"
type = "number"
ask = "How many exactly?"
right = 281000
[[items]]
id = "text"
type = "text"
ask = "Say it."
accept = ["no one", { text = "nobody", weight = 0.5 }]
[[items]]
id = "match"
type = "match"
ask = "Match."
pairs = [["Canada", "Ottawa"], ["Italy", "Rome"]]
extra = ["Paris"]
[[items]]
id = "reflect"
type = "reflect"
ask = "Tell."
why = "Everybody tells."
"##;

/// Questions that Moodle XML and QTI carry, and GIFT does not.
const RICHER: &str = r##"
[[items]]
id = "points"
type = "true_false"
ask = "Worth more."
right = true
points = 2.5
[[items]]
id = "cloze"
type = "cloze"
ask = "Fill in."
passage = "The {1} of {2} is = it ~ 50 % #."
gaps = [{ right = "capital", wrong = ["city", "a ~ b"] }, { accept = ["France", "la France}"] }]
[[items]]
id = "heavy"
type = "cloze"
ask = "Fill in with care."
passage = "The {1} of {2} is {3}."
gaps = [{ right = "capital", wrong = ["city"], weight = 2 }, { accept = ["France"], weight = 3 }, { accept = ["Paris"] }]
[[items]]
id = "order"
type = "order"
ask = "Put in order."
sequence = ["one", "two", "three"]
partial = "all_or_nothing"
"##;

fn module(items: &str) -> (Module, String) {
    let text = format!(
        "format = \"cafeia-module/1\"\nid = \"m\"\nversion = \"1.0.0\"\nlang = \"fr\"\ntitle = \"M\"\nsummary = \"S\"\nlicence = \"CC0-1.0\"\n{items}"
    );
    let (module, findings) = Module::read(&text, &Frameworks::default(), Date::MIN);
    (module.unwrap_or_else(|| panic!("{findings:?}")), text)
}

fn blocks(module: &Module) -> Vec<String> {
    module.items.iter().map(write::item).collect()
}

/// Out, back in, and what was told on both ways but for what the file never gives.
fn there_and_back(format: Format, items: &str) -> (Vec<String>, Vec<String>, Vec<Told>, Vec<Told>) {
    let (before, text) = module(items);
    let out = export(format, &before, &text).unwrap();
    let back = import(format, &out.bytes, "m", "fr").unwrap_or_else(|error| panic!("{error}"));
    let (after, findings) = Module::read(&back.module, &Frameworks::default(), Date::MIN);
    let after = after.unwrap_or_else(|| panic!("{findings:?}\n{}", back.module));
    assert_eq!((after.items.len(), back.left_out), (back.count, vec![]));
    let told = back
        .changed
        .into_iter()
        .filter(|told| !told.title.is_empty())
        .collect();
    (
        blocks(&before),
        blocks(&after),
        [out.left_out, out.changed].concat(),
        told,
    )
}

#[test]
fn what_every_format_carries_comes_back_whole() {
    for (_, format) in Format::NAMES {
        let (before, after, out, back) = there_and_back(format, CARRIED);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "{format:?}");
        }
        assert_eq!(
            (before.len(), out, back),
            (after.len(), vec![], vec![]),
            "{format:?}"
        );
    }
}

#[test]
fn what_richer_formats_carry_comes_back_whole() {
    for (_, format) in Format::NAMES
        .into_iter()
        .filter(|(name, _)| *name != "gift")
    {
        let (before, after, out, back) = there_and_back(format, RICHER);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "{format:?}");
        }
        assert_eq!(
            (before.len(), out, back),
            (after.len(), vec![], vec![]),
            "{format:?}"
        );
    }
}

/// Questions that QTI alone carries.
const RICHEST: &str = r##"
[[items]]
id = "spot"
type = "spot"
ask = "Where is it wrong?"
segments = ["fine", { text = "wrong", error = true, why = "Indeed." }, "well"]
[[items]]
id = "spot-all"
type = "spot"
ask = "Where is it all wrong?"
segments = ["fine", { text = "wrong", error = true }]
partial = "all_or_nothing"
[[items]]
id = "sort"
type = "sort"
ask = "Sort."
bins = [{ label = "x", holds = ["a", "b"] }, { label = "y", holds = ["c"] }]
[[items]]
id = "match-twice"
type = "match"
ask = "Match."
pairs = [["a", "x"], ["b", "x"], ["c", "y"]]
partial = "all_or_nothing"
[[items]]
id = "scale"
type = "scale"
ask = "Where are you?"
points_labels = ["here", "there"]
[[items]]
id = "opinion"
type = "opinion"
ask = "What do you think?"
choices = ["yes", "no"]
[[items]]
id = "relative"
type = "number"
ask = "About?"
right = 100
tolerance = 0.1
tolerance_kind = "relative"
[[items]]
id = "all"
type = "multiple"
ask = "All of them."
right = ["a", "b"]
wrong = [{ text = "c", why = "No." }]
partial = "all_or_nothing"
points = 3
[[items]]
id = "cloze-all"
type = "cloze"
ask = "Fill in."
passage = "It ends with {1}"
gaps = [{ accept = ["a gap"] }]
partial = "all_or_nothing"
"##;

#[test]
fn what_qti_carries_comes_back_whole() {
    let (before, after, out, back) = there_and_back(Format::Qti, RICHEST);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!((before.len(), out, back), (after.len(), vec![], vec![]));
}

/// One item as a file, in the names of 2.1.
fn qti(declaration: &str, body: &str, processing: &str) -> Imported {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" identifier=\"Item.1\" title=\"T\" adaptive=\"false\" timeDependent=\"false\" xml:lang=\"en\">{declaration}<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\"/><itemBody>{body}</itemBody>{processing}</assessmentItem>"
    );
    import(Format::Qti, text.as_bytes(), "x", "fr").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn items_of_version_2_are_read() {
    let map = "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response\"/>";
    let right = "<responseProcessing template=\"http://purl.imsglobal.org/spec/qti/v2p2/rptemplates/match_correct.xml\"/>";
    let declared = |cardinality: &str, base: &str, inside: &str| {
        format!(
            "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"{cardinality}\" baseType=\"{base}\">{inside}</responseDeclaration>"
        )
    };
    let correct = |values: &[&str]| {
        format!(
            "<correctResponse>{}</correctResponse>",
            values
                .iter()
                .map(|value| format!("<value>{value}</value>"))
                .collect::<String>()
        )
    };
    let choices = "<p>Water?</p><choiceInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"0\"><prompt>Which?</prompt><simpleChoice identifier=\"H\">Hydrogen</simpleChoice><simpleChoice identifier=\"O\">Oxygen</simpleChoice><simpleChoice identifier=\"Cl\">Chlorine</simpleChoice></choiceInteraction>";
    let mapped = "<mapping lowerBound=\"0\" upperBound=\"2\" defaultValue=\"-2\"><mapEntry mapKey=\"H\" mappedValue=\"1\"/><mapEntry mapKey=\"O\" mappedValue=\"1\"/></mapping>";
    for (found, written) in [
        (
            qti(
                &declared("multiple", "identifier", &(correct(&["H", "O"]) + mapped)),
                choices,
                map,
            ),
            "type = \"multiple\"\nask = \"Water?\\nWhich?\"\nright = [\"Hydrogen\", \"Oxygen\"]\nwrong = [\"Chlorine\"]\npoints = 2\n",
        ),
        (
            qti(
                &declared("multiple", "identifier", &correct(&["H", "O"])),
                choices,
                right,
            ),
            "type = \"multiple\"\nask = \"Water?\\nWhich?\"\nright = [\"Hydrogen\", \"Oxygen\"]\nwrong = [\"Chlorine\"]\npartial = \"all_or_nothing\"\n",
        ),
        (
            qti(
                &declared("single", "identifier", &correct(&["O"])),
                choices,
                right,
            ),
            "type = \"single\"\nask = \"Water?\\nWhich?\"\nright = \"Oxygen\"\nwrong = [\"Hydrogen\", \"Chlorine\"]\n",
        ),
        (
            qti(
                &declared("single", "string", &correct(&["Paris"])),
                "<p>The capital of France? <textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>",
                right,
            ),
            "type = \"text\"\nask = \"The capital of France?\"\naccept = [\"Paris\"]\n",
        ),
        (
            qti(
                &declared("single", "string", &correct(&["York"])),
                "<p>Complete.</p><p>Of <textEntryInteraction responseIdentifier=\"RESPONSE\"/> only.</p>",
                map,
            ),
            "type = \"cloze\"\nask = \"Complete.\"\npassage = \"Of {1} only.\"\ngaps = [{ accept = [\"York\"] }]\n",
        ),
        (
            qti(
                &declared("single", "float", &correct(&["3.14"])),
                "<p>Pi?</p><p><textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>",
                "<responseProcessing><responseCondition><responseIf><equal toleranceMode=\"absolute\" tolerance=\"0.1 0.1\"><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></equal><setOutcomeValue identifier=\"SCORE\"><baseValue baseType=\"float\">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>",
            ),
            "type = \"number\"\nask = \"Pi?\"\nright = 3.14\ntolerance = 0.1\n",
        ),
        (
            qti(
                &declared("ordered", "identifier", &correct(&["b", "a"])),
                "<orderInteraction responseIdentifier=\"RESPONSE\"><prompt>Order</prompt><simpleChoice identifier=\"a\">A</simpleChoice><simpleChoice identifier=\"b\">B</simpleChoice></orderInteraction>",
                right,
            ),
            "type = \"order\"\nask = \"Order\"\nsequence = [\"B\", \"A\"]\npartial = \"all_or_nothing\"\n",
        ),
        (
            qti(
                &declared("multiple", "directedPair", &correct(&["W g1", "S g2"])),
                "<gapMatchInteraction responseIdentifier=\"RESPONSE\"><prompt>Fill.</prompt><gapText identifier=\"W\" matchMax=\"1\">winter</gapText><gapText identifier=\"S\" matchMax=\"1\">summer</gapText><p>Now is the <gap identifier=\"g1\"/> of our <gap identifier=\"g2\"/>.</p></gapMatchInteraction>",
                right,
            ),
            "type = \"cloze\"\nask = \"Fill.\"\npassage = \"Now is the {1} of our {2}.\"\ngaps = [{ right = \"winter\", wrong = [\"summer\"] }, { right = \"summer\", wrong = [\"winter\"] }]\npartial = \"all_or_nothing\"\n",
        ),
    ] {
        assert_eq!(found.left_out, []);
        let written = format!("[[items]]\nid = \"item-1\"\n{written}");
        assert!(
            found.module.ends_with(&written),
            "{}\n{written}",
            found.module
        );
        assert!(found.module.contains("lang = \"en\""));
    }
    let slider = qti(
        &declared("single", "integer", &correct(&["5"])),
        "<sliderInteraction responseIdentifier=\"RESPONSE\"/>",
        right,
    );
    assert_eq!(
        slider.left_out[0].note,
        Note::UnknownType("slider-interaction".into())
    );
    assert_eq!(
        (slider.left_out[0].title.as_str(), slider.left_out[0].line),
        ("Item.1", Some(2))
    );
    let two = qti(
        &declared("single", "identifier", ""),
        &choices.repeat(2),
        right,
    );
    assert_eq!(two.left_out[0].note.code(), "unknown-type");
}

#[test]
fn qti_withstands_what_is_mangled() {
    const PIECES: [&str; 12] = [
        "RESPONSE",
        "<p>",
        "</p>",
        "-1e308",
        "1e999",
        "single",
        "multiple",
        "c1",
        "{1}",
        "&amp;",
        "\u{202e}",
        "<qti-gap identifier=\"c1\"/>",
    ];
    let (carried, text) = module(&format!("{CARRIED}{RICHER}{RICHEST}"));
    let items: Vec<String> = carried
        .items
        .iter()
        .map(|item| qti::write(&carried, item, &mut Notes::default()).unwrap())
        .collect();
    let mut dice = Dice(0xfeed_5eed_0000_0001);
    for round in 0..900 {
        withstands(
            Format::Qti,
            mangled(&items[round % items.len()], &mut dice, &PIECES).as_bytes(),
        );
    }
    let package = export(Format::Qti, &carried, &text).unwrap().bytes;
    for _ in 0..200 {
        let mut broken = package.clone();
        for _ in 0..1 + dice.below(20) {
            let at = dice.below(broken.len());
            broken[at] = dice.below(256) as u8;
        }
        broken.truncate(broken.len() - dice.below(3) * dice.below(200));
        withstands(Format::Qti, &broken);
    }
    for bytes in [&b"PK"[..], b"PK\x05\x06", b"", b"<a/>"] {
        assert!(import(Format::Qti, bytes, "x", "fr").is_err());
    }
}

/// What was told, as `id code`.
fn codes(told: &[Told]) -> Vec<String> {
    told.iter()
        .map(|told| format!("{} {}", told.title, told.note.code()))
        .collect()
}

#[test]
fn gift_says_what_it_does_not_carry() {
    let (module, text) = module(&format!(
        "{RICHER}{}",
        r##"
[[sources]]
id = "s"
title = "S"
url = "https://s.example/"
[[items]]
id = "cited"
type = "multiple"
ask = "Cited?"
right = ["a"]
wrong = [{ text = "b", image = { file = "b.png", alt = "B" } }]
partial = "all_or_nothing"
sources = ["s"]
hint = "Look."
[[items]]
id = "near"
type = "number"
ask = "About?"
right = 100
tolerance = 0.1
tolerance_kind = "relative"
[[items]]
id = "spot"
type = "spot"
ask = "Where is it wrong?"
segments = ["fine", { text = "wrong", error = true }]
[[items]]
id = "sort"
type = "sort"
ask = "Sort."
bins = [{ label = "x", holds = ["a", "b"] }, { label = "y", holds = ["c"] }]
[[items]]
id = "where"
type = "scale"
ask = "Where are you?"
points_labels = ["here", "there"]
"##
    ));
    let out = export(Format::Gift, &module, &text).unwrap();
    assert_eq!(
        codes(&out.left_out),
        [
            "cloze unknown-type",
            "heavy unknown-type",
            "order unknown-type",
            "where unknown-type"
        ]
    );
    assert_eq!(
        codes(&out.changed),
        [
            "points keys",
            "cited partial",
            "cited keys",
            "near tolerance",
            "spot other-type",
            "sort other-type"
        ]
    );
    let keys = out
        .changed
        .iter()
        .find(|told| told.title == "cited" && told.note.code() == "keys");
    assert_eq!(
        keys.map(|told| told.note.clone()),
        Some(Note::Keys("hint, sources, wrong.image".into()))
    );
    let gift = String::from_utf8(out.bytes).unwrap();
    assert!(gift.contains("{#90..110}"), "{gift}");
    assert!(
        gift.contains("\t~%100%wrong\n\t~%-100%fine\n")
            || gift.contains("\t~%-100%fine\n\t~%100%wrong\n"),
        "{gift}"
    );
}

fn imported(gift: &str) -> Imported {
    import(Format::Gift, gift.as_bytes(), "Mon quiz", "fr").unwrap()
}

#[test]
fn a_module_from_gift_passes_the_check_and_tells_what_is_missing() {
    let found = imported(
        "::q1::Who? {=no one ~Grant}\n\n::Bad:: {~a ~b}\n\nEssay {}\n\n// a comment\n$CATEGORY: x\n\nOnly a text.\n",
    );
    assert_eq!(
        (found.count, codes(&found.left_out)),
        (2, vec!["Bad no-text".to_owned()])
    );
    assert_eq!(found.left_out[0].line, Some(3));
    let (module, findings) = Module::read(&found.module, &Frameworks::default(), Date::MIN);
    let module = module.unwrap();
    assert_eq!(
        (
            module.id.as_str(),
            module.lang.as_str(),
            module.licence.as_str()
        ),
        ("mon-quiz", "fr", "UNKNOWN")
    );
    assert!(findings.iter().all(|finding| finding.problem.is_warning()));
    assert_eq!(
        module
            .items
            .iter()
            .map(|item| item.id.as_str())
            .collect::<Vec<_>>(),
        ["q1", "q3"]
    );
    assert_eq!(
        codes(&found.changed),
        [
            " filled", " filled", " filled", " filled", " filled", " filled", " missing",
            " missing"
        ]
    );
}

#[test]
fn what_the_check_would_refuse_is_left_out_and_named() {
    let long = (0..61).map(|n| format!("~w{n} ")).collect::<String>();
    let found = imported(&format!(
        "::a::x {{=b ~c}}\n\n::long::x {{=b {long}}}\n\n::same::x {{=b ~%50%b}}\n\n::alone::x {{=%100%b ~%100%c}}\n\n::z::x {{T}}"
    ));
    assert_eq!(codes(&found.left_out), ["long too-many", "same refused"]);
    assert_eq!(found.count, 3, "{}", found.module);
    assert!(errors(&found.module).is_empty());
}

#[test]
fn more_than_a_module_holds_is_left_out() {
    let found = imported(&"x {T}\n\n".repeat(2_003));
    assert_eq!(
        (found.count, codes(&found.left_out)),
        (2_000, vec!["x too-many".to_owned(); 3])
    );
}

/// A small generator of numbers: the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Whatever is read: no panic, and what is written passes the check.
fn withstands(format: Format, bytes: &[u8]) {
    let Ok(found) = import(format, bytes, "x", "fr") else {
        return;
    };
    if found.count > 0 {
        assert_eq!(
            errors(&found.module),
            [],
            "{}",
            String::from_utf8_lossy(bytes)
        );
        let (module, _) = Module::read(&found.module, &Frameworks::default(), Date::MIN);
        let module = module.expect("a module without errors is one");
        assert_eq!(module.items.len(), found.count);
        for (_, format) in Format::NAMES {
            export(format, &module, &found.module).expect("writing has no reason to fail");
        }
    }
}

#[test]
fn gift_withstands_whatever_is_put_together() {
    const PIECES: [&str; 34] = [
        "::",
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "->",
        "%50%",
        "%",
        "%-1e9%",
        "\\",
        "\\n",
        "\n",
        "\n\n",
        "//",
        "[html]",
        "[plain]",
        "$CATEGORY:",
        "T",
        "TRUE",
        "1..2",
        "3:4",
        "-1e308:1e308",
        "é",
        "\u{202e}",
        "\u{0}",
        "*",
        "<p>",
        "<!--",
        "&#0;",
        "a b",
        "[id:",
        "\u{feff}",
    ];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3_000 {
        let text: String = (0..dice.below(40))
            .map(|_| PIECES[dice.below(PIECES.len())])
            .collect();
        withstands(Format::Gift, text.as_bytes());
    }
}

const MOODLE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/x</text></category></question>
  <question type="multichoice">
    <name><text>Capitale de l'Italie</text></name>
    <questiontext format="html"><text><![CDATA[<p>Which <b>one</b>?<br></p><img src="@@PLUGINFILE@@/x.png">]]></text></questiontext>
    <generalfeedback format="html"><text>Rome &amp;amp; co</text></generalfeedback>
    <defaultgrade>2.0000000</defaultgrade><single>true</single><shuffleanswers>0</shuffleanswers>
    <correctfeedback format="html"><text>Your answer is correct.</text></correctfeedback>
    <answer fraction="100" format="html"><text>&lt;p&gt;Rome&lt;/p&gt;</text><feedback format="html"><text>Yes</text></feedback></answer>
    <answer fraction="33.33333" format="html"><text>Milan</text><feedback format="html"><text></text></feedback></answer>
    <hint format="html"><text>Think.</text></hint>
    <tags><tag><text>geo</text></tag></tags>
  </question>
  <question type="truefalse"><name><text>tf</text></name><questiontext><text>So?</text></questiontext>
    <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text><feedback><text>No.</text></feedback></answer></question>
  <question type="numerical"><name><text>num</text></name><questiontext><text>Pi?</text></questiontext>
    <answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer><answer fraction="50"><text>3</text><tolerance>0.5</tolerance></answer>
    <units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units></question>
  <question type="gapselect"><name><text>gap</text></name><questiontext format="html"><text><![CDATA[<p>Choose.</p><p>The [[1]] of [[3]] [[x]].</p>]]></text></questiontext>
    <selectoption><text>capital</text><group>1</group></selectoption><selectoption><text>city</text><group>1</group></selectoption>
    <selectoption><text>France</text><group>2</group></selectoption></question>
  <question type="cloze"><name><text>cloze</text></name><questiontext format="html"><text><![CDATA[<p>{1:SA:=a} alone</p>]]></text></questiontext></question>
  <question type="ordering"><name><text>ord</text></name><questiontext><text>Order</text></questiontext><gradingtype>1</gradingtype>
    <answer fraction="2.0000000"><text>b</text></answer><answer fraction="1.0000000"><text>a</text></answer></question>
  <question type="ddmarker"><name><text>marker</text></name><questiontext><text>Where?</text></questiontext></question>
  <question type="numerical"><name><text>nan</text></name><questiontext><text>?</text></questiontext><answer fraction="100"><text>many</text></answer></question>
</quiz>"##;

#[test]
fn moodle_says_what_it_does_not_carry() {
    let found = import(Format::MoodleXml, MOODLE.as_bytes(), "x", "en").unwrap();
    let left: Vec<_> = found
        .left_out
        .iter()
        .map(|told| (told.line, told.title.as_str(), told.note.clone()))
        .collect();
    assert_eq!(
        left,
        [
            (Some(26), "marker", Note::UnknownType("ddmarker".into())),
            (Some(27), "nan", Note::NoNumber("many".into()))
        ]
    );
    let changed = found.changed.iter().filter(|told| !told.title.is_empty());
    assert_eq!(
        codes(&changed.cloned().collect::<Vec<_>>()),
        [
            "Capitale de l'Italie formatting",
            "Capitale de l'Italie media",
            "Capitale de l'Italie keys",
            "Capitale de l'Italie hints",
            "Capitale de l'Italie tags",
            "Capitale de l'Italie renamed",
            "num unit",
            "num other-answer",
            "cloze instruction",
        ]
    );
    let (module, findings) = Module::read(&found.module, &Frameworks::default(), Date::MIN);
    let module = module.unwrap_or_else(|| panic!("{findings:?}"));
    assert_eq!(
        blocks(&module),
        [
            "[[items]]\nid = \"capitale-de-l-italie\"\ntype = \"single\"\nask = \"Which one?\"\nright = { text = \"Rome\", why = \"Yes\" }\nwrong = [{ text = \"Milan\", weight = 0.3333333333333333 }]\npoints = 2\nwhy = \"Rome & co\"\n",
            "[[items]]\nid = \"tf\"\ntype = \"true_false\"\nask = \"So?\"\nright = false\nwhy = \"No.\"\n",
            "[[items]]\nid = \"num\"\ntype = \"number\"\nask = \"Pi?\"\nright = 3.14\ntolerance = 0.01\n",
            "[[items]]\nid = \"gap\"\ntype = \"cloze\"\nask = \"Choose.\"\npassage = \"The {1} of {2} [[x]].\"\ngaps = [{ right = \"capital\", wrong = [\"city\"] }, { right = \"France\", wrong = [] }]\n",
            "[[items]]\nid = \"cloze\"\ntype = \"cloze\"\nask = \"Fill in the gaps.\"\npassage = \"{1} alone\"\ngaps = [{ accept = [\"a\"] }]\n",
            "[[items]]\nid = \"ord\"\ntype = \"order\"\nask = \"Order\"\nsequence = [\"a\", \"b\"]\npartial = \"next_exclude_last\"\n",
        ]
    );
}

#[test]
fn xml_that_is_none_is_told_with_its_line() {
    for (text, line) in [
        ("<quiz>\n<question></quiz>", 2),
        ("<!DOCTYPE quiz SYSTEM \"file:///etc/passwd\">\n<quiz/>", 1),
        ("<test/>", 1),
        ("not xml", 1),
    ] {
        let broken = import(Format::MoodleXml, text.as_bytes(), "x", "fr")
            .map(|_| ())
            .expect_err(text);
        assert_eq!(broken.line, line, "{text}");
    }
    assert_eq!(
        import(Format::Gift, b"ok\n\xff", "x", "fr").map(|_| ()),
        Err(Unreadable::new(2, "not UTF-8"))
    );
}

/// A file with a few of its pieces cut out, doubled or replaced.
fn mangled(text: &str, dice: &mut Dice, pieces: &[&str]) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    for _ in 0..1 + dice.below(6) {
        let at = dice.below(signs.len());
        let end = (at + dice.below(30)).min(signs.len());
        let cut: Vec<char> = match dice.below(3) {
            0 => Vec::new(),
            1 => signs[at..end].repeat(2),
            _ => pieces[dice.below(pieces.len())].chars().collect(),
        };
        signs.splice(at..end, cut);
    }
    signs.into_iter().collect()
}

#[test]
fn moodle_xml_withstands_what_is_mangled() {
    const PIECES: [&str; 14] = [
        "100",
        "-1e308",
        "{1:SA:=x}",
        "{",
        "}",
        "[[1]]",
        "cloze",
        "numerical",
        "matching",
        "&amp;",
        "\u{202e}",
        "1e999",
        "<text>",
        "</text>",
    ];
    let (carried, text) = module(&format!("{CARRIED}{RICHER}"));
    let own = String::from_utf8(export(Format::MoodleXml, &carried, &text).unwrap().bytes).unwrap();
    let mut dice = Dice(0x1234_5678_9abc_def1);
    for round in 0..600 {
        let text = if round % 2 == 0 { MOODLE } else { own.as_str() };
        withstands(
            Format::MoodleXml,
            mangled(text, &mut dice, &PIECES).as_bytes(),
        );
    }
    for passage in [
        "{:a:\\".repeat(1 << 16),
        "{:SA:=".repeat(1 << 16),
        "{1:SA:=x}".repeat(1 << 14),
        "[[1]]".repeat(1 << 14),
    ] {
        let began = Instant::now();
        for kind in ["cloze", "gapselect"] {
            let file = format!(
                "<quiz><question type=\"{kind}\"><questiontext><text>{passage}</text></questiontext><selectoption><text>a</text></selectoption></question></quiz>"
            );
            withstands(Format::MoodleXml, file.as_bytes());
        }
        assert!(
            began.elapsed() < PATIENCE,
            "{:?} for {:.20}…",
            began.elapsed(),
            passage
        );
    }
}

/// The longest that a hostile file may take, with much to spare for a slow machine and a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_hostile_gift_file_ends_in_bounded_time() {
    for text in [
        "{".repeat(1 << 20),
        "::".repeat(1 << 19),
        format!("x {{{}}}", "=a ~b".repeat(1 << 17)),
        format!("x {{{}}}", "=a#".repeat(1 << 18)),
        format!("x {{{}}}", "=a->b".repeat(1 << 17)),
        format!("[html]{} {{T}}", "<b ".repeat(1 << 18)),
        format!("[html]{} {{T}}", "<b '\"".repeat(1 << 18)),
        format!("[html]{} {{T}}", "<script></script>".repeat(1 << 15)),
        format!("[html]{} {{T}}", "<script></".repeat(1 << 16)),
        format!("[html]{} {{T}}", "<!--".repeat(1 << 18)),
        format!("[html]{} {{T}}", "&#".repeat(1 << 18)),
        "//[tag:".repeat(1 << 17),
        "\\".repeat(1 << 20),
        "\n".repeat(1 << 20),
    ] {
        let began = Instant::now();
        withstands(Format::Gift, text.as_bytes());
        assert!(
            began.elapsed() < PATIENCE,
            "{:?} for {:.20}…",
            began.elapsed(),
            text
        );
    }
}

#[test]
fn weights_of_gaps_that_no_whole_numbers_say_are_told_as_lost() {
    let gaps = |weights: [&str; 2]| {
        format!(
            "[[items]]\nid = \"c\"\ntype = \"cloze\"\nask = \"Fill.\"\npassage = \"{{1}} and {{2}}.\"\ngaps = [{{ accept = [\"a\"], weight = {} }}, {{ accept = [\"b\"], weight = {} }}]\n",
            weights[0], weights[1]
        )
    };
    for (weights, written, lost) in [
        (
            ["0.25", "0.5"],
            ["{1:SHORTANSWER:=a}", "{2:SHORTANSWER:=b}"],
            false,
        ),
        (
            ["2", "3"],
            ["{2:SHORTANSWER:=a}", "{3:SHORTANSWER:=b}"],
            false,
        ),
        (
            ["1", "3.14159"],
            ["{100:SHORTANSWER:=a}", "{314:SHORTANSWER:=b}"],
            true,
        ),
    ] {
        let (module, text) = module(&gaps(weights));
        let out = export(Format::MoodleXml, &module, &text).unwrap();
        let file = String::from_utf8(out.bytes).unwrap();
        assert!(written.iter().all(|gap| file.contains(gap)), "{file}");
        let told = out.changed.iter().any(|told| told.note == Note::Weights);
        assert_eq!(told, lost, "{weights:?}");
    }
}

#[test]
fn weights_of_gaps_come_back_in_their_ratio_whatever_it_is() {
    for (first, second) in [(1000.0, 0.5), (50.0, 0.03), (1000.0, 0.001), (0.25, 0.5)] {
        let items = format!(
            "[[items]]\nid = \"c\"\ntype = \"cloze\"\nask = \"Fill.\"\npassage = \"{{1}} and {{2}}.\"\ngaps = [{{ accept = [\"a\"], weight = {first} }}, {{ accept = [\"b\"], weight = {second} }}]\n"
        );
        let (before, text) = module(&items);
        for format in [Format::MoodleXml, Format::Qti] {
            let out = export(format, &before, &text).unwrap();
            let back = import(format, &out.bytes, "m", "fr").unwrap();
            assert_eq!(back.left_out, vec![], "{first} {second} {format:?}");
            let (after, _) = Module::read(&back.module, &Frameworks::default(), Date::MIN);
            let after = after.unwrap();
            let Kind::Cloze { gaps, .. } = &after.items[0].kind else {
                panic!("{}", back.module)
            };
            let ratio = gaps[0].weight() / gaps[1].weight();
            assert!((ratio / (first / second) - 1.0).abs() < 1e-9, "{ratio}");
        }
    }
    let moodle = |first: &str| {
        format!(
            "<quiz><question type=\"cloze\"><name><text>n</text></name><questiontext format=\"html\"><text>{{{first}:SHORTANSWER:=a}} and {{1:SHORTANSWER:=b}}.</text></questiontext></question></quiz>"
        )
    };
    for (first, exact) in [("2000", true), ("999999999", false)] {
        let back = import(Format::MoodleXml, moodle(first).as_bytes(), "m", "fr").unwrap();
        assert_eq!((back.count, back.left_out), (1, vec![]), "{}", back.module);
        let told = back.changed.iter().any(|told| told.note == Note::Weights);
        assert_eq!(told, !exact, "{first}");
    }
}
