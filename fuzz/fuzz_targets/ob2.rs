//! A badge of Open Badges 2.0 and, a line each, what stands at the addresses of its assertion, class, issuer, key and list: verification ends with a report, and
//! whatever is handed in, a hosted badge is never more than what its address gives.
#![no_main]

use std::str::from_utf8;

use crema_fuzz::{OB2, now, ob2_documents};
use libfuzzer_sys::fuzz_target;
use openbadges::{
    Contexts, json,
    verify::{Documents, Options, Verdict, verify},
};

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|byte| *byte == b'\n');
    let given = lines.next().unwrap_or_default();
    let own = ob2_documents();
    let mut documents = Documents::new();
    for ((url, document), line) in own.iter().zip(lines.chain(std::iter::repeat(&b""[..]))) {
        match line {
            b"" => documents.add(*url, document.to_string()),
            [b'-', gone @ ..] => documents.add_gone(*url, gone),
            other => documents.add(*url, other),
        }
    }
    let options = Options {
        at: now(),
        recipient: Some("a@example.com"),
        contexts: Contexts::bundled(),
    };
    let report = verify(given, &documents, &options);
    let _ = report.to_value().to_string();
    if report.verdict == Verdict::Valid
        && from_utf8(input).is_ok_and(|text| !text.contains('\n'))
        && json::parse(given).is_ok_and(|given| given["id"] == OB2)
    {
        let found = report.credential.unwrap_or_default();
        assert_eq!(found["recipient"], own[0].1["recipient"]);
        assert_eq!(found["badge"]["name"], own[1].1["name"]);
    }
});
