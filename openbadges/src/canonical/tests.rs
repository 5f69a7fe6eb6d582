//! The W3C suites of RDFC-1.0 and of JSON-LD to RDF, read from the fixtures where they are.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::*;

/// The folder of published vectors; says on standard error where it is absent.
fn fixtures(folder: &str) -> Option<PathBuf> {
    let root = std::env::var("CREMA_FIXTURES").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    let _ = writeln!(
        std::io::stderr(),
        "skipped: no {folder} in the folder of fixtures"
    );
    None
}

/// Reads N-Quads as the suites write them.
fn parse_nquads(text: &str) -> Dataset {
    let mut data = Dataset::default();
    let mut labels: HashMap<String, Node> = HashMap::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let mut nodes = Vec::new();
        let mut rest = line;
        while !rest.is_empty() && rest != "." {
            let end = term_end(rest);
            let term = &rest[..end];
            nodes.push(if term.starts_with("_:") {
                *labels
                    .entry(term.to_owned())
                    .or_insert_with(|| data.blank())
            } else {
                Node::Text(data.intern(|text| text.push_str(&normal(term))))
            });
            rest = rest[end..].trim_start();
        }
        let Node::Text(predicate) = nodes[1] else {
            panic!("a blank predicate: {line}")
        };
        data.add(Quad {
            subject: nodes[0],
            predicate,
            object: nodes[2],
            graph: nodes.get(3).copied(),
        })
        .unwrap();
    }
    data.finish();
    data
}

fn term_end(text: &str) -> usize {
    if let Some(literal) = text.strip_prefix('"') {
        let mut escaped = false;
        let close = literal.char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let close = close.unwrap().0 + 2;
        let after = &text[close..];
        return close + after.find([' ', '\t']).unwrap_or(after.len());
    }
    if text.starts_with('<') {
        text.find('>').unwrap() + 1
    } else {
        text.find([' ', '\t']).unwrap_or(text.len())
    }
}

/// Escapes undone and done again canonically.
fn normal(term: &str) -> String {
    let Some(literal) = term.strip_prefix('"') else {
        return unescape(term);
    };
    let close = literal.rfind('"').unwrap();
    let suffix = unescape(&literal[close + 1..]);
    let suffix = suffix.replace("^^<http://www.w3.org/2001/XMLSchema#string>", "");
    let mut quoted = String::new();
    crate::rdf::quote(&unescape(&literal[..close]), &mut quoted);
    quoted + &suffix
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next().unwrap() {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            long @ ('u' | 'U') => {
                let digits: String = chars
                    .by_ref()
                    .take(if long == 'u' { 4 } else { 8 })
                    .collect();
                out.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
            }
            other => out.push(other),
        }
    }
    out
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_suite_of_rdfc_1_0_passes() {
    let Some(folder) = fixtures("rdfc10") else {
        return;
    };
    let manifest: Value = serde_json::from_str(&read(folder.join("manifest.jsonld"))).unwrap();
    let base = if folder.join("rdfc10").is_dir() {
        folder.clone()
    } else {
        folder.parent().unwrap().to_path_buf()
    };
    let mut passed = 0;
    for entry in manifest["entries"].as_array().unwrap() {
        let name = format!("{} {}", entry["id"], entry["name"]);
        let hash = if entry["hashAlgorithm"] == "SHA384" {
            Hash::Sha384
        } else {
            Hash::Sha256
        };
        let data = parse_nquads(&read(base.join(entry["action"].as_str().unwrap())));
        let kind = entry["type"].as_str().unwrap();
        if kind.contains("Negative") {
            let start = std::time::Instant::now();
            assert!(
                matches!(canonical_dataset(hash, &data), Err(Error::Limit(_))),
                "{name} after {:?}",
                start.elapsed()
            );
        } else if kind.contains("Map") {
            let expected: HashMap<String, String> =
                serde_json::from_str(&read(base.join(entry["result"].as_str().unwrap()))).unwrap();
            let numbers = Canonicalizer::new(hash, &data)
                .numbers()
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let mut ours: Vec<_> = numbers
                .iter()
                .map(|number| format!("c14n{number}"))
                .collect();
            let mut theirs: Vec<_> = expected.into_values().collect();
            ours.sort();
            theirs.sort();
            assert_eq!(ours, theirs, "{name}");
        } else {
            assert_eq!(
                canonical_dataset(hash, &data).unwrap_or_else(|error| panic!("{name}: {error}")),
                read(base.join(entry["result"].as_str().unwrap())),
                "{name}"
            );
        }
        passed += 1;
    }
    assert!(passed >= 86, "{passed} ran");
}

#[test]
fn json_ld_is_read_right_or_refused() {
    let Some(folder) = fixtures("json-ld") else {
        return;
    };
    let manifest: Value =
        serde_json::from_str(&read(folder.join("toRdf-manifest.jsonld"))).unwrap();
    let (mut right, mut refused, mut wrong) = (0, Vec::new(), Vec::new());
    for entry in manifest["sequence"].as_array().unwrap() {
        let id = entry["@id"].as_str().unwrap();
        let option = |name: &str| entry.get("option").and_then(|option| option.get(name));
        let input = entry["input"].as_str().unwrap();
        if ["specVersion", "processingMode"]
            .iter()
            .any(|name| option(name).is_some_and(|version| version == "json-ld-1.0"))
            || !input.ends_with(".jsonld")
        {
            continue;
        }
        // What the caller of a general processor hands in, this one does not take.
        if [
            "expandContext",
            "base",
            "produceGeneralizedRdf",
            "rdfDirection",
        ]
        .iter()
        .any(|name| option(name).is_some())
        {
            continue;
        }
        let result = crate::json::parse(read(folder.join(input)).as_bytes())
            .and_then(|document| canonical(&document, Contexts::bundled()));
        let positive = entry["@type"]
            .as_array()
            .unwrap()
            .iter()
            .any(|kind| kind == "jld:PositiveEvaluationTest");
        match (positive, result) {
            (true, Ok(ours)) => {
                let expected = parse_nquads(&read(folder.join(entry["expect"].as_str().unwrap())));
                if canonical_dataset(Hash::Sha256, &expected).unwrap() == ours {
                    right += 1
                } else {
                    wrong.push(format!("{id} differs:\n{ours}"))
                }
            }
            (true, Err(error)) => refused.push(format!("{id}: {error}")),
            (false, Ok(ours))
                if entry["@type"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|kind| kind == "jld:NegativeEvaluationTest") =>
            {
                wrong.push(format!("{id} should be refused:\n{ours}"))
            }
            (false, _) => right += 1,
        }
    }
    if std::env::var("SHOW").is_ok() {
        eprintln!("{}", refused.join("\n"));
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        right >= 200,
        "{right} right, {} refused:\n{}",
        refused.len(),
        refused.join("\n")
    );
}

#[test]
fn the_vectors_of_eddsa_rdfc_2022_are_canonicalized_to_the_byte() {
    let Some(folder) = fixtures("vc-di-eddsa") else {
        return;
    };
    let Some(contexts) = fixtures("contexts") else {
        return;
    };
    let examples = fs::read(contexts.join("www.w3.org_ns_credentials_examples_v2.json")).unwrap();
    let contexts = Contexts::bundled()
        .with("https://www.w3.org/ns/credentials/examples/v2", &examples)
        .unwrap();
    let document = crate::json::parse(&fs::read(folder.join("unsigned.json")).unwrap()).unwrap();
    let expected = read(folder.join("eddsa-rdfc-2022/canonDocDataInt.txt"));
    assert_eq!(
        canonical(&document, &contexts).unwrap().trim_end(),
        expected.trim_end()
    );
}

/// A term that stands within a type alone.
fn of_a_type(value: Value) -> Result<String, Error> {
    let document = json!({
        "@context": {
            "Tool": {"@id": "urn:Tool", "@context": {"since": {"@id": "urn:since", "@type": "urn:date"}}},
            "since": {"@id": "urn:other", "@type": "urn:text"},
            "box": {"@id": "urn:box", "@container": "@graph"},
        },
        "@id": "urn:a",
        "@type": "Tool",
        "since": value,
    });
    canonical(&document, Contexts::bundled())
}

/// The object of a list or of a set is one without the type: what its values are is said by the context around the object of the type (section 5.1.2, step 7).
#[test]
fn values_in_an_object_of_a_set_or_a_list_are_outside_of_a_type() {
    let kind = "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Tool> .";
    let said = |kind_of_text: &str| format!("<urn:a> <urn:since> \"1\"^^<urn:{kind_of_text}> .");
    for (value, kind_of_text) in [(json!("1"), "date"), (json!({"@set": ["1"]}), "text")] {
        let expected = format!("{kind}\n{}\n", said(kind_of_text));
        assert_eq!(of_a_type(value), Ok(expected));
    }
    let listed = of_a_type(json!({"@list": ["1"]})).unwrap();
    assert!(listed.contains("\"1\"^^<urn:text>"), "{listed}");
}

#[test]
fn a_list_to_which_nothing_points_is_an_error() {
    let document = |value: Value| json!({"@context": {"box": {"@id": "urn:box", "@container": "@graph"}, "p": "urn:p"}, "@id": "urn:a", "box": value});
    let form = |value| canonical(&document(value), Contexts::bundled());
    let node = json!({"@id": "urn:b", "p": "1"});
    assert!(form(node.clone()).is_ok());
    let dropped = Err(Error::Dropped("a list that is a graph".into()));
    assert_eq!(form(json!({"@list": [node]})), dropped);
}

/// The form of a document whose one subject is `urn:a`.
fn of_terms(context: Value, mut members: Value) -> Result<String, Error> {
    members["@context"] = context;
    members["@id"] = "urn:a".into();
    canonical(&members, Contexts::bundled())
}

#[test]
fn the_type_of_a_value_is_read_as_its_object_is_entered() {
    let context =
        json!({"p": "urn:p", "Tool": {"@id": "urn:Tool", "@context": {"Tool": "urn:Other"}}});
    assert_eq!(
        of_terms(context, json!({"p": {"@value": "1", "@type": "Tool"}})).unwrap(),
        "<urn:a> <urn:p> \"1\"^^<urn:Tool> .\n"
    );
}

#[test]
fn a_list_is_told_by_the_context_inside_of_it() {
    let first = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
    let rest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
    let nil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
    let alone = format!(
        "<urn:a> <urn:p> _:c14n0 .\n_:c14n0 <{first}> \"1\" .\n_:c14n0 <{rest}> <{nil}> .\n"
    );
    let listed = json!({"@id": "urn:p", "@container": "@list"});
    let own = json!({"p": {"@context": {"all": "@list"}, "all": ["1"]}});
    assert_eq!(of_terms(json!({"p": listed}), own), Ok(alone.clone()));
    let mut scoped = listed.clone();
    scoped["@context"] = json!({"all": "@list"});
    let of_term = of_terms(json!({"p": scoped}), json!({"p": {"all": ["1"]}}));
    assert_eq!(of_term, Ok(alone));
    // What stands for a list outside, and inside is a word like any other, is an item.
    let context = json!({"all": "@list", "p": listed});
    let item = json!({"p": {"@context": {"all": "urn:all"}, "all": "1"}});
    let item = of_terms(context, item).unwrap();
    assert!(item.contains("_:c14n0 <urn:all> \"1\""), "{item}");
    assert!(item.contains(&format!("<{first}> _:c14n0")), "{item}");
    let whole = json!({"@context": {"all": "@list"}, "all": ["1"]});
    let dropped = Err(Error::Dropped("the whole document".into()));
    assert_eq!(canonical(&whole, Contexts::bundled()), dropped);
}

#[test]
fn a_context_of_a_term_may_take_the_term_away() {
    let gone = json!({"p": {"@id": "urn:p", "@type": "@id", "@context": null}});
    assert_eq!(
        of_terms(gone, json!({"p": "urn:x"})).unwrap(),
        "<urn:a> <urn:p> \"urn:x\" .\n"
    );
}

/// Each has one meaning by the standard and another in a processor that many use, or is an error there.
#[test]
fn what_processors_read_differently_is_refused() {
    let typed = |kind: &str| json!({"p": {"@id": "urn:p", "@type": kind}});
    for (why, context, members) in [
        (
            "a term that its own context types",
            json!({"p": {"@id": "urn:p", "@context": {"p": {"@id": "urn:p", "@type": "@id"}}}}),
            json!({"p": "urn:x"}),
        ),
        (
            "a term that its own context gives a context",
            json!({"p": {"@id": "urn:p", "@context": {"p": {"@id": "urn:q", "@context": {"r": "urn:r"}}}}, "r": "urn:s"}),
            json!({"p": {"r": "1"}}),
        ),
        (
            "null in the context of a type",
            json!({"w": "urn:w", "p": "urn:p", "T": {"@id": "urn:T", "@context": [null, {"w": "urn:v", "p": "urn:q"}]}}),
            json!({"@type": "T", "p": {"w": "1"}}),
        ),
        (
            "a language in the context of its term",
            json!({"t": {"@id": "urn:t", "@container": "@language", "@context": {"nul": "@none"}}}),
            json!({"t": {"nul": "1"}}),
        ),
        (
            "JSON in a list",
            json!({"p": {"@id": "urn:p", "@type": "@json", "@container": "@list"}}),
            json!({"p": [1, 2]}),
        ),
        (
            "JSON by language",
            json!({"p": {"@id": "urn:p", "@type": "@json", "@container": "@language"}}),
            json!({"p": {"fr": "1"}}),
        ),
        (
            "a language that is not said",
            typed("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
            json!({"p": "1"}),
        ),
        (
            "a word that is defined as nothing",
            json!({"p": {"@id": "urn:p", "@type": "@vocab"}, "urn:n": null}),
            json!({"p": "urn:n"}),
        ),
        (
            "@propagate in a second context",
            json!([{"p": "urn:p"}, {"@propagate": "no"}]),
            json!({"p": "1"}),
        ),
        (
            "a term like an IRI that means another",
            json!({"é": "urn:e/", "é:x": "urn:b"}),
            json!({"é:x": "1"}),
        ),
        (
            "a term that begins like an IRI without a scheme",
            json!({":p": "urn:b"}),
            json!({":p": "1"}),
        ),
        (
            "a name of @list with a container",
            json!({"l": {"@id": "@list", "@container": "@graph"}, "p": "urn:p"}),
            json!({"p": {"l": ["1"]}}),
        ),
        (
            "a name of @type with a type",
            json!({"kind": {"@id": "@type", "@type": "@vocab"}}),
            json!({"kind": "urn:T"}),
        ),
        (
            "a blank in an IRI",
            typed("@id"),
            json!({"p": "urn:a\u{a0}b"}),
        ),
        (
            "a mark of byte order in an IRI",
            typed("@id"),
            json!({"p": "urn:a\u{feff}b"}),
        ),
        (
            "a control in an IRI",
            typed("@id"),
            json!({"p": "urn:a\u{85}b"}),
        ),
    ] {
        let form = of_terms(context, members);
        assert!(form.is_err(), "{why}: {form:?}");
    }
}
