//! A credential as JSON: whatever comes, verification ends with a report, and what was altered is never valid.
#![no_main]

use std::sync::LazyLock;

use crema_fuzz::{World, badge};
use libfuzzer_sys::fuzz_target;
use openbadges::{
    json,
    verify::{CheckId, Outcome, Verdict},
};

static WORLD: LazyLock<World> = LazyLock::new(World::new);

fuzz_target!(|input: &[u8]| {
    let report = WORLD.verify(input);
    let _ = report.to_value().to_string();
    let Ok(document) = json::parse(input) else {
        return;
    };
    assert!(json::parse(json::jcs(&document).as_bytes()).is_ok());
    if report.verdict == Verdict::Valid {
        let mut credential = document.clone();
        credential
            .as_object_mut()
            .map(|members| members.remove("proof"));
        assert_eq!(
            credential,
            badge(),
            "somebody else's words under our signature"
        );
    }
    // What can be signed verifies, and only what can be signed.
    if document.get("proof").is_none()
        && let Some(signed) = WORLD.embedded(document)
    {
        let again = WORLD.verify(signed.to_string().as_bytes());
        assert_ne!(again.check(CheckId::Format).outcome, Outcome::Fail);
    }
});
