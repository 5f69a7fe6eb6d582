//! Data Integrity proofs (Verifiable Credential Data Integrity 1.0): made with the cryptosuite `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0,
//! section 3.2), read alone, in sets, and in chains. Other suites are features: `jcs`, `ecdsa`, `ecdsa-sd`, `ed25519-2020`.

#[cfg(feature = "ecdsa-sd")]
mod cbor;
#[cfg(feature = "ecdsa-sd")]
mod sd;
mod suite;

use std::{borrow::Cow, cell::OnceCell};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use self::suite::Suite;
pub(crate) use self::suite::{named, registered};
use crate::{
    Contexts, Error,
    canonical::{Digest, Hash, canonical_digest},
    key::{Algorithm, PublicKey, Signer},
    multibase,
    rdf::Members,
    schema,
};

/// The cryptosuite that [`add`] signs with (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).
pub const SUITE: &str = "eddsa-rdfc-2022";

/// What a proof should have been made for (Data Integrity 1.0, sections 2.1 and 2.2, "Proof Purposes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'e> {
    /// `proofPurpose`, the relation between the key and its controller (Controlled Identifiers 1.0, section 2.3): `assertionMethod` for a credential.
    pub purpose: &'e str,
    /// `domain`: the place that it was made for, where it was made for one.
    pub domain: Option<&'e str>,
    /// `challenge`: the question that it answers, where it answers one.
    pub challenge: Option<&'e str>,
}

impl Default for Expected<'_> {
    /// A credential's proof, made for nobody in particular.
    fn default() -> Self {
        Expected {
            purpose: "assertionMethod",
            domain: None,
            challenge: None,
        }
    }
}

/// Adds a proof by `eddsa-rdfc-2022` to a credential that has none (Data Integrity 1.0, section 4.2, "Add Proof"; EdDSA Cryptosuites 1.0, section 3.2.1): an array of one, made at a whole second.
///
/// # Errors
/// [`Error::Proof`] where the credential has a proof or the signer is no Ed25519 key; whatever the canonical form refuses.
pub fn add(
    credential: Value,
    signer: &dyn Signer,
    created: Timestamp,
    contexts: &Contexts,
) -> Result<Value, Error> {
    add_by(Suite::EddsaRdfc, credential, signer, created, contexts)
}

/// Adds a proof by `eddsa-jcs-2022` to a credential that has none (EdDSA Cryptosuites 1.0, section 3.3.1): the text itself is signed, whatever its names mean.
///
/// # Errors
/// [`Error::Proof`] where the credential has a proof or the signer is no Ed25519 key.
#[cfg(feature = "jcs")]
pub fn add_jcs(credential: Value, signer: &dyn Signer, created: Timestamp) -> Result<Value, Error> {
    let contexts = Contexts::bundled();
    add_by(Suite::EddsaJcs, credential, signer, created, contexts)
}

fn add_by(
    suite: Suite,
    mut credential: Value,
    signer: &dyn Signer,
    created: Timestamp,
    contexts: &Contexts,
) -> Result<Value, Error> {
    if signer.algorithm() != Algorithm::EdDsa {
        return Err(Error::Proof(format!(
            "{} is signed by an Ed25519 key",
            suite.name()
        )));
    }
    let members = credential
        .as_object_mut()
        .ok_or_else(|| Error::Proof("only an object can be signed".into()))?;
    if members.contains_key("proof") {
        return Err(Error::Proof("there is a proof already".into()));
    }
    let mut proof = json!({
        "type": "DataIntegrityProof",
        "created": whole_second(created),
        "verificationMethod": signer.verification_method(),
        "cryptosuite": suite.name(),
        "proofPurpose": "assertionMethod",
    });
    if !suite.reads_contexts()
        && let Some(context) = members.get("@context")
    {
        proof["@context"] = context.clone();
    }
    let form = Form::of(&credential, contexts);
    let hash = suite.hash_data(&form, Members::of(&proof)?, Algorithm::EdDsa)?;
    let signature = signer.sign(&hash)?;
    if signature.len() != 64 {
        return Err(Error::Proof("a signature by Ed25519 has 64 bytes".into()));
    }
    proof["proofValue"] = multibase::encode(&signature).into();
    credential["proof"] = Value::Array(vec![proof]);
    Ok(credential)
}

/// A date as a credential writes it: an `xsd:dateTime` in UTC, in whole seconds (Verifiable Credentials Data Model 2.0, section 5.8, "Representing Time"). A moment before the
/// year 0, for which a date of four digits has no year (RFC 3339), is written as the beginning of that year.
pub fn whole_second(at: Timestamp) -> String {
    const YEAR_0: i64 = -62_167_219_200;
    Timestamp::from_second(at.as_second().max(YEAR_0))
        .unwrap_or(at)
        .to_string()
}

/// A document as its proofs sign it; what costs time is made once for all of them.
pub(crate) struct Form<'d> {
    document: Cow<'d, Value>,
    /// Whether the proofs that stand in the document are signed with it.
    chained: bool,
    contexts: &'d Contexts,
    rdfc: OnceCell<Result<Digest, Error>>,
}

impl<'d> Form<'d> {
    /// A document as its first proofs sign it: without any.
    pub(crate) fn of(document: &'d Value, contexts: &'d Contexts) -> Form<'d> {
        Form {
            document: Cow::Borrowed(document),
            chained: false,
            contexts,
            rdfc: OnceCell::new(),
        }
    }

    /// The document, with its proofs.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// What of the document is signed.
    fn members(&self) -> Result<Members<'_>, Error> {
        let members = Members::of(&self.document)?;
        Ok(if self.chained {
            members
        } else {
            members.without("proof")
        })
    }

    /// SHA-256 of the canonical form of the document without its proofs.
    pub(crate) fn rdfc(&self) -> Result<Digest, Error> {
        self.rdfc
            .get_or_init(|| canonical_digest(Hash::Sha256, self.members()?, self.contexts))
            .clone()
    }

    /// The document as the next link of a chain signs it: with the proofs that it names, and no other (Data Integrity 1.0, section 4.5, "Verify
    /// Proof Sets and Chains").
    fn with_previous(&self, previous: &Value) -> Result<Form<'d>, Error> {
        let one = std::slice::from_ref(previous);
        let named = previous.as_array().map_or(one, Vec::as_slice);
        let proofs = proofs(&self.document);
        let mut matching = Vec::new();
        for (place, id) in named.iter().enumerate() {
            // Each is copied: a name that is said a thousand times would cost a thousand copies.
            if named[..place].contains(id) {
                return Err(Error::Proof("previousProof names a proof twice".into()));
            }
            let proof = id
                .as_str()
                .and_then(|id| proofs.iter().find(|proof| proof["id"] == id))
                .ok_or_else(|| Error::Proof("previousProof names no proof that is here".into()))?;
            matching.push((*proof).clone());
        }
        if matching.is_empty() {
            return Err(Error::Proof("previousProof names nothing".into()));
        }
        let mut document = self.document.clone().into_owned();
        document["proof"] = Value::Array(matching);
        Ok(Form {
            document: Cow::Owned(document),
            chained: true,
            contexts: self.contexts,
            rdfc: OnceCell::new(),
        })
    }
}

/// A proof of a document, its members read (Data Integrity 1.0, section 2.1, "Proofs").
#[derive(Clone, Debug)]
pub struct Proof<'d> {
    suite: Suite,
    members: &'d Map<String, Value>,
    /// `verificationMethod`: the URL of the verification method.
    pub verification_method: &'d str,
    /// `created`: when it was made, where it says so.
    pub created: Option<Timestamp>,
    /// `expires`: when it ends, where it says so.
    pub expires: Option<Timestamp>,
    signature: Vec<u8>,
}

/// The proofs of a document as they stand, of whatever type: `proof`, an array or one object (Data Integrity 1.0, section 2.1.1, "Proof Sets").
pub fn proofs(document: &Value) -> Vec<&Value> {
    match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether a proof is of a type and suite that [`read`] takes (Data Integrity 1.0, section 3, "Cryptographic Suites").
pub fn is_known(proof: &Value) -> bool {
    Suite::of(proof).is_some()
}

/// Reads a proof of a known suite, made to sign a credential (Data Integrity 1.0, section 4.4, "Verify Proof").
///
/// # Errors
/// [`Error::Proof`]: another suite or purpose, a missing or ill-formed member.
pub fn read(proof: &Value) -> Result<Proof<'_>, Error> {
    read_expecting(proof, &Expected::default())
}

/// Reads a proof of a known suite, made for what is expected (Data Integrity 1.0, section 4.4).
///
/// # Errors
/// [`Error::Proof`]: another suite, purpose, domain or challenge, a missing or ill-formed member.
pub fn read_expecting<'d>(proof: &'d Value, expected: &Expected<'_>) -> Result<Proof<'d>, Error> {
    let wrong = |what: &str| Error::Proof(what.to_owned());
    let members = proof.as_object().ok_or_else(|| wrong("it is no object"))?;
    let suite =
        Suite::of(proof).ok_or_else(|| wrong("no type or cryptosuite that is read here"))?;
    if proof["proofPurpose"] != expected.purpose {
        return Err(Error::Proof(format!(
            "proofPurpose is not {}",
            expected.purpose
        )));
    }
    check_exchange(members, expected)?;
    let verification_method = proof["verificationMethod"]
        .as_str()
        .ok_or_else(|| wrong("no verificationMethod"))?;
    let date = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(date) => date
            .as_str()
            .and_then(schema::date)
            .map(Some)
            .ok_or_else(|| Error::Proof(format!("{name} is no date with a zone"))),
    };
    let value = proof["proofValue"]
        .as_str()
        .ok_or_else(|| wrong("no proofValue"))?;
    let signature = suite
        .signature(value)
        .ok_or_else(|| wrong("proofValue is no signature in the suite's form"))?;
    Ok(Proof {
        suite,
        members,
        verification_method,
        created: date("created")?,
        expires: date("expires")?,
        signature,
    })
}

/// A proof made for one exchange counts in that exchange only, and an exchange takes no other.
fn check_exchange(members: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Error> {
    let fits = |name: &str, expected: Option<&str>| match (members.get(name), expected) {
        (None, None) => true,
        (Some(Value::Array(all)), Some(expected)) => all.iter().any(|one| one == expected),
        (Some(one), Some(expected)) => one == expected,
        _ => false,
    };
    for (name, expected) in [
        ("domain", expected.domain),
        ("challenge", expected.challenge),
    ] {
        if !fits(name, expected) {
            return Err(Error::Proof(match expected {
                None => format!("made for one exchange: it has a {name}"),
                Some(_) => format!("made for another {name}"),
            }));
        }
    }
    Ok(())
}

impl Proof<'_> {
    /// Checks the signature over the document, taken without its proofs, or with those that this one names as previous (Data Integrity 1.0, sections 4.4 and 4.5).
    /// Neither dates nor who the key belongs to are looked at.
    ///
    /// # Errors
    /// [`Error::Signature`]; [`Error::Proof`] where the key is of another kind or a previous proof is absent; what the canonical form refuses.
    pub fn check(
        &self,
        document: &Value,
        key: &PublicKey,
        contexts: &Contexts,
    ) -> Result<(), Error> {
        self.check_form(&Form::of(document, contexts), key)
    }

    /// Whether the signature can only be checked where the document's contexts are known.
    pub(crate) fn reads_contexts(&self) -> bool {
        self.suite.reads_contexts()
    }

    pub(crate) fn check_form(&self, form: &Form<'_>, key: &PublicKey) -> Result<(), Error> {
        if !self.suite.signed_by(key.algorithm()) {
            return Err(Error::Proof(format!(
                "{} is not signed by a key for {}",
                self.suite.name(),
                key.algorithm().jose()
            )));
        }
        let configuration = Members::from(self.members).without("proofValue");
        let chained;
        let form = match self.members.get("previousProof") {
            None => form,
            Some(previous) => {
                chained = form.with_previous(previous)?;
                &chained
            }
        };
        #[cfg(feature = "ecdsa-sd")]
        if self.suite == Suite::EcdsaSd {
            return sd::check(form, configuration, &self.signature, key);
        }
        let hash = self.suite.hash_data(form, configuration, key.algorithm())?;
        key.verify(&hash, &self.signature)
    }
}

#[cfg(test)]
pub(crate) mod tests;
