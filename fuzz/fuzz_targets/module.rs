//! A module written in TOML: it is read or it is not, and what is read can be written in every other format.
#![no_main]

use crema::assessment::{
    framework::Frameworks,
    interchange::{Format, export, import},
    module::Module,
};
use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (module, findings) =
        Module::read(text, &Frameworks::default(), Date::constant(2026, 11, 26));
    let sound = findings.iter().all(|finding| finding.problem.is_warning());
    assert!(module.is_none() || sound);
    let Some(module) = module else {
        return;
    };
    for (name, format) in Format::NAMES {
        let file = export(format, &module, text).expect("memory to write to");
        assert!(import(format, &file.bytes, "again", "fr").is_ok(), "{name}");
    }
});
