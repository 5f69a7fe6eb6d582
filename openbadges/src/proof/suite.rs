//! The suites: by what a proof names each, who signs it, and what is hashed.

use serde_json::Value;

use super::{Form, SUITE};
use crate::{
    Error,
    canonical::{Digest, Hash, canonical_digest},
    key::Algorithm,
    multibase,
    rdf::Members,
};

/// A suite that this build reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suite {
    /// Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
    EddsaRdfc,
    /// Data Integrity EdDSA Cryptosuites 1.0, section 3.3.
    #[cfg(feature = "jcs")]
    EddsaJcs,
    /// Data Integrity ECDSA Cryptosuites 1.0, section 3.2.
    #[cfg(feature = "ecdsa")]
    EcdsaRdfc,
    /// Data Integrity ECDSA Cryptosuites 1.0, section 3.6: proofs derived by a holder.
    #[cfg(feature = "ecdsa-sd")]
    EcdsaSd,
    /// Data Integrity EdDSA Cryptosuites 1.0, appendix A: what issuers made before there were cryptosuites.
    #[cfg(feature = "ed25519-2020")]
    Ed25519Signature2020,
}

/// Cryptosuites of a `DataIntegrityProof` that are published, read here or not.
const CRYPTOSUITES: [&str; 16] = [
    "bbs-2023",
    "ecdsa-2019",
    "ecdsa-jcs-2019",
    "ecdsa-rdfc-2019",
    "ecdsa-sd-2023",
    "ecdsa-xi-2023",
    "eddsa-2022",
    "eddsa-jcs-2022",
    "eddsa-rdfc-2022",
    "json-eddsa-2022",
    "mldsa44-jcs-2024",
    "mldsa44-rdfc-2024",
    "mldsa65-jcs-2024",
    "mldsa65-rdfc-2024",
    "slhdsa128-jcs-2024",
    "slhdsa128-rdfc-2024",
];

/// Types of proof that are a suite each, of the Verifiable Credential Extensions, read here or not.
const TYPES: [&str; 9] = [
    "BbsBlsSignature2020",
    "BbsBlsSignatureProof2020",
    "EcdsaSecp256k1RecoverySignature2020",
    "EcdsaSecp256k1Signature2019",
    "EcdsaSecp256r1Signature2019",
    "Ed25519Signature2018",
    "Ed25519Signature2020",
    "JsonWebSignature2020",
    "RsaSignature2018",
];

/// The name of the published suite of a proof that has all that a proof must have; none for what is no such proof.
pub(crate) fn registered(proof: &Value) -> Option<&str> {
    let list = if proof["type"] == "DataIntegrityProof" {
        &CRYPTOSUITES[..]
    } else {
        &TYPES[..]
    };
    named(proof).filter(|name| list.contains(name))
}

/// The name of the suite of a proof that has all that a proof must have (Data Integrity 1.0, section 2.1), published or not.
pub(crate) fn named(proof: &Value) -> Option<&str> {
    let text = |name: &str| proof[name].as_str();
    let name = match (text("type")?, text("cryptosuite")) {
        ("DataIntegrityProof", suite) => suite?,
        (kind, _) => kind,
    };
    text("verificationMethod")?;
    text("proofPurpose")?;
    text("proofValue").or(text("jws"))?;
    Some(name)
}

impl Suite {
    pub(super) fn of(proof: &Value) -> Option<Suite> {
        match (proof["type"].as_str()?, proof["cryptosuite"].as_str()) {
            ("DataIntegrityProof", Some(SUITE)) => Some(Suite::EddsaRdfc),
            #[cfg(feature = "jcs")]
            ("DataIntegrityProof", Some("eddsa-jcs-2022")) => Some(Suite::EddsaJcs),
            #[cfg(feature = "ecdsa")]
            ("DataIntegrityProof", Some("ecdsa-rdfc-2019")) => Some(Suite::EcdsaRdfc),
            #[cfg(feature = "ecdsa-sd")]
            ("DataIntegrityProof", Some("ecdsa-sd-2023")) => Some(Suite::EcdsaSd),
            #[cfg(feature = "ed25519-2020")]
            ("Ed25519Signature2020", None) => Some(Suite::Ed25519Signature2020),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Suite::EddsaRdfc => SUITE,
            #[cfg(feature = "jcs")]
            Suite::EddsaJcs => "eddsa-jcs-2022",
            #[cfg(feature = "ecdsa")]
            Suite::EcdsaRdfc => "ecdsa-rdfc-2019",
            #[cfg(feature = "ecdsa-sd")]
            Suite::EcdsaSd => "ecdsa-sd-2023",
            #[cfg(feature = "ed25519-2020")]
            Suite::Ed25519Signature2020 => "Ed25519Signature2020",
        }
    }

    /// Whether what is hashed depends on what the contexts say.
    pub(super) fn reads_contexts(self) -> bool {
        match self {
            #[cfg(feature = "jcs")]
            Suite::EddsaJcs => false,
            _ => true,
        }
    }

    /// Whether a key for the algorithm may sign.
    pub(super) fn signed_by(self, algorithm: Algorithm) -> bool {
        match self {
            #[cfg(feature = "ecdsa")]
            Suite::EcdsaRdfc => matches!(algorithm, Algorithm::Es256 | Algorithm::Es384),
            #[cfg(feature = "ecdsa-sd")]
            Suite::EcdsaSd => algorithm == Algorithm::Es256,
            _ => algorithm == Algorithm::EdDsa,
        }
    }

    /// The bytes of `proofValue`, where it is a signature in the suite's form and of its length.
    pub(super) fn signature(self, value: &str) -> Option<Vec<u8>> {
        let lengths: &[usize] = match self {
            #[cfg(feature = "ecdsa-sd")]
            Suite::EcdsaSd => return super::sd::decode(value),
            #[cfg(feature = "ecdsa")]
            Suite::EcdsaRdfc => &[64, 96],
            _ => &[64],
        };
        let bytes = multibase::decode(value).ok()?;
        lengths.contains(&bytes.len()).then_some(bytes)
    }

    /// What is signed: the hash of the proof's configuration, then that of the document (Data Integrity EdDSA Cryptosuites 1.0, sections 3.2.3 to 3.2.5).
    pub(super) fn hash_data(
        self,
        form: &Form<'_>,
        configuration: Members<'_>,
        algorithm: Algorithm,
    ) -> Result<Vec<u8>, Error> {
        match self {
            #[cfg(feature = "jcs")]
            Suite::EddsaJcs => jcs(form, configuration),
            #[cfg(feature = "ecdsa")]
            Suite::EcdsaRdfc if algorithm == Algorithm::Es384 => p384(form, configuration),
            _ => {
                debug_assert!(self.signed_by(algorithm));
                let configuration = configuration_digest(form, configuration)?;
                Ok([configuration.bytes(), form.rdfc()?.bytes()].concat())
            }
        }
    }
}

/// SHA-256 of the canonical form of a configuration.
pub(super) fn configuration_digest(
    form: &Form<'_>,
    configuration: Members<'_>,
) -> Result<Digest, Error> {
    canonical_digest(Hash::Sha256, in_context(form, configuration), form.contexts)
}

/// The configuration is read in the context of the document, whatever it says of itself.
fn in_context<'d>(form: &'d Form<'_>, configuration: Members<'d>) -> Members<'d> {
    configuration.in_context(&form.document["@context"])
}

/// By P-384, SHA-384 also tells blank nodes apart (Data Integrity ECDSA Cryptosuites 1.0, section 3).
#[cfg(feature = "ecdsa")]
fn p384(form: &Form<'_>, configuration: Members<'_>) -> Result<Vec<u8>, Error> {
    let digest = |document| canonical_digest(Hash::Sha384, document, form.contexts);
    let configuration = digest(in_context(form, configuration))?;
    Ok([configuration.bytes(), digest(form.members()?)?.bytes()].concat())
}

/// What is signed as it stands (Data Integrity EdDSA Cryptosuites 1.0, sections 3.3.3 to 3.3.5).
#[cfg(feature = "jcs")]
fn jcs(form: &Form<'_>, configuration: Members<'_>) -> Result<Vec<u8>, Error> {
    // The standard lets a document have contexts beyond those that were signed; here nothing of it stands outside the signature.
    if let Some(context) = configuration.context()
        && *context != form.document["@context"]
    {
        let why = "the proof was made in another @context than the document's";
        return Err(Error::Proof(why.into()));
    }
    use sha2::{Digest as _, Sha256};
    let hash = |members: Members<'_>| Sha256::digest(crate::json::jcs_of(members));
    Ok([hash(configuration), hash(form.members()?)].concat())
}
