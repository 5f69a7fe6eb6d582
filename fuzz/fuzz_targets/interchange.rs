//! A file of another format, which the first byte names: what is taken over from it is a module in which nothing is wrong.
#![no_main]

use crema::assessment::{
    framework::Frameworks,
    interchange::{Format, import},
    module::Module,
};
use jiff::civil::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let (_, format) = Format::NAMES[usize::from(*first) % Format::NAMES.len()];
    let Ok(imported) = import(format, bytes, "stem", "fr") else {
        return;
    };
    if imported.count > 0 {
        let (module, findings) = Module::read(&imported.module, &Frameworks::default(), Date::MIN);
        assert!(module.is_some(), "{findings:?}\n{}", imported.module);
    }
});
