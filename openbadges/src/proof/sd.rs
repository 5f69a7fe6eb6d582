//! Selective disclosure: what a holder derived from a base proof of `ecdsa-sd-2023`, checked (Data Integrity ECDSA Cryptosuites 1.0, sections 3.5.6,
//! 3.5.8, 3.5.9 and 3.6.7). The issuer signed the statements that are always shown and a key made for this one proof; that key signed each other statement alone.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{Form, cbor::Reader, suite::configuration_digest};
use crate::{
    Error,
    canonical::relabelled,
    key::{Algorithm, PublicKey},
    multibase,
    rdf::Members,
};

/// What a derived proof begins with: the tag 0x5d01 of CBOR. A base proof, which only its holder should see, has 0x5d00.
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// A P-256 key as Multikey has it, compressed.
const KEY_BYTES: usize = 35;

/// The most statements that are signed each for itself: a rich badge has 200, and each costs a verification.
const MOST_SIGNATURES: usize = 1_000;

/// The bytes of a proof value, multibase in base64url without padding.
pub(super) fn decode(value: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(value.strip_prefix('u')?).ok()?;
    bytes.starts_with(&DERIVED).then_some(bytes)
}

/// The parts of a derived proof (section 3.5.8, "parseDerivedProofValue").
struct Derived<'p> {
    base_signature: &'p [u8; 64],
    key: &'p [u8; KEY_BYTES],
    signatures: Vec<&'p [u8; 64]>,
    /// The label that the issuer's HMAC gave a blank node, by the number of its canonical label here.
    labels: BTreeMap<usize, &'p [u8; 32]>,
    /// The places of the statements that the issuer signed, ascending.
    mandatory: Vec<usize>,
}

impl<'p> Derived<'p> {
    fn parse(bytes: &'p [u8]) -> Result<Derived<'p>, Error> {
        let wrong = |what: &str| Error::Proof(what.to_owned());
        let bytes = bytes
            .strip_prefix(&DERIVED)
            .ok_or_else(|| wrong("proofValue is no derived proof"))?;
        let mut reader = Reader::new(bytes);
        if reader.array()? != 5 {
            return Err(wrong("a derived proof has five parts"));
        }
        let (base_signature, key) = (reader.bytes()?, reader.bytes()?);
        let count = reader.array()?;
        if count > MOST_SIGNATURES {
            return Err(Error::Limit("1,000 statements signed each for itself"));
        }
        let signatures = (0..count)
            .map(|_| reader.bytes())
            .collect::<Result<_, _>>()?;
        let mut labels = BTreeMap::new();
        for _ in 0..reader.map()? {
            if labels.insert(reader.number()?, reader.bytes()?).is_some() {
                return Err(wrong("a label is given twice"));
            }
        }
        let mut mandatory = (0..reader.array()?)
            .map(|_| reader.number())
            .collect::<Result<Vec<_>, _>>()?;
        reader.end()?;
        mandatory.sort_unstable();
        if mandatory.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(wrong("a mandatory statement is named twice"));
        }
        Ok(Derived {
            base_signature,
            key,
            signatures,
            labels,
            mandatory,
        })
    }

    /// The document's statements under the issuer's labels, in order.
    fn statements(&self, form: &Form<'_>) -> Result<String, Error> {
        let mut given: Vec<_> = self.labels.values().collect();
        given.sort_unstable();
        if given.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Error::Proof("two nodes have one label".into()));
        }
        let mut used = 0;
        let statements = relabelled(form.members()?, form.contexts, |number| {
            used += 1;
            self.labels
                .get(&(number as usize))
                .map(|label| format!("_:u{}", URL_SAFE_NO_PAD.encode(label)))
                .ok_or_else(|| Error::Proof("a node has no label".into()))
        })?;
        if used == self.labels.len() {
            Ok(statements)
        } else {
            Err(Error::Proof("a label is of no node".into()))
        }
    }
}

/// Checks a derived proof by the issuer's key.
pub(super) fn check(
    form: &Form<'_>,
    configuration: Members<'_>,
    value: &[u8],
    issuer: &PublicKey,
) -> Result<(), Error> {
    let derived = Derived::parse(value)?;
    let text = derived.statements(form)?;
    let (mut mandatory, mut alone) = (Sha256::new(), Vec::new());
    let mut places = derived.mandatory.iter().copied().peekable();
    for (place, statement) in text.split_inclusive('\n').enumerate() {
        if places.next_if_eq(&place).is_some() {
            mandatory.update(statement);
        } else {
            alone.push(statement);
        }
    }
    if places.next().is_some() || alone.len() != derived.signatures.len() {
        return Err(Error::Signature);
    }
    let configuration = configuration_digest(form, configuration)?;
    let signed = [configuration.bytes(), derived.key, &mandatory.finalize()].concat();
    issuer.verify(&signed, derived.base_signature)?;
    let own = PublicKey::from_multikey(&multibase::encode(derived.key))?;
    if own.algorithm() != Algorithm::Es256 {
        return Err(Error::Proof("statements are signed by a P-256 key".into()));
    }
    alone
        .iter()
        .zip(&derived.signatures)
        .try_for_each(|(statement, signature)| own.verify(statement.as_bytes(), *signature))
}

#[cfg(test)]
mod tests;
