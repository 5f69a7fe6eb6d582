//! From JSON-LD straight to RDF quads (JSON-LD 1.1 Processing Algorithms, sections 5.1 and 8), in one pass and without approximation: whatever would be
//! left out of the quads, and so of what is signed, is an error.

mod dataset;

use std::{borrow::Cow, collections::HashMap};

use serde_json::{Map, Number, Value};

pub(crate) use self::dataset::{Dataset, Node, Quad};
use crate::{
    Error,
    context::{
        Active, Coercion, Container, Contexts, Held, Scoped, Term, count_members, is_absolute,
        is_keyword, language_tag,
    },
    json,
};

/// The most contexts written inside one document: each costs a copy of all terms.
const MOST_EMBEDDED: usize = 32;

/// The most members of these in all: what they define is kept for no later document, and copied anew for each object of a type with a context of its own.
const MOST_DEFINED: usize = 1_000;

/// The most terms that are read and copied for them, over and over, in all: wherever a term or a type is used that has a context of its own.
const MOST_APPLIED: usize = 300_000;

const RDF_FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
const RDF_LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
const RDF_NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
const RDF_REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// An object of a document as it is read: whole, or without one member or in a context that it does not say itself, as what is signed stands in a document.
#[derive(Clone, Copy)]
pub(crate) struct Members<'d> {
    all: &'d Map<String, Value>,
    left_out: Option<&'static str>,
    context: Option<&'d Value>,
}

impl<'d> Members<'d> {
    /// The members of a document.
    ///
    /// # Errors
    /// [`Error::Unsupported`] where it is no object.
    pub(crate) fn of(document: &'d Value) -> Result<Members<'d>, Error> {
        match document {
            Value::Object(all) => Ok(Members::from(all)),
            _ => Err(Error::Unsupported("a document that is no object")),
        }
    }

    /// The same but for one member.
    pub(crate) fn without(self, name: &'static str) -> Members<'d> {
        Members {
            left_out: Some(name),
            ..self
        }
    }

    /// The same, read in another context than it says itself.
    pub(crate) fn in_context(self, context: &'d Value) -> Members<'d> {
        Members {
            context: Some(context),
            ..self
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (&'d String, &'d Value)> {
        self.all
            .iter()
            .filter(move |(name, _)| self.left_out != Some(name.as_str()))
    }

    pub(crate) fn context(self) -> Option<&'d Value> {
        // Quicker than asking for it by its hash, in the few members that objects have.
        let own = || self.all.iter().find(|(name, _)| *name == "@context");
        self.context.or_else(|| Some(own()?.1))
    }
}

impl<'d> From<&'d Map<String, Value>> for Members<'d> {
    fn from(all: &'d Map<String, Value>) -> Members<'d> {
        Members {
            all,
            left_out: None,
            context: None,
        }
    }
}

/// Reads a JSON-LD document into quads.
///
/// # Errors
/// [`Error::Context`], [`Error::Dropped`], [`Error::Unsupported`], [`Error::Limit`].
pub(crate) fn dataset(document: Members<'_>, contexts: &Contexts) -> Result<Dataset, Error> {
    let mut reader = Reader {
        contexts,
        data: Dataset::default(),
        labels: HashMap::new(),
        embedded: 0,
        defined: 0,
        applied: 0,
    };
    let whole = reader.object(
        Reading {
            active: &contexts.initial(),
            name: None,
            term: None,
            graph: None,
            is_graph: false,
        },
        document,
    )?;
    reader.data.finish();
    if whole.is_list || reader.data.quads().is_empty() {
        return Err(Error::Dropped("the whole document".into()));
    }
    Ok(reader.data)
}

/// What a value is read as.
struct Item {
    /// The node or literal; of a list its first node.
    node: Node,
    /// Whether it is the object of a list, which only shows in the context inside of it.
    is_list: bool,
}

impl From<Node> for Item {
    fn from(node: Node) -> Item {
        let is_list = false;
        Item { node, is_list }
    }
}

struct Reader<'c> {
    contexts: &'c Contexts,
    data: Dataset,
    labels: HashMap<String, Node>,
    embedded: usize,
    defined: usize,
    applied: usize,
}

/// How values of a member are read.
#[derive(Clone, Copy)]
struct Reading<'a, 'c> {
    active: &'a Held<'c>,
    name: Option<&'a str>,
    term: Option<&'a Term>,
    graph: Option<Node>,
    /// Whether what is read is a graph itself, to which nothing points.
    is_graph: bool,
}

impl<'a, 'c> Reading<'a, 'c> {
    /// The same member, as an object around its values has it (section 5.1.2, steps 13.4.11 and 13.4.12): by its name in the context of that object, in which the
    /// terms of a type are gone.
    fn within(self, active: &'a Held<'c>) -> Reading<'a, 'c> {
        Reading {
            active,
            term: self
                .name
                .and_then(|name| active.term(name))
                .map(AsRef::as_ref),
            is_graph: false,
            ..self
        }
    }

    fn coercion(&self) -> &Coercion {
        self.term.map_or(&Coercion::Plain, |term| &term.coercion)
    }

    fn scoped(&self) -> Option<&Scoped> {
        self.term.and_then(|term| term.scoped.as_deref())
    }

    fn container(&self) -> Container {
        self.term.map(|term| term.container).unwrap_or_default()
    }
}

impl<'c> Reader<'c> {
    /// Reads an object: a node, a value or a list.
    fn object(&mut self, reading: Reading<'_, 'c>, members: Members<'_>) -> Result<Item, Error> {
        let graph = reading.graph;
        let (active, for_types) = self.enter(reading, members)?;
        let mut keywords: [Option<&Value>; 6] = [None; 6];
        let mut plain = Vec::with_capacity(members.all.len());
        for (name, value) in members.iter() {
            let term = active.term(name).map(AsRef::as_ref);
            let iri = match term {
                Some(term) => term.iri.as_deref().map(Cow::Borrowed),
                None => active.expand_undefined(name),
            };
            let Some(iri) = iri else {
                return Err(Error::Dropped(format!(
                    "the term {name:?} is not defined here"
                )));
            };
            let place = match iri.as_ref() {
                "@context" => continue,
                "@id" => 0,
                "@type" => 1,
                "@value" => 2,
                "@language" => 3,
                "@list" => 4,
                "@set" => 5,
                "@graph" => return Err(Error::Unsupported("@graph")),
                "@included" => return Err(Error::Unsupported("@included")),
                "@reverse" => return Err(Error::Unsupported("@reverse")),
                "@nest" => return Err(Error::Unsupported("@nest")),
                "@index" => return Err(Error::Unsupported("@index")),
                "@direction" => return Err(Error::Unsupported("@direction")),
                other if is_keyword(other) => {
                    return Err(Error::Unsupported(
                        "a keyword that has no place in an object",
                    ));
                }
                other if !term.map_or_else(|| is_absolute(other), |term| term.absolute) => {
                    return Err(Error::Dropped(format!(
                        "{name:?} is neither a term nor an absolute IRI"
                    )));
                }
                _ => {
                    plain.push((name, term, self.data.iri(&iri), value));
                    continue;
                }
            };
            if keywords[place].replace(value).is_some() {
                return Err(Error::Unsupported("a keyword under two names"));
            }
        }
        let [id, kind, value, language, list, set] = keywords;
        if let Some(value) = value {
            if id.is_some() || list.is_some() || set.is_some() || !plain.is_empty() {
                return Err(Error::Unsupported("@value beside other members"));
            }
            let literal = self.value_object(&for_types, value, kind, language)?;
            return Ok(literal.into());
        }
        if language.is_some() || set.is_some() {
            return Err(Error::Unsupported("@language or @set in a node"));
        }
        if let Some(list) = list {
            if id.is_some() || kind.is_some() || !plain.is_empty() {
                return Err(Error::Unsupported("@list beside other members"));
            }
            if reading.is_graph {
                return Err(Error::Dropped("a list that is a graph".into()));
            }
            let node = self.list(reading.within(&active), list)?;
            let is_list = true;
            return Ok(Item { node, is_list });
        }
        let subject = match id {
            None => self.data.blank(),
            Some(Value::String(id)) => self.identifier(&active, id)?,
            Some(_) => return Err(Error::Dropped("an identifier that is no text".into())),
        };
        self.types(&for_types, subject, kind, graph)?;
        for (name, term, predicate, value) in plain {
            self.member(
                Reading {
                    active: &active,
                    name: Some(name),
                    term,
                    graph,
                    is_graph: false,
                },
                subject,
                predicate,
                value,
            )?;
        }
        Ok(subject.into())
    }

    /// The active context inside an object, and the one in which its types are read (section 5.1.2, steps 7 to 11).
    fn enter(
        &mut self,
        reading: Reading<'_, 'c>,
        members: Members<'_>,
    ) -> Result<(Held<'c>, Held<'c>), Error> {
        let mut active = reading.active.clone();
        if let Some(previous) = previous(&active) {
            let names = || members.iter().map(|(name, _)| name);
            let is_value = names().any(|name| active.is_alias(name, "@value"));
            let is_reference =
                names().count() == 1 && names().all(|name| active.is_alias(name, "@id"));
            if !is_value && !is_reference {
                active = previous;
            }
        }
        if let Some(scoped) = reading.scoped() {
            active = self.under_term(reading, active, scoped)?;
        }
        if let Some(local) = members.context() {
            self.embedded += count_embedded(local);
            if self.embedded > MOST_EMBEDDED {
                return Err(Error::Limit("32 contexts inside a document"));
            }
            self.defined += count_members(local);
            if self.defined > MOST_DEFINED {
                return Err(Error::Limit("1,000 terms defined inside a document"));
            }
            active = self.contexts.embedded(active, local)?;
        }
        let for_types = active.clone();
        for (name, value) in members.iter() {
            if !for_types.is_alias(name, "@type") {
                continue;
            }
            let one = std::slice::from_ref(value);
            let mut scoped: Vec<(&str, &Scoped)> = value
                .as_array()
                .map_or(one, Vec::as_slice)
                .iter()
                .filter_map(Value::as_str)
                .filter_map(|kind| Some((kind, for_types.term(kind)?.scoped.as_deref()?)))
                .collect();
            scoped.sort_unstable_by_key(|(kind, _)| *kind);
            for (_, scoped) in scoped {
                self.apply(&active, scoped)?;
                active = self.contexts.under_type(active, scoped)?;
            }
        }
        Ok((active, for_types))
    }

    /// The active context under a term that has one of its own. One that defines the term itself anew is applied once by the standard, and twice by the processors
    /// in use.
    fn under_term(
        &mut self,
        reading: Reading<'_, 'c>,
        active: Held<'c>,
        scoped: &Scoped,
    ) -> Result<Held<'c>, Error> {
        self.apply(&active, scoped)?;
        let active = self.contexts.under_property(active, scoped)?;
        let again = reading.name.and_then(|name| active.term(name));
        let is_other = |again: &Term| !reading.term.is_some_and(|term| std::ptr::eq(term, again));
        if again.is_some_and(|again| is_other(again)) {
            return Err(Error::Unsupported(
                "a term that its own context defines anew",
            ));
        }
        Ok(active)
    }

    fn apply(&mut self, active: &Active, scoped: &Scoped) -> Result<(), Error> {
        self.applied += Contexts::cost(active, scoped);
        if self.applied > MOST_APPLIED {
            return Err(Error::Limit("300,000 terms of contexts inside a document"));
        }
        Ok(())
    }

    /// The node of an identifier.
    fn identifier(&mut self, active: &Active, id: &str) -> Result<Node, Error> {
        match active.expand_id(id) {
            Some(iri) if iri.starts_with("_:") => Ok(self.labelled(&iri)),
            Some(iri) => Ok(Node::Text(self.data.iri(&iri))),
            None => Err(Error::Dropped(format!(
                "the identifier {id:?} is not absolute"
            ))),
        }
    }

    fn labelled(&mut self, label: &str) -> Node {
        if let Some(node) = self.labels.get(label) {
            return *node;
        }
        let node = self.data.blank();
        self.labels.insert(label.to_owned(), node);
        node
    }

    fn types(
        &mut self,
        for_types: &Active,
        subject: Node,
        kind: Option<&Value>,
        graph: Option<Node>,
    ) -> Result<(), Error> {
        let Some(kind) = kind else { return Ok(()) };
        let one = std::slice::from_ref(kind);
        let kinds = kind.as_array().map_or(one, Vec::as_slice);
        if kinds.is_empty() {
            return Err(Error::Dropped("an empty list of types".into()));
        }
        for kind in kinds {
            let name = kind
                .as_str()
                .ok_or_else(|| Error::Dropped("a type that is no text".into()))?;
            let iri = match for_types.term(name) {
                Some(term) if term.absolute => term.iri.as_deref().map(Cow::Borrowed),
                _ => for_types
                    .expand_vocab(name)
                    .filter(|iri| iri.starts_with("_:") || is_absolute(iri)),
            };
            let iri = iri
                .ok_or_else(|| Error::Dropped(format!("the type {name:?} is not defined here")))?;
            let object = if iri.starts_with("_:") {
                self.labelled(&iri)
            } else {
                Node::Text(self.data.iri(&iri))
            };
            let predicate = self.data.iri(RDF_TYPE);
            self.data.add(Quad {
                subject,
                predicate,
                object,
                graph,
            })?;
        }
        Ok(())
    }

    fn member(
        &mut self,
        reading: Reading<'_, 'c>,
        subject: Node,
        predicate: u32,
        value: &Value,
    ) -> Result<(), Error> {
        let graph = reading.graph;
        let container = reading.container();
        if *reading.coercion() == Coercion::Json {
            if container.list || container.graph || container.language || container.index {
                // The standard and the processors in use differ in what comes first.
                return Err(Error::Unsupported("JSON in a container"));
            }
            let object = self.literal(&json::jcs(value), RDF_JSON);
            return self.data.add(Quad {
                subject,
                predicate,
                object,
                graph,
            });
        }
        if container.index {
            return Err(Error::Unsupported("a container by index"));
        }
        if let (true, Value::Object(by_language)) = (container.language, value) {
            return self.language_map(reading, subject, predicate, by_language);
        }
        if container.list {
            let object = match value {
                Value::Object(_) => {
                    let Item { node, is_list } = self.item(reading, value)?;
                    if is_list {
                        node
                    } else {
                        self.chain(vec![node], graph)?
                    }
                }
                _ => self.list(reading, value)?,
            };
            return self.data.add(Quad {
                subject,
                predicate,
                object,
                graph,
            });
        }
        if let Value::Object(members) = value
            && let Some((set, inner)) = members.iter().next()
            && members.len() == 1
            && reading.active.is_alias(set, "@set")
        {
            let (active, _) = self.enter(reading, members.into())?;
            if !active.is_alias(set, "@set") {
                return Err(Error::Dropped(format!(
                    "the term {set:?} is not defined here"
                )));
            }
            return self.values(
                reading.within(&active),
                container,
                subject,
                predicate,
                inner,
            );
        }
        self.values(reading, container, subject, predicate, value)
    }

    /// The values of a set, a statement each.
    fn values(
        &mut self,
        reading: Reading<'_, 'c>,
        container: Container,
        subject: Node,
        predicate: u32,
        value: &Value,
    ) -> Result<(), Error> {
        let graph = reading.graph;
        let one = std::slice::from_ref(value);
        let items = value.as_array().map_or(one, Vec::as_slice);
        if items.is_empty() {
            let name = reading.name.unwrap_or_default();
            return Err(Error::Dropped(format!("{name:?} is empty")));
        }
        for item in items {
            let object = if container.graph {
                self.graph(reading, item)?
            } else {
                self.item(reading, item)?.node
            };
            self.data.add(Quad {
                subject,
                predicate,
                object,
                graph,
            })?;
        }
        Ok(())
    }

    /// A value in a graph of its own, as credentials in a presentation and proofs stand.
    fn graph(&mut self, reading: Reading<'_, 'c>, item: &Value) -> Result<Node, Error> {
        let Value::Object(_) = item else {
            return Err(Error::Dropped("a graph that is no object".into()));
        };
        let name = self.data.blank();
        let before = self.data.quads().len();
        self.item(
            Reading {
                graph: Some(name),
                is_graph: true,
                ..reading
            },
            item,
        )?;
        if self.data.quads().len() == before {
            return Err(Error::Dropped("a graph that says nothing".into()));
        }
        Ok(name)
    }

    fn item(&mut self, reading: Reading<'_, 'c>, item: &Value) -> Result<Item, Error> {
        let literal = match item {
            Value::Null => return Err(Error::Dropped("a null".into())),
            Value::Array(_) => return Err(Error::Unsupported("an array in an array")),
            Value::Object(members) => return self.object(reading, members.into()),
            scalar => match reading.scoped() {
                // A plain value is read in the context of its term (section 5.1.2, step 4), in which the term may be gone.
                Some(scoped) => {
                    let active = self.under_term(reading, reading.active.clone(), scoped)?;
                    self.scalar(reading.within(&active), scalar)
                }
                None => self.scalar(reading, scalar),
            },
        };
        literal.map(Item::from)
    }

    fn list(&mut self, reading: Reading<'_, 'c>, value: &Value) -> Result<Node, Error> {
        let one = std::slice::from_ref(value);
        let items = value.as_array().map_or(one, Vec::as_slice);
        let mut nodes = Vec::with_capacity(items.len());
        for item in items {
            let Item { node, is_list } = self.item(reading, item)?;
            if is_list {
                return Err(Error::Unsupported("a list in a list"));
            }
            nodes.push(node);
        }
        self.chain(nodes, reading.graph)
    }

    /// The first node of a list (section 8.4, "List to RDF Conversion").
    fn chain(&mut self, nodes: Vec<Node>, graph: Option<Node>) -> Result<Node, Error> {
        let (first, rest) = (self.data.iri(RDF_FIRST), self.data.iri(RDF_REST));
        let mut tail = Node::Text(self.data.iri(RDF_NIL));
        for object in nodes.into_iter().rev() {
            let subject = self.data.blank();
            self.data.add(Quad {
                subject,
                predicate: first,
                object,
                graph,
            })?;
            self.data.add(Quad {
                subject,
                predicate: rest,
                object: tail,
                graph,
            })?;
            tail = subject;
        }
        Ok(tail)
    }

    fn language_map(
        &mut self,
        reading: Reading<'_, 'c>,
        subject: Node,
        predicate: u32,
        by_language: &Map<String, Value>,
    ) -> Result<(), Error> {
        if reading.scoped().is_some() {
            // By the standard a language is read in the context around the term, by the processors in use in that of the term.
            return Err(Error::Unsupported(
                "a map of languages in a context of its term",
            ));
        }
        if by_language.is_empty() {
            return Err(Error::Dropped("an empty map of languages".into()));
        }
        for (tag, texts) in by_language {
            let language = if reading.active.is_alias(tag, "@none") {
                None
            } else {
                Some(language_tag(tag)?)
            };
            let one = std::slice::from_ref(texts);
            let texts = texts.as_array().map_or(one, Vec::as_slice);
            if texts.is_empty() {
                return Err(Error::Dropped(format!("no text for the language {tag:?}")));
            }
            for text in texts {
                let text = text.as_str().ok_or_else(|| {
                    Error::Dropped("a value in a map of languages that is no text".into())
                })?;
                let object = self.text(text, language.as_deref());
                self.data.add(Quad {
                    subject,
                    predicate,
                    object,
                    graph: reading.graph,
                })?;
            }
        }
        Ok(())
    }

    fn value_object(
        &mut self,
        for_types: &Active,
        value: &Value,
        kind: Option<&Value>,
        language: Option<&Value>,
    ) -> Result<Node, Error> {
        match (kind, language) {
            (Some(_), Some(_)) => Err(Error::Unsupported("@value with both @type and @language")),
            (None, Some(language)) => {
                let (Value::String(text), Value::String(tag)) = (value, language) else {
                    return Err(Error::Unsupported("@language of what is no text"));
                };
                let tag = language_tag(tag)?;
                Ok(self.text(text, Some(&tag)))
            }
            (Some(kind), None) => {
                let kind = kind
                    .as_str()
                    .ok_or(Error::Unsupported("@type of a value that is no text"))?;
                match for_types.expand_vocab(kind) {
                    Some(iri) if iri == "@json" => Ok(self.literal(&json::jcs(value), RDF_JSON)),
                    Some(iri) if is_absolute(&iri) => self.typed(value, &iri),
                    _ => Err(Error::Dropped(format!(
                        "the type {kind:?} is not defined here"
                    ))),
                }
            }
            (None, None) => self.native(value, None),
        }
    }

    fn scalar(&mut self, reading: Reading<'_, 'c>, value: &Value) -> Result<Node, Error> {
        match (reading.coercion(), value) {
            (Coercion::Id, Value::String(id)) => self.identifier(reading.active, id),
            (Coercion::Vocab, Value::String(name)) => match reading.active.expand_vocab(name) {
                Some(iri) if iri.starts_with("_:") => Ok(self.labelled(&iri)),
                Some(iri) if is_absolute(&iri) => Ok(Node::Text(self.data.iri(&iri))),
                _ => Err(Error::Dropped(format!("{name:?} is not defined here"))),
            },
            (Coercion::Datatype(iri), _) => self.typed(value, iri),
            _ => {
                let language = reading
                    .term
                    .and_then(|term| term.language.clone())
                    .unwrap_or_else(|| reading.active.language().cloned());
                self.native(value, language.as_deref())
            }
        }
    }

    fn native(&mut self, value: &Value, language: Option<&str>) -> Result<Node, Error> {
        match value {
            Value::String(text) => Ok(self.text(text, language)),
            Value::Bool(truth) => Ok(self.literal(truth_text(*truth), XSD_BOOLEAN)),
            Value::Number(number) => {
                let (text, whole) = number_text(number, false);
                Ok(self.literal(&text, if whole { XSD_INTEGER } else { XSD_DOUBLE }))
            }
            _ => Err(Error::Dropped(
                "a value that is neither text, number nor truth".into(),
            )),
        }
    }

    fn typed(&mut self, value: &Value, datatype: &str) -> Result<Node, Error> {
        if datatype == RDF_LANG_STRING {
            // No literal is of this type without a language (RDF 1.1 Concepts, section 3.3), and some write it as one of none.
            return Err(Error::Dropped(
                "a text in a language that is not said".into(),
            ));
        }
        match value {
            Value::String(text) => Ok(self.literal(text, datatype)),
            Value::Bool(truth) => Ok(self.literal(truth_text(*truth), datatype)),
            Value::Number(number) => {
                let (text, _) = number_text(number, datatype == XSD_DOUBLE);
                Ok(self.literal(&text, datatype))
            }
            _ => Err(Error::Dropped(
                "a value that is neither text, number nor truth".into(),
            )),
        }
    }

    fn text(&mut self, text: &str, language: Option<&str>) -> Node {
        Node::Text(self.data.intern(|literal| {
            quote(text, literal);
            if let Some(language) = language {
                literal.push('@');
                literal.push_str(language);
            }
        }))
    }

    fn literal(&mut self, text: &str, datatype: &str) -> Node {
        Node::Text(self.data.intern(|literal| {
            quote(text, literal);
            if datatype != XSD_STRING {
                literal.push_str("^^<");
                literal.push_str(datatype);
                literal.push('>');
            }
        }))
    }
}

/// The context to which an object goes back where the one that it stands in ends with its own object.
fn previous<'c>(active: &Held<'c>) -> Option<Held<'c>> {
    match active {
        Cow::Borrowed(kept) => kept.previous.as_ref().map(Cow::Borrowed),
        Cow::Owned(own) => own.previous.clone().map(Cow::Owned),
    }
}

fn truth_text(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

fn count_embedded(local: &Value) -> usize {
    match local {
        Value::Object(_) | Value::Null => 1,
        Value::Array(all) => all.iter().filter(|one| !one.is_string()).count(),
        _ => 0,
    }
}

/// The lexical form of a number, and whether it is that of a whole one (section 8.6, "Data Round Tripping").
fn number_text(number: &Number, as_double: bool) -> (String, bool) {
    if !as_double && (number.is_i64() || number.is_u64()) {
        return (number.to_string(), true);
    }
    let value = number.as_f64().unwrap_or_default();
    if !as_double && value.fract() == 0.0 && value.abs() < 1e21 {
        return (format!("{:.0}", value + 0.0), true);
    }
    let scientific = format!("{value:.15e}");
    let (mantissa, exponent) = scientific
        .split_once('e')
        .expect("the scientific form of a number has an exponent");
    let trimmed = mantissa.trim_end_matches('0');
    let zero = if trimmed.ends_with('.') { "0" } else { "" };
    (format!("{trimmed}{zero}E{exponent}"), false)
}

/// Writes a literal between quotation marks, escaped as canonical N-Quads asks (RDFC-1.0, appendix A).
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    // What is escaped is of one byte each: all between is copied at once.
    while let Some(place) = rest.bytes().position(is_escaped) {
        let (plain, after) = rest.split_at(place);
        out.push_str(plain);
        let (byte, after) = after.split_at(1);
        match byte {
            "\"" => out.push_str("\\\""),
            "\\" => out.push_str("\\\\"),
            "\n" => out.push_str("\\n"),
            "\r" => out.push_str("\\r"),
            "\t" => out.push_str("\\t"),
            "\u{8}" => out.push_str("\\b"),
            "\u{c}" => out.push_str("\\f"),
            other => out.push_str(&format!("\\u{:04X}", other.as_bytes()[0])),
        }
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

fn is_escaped(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f)
}
