//! A status list, an entry that points into one, and the bytes behind `encodedList`.
#![no_main]

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crema_fuzz::{DID, LIST, World, badge, now};
use jiff::SignedDuration;
use libfuzzer_sys::fuzz_target;
use openbadges::{
    json,
    status::{Bits, entry, is_listed, read_value, ttl},
};
use serde_json::Value;

static LISTED: LazyLock<(Value, Value)> =
    LazyLock::new(|| (World::new().list, badge()["credentialStatus"][0].clone()));

fuzz_target!(|input: &[u8]| {
    if let Ok(bits) = Bits::decode(&format!("u{}", URL_SAFE_NO_PAD.encode(input)))
        // Packing a large one again takes too long to be repeated.
        && bits.get(1 << 22).is_none()
    {
        assert_eq!(Bits::decode(&bits.encode()).as_ref(), Ok(&bits));
    }
    let Ok(value) = json::parse(input) else {
        return;
    };
    let (list, ours) = &*LISTED;
    for (list, pointing) in [
        (&value, ours),
        (list, &value),
        (&value, &value["credentialStatus"]),
    ] {
        if let Ok(entry) = entry(pointing)
            && let Ok(read) = read_value(list, &entry, DID, now(), SignedDuration::ZERO)
        {
            assert!(usize::from(read) < 1 << entry.size);
            assert!(list["issuer"] == DID || list["issuer"]["id"] == DID);
        }
    }
    let _ = (ttl(&value), is_listed(&value, LIST, DID, "urn:x"));
});
