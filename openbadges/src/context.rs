//! JSON-LD contexts: a closed list, each named by its address and fixed by its SHA-256, never fetched. What was processed once is kept and shared
//! between threads. JSON-LD 1.1 Processing Algorithms, sections 4 (contexts) and 5.2 (IRI expansion); features that no badge needs are refused.

mod define;
mod kept;

use std::{
    borrow::Cow,
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

// Its keys are terms and addresses of the closed list, looked up for each name of a document; whoever writes a document adds none that is kept.
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

use self::{define::Builder, kept::Kept};
use crate::{Error, json};

/// The contexts that come with the crate: address, SHA-256, text. `contexts/SOURCES.md` says where each was taken from.
const BUNDLED: &[(&str, &str, &str)] = &[
    (
        "https://www.w3.org/ns/credentials/v2",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        include_str!("../contexts/credentials-v2.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
        include_str!("../contexts/credentials-v1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        include_str!("../contexts/ob-3.0.3.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        include_str!("../contexts/ob-3.0.2.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        include_str!("../contexts/ob-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        include_str!("../contexts/ob-extensions.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        include_str!("../contexts/data-integrity-v2.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        include_str!("../contexts/data-integrity-v1.json"),
    ),
    (
        "https://w3id.org/security/multikey/v1",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        include_str!("../contexts/multikey-v1.json"),
    ),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        include_str!("../contexts/ed25519-2020-v1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
        include_str!("../contexts/bitstring-status-list-v1.json"),
    ),
];

/// The most contexts of one list: more than there are to name.
const MOST_LISTED: usize = 16;

/// Contexts that name contexts that name contexts: no bundled one does.
const MOST_NESTED: usize = 8;

/// The closed list of contexts that documents may name, with what was already processed of them (Data Integrity 1.0, section 2.4.1, "Validating Contexts"; JSON-LD
/// 1.1 Processing Algorithms, section 4). What is kept is of the list alone and grows no more once each of its contexts was met: it is shared between threads.
pub struct Contexts {
    documents: HashMap<String, Arc<Scoped>>,
    initial: Arc<Active>,
    kept: Kept,
}

/// An active context as readers hold it: borrowed from what is kept, so that threads do not count references together, or their own.
pub(crate) type Held<'c> = Cow<'c, Arc<Active>>;

/// What a processed context depends on: the context before it, its definition, and how it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    before: u64,
    definition: u64,
    manner: Manner,
}

/// An active context: what the names of an object mean at one place.
#[derive(Clone, Debug)]
pub(crate) struct Active {
    /// Tells processed contexts apart.
    id: u64,
    /// Whether it stems from the closed list alone, so that what follows from it may be kept.
    closed: bool,
    terms: HashMap<Arc<str>, Arc<Term>>,
    /// The terms that stand for keywords, with these.
    aliases: Vec<(Arc<str>, Arc<str>)>,
    vocab: Option<Arc<str>>,
    language: Option<Arc<str>>,
    /// The context to which an object without the type goes back.
    pub(crate) previous: Option<Arc<Active>>,
}

/// What one term means.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The IRI or keyword; none where the term is defined as nothing.
    pub(crate) iri: Option<Arc<str>>,
    pub(crate) coercion: Coercion,
    pub(crate) container: Container,
    /// A language of its own: none set, explicitly none, or a tag.
    pub(crate) language: Option<Option<Arc<str>>>,
    pub(crate) scoped: Option<Arc<Scoped>>,
    /// Whether the IRI is absolute.
    pub(crate) absolute: bool,
    protected: bool,
    prefix: bool,
}

/// How a plain string or number under a term is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Coercion {
    Plain,
    Id,
    Vocab,
    Json,
    Never,
    Datatype(Arc<str>),
}

/// How several values under a term are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Container {
    pub(crate) list: bool,
    pub(crate) set: bool,
    pub(crate) graph: bool,
    pub(crate) language: bool,
    pub(crate) index: bool,
}

/// A context as it is written: in a document of the closed list, or within a term, where it holds for that term or type only.
#[derive(Clone, Debug)]
pub(crate) struct Scoped {
    id: u64,
    closed: bool,
    value: Value,
}

/// How a local context is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Manner {
    over_protected: bool,
    propagates: bool,
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

fn fresh_id() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

impl fmt::Debug for Contexts {
    /// The addresses alone: the texts are long, and named by them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut addresses: Vec<_> = self.documents.keys().collect();
        addresses.sort_unstable();
        f.debug_set().entries(addresses).finish()
    }
}

impl Clone for Contexts {
    /// The same list, with what of it was processed so far.
    fn clone(&self) -> Contexts {
        Contexts {
            documents: self.documents.clone(),
            initial: Arc::clone(&self.initial),
            kept: self.kept.clone(),
        }
    }
}

impl Contexts {
    /// The contexts that come with the crate, each fixed by its SHA-256 (Verifiable Credentials Data Model 2.0, appendix B.1, and the `contexts/SOURCES.md` of the
    /// crate), processed once for the whole program.
    pub fn bundled() -> &'static Contexts {
        static BUNDLED_CONTEXTS: OnceLock<Contexts> = OnceLock::new();
        BUNDLED_CONTEXTS.get_or_init(|| {
            let documents = BUNDLED.iter().map(|(url, _, text)| {
                let document = document(text.as_bytes())
                    .expect("the bundled contexts are contexts: a test reads each");
                ((*url).to_owned(), document)
            });
            Contexts::of(documents.collect())
        })
    }

    fn of(documents: HashMap<String, Arc<Scoped>>) -> Contexts {
        let initial = Active {
            id: fresh_id(),
            closed: true,
            terms: HashMap::new(),
            aliases: Vec::new(),
            vocab: None,
            language: None,
            previous: None,
        };
        Contexts {
            documents,
            initial: Arc::new(initial),
            kept: Kept::default(),
        }
    }

    /// The same list with one context more, or another text for an address.
    ///
    /// # Errors
    /// [`Error::Json`] or [`Error::Context`] where `bytes` is no context document.
    pub fn with(&self, url: &str, bytes: &[u8]) -> Result<Contexts, Error> {
        let mut documents = self.documents.clone();
        documents.insert(url.to_owned(), document(bytes)?);
        Ok(Contexts::of(documents))
    }

    /// Whether a document may name this context: its address stands on the list, to the letter.
    pub fn knows(&self, url: &str) -> bool {
        self.documents.contains_key(url)
    }

    /// The context before any other.
    pub(crate) fn initial(&self) -> Held<'_> {
        Cow::Borrowed(&self.initial)
    }

    /// The active context under an `@context` written in a document.
    pub(crate) fn embedded<'c>(
        &'c self,
        active: Held<'c>,
        local: &Value,
    ) -> Result<Held<'c>, Error> {
        let manner = Manner {
            over_protected: false,
            propagates: propagates(local, true)?,
        };
        self.process(active, local, manner, false, 0)
    }

    /// The active context under a term with a context of its own.
    pub(crate) fn under_property<'c>(
        &'c self,
        active: Held<'c>,
        scoped: &Scoped,
    ) -> Result<Held<'c>, Error> {
        let manner = Manner {
            over_protected: true,
            propagates: propagates(&scoped.value, true)?,
        };
        self.scoped(active, scoped, manner)
    }

    /// The active context under a type with a context of its own.
    pub(crate) fn under_type<'c>(
        &'c self,
        active: Held<'c>,
        scoped: &Scoped,
    ) -> Result<Held<'c>, Error> {
        let manner = Manner {
            over_protected: false,
            propagates: propagates(&scoped.value, false)?,
        };
        self.scoped(active, scoped, manner)
    }

    /// How many terms are read or copied where a scoped context is processed; none where what comes of it is kept.
    pub(crate) fn cost(active: &Active, scoped: &Scoped) -> usize {
        if active.closed && scoped.closed {
            0
        } else {
            active.terms.len() + count_members(&scoped.value)
        }
    }

    fn scoped<'c>(
        &'c self,
        active: Held<'c>,
        scoped: &Scoped,
        manner: Manner,
    ) -> Result<Held<'c>, Error> {
        self.remembered(active, scoped, manner, 0)
    }

    fn addressed<'c>(
        &'c self,
        active: Held<'c>,
        url: &str,
        nested: usize,
    ) -> Result<Held<'c>, Error> {
        let document = self
            .documents
            .get(url)
            .ok_or_else(|| Error::Context(format!("{url:?} is not on the list")))?;
        if nested >= MOST_NESTED {
            return Err(Error::Limit("contexts that name contexts"));
        }
        let manner = Manner {
            over_protected: false,
            propagates: true,
        };
        self.remembered(active, document, manner, nested + 1)
    }

    /// Processes a context, or finds it where both it and the one before it stem from the closed list.
    fn remembered<'c>(
        &'c self,
        active: Held<'c>,
        definition: &Scoped,
        manner: Manner,
        nested: usize,
    ) -> Result<Held<'c>, Error> {
        let make =
            |active| self.process(active, &definition.value, manner, definition.closed, nested);
        if !(active.closed && definition.closed) {
            return make(active);
        }
        let key = Key {
            before: active.id,
            definition: definition.id,
            manner,
        };
        match self.kept.find(&key) {
            Some(known) => Ok(Cow::Borrowed(known)),
            None => Ok(self.kept.keep(key, make(active)?.into_owned())),
        }
    }

    /// The Context Processing Algorithm (section 4.1).
    fn process<'c>(
        &'c self,
        active: Held<'c>,
        local: &Value,
        manner: Manner,
        closed: bool,
        nested: usize,
    ) -> Result<Held<'c>, Error> {
        let closed = active.closed && closed;
        let mut result = active;
        if !manner.propagates && result.previous.is_none() {
            let mut changed = Active::clone(&result);
            changed.previous = Some(result.into_owned());
            changed.id = fresh_id();
            result = Cow::Owned(Arc::new(changed));
        }
        let one = std::slice::from_ref(local);
        let all = local.as_array().map_or(one, Vec::as_slice);
        if all.len() > MOST_LISTED {
            return Err(Error::Limit("16 contexts in a list"));
        }
        for context in all {
            result = match context {
                // By the standard what was before comes back in inner objects; the processors in use forget it.
                Value::Null if !manner.propagates => {
                    return Err(Error::Unsupported(
                        "null in a context that does not propagate",
                    ));
                }
                Value::Null => {
                    if !manner.over_protected && result.terms.values().any(|term| term.protected) {
                        return Err(Error::Context("null would remove protected terms".into()));
                    }
                    let mut cleared = Active::clone(&self.initial);
                    cleared.id = fresh_id();
                    cleared.closed = closed;
                    Cow::Owned(Arc::new(cleared))
                }
                Value::String(url) => self.addressed(result, url, nested)?,
                Value::Object(members) => {
                    let built = Builder::new(&result, members, manner, closed)?.build(self)?;
                    Cow::Owned(Arc::new(built))
                }
                _ => {
                    return Err(Error::Context(
                        "neither an address, an object nor null".into(),
                    ));
                }
            };
        }
        Ok(result)
    }
}

/// The member `@context` of a context document.
fn document(bytes: &[u8]) -> Result<Arc<Scoped>, Error> {
    let mut document = json::parse(bytes)?;
    match document.get_mut("@context") {
        Some(context) => Ok(Arc::new(Scoped {
            id: fresh_id(),
            closed: true,
            value: context.take(),
        })),
        None => Err(Error::Context("a document without @context".into())),
    }
}

/// The members of all objects of a value.
pub(crate) fn count_members(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            members.len() + members.values().map(count_members).sum::<usize>()
        }
        Value::Array(items) => items.iter().map(count_members).sum(),
        _ => 0,
    }
}

/// `@propagate` of the first object of a context decides for all of it.
fn propagates(local: &Value, default: bool) -> Result<bool, Error> {
    let first = local.as_array().map_or(Some(local), |all| all.first());
    match first.and_then(|first| first.get("@propagate")) {
        None => Ok(default),
        Some(Value::Bool(propagates)) => Ok(*propagates),
        Some(_) => Err(Error::Context("@propagate is no boolean".into())),
    }
}

impl Active {
    /// What a term means here.
    pub(crate) fn term(&self, name: &str) -> Option<&Arc<Term>> {
        self.terms.get(name)
    }

    /// The language of strings that say none.
    pub(crate) fn language(&self) -> Option<&Arc<str>> {
        self.language.as_ref()
    }

    /// Whether a member's name is a keyword or an alias of it.
    pub(crate) fn is_alias(&self, name: &str, keyword: &str) -> bool {
        name == keyword
            || self
                .aliases
                .iter()
                .any(|(alias, known)| **alias == *name && **known == *keyword)
    }

    /// The IRI or keyword that `name` stands for, as a member's name or a type. None where it stands for nothing.
    pub(crate) fn expand_vocab<'n>(&'n self, name: &'n str) -> Option<Cow<'n, str>> {
        match self.term(name) {
            Some(term) => term.iri.as_deref().map(Cow::Borrowed),
            None => self.expand_undefined(name),
        }
    }

    /// The same of a name that is no term.
    pub(crate) fn expand_undefined<'n>(&'n self, name: &'n str) -> Option<Cow<'n, str>> {
        if is_keyword(name) {
            return Some(name.into());
        }
        if looks_like_keyword(name) {
            return None;
        }
        match self.expand_compact(name) {
            Some(iri) => Some(iri),
            None if name.contains(':') => None,
            None => self
                .vocab
                .as_ref()
                .map(|vocab| format!("{vocab}{name}").into()),
        }
    }

    /// The absolute IRI or blank node that an identifier stands for; none where it is relative.
    pub(crate) fn expand_id<'n>(&'n self, id: &'n str) -> Option<Cow<'n, str>> {
        // A keyword or an alias of one is no identifier.
        if looks_like_keyword(id) || self.aliases.iter().any(|(alias, _)| **alias == *id) {
            None
        } else {
            self.expand_compact(id)
        }
    }

    fn expand_compact<'n>(&'n self, name: &'n str) -> Option<Cow<'n, str>> {
        let (prefix, suffix) = name.split_once(':')?;
        if prefix != "_"
            && !suffix.starts_with("//")
            && let Some(term) = self.terms.get(prefix).filter(|term| term.prefix)
        {
            return term.iri.as_ref().map(|iri| format!("{iri}{suffix}").into());
        }
        is_absolute_or_blank(name).then(|| name.into())
    }
}

/// The keywords of JSON-LD 1.1.
pub(crate) fn is_keyword(name: &str) -> bool {
    name.starts_with('@')
        && matches!(
            name,
            "@base"
                | "@container"
                | "@context"
                | "@default"
                | "@direction"
                | "@embed"
                | "@explicit"
                | "@graph"
                | "@id"
                | "@import"
                | "@included"
                | "@index"
                | "@json"
                | "@language"
                | "@list"
                | "@nest"
                | "@none"
                | "@omitDefault"
                | "@prefix"
                | "@preserve"
                | "@propagate"
                | "@protected"
                | "@requireAll"
                | "@reverse"
                | "@set"
                | "@type"
                | "@value"
                | "@version"
                | "@vocab"
        )
}

fn looks_like_keyword(name: &str) -> bool {
    name.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The bytes that no IRI holds in N-Quads (RDF 1.1 N-Quads, section 4, `IRIREF`).
const OUTSIDE_IRIS: [bool; 256] = {
    let mut outside = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        outside[byte] = true;
        byte += 1;
    }
    let mut rest: &[u8] = b"<>\"{}|\\^`";
    while let [byte, after @ ..] = rest {
        outside[*byte as usize] = true;
        rest = after;
    }
    outside
};

/// An absolute IRI (RFC 3987) without what N-Quads cannot write: a scheme, then no blank, control or delimiter. Beyond ASCII, too: some readers take a blank that
/// RFC 3987 allows for the end of what may be absolute.
pub(crate) fn is_absolute(iri: &str) -> bool {
    let Some((scheme, rest)) = iri.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !rest.bytes().any(|byte| OUTSIDE_IRIS[usize::from(byte)])
        && (rest.is_ascii() || !rest.chars().any(is_blank_or_control))
}

fn is_blank_or_control(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || sign == '\u{feff}'
}

fn is_absolute_or_blank(iri: &str) -> bool {
    iri.starts_with("_:") || is_absolute(iri)
}

/// A well-formed language tag (BCP 47, as far as its shape), in lower case as the JavaScript and Python processors write it.
pub(crate) fn language_tag(tag: &str) -> Result<Arc<str>, Error> {
    let mut parts = tag.split('-');
    let primary = parts.next().is_some_and(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    if primary
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    {
        Ok(tag.to_ascii_lowercase().into())
    } else {
        Err(Error::Dropped(format!("{tag:?} is no language tag")))
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn each_bundled_context_is_the_one_that_was_pinned() {
        for &(url, digest, text) in BUNDLED {
            let hex: String = Sha256::digest(text)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(hex, digest, "{url}");
            Contexts::bundled()
                .addressed(Contexts::bundled().initial(), url, 0)
                .unwrap();
        }
    }

    #[test]
    fn a_list_goes_between_threads_and_is_printed_by_its_addresses() {
        fn shared<T: Send + Sync + fmt::Debug>(it: &T) -> String {
            format!("{it:?}")
        }
        let list = shared(Contexts::bundled());
        assert!(
            list.starts_with("{\"https://purl") && list.len() < 1_000,
            "{list}"
        );
    }

    #[test]
    fn what_is_kept_does_not_grow_with_the_credentials() {
        let contexts = Contexts::bundled().clone();
        let kept = |from: u32| {
            for number in from..from + 50 {
                let credential = serde_json::json!({
                    "@context": [BUNDLED[0].0, BUNDLED[2].0],
                    "id": format!("urn:uuid:{number}"),
                    "type": ["VerifiableCredential", "OpenBadgeCredential"],
                    "issuer": {"id": format!("did:web:{number}.example"), "type": ["Profile"], "name": "x"},
                    "credentialSubject": {"type": ["AchievementSubject"], "achievement": {"id": "urn:a", "type": ["Achievement"], "criteria": {"narrative": format!("{number}")}}},
                    "evidence": [{"type": ["Evidence"], "name": format!("{number}")}],
                });
                crate::canonical::canonical(&credential, &contexts).unwrap();
            }
            contexts.kept.len()
        };
        let first = kept(0);
        assert!(first > 0 && first == kept(50) && first == kept(100));
    }

    #[test]
    fn what_was_processed_is_kept_and_what_stands_in_a_document_is_not() {
        let contexts = Contexts::bundled();
        let first = contexts
            .addressed(contexts.initial(), BUNDLED[0].0, 0)
            .unwrap();
        assert!(Arc::ptr_eq(
            &first,
            &contexts
                .addressed(contexts.initial(), BUNDLED[0].0, 0)
                .unwrap()
        ));
        let local = serde_json::json!({"x": "https://a.example/x"});
        let open = contexts.embedded(first.clone(), &local).unwrap();
        assert!(!open.closed && !Arc::ptr_eq(&open, &contexts.embedded(first, &local).unwrap()));
    }
}
