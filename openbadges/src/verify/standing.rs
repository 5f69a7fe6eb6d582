//! Whether the issuer has taken a credential back: the check `status` (Bitstring Status List 1.0, section 3.2).

use serde_json::Value;

use super::{
    Found, Notice, Options, Outcome, Reason, SKEW, check_names, fail,
    input::{Secured, read},
    signature::Signatures,
    sources::Fetch,
};
use crate::{
    Error,
    object::{self, issuer_id},
    proof::{Expected, Form},
    status,
};

/// The most places in lists of one credential: each may cost a document to fetch, and a signature.
const MOST: usize = 16;

/// The kinds of status that are read.
const READ: [&str; 2] = ["BitstringStatusListEntry", "1EdTechRevocationList"];

/// The check, and what lists say beside yes and no.
pub(super) fn check(
    credential: &Value,
    fetch: &mut Fetch<'_>,
    options: &Options<'_>,
) -> (Found, Vec<Notice>) {
    let mut notices = Vec::new();
    let Some(statuses) = credential.get("credentialStatus") else {
        return (Err((Outcome::Skip, Reason::NoStatus)), notices);
    };
    let one = std::slice::from_ref(statuses);
    let all = statuses.as_array().map_or(one, Vec::as_slice);
    let mut found = Ok(());
    if all.len() > MOST {
        let reason = Reason::ListUntrusted(Error::Limit("16 places in status lists"));
        found = Err((Outcome::Unknown, reason));
    }
    for entry in &all[..all.len().min(MOST)] {
        match status_of(entry, credential, fetch, options) {
            Ok(notice) => notices.extend(notice),
            // One that says no is not made good by one that cannot be read.
            Err((Outcome::Fail, reason)) => return (fail(reason), notices),
            Err(unknown) => found = Err(unknown),
        }
    }
    (found, notices)
}

fn status_of(
    entry: &Value,
    credential: &Value,
    fetch: &mut Fetch<'_>,
    options: &Options<'_>,
) -> Result<Option<Notice>, (Outcome, Reason)> {
    let unknown = |reason: Reason| (Outcome::Unknown, reason);
    let untrusted = |error: Error| (Outcome::Unknown, Reason::ListUntrusted(error));
    let issuer = issuer_id(credential).unwrap_or_default();
    let kinds = || object::each(entry.get("type")).filter_map(Value::as_str);
    let kind = kinds().find(|kind| READ.contains(kind));
    let kind = kind.or_else(|| kinds().next()).unwrap_or_default();
    #[cfg(feature = "revocation-list")]
    if kind == "1EdTechRevocationList" {
        return listed(entry, credential, issuer, fetch).map(|()| None);
    }
    if kind != "BitstringStatusListEntry" {
        return Err(unknown(Reason::UnknownStatusType(kind.to_owned())));
    }
    let entry = status::entry(entry).map_err(untrusted)?;
    let list = read(fetch.bytes(entry.list).map_err(unknown)?).map_err(unknown)?;
    check_list(&list, issuer, fetch, options)?;
    let list = list.credential();
    let value = status::read_value(list, &entry, issuer, options.at, SKEW).map_err(untrusted)?;
    let ttl = status::ttl(list).map_err(untrusted)?;
    if let Some(fetched) = fetch.fetched(entry.list)
        && options.at.duration_since(fetched) > ttl
    {
        fetch.want(entry.list);
        return Err(unknown(Reason::ListStale(entry.list.to_owned())));
    }
    match (entry.purpose, value) {
        ("message", value) => Ok(Some(Notice::Message(
            entry
                .messages
                .iter()
                .find(|(known, _)| *known == value)
                .map_or_else(|| format!("{value:#x}"), |(_, text)| (*text).to_owned()),
        ))),
        (_, 0) => Ok(None),
        ("refresh", _) => Ok(Some(Notice::Refresh)),
        ("suspension", _) => Err((Outcome::Fail, Reason::Suspended)),
        _ => Err((Outcome::Fail, Reason::Revoked)),
    }
}

#[cfg(feature = "revocation-list")]
fn listed(entry: &Value, credential: &Value, issuer: &str, fetch: &mut Fetch<'_>) -> Found {
    let untrusted = |why| (Outcome::Unknown, Reason::ListUntrusted(Error::Status(why)));
    let url = entry["id"]
        .as_str()
        .ok_or(untrusted("the entry has no id"))?;
    let id = credential["id"]
        .as_str()
        .ok_or(untrusted("the credential has no id"))?;
    let list = fetch
        .json(url)
        .map_err(|reason| (Outcome::Unknown, reason))?;
    match status::is_listed(&list, url, issuer, id) {
        Ok(false) => Ok(()),
        Ok(true) => fail(Reason::Revoked),
        Err(error) => Err((Outcome::Unknown, Reason::ListUntrusted(error))),
    }
}

/// The list is signed by the issuer. Whatever is wrong with it, it says nothing about the credential.
fn check_list(list: &Secured, issuer: &str, fetch: &mut Fetch<'_>, options: &Options<'_>) -> Found {
    if let Secured::Embedded(document) = list {
        // Under another name a statement is signed as before, and not found where it is looked for: the end of the list, say.
        check_names(document).map_err(|reason| (Outcome::Unknown, reason))?;
    }
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
