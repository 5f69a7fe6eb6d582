//! Whether an issuer hosts badges where one was found ("VerificationObject", "HostedBadge Verification").

use serde_json::Value;

use super::super::{Found, Outcome, Reason, fail};
use super::address::Address;
use crate::object;

/// The addresses of assertion and badge class are in the scope that the issuer's profile declares; where it declares none, at its own origin.
pub(super) fn check(assertion: &str, badge: &Value, profile: &Value) -> Found {
    let own = profile["id"].as_str().and_then(Address::of);
    let (Some(own), Some(id)) = (own, Address::of(assertion)) else {
        return fail(Reason::OutOfScope(assertion.to_owned()));
    };
    let rules = &profile["verification"];
    if rules.is_string() {
        return unknown("a verification object at another address");
    }
    if let Some(property) = rules.get("verificationProperty")
        && !["id", "@id"].iter().any(|known| property == known)
    {
        return unknown("another property than id");
    }
    let texts = |name: &str| -> Vec<&str> {
        let all = object::each(rules.get(name));
        all.filter_map(Value::as_str).collect()
    };
    let (origins, starts) = (texts("allowedOrigins"), texts("startsWith"));
    let under = |address: &Address<'_>| starts.iter().any(|start| address.whole.starts_with(start));
    // A beginning without an end of its host would let in other hosts.
    let within = |address: &Address<'_>| starts.iter().any(|start| address.is_under(start));
    let at = |address: &Address<'_>| match (origins.as_slice(), starts.as_slice()) {
        ([], []) => address.is_beside(&own),
        ([], _) => within(address) || address.is_beside(&own),
        (origins, _) => origins.iter().any(|origin| address.is_at(origin)),
    };
    if !at(&id) || !(starts.is_empty() || under(&id)) {
        return fail(Reason::OutOfScope(assertion.to_owned()));
    }
    // One that has no address of its own was found in the assertion.
    let class = badge["id"].as_str().unwrap_or_default();
    match Address::of(class) {
        Some(address) if !at(&address) && !address.is_beside(&own) => {
            fail(Reason::OutOfScope(class.to_owned()))
        }
        _ => Ok(()),
    }
}

fn unknown(what: &str) -> Found {
    Err((Outcome::Unknown, Reason::UnknownSuite(what.to_owned())))
}
