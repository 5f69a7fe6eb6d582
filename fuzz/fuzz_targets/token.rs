//! A VC-JWT: as it comes, or a header and a payload on two lines, encoded and signed by the issuer.
#![no_main]

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use crema_fuzz::World;
use libfuzzer_sys::fuzz_target;
use openbadges::{key::Signer, verify::Verdict};

static WORLD: LazyLock<World> = LazyLock::new(World::new);

fuzz_target!(|input: &[u8]| {
    let Some(end) = input.iter().position(|byte| *byte == b'\n') else {
        let _ = WORLD.verify(input).to_value();
        return;
    };
    let [header, payload] =
        [&input[..end], &input[end + 1..]].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = format!("{header}.{payload}");
    let signature = WORLD.signer().sign(signed.as_bytes()).expect("a signature");
    let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
    let report = WORLD.verify(token.as_bytes());
    if report.verdict == Verdict::Valid {
        let credential = report.credential.expect("what is valid was read");
        assert_eq!(credential["issuer"]["id"], crema_fuzz::DID);
    }
});
