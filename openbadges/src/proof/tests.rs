//! Proofs made with members that the crate itself never writes.

use super::*;

/// Changes the first proof of a document and signs it anew.
pub(crate) fn sign_again(
    document: &mut Value,
    signer: &dyn Signer,
    change: impl FnOnce(&mut Value),
) {
    let mut proof = document["proof"][0].take();
    change(&mut proof);
    let members = proof.as_object_mut().unwrap();
    members.shift_remove("proofValue");
    let previous = members.get("previousProof").cloned();
    let whole = document.clone();
    let form = Form::of(&whole, Contexts::bundled());
    let form = match previous {
        Some(previous) => form.with_previous(&previous).unwrap(),
        None => form,
    };
    let suite = Suite::of(&proof).unwrap();
    let hash = suite
        .hash_data(&form, Members::of(&proof).unwrap(), signer.algorithm())
        .unwrap();
    let signature = bs58::encode(signer.sign(&hash).unwrap()).into_string();
    proof["proofValue"] = format!("z{signature}").into();
    document["proof"][0] = proof;
}

/// A signer that stands before a machine which answers something else than a signature.
struct Broken;

impl Signer for Broken {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDsa
    }

    fn verification_method(&self) -> &str {
        "did:web:badges.example#key-1"
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(vec![1, 2, 3])
    }
}

#[test]
fn what_a_signer_answers_has_the_length_of_a_signature() {
    let credential = serde_json::json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:badges.example",
        "validFrom": "2026-11-24T10:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2f0b6e5c-2b1b-4f0a-8a37-2d1c8e6d7f22"},
    });
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    let added = add(credential.clone(), &Broken, at, Contexts::bundled());
    assert!(matches!(added, Err(Error::Proof(_))), "{added:?}");
    let signed = crate::jwt::sign(&credential, &Broken);
    assert!(signed.is_err(), "{signed:?}");
    let key = crate::key::SecretKey::ed25519(&[7; 32]);
    let unnamed = crate::jwt::sign(&credential, &crate::key::KeySigner::new(&key, "key-1"));
    assert!(unnamed.is_err(), "a key that others cannot look for");
}
