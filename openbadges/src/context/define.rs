//! The Create Term Definition algorithm (JSON-LD 1.1 Processing Algorithms, section 4.2): one object of a context becomes terms.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use serde_json::{Map, Value};

use super::{
    Active, Coercion, Container, Contexts, Manner, Scoped, Term, fresh_id, is_absolute,
    is_absolute_or_blank, is_keyword, language_tag, looks_like_keyword,
};
use crate::Error;

/// One object of a context on its way into an active context: the Create Term Definition algorithm (section 4.2).
pub(super) struct Builder<'a> {
    result: Active,
    members: &'a Map<String, Value>,
    manner: Manner,
    protected: bool,
    before: &'a Active,
    state: HashMap<&'a str, bool>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        before: &'a Active,
        members: &'a Map<String, Value>,
        manner: Manner,
        closed: bool,
    ) -> Result<Builder<'a>, Error> {
        let mut result = before.clone();
        result.id = fresh_id();
        result.closed = before.closed && closed;
        match members.get("@version") {
            None => {}
            Some(version) if version.as_f64() == Some(1.1) => {}
            Some(_) => return Err(Error::Context("@version is not 1.1".into())),
        }
        if members.contains_key("@import") {
            return Err(Error::Unsupported("@import"));
        }
        if members.contains_key("@base") {
            return Err(Error::Unsupported("@base"));
        }
        if members.contains_key("@direction") {
            return Err(Error::Unsupported("@direction"));
        }
        match members.get("@vocab") {
            None => {}
            Some(Value::Null) => result.vocab = None,
            Some(Value::String(vocab)) => {
                let iri = before
                    .expand_vocab(vocab)
                    .filter(|iri| is_absolute_or_blank(iri))
                    .ok_or_else(|| {
                        Error::Context(format!("@vocab {vocab:?} is no absolute IRI"))
                    })?;
                result.vocab = Some(iri.into());
            }
            Some(_) => return Err(Error::Context("@vocab is no text".into())),
        }
        match members.get("@language") {
            None => {}
            Some(Value::Null) => result.language = None,
            Some(Value::String(tag)) => result.language = Some(language_tag(tag)?),
            Some(_) => return Err(Error::Context("@language is no text".into())),
        }
        let protected = flag(members, "@protected")?.unwrap_or(false);
        // What it says is read where the whole of the contexts is; it is a boolean wherever it stands.
        flag(members, "@propagate")?;
        Ok(Builder {
            result,
            members,
            manner,
            protected,
            before,
            state: HashMap::new(),
        })
    }

    pub(super) fn build(mut self, contexts: &Contexts) -> Result<Active, Error> {
        for name in self.members.keys() {
            if !matches!(
                name.as_str(),
                "@version"
                    | "@import"
                    | "@base"
                    | "@direction"
                    | "@vocab"
                    | "@language"
                    | "@protected"
                    | "@propagate"
            ) {
                self.define(name)?;
            }
        }
        self.result.aliases = self.result.terms.iter().filter_map(alias).collect();
        // A scoped context that cannot be processed spoils the context it stands in, even where it is never used. The bundled ones are known to be good.
        if !self.result.closed {
            let active = Arc::new(self.result);
            for name in self.members.keys() {
                if let Some(scoped) = active.term(name).and_then(|term| term.scoped.clone()) {
                    contexts.process(
                        Cow::Borrowed(&active),
                        &scoped.value,
                        Manner {
                            over_protected: true,
                            propagates: true,
                        },
                        false,
                        0,
                    )?;
                }
            }
            return Ok(Arc::unwrap_or_clone(active));
        }
        Ok(self.result)
    }

    fn define(&mut self, name: &'a str) -> Result<(), Error> {
        match self.state.get(name) {
            Some(true) => return Ok(()),
            Some(false) => {
                return Err(Error::Context(format!(
                    "the term {name:?} is defined by itself"
                )));
            }
            None => {}
        }
        self.state.insert(name, false);
        let term = self.read_term(name, &self.members[name])?;
        let term = self.guard(name, term)?;
        self.result.terms.insert(name.into(), Arc::new(term));
        self.state.insert(name, true);
        Ok(())
    }

    /// A protected term may only be defined again as it was.
    fn guard(&self, name: &str, mut term: Term) -> Result<Term, Error> {
        if let Some(before) = self
            .before
            .term(name)
            .filter(|before| before.protected && !self.manner.over_protected)
        {
            let same = before.iri == term.iri
                && before.coercion == term.coercion
                && before.container == term.container
                && before.language == term.language
                && before.prefix == term.prefix
                && before.scoped.as_ref().map(|scoped| &scoped.value)
                    == term.scoped.as_ref().map(|scoped| &scoped.value);
            if !same {
                return Err(Error::Context(format!(
                    "the protected term {name:?} is defined again"
                )));
            }
            term.protected = true;
        }
        Ok(term)
    }

    fn read_term(&mut self, name: &'a str, value: &'a Value) -> Result<Term, Error> {
        let wrong = |what: &str| Error::Context(format!("the term {name:?}: {what}"));
        if name.is_empty() {
            return Err(wrong("has no name"));
        }
        if name == "@type" {
            return Err(Error::Unsupported("a definition of @type"));
        }
        if is_keyword(name) || looks_like_keyword(name) {
            return Err(wrong("has the form of a keyword"));
        }
        static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        let empty: &'static Map<String, Value> = &EMPTY;
        let (members, id, simple) = match value {
            Value::Null => (empty, Some(&Value::Null), false),
            Value::String(_) => (empty, Some(value), true),
            Value::Object(members) => (members, members.get("@id"), false),
            _ => return Err(wrong("is neither text nor an object")),
        };
        let mut term = Term {
            iri: None,
            coercion: Coercion::Plain,
            container: Container::default(),
            language: None,
            scoped: None,
            absolute: false,
            protected: flag(members, "@protected")?.unwrap_or(self.protected),
            prefix: false,
        };
        for member in members.keys() {
            match member.as_str() {
                "@id" | "@type" | "@container" | "@context" | "@language" | "@protected"
                | "@prefix" => {}
                "@reverse" => return Err(Error::Unsupported("@reverse")),
                "@nest" => return Err(Error::Unsupported("@nest")),
                "@index" => return Err(Error::Unsupported("@index in a term")),
                "@direction" => return Err(Error::Unsupported("@direction")),
                _ => return Err(wrong("has an unknown member")),
            }
        }
        term.coercion = self.read_coercion(name, members.get("@type"))?;
        match id {
            Some(Value::Null) => {}
            Some(Value::String(id)) if id != name => {
                let iri = self
                    .expand(id)?
                    .ok_or_else(|| wrong("has no absolute IRI"))?;
                if iri.as_ref() == "@context" || !(is_keyword(&iri) || is_absolute_or_blank(&iri)) {
                    return Err(wrong("has no absolute IRI"));
                }
                // The standard's own wording leaves out a colon at the beginning; the processors in use do not.
                let inside = name.trim_end_matches(':').contains(':');
                if inside || name.contains('/') {
                    self.state.insert(name, true);
                    if self.expand(name)?.as_deref() != Some(&iri) {
                        return Err(wrong("has the form of an IRI and means another"));
                    }
                    self.state.insert(name, false);
                } else if !name.contains(':') && simple {
                    term.prefix =
                        iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || iri.starts_with("_:");
                }
                term.iri = Some(iri);
            }
            None | Some(Value::String(_)) => {
                term.iri = Some(
                    self.default_iri(name)?
                        .ok_or_else(|| wrong("has no absolute IRI"))?,
                )
            }
            Some(_) => return Err(wrong("@id is no text")),
        }
        term.container = read_container(members.get("@container")).map_err(|what| wrong(&what))?;
        term.language = match members.get("@language") {
            None => None,
            _ if members.contains_key("@type") => {
                return Err(wrong("has both @type and @language"));
            }
            Some(Value::Null) => Some(None),
            Some(Value::String(tag)) => Some(Some(language_tag(tag)?)),
            Some(_) => return Err(wrong("@language is no text")),
        };
        if let Some(prefix) = flag(members, "@prefix")? {
            if name.contains([':', '/']) || prefix && term.iri.as_deref().is_some_and(is_keyword) {
                return Err(wrong("cannot be a prefix"));
            }
            term.prefix = prefix;
        }
        let is_alias = term.iri.as_deref().is_some_and(is_keyword);
        let fits = |member: &String| matches!(member.as_str(), "@id" | "@protected");
        let set_alone = Container {
            set: term.container.set,
            ..Container::default()
        };
        if is_alias
            && !members
                .keys()
                .all(|member| fits(member) || member == "@container" && term.container == set_alone)
        {
            // JSON-LD 1.1, section 9.15.1, allows no more, and the processors in use differ in what they make of it.
            return Err(wrong("stands for a keyword and says more than that"));
        }
        term.absolute = term.iri.as_deref().is_some_and(is_absolute);
        term.scoped = members.get("@context").map(|value| {
            Arc::new(Scoped {
                id: fresh_id(),
                closed: self.result.closed,
                value: value.clone(),
            })
        });
        Ok(term)
    }

    fn read_coercion(&mut self, name: &str, value: Option<&'a Value>) -> Result<Coercion, Error> {
        let Some(value) = value else {
            return Ok(Coercion::Plain);
        };
        let text = value
            .as_str()
            .ok_or_else(|| Error::Context(format!("the term {name:?}: @type is no text")))?;
        let iri = self.expand(text)?.ok_or_else(|| {
            Error::Context(format!("the term {name:?}: @type is no absolute IRI"))
        })?;
        Ok(match iri.as_ref() {
            "@id" => Coercion::Id,
            "@vocab" => Coercion::Vocab,
            "@json" => Coercion::Json,
            "@none" => Coercion::Never,
            other if is_keyword(other) || !is_absolute(other) => {
                return Err(Error::Context(format!(
                    "the term {name:?}: @type is no absolute IRI"
                )));
            }
            _ => Coercion::Datatype(iri),
        })
    }

    /// The IRI of a term that does not say one.
    fn default_iri(&mut self, name: &'a str) -> Result<Option<Arc<str>>, Error> {
        if let Some((prefix, suffix)) = name
            .split_once(':')
            .filter(|(prefix, _)| !prefix.is_empty())
        {
            if let Some((prefix, _)) = self.members.get_key_value(prefix) {
                self.define(prefix)?;
            }
            if let Some(term) = self.result.term(prefix) {
                return Ok(term.iri.as_ref().map(|iri| format!("{iri}{suffix}").into()));
            }
            return Ok(is_absolute_or_blank(name).then(|| name.into()));
        }
        Ok(self
            .result
            .vocab
            .as_ref()
            .map(|vocab| format!("{vocab}{name}").into()))
    }

    /// Expands a name within the context that is being read: the terms it uses are defined first.
    fn expand(&mut self, name: &'a str) -> Result<Option<Arc<str>>, Error> {
        if is_keyword(name) {
            return Ok(Some(name.into()));
        }
        if let Some((key, _)) = self.members.get_key_value(name)
            && self.state.get(key.as_str()) != Some(&true)
        {
            self.define(key)?;
        }
        if let Some((prefix, _)) = name.split_once(':')
            && let Some((key, _)) = self.members.get_key_value(prefix)
            && self.state.get(key.as_str()) != Some(&true)
        {
            self.define(key)?;
        }
        Ok(self.result.expand_vocab(name).map(Arc::from))
    }
}

/// A term that stands for a keyword, with it.
fn alias((name, term): (&Arc<str>, &Arc<Term>)) -> Option<(Arc<str>, Arc<str>)> {
    let iri = term.iri.as_ref().filter(|iri| is_keyword(iri))?;
    Some((Arc::clone(name), Arc::clone(iri)))
}

fn read_container(value: Option<&Value>) -> Result<Container, String> {
    let mut container = Container::default();
    let Some(value) = value else {
        return Ok(container);
    };
    let one = std::slice::from_ref(value);
    let all = value.as_array().map_or(one, Vec::as_slice);
    for name in all {
        match name.as_str() {
            Some("@list") => container.list = true,
            Some("@set") => container.set = true,
            Some("@graph") => container.graph = true,
            Some("@language") => container.language = true,
            Some("@index") => container.index = true,
            Some(other @ ("@id" | "@type")) => {
                return Err(format!("@container {other} is not supported"));
            }
            _ => return Err("@container is unknown".into()),
        }
    }
    let kinds = [
        container.list,
        container.graph,
        container.language,
        container.index,
    ]
    .into_iter()
    .filter(|kind| *kind)
    .count();
    if all.is_empty() || kinds > 1 || container.list && container.set {
        return Err("this combination of @container is not supported".into());
    }
    Ok(container)
}

fn flag(members: &Map<String, Value>, name: &str) -> Result<Option<bool>, Error> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(Error::Context(format!("{name} is no boolean"))),
    }
}
