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
