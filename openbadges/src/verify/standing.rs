//! Whether the issuer has taken a credential back: the check `status`.

use serde_json::Value;

use super::{
    Found, Options, Outcome, Reason, SKEW, fail,
    input::{Secured, read},
    issuer_id,
    signature::Signatures,
    sources::Fetch,
};
use crate::{
    Error,
    proof::{Expected, Form},
    status,
};

pub(super) fn check(credential: &Value, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let Some(statuses) = credential.get("credentialStatus") else {
        return Err((Outcome::Skip, Reason::NoStatus));
    };
    let one = std::slice::from_ref(statuses);
    let mut found = Ok(());
    for entry in statuses.as_array().map_or(one, Vec::as_slice) {
        match status_of(
            entry,
            issuer_id(credential).unwrap_or_default(),
            fetch,
            options,
        ) {
            Ok(()) => {}
            // One that says no is not made good by one that cannot be read.
            Err((Outcome::Fail, reason)) => return fail(reason),
            unknown => found = unknown,
        }
    }
    found
}

fn status_of(entry: &Value, issuer: &str, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let unknown = |reason: Reason| (Outcome::Unknown, reason);
    let untrusted = |error: Error| (Outcome::Unknown, Reason::ListUntrusted(error));
    let kind = entry["type"]
        .as_str()
        .or_else(|| entry["type"][0].as_str())
        .unwrap_or_default();
    if kind != "BitstringStatusListEntry" {
        return Err(unknown(Reason::UnknownStatusType(kind.to_owned())));
    }
    let entry = status::entry(entry).map_err(untrusted)?;
    let list = read(fetch.bytes(entry.list).map_err(unknown)?).map_err(unknown)?;
    check_list(&list, issuer, fetch, options)?;
    match status::read_bit(list.credential(), &entry, issuer, options.at, SKEW)
        .map_err(untrusted)?
    {
        false => Ok(()),
        true if entry.purpose == "suspension" => fail(Reason::Suspended),
        true => fail(Reason::Revoked),
    }
}

/// The list is signed by the issuer. Whatever is wrong with it, it says nothing about the credential.
fn check_list(list: &Secured, issuer: &str, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    let signed = Signatures {
        issuer,
        form: &Form::of(list.credential(), options.contexts),
        options,
        expected: &Expected::default(),
    }
    .check(list, fetch);
    for found in [signed.issuer, signed.key, signed.proof] {
        if let Err((_, reason)) = found {
            let reason = match reason {
                Reason::Proof(error) => Reason::ListUntrusted(error),
                Reason::KeyOfAnother(_) | Reason::NoProof | Reason::NoKeyNamed => {
                    let why = Error::Status("the list is not signed by the issuer");
                    Reason::ListUntrusted(why)
                }
                reason => reason,
            };
            return Err((Outcome::Unknown, reason));
        }
    }
    Ok(())
}
