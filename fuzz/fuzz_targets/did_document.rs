//! A document of keys, and the texts in it that are DIDs or keys.
#![no_main]

use crema_fuzz::{DID, now};
use libfuzzer_sys::fuzz_target;
use openbadges::{did, json, key::PublicKey};
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Ok(document) = json::parse(input) else {
        return;
    };
    let methods = document["verificationMethod"].as_array();
    for method in methods.into_iter().flatten().take(8) {
        if let Some(id) = method["id"].as_str()
            && did::key_for(&document, DID, id, "assertionMethod", now()).is_ok()
        {
            assert_eq!(document["id"], DID);
            assert_eq!(method["controller"], DID);
        }
    }
    texts(&document);
});

fn texts(value: &Value) {
    match value {
        Value::String(text) => {
            if let Ok(url) = did::document_url(text) {
                assert!(url.starts_with("https://") && url.ends_with("/did.json"));
            }
            let _ = did::did_web(text);
            let _ = did::did_key(text);
            if let Ok(key) = PublicKey::from_multikey(text) {
                assert_eq!(PublicKey::from_multikey(&key.multikey()), Ok(key));
            }
        }
        Value::Array(items) => items.iter().for_each(texts),
        Value::Object(members) => {
            if let Ok(key) = PublicKey::from_jwk(value) {
                assert_eq!(PublicKey::from_jwk(&key.jwk()), Ok(key));
            }
            members.values().for_each(texts);
        }
        _ => {}
    }
}
