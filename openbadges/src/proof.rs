//! Data Integrity proofs (Verifiable Credential Data Integrity 1.0) with the cryptosuite `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    Contexts, Error,
    canonical::canonical,
    key::{Algorithm, PublicKey, Signer, multibase},
};

/// The cryptosuite that this crate signs and checks.
pub const SUITE: &str = "eddsa-rdfc-2022";

/// Adds a proof to a credential that has none: an array of one, made at a whole second, and checked before it is given out.
///
/// # Errors
/// [`Error::Proof`] where the credential has a proof or the signer is no Ed25519 key; whatever the canonical form refuses.
pub fn add(
    mut credential: Value,
    signer: &dyn Signer,
    created: Timestamp,
    contexts: &Contexts,
) -> Result<Value, Error> {
    if signer.algorithm() != Algorithm::EdDsa {
        return Err(Error::Proof(format!("{SUITE} is signed by an Ed25519 key")));
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
        "cryptosuite": SUITE,
        "proofPurpose": "assertionMethod",
    });
    let hash = hash_data(&credential, &proof, contexts)?;
    let signature = signer.sign(&hash)?;
    proof["proofValue"] = format!("z{}", bs58::encode(signature).into_string()).into();
    credential["proof"] = Value::Array(vec![proof]);
    Ok(credential)
}

/// A date as a credential writes it: UTC, whole seconds.
pub fn whole_second(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second())
        .unwrap_or(at)
        .to_string()
}

/// A proof of a document, its members read.
#[derive(Clone, Debug)]
pub struct Proof<'d> {
    members: &'d Map<String, Value>,
    /// The URL of the verification method.
    pub verification_method: &'d str,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it ends.
    pub expires: Option<Timestamp>,
    signature: Vec<u8>,
}

/// The proofs of a document as they stand, of whatever type.
pub fn proofs(document: &Value) -> Vec<&Value> {
    match document.get("proof") {
        None => Vec::new(),
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether a proof is of the type and suite that [`read`] takes.
pub fn is_known(proof: &Value) -> bool {
    proof["type"] == "DataIntegrityProof" && proof["cryptosuite"] == SUITE
}

/// Reads a proof of the known suite, made to sign a credential.
///
/// # Errors
/// [`Error::Proof`]: another suite or purpose, a chain, a missing or ill-formed member.
pub fn read(proof: &Value) -> Result<Proof<'_>, Error> {
    let wrong = |what: &str| Error::Proof(what.to_owned());
    let members = proof.as_object().ok_or_else(|| wrong("it is no object"))?;
    if !is_known(proof) {
        return Err(wrong("another type or cryptosuite than eddsa-rdfc-2022"));
    }
    if proof["proofPurpose"] != "assertionMethod" {
        return Err(wrong("proofPurpose is not assertionMethod"));
    }
    if members.contains_key("previousProof") {
        return Err(wrong("a chain of proofs"));
    }
    if members.contains_key("domain") || members.contains_key("challenge") {
        return Err(wrong(
            "made for one exchange: it has a domain or a challenge",
        ));
    }
    let verification_method = proof["verificationMethod"]
        .as_str()
        .ok_or_else(|| wrong("no verificationMethod"))?;
    let date = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(date) => date
            .as_str()
            .and_then(|text| text.parse().ok())
            .map(Some)
            .ok_or_else(|| Error::Proof(format!("{name} is no date with a zone"))),
    };
    let value = proof["proofValue"]
        .as_str()
        .ok_or_else(|| wrong("no proofValue"))?;
    let signature = multibase(value)
        .ok()
        .filter(|bytes| bytes.len() == 64)
        .ok_or_else(|| wrong("proofValue is no 64 bytes in base58btc"))?;
    Ok(Proof {
        members,
        verification_method,
        created: date("created")?,
        expires: date("expires")?,
        signature,
    })
}

impl Proof<'_> {
    /// Checks the signature over the document, taken without its proofs.
    ///
    /// # Errors
    /// [`Error::Signature`], or what the canonical form refuses.
    pub fn check(
        &self,
        document: &Value,
        key: &PublicKey,
        contexts: &Contexts,
    ) -> Result<(), Error> {
        if key.algorithm() != Algorithm::EdDsa {
            return Err(Error::Proof(format!("{SUITE} needs an Ed25519 key")));
        }
        let mut unsecured = document.clone();
        if let Some(members) = unsecured.as_object_mut() {
            members.remove("proof");
        }
        let mut configuration = Value::Object(self.members.clone());
        if let Some(members) = configuration.as_object_mut() {
            members.remove("proofValue");
            // The configuration is read in the context of the document, whatever it says of itself.
            members.remove("@context");
        }
        key.verify(
            &hash_data(&unsecured, &configuration, contexts)?,
            &self.signature,
        )
    }
}

/// What is signed: SHA-256 of the canonical proof configuration, then SHA-256 of the canonical document (sections 3.2.3 to 3.2.5).
fn hash_data(
    unsecured: &Value,
    configuration: &Value,
    contexts: &Contexts,
) -> Result<[u8; 64], Error> {
    let mut configuration = configuration.clone();
    configuration["@context"] = unsecured["@context"].clone();
    let mut hash = [0; 64];
    hash[..32].copy_from_slice(&Sha256::digest(canonical(&configuration, contexts)?));
    hash[32..].copy_from_slice(&Sha256::digest(canonical(unsecured, contexts)?));
    Ok(hash)
}
