//! `VerifiablePresentation` (Verifiable Credentials Data Model 2.0, section 4.13): credentials that their holder shows together. Open Badges defines none of its
//! own. Each credential in it is verified by itself, with [`crate::verify::verify`].

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::{
    Error,
    credential::CONTEXTS,
    json::parse,
    jwt,
    object::{self, members_of, object},
    schema::{At, Checked, Violation},
    uri::Uri,
};

/// How a presentation begins the address of a credential that is a compact JWS (section 4.13, "Enveloped Verifiable Credentials").
const ENVELOPE: &str = "data:application/vc+jwt,";

object! {
    /// Credentials that somebody shows: `VerifiablePresentation` (Verifiable Credentials Data Model 2.0, section 4.13). An object with `@context`, `type`, and
    /// where they are said `id`, `holder`, `verifiableCredential` and `proof`.
    VerifiablePresentation: rules
}

/// A credential as it stands in a presentation: in `verifiableCredential`, an array of them, or one.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Presented<'a> {
    /// A JSON object, with its proofs inside (section 4.12, "Securing Mechanisms").
    Embedded(&'a Value),
    /// A compact JWS, in an `EnvelopedVerifiableCredential` (section 4.13, "Enveloped Verifiable Credentials"), or as the data model 1.1 had it a bare text.
    Token(&'a str),
    /// Something in an envelope of another kind; the text is its whole address.
    Other(&'a str),
}

impl Presented<'_> {
    /// The credential as bytes for [`crate::verify::verify`].
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Presented::Embedded(credential) => credential.to_string().into_bytes(),
            Presented::Token(text) | Presented::Other(text) => text.as_bytes().to_vec(),
        }
    }
}

impl VerifiablePresentation<'static> {
    /// A presentation of nothing yet.
    pub fn new() -> Self {
        VerifiablePresentation(Cow::Owned(members_of([
            ("@context", json!([CONTEXTS[0]])),
            ("type", json!(["VerifiablePresentation"])),
        ])))
    }

    /// Reads a presentation from the bytes of its JSON.
    ///
    /// # Errors
    /// [`Error::Json`] where they are no strict JSON, [`Error::Invalid`] where a rule of the data model is broken.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Ok(VerifiablePresentation::try_from(parse(bytes)?)?)
    }
}

impl Default for VerifiablePresentation<'static> {
    fn default() -> Self {
        VerifiablePresentation::new()
    }
}

impl VerifiablePresentation<'_> {
    /// The id of the presentation: `id`, a URI.
    pub fn id(&self) -> Option<&str> {
        object::text(self.0.get("id"))
    }

    /// Sets `id`.
    pub fn with_id(mut self, id: Uri) -> Self {
        self.0.to_mut().insert("id".into(), id.into());
        self
    }

    /// The id of who shows the credentials: `holder`, a URI or an object with one.
    pub fn holder(&self) -> Option<&str> {
        object::id_of(self.0.get("holder"))
    }

    /// Sets `holder`.
    pub fn with_holder(mut self, holder: Uri) -> Self {
        self.0.to_mut().insert("holder".into(), holder.into());
        self
    }

    /// The credentials in `verifiableCredential`, in their order.
    pub fn credentials(&self) -> impl Iterator<Item = Presented<'_>> {
        object::each(self.0.get("verifiableCredential")).map(presented)
    }

    /// Adds a credential with its proofs inside, as [`crate::proof::add`] gave it.
    ///
    /// # Errors
    /// [`Violation`] where it is no credential with a type and contexts of its own.
    pub fn with_credential(mut self, credential: Value) -> Result<Self, Violation> {
        embedded_rules(&At::root(&credential))?;
        object::push(self.0.to_mut(), "verifiableCredential", credential);
        Ok(self)
    }

    /// Adds a credential that is a compact JWS, in an `EnvelopedVerifiableCredential` (section 4.13, "Enveloped Verifiable Credentials").
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is no compact JWS.
    pub fn with_token(mut self, token: &str) -> Result<Self, Error> {
        if !jwt::looks_like(token) {
            return Err(Error::Invalid("no compact JWS".into()));
        }
        let envelope = json!({
            "@context": CONTEXTS[0],
            "id": format!("{ENVELOPE}{token}"),
            "type": ["EnvelopedVerifiableCredential"],
        });
        object::push(self.0.to_mut(), "verifiableCredential", envelope);
        Ok(self)
    }
}

fn presented(value: &Value) -> Presented<'_> {
    match value {
        Value::String(token) => Presented::Token(token),
        one if is_enveloped(one) => {
            let id = one["id"].as_str().unwrap_or_default();
            match id.strip_prefix(ENVELOPE) {
                Some(token) => Presented::Token(token),
                None => Presented::Other(id),
            }
        }
        one => Presented::Embedded(one),
    }
}

fn is_enveloped(credential: &Value) -> bool {
    object::each(credential.get("type")).any(|kind| kind == "EnvelopedVerifiableCredential")
}

fn rules(presentation: &At<'_>) -> Checked {
    presentation.object()?;
    let context = presentation.member("@context");
    let first = context.items().next().map(|first| first.value().clone());
    let known = |url: &Value| url == CONTEXTS[0] || url == "https://www.w3.org/2018/credentials/v1";
    if !first.as_ref().is_some_and(known) {
        return Err(context.broken("the first context is that of Verifiable Credentials"));
    }
    presentation
        .member("type")
        .types(&["VerifiablePresentation"])?;
    presentation.uris(&["id"])?;
    presentation.if_present("holder", |holder| {
        if holder.value().is_string() {
            holder.uri()
        } else {
            holder.object()?;
            holder.member("id").uri()
        }
    })?;
    let credentials = presentation.member("verifiableCredential");
    credentials.items().try_for_each(|one| match one.value() {
        // As the data model 1.1 has it.
        Value::String(token) if jwt::looks_like(token) => Ok(()),
        value if is_enveloped(value) => one.member("id").uri(),
        _ => embedded_rules(&one),
    })?;
    presentation.each("proof", |proof| proof.member("type").some_type())
}

fn embedded_rules(credential: &At<'_>) -> Checked {
    credential.object()?;
    if credential.member("@context").items().next().is_none() {
        return Err(credential.broken("a credential has contexts of its own"));
    }
    credential.member("type").types(&["VerifiableCredential"])
}
