//! A drawing: what is baked into it is what is found, or nothing is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::bake::{bake_svg, unbake_svg};

fuzz_target!(|image: &str| {
    let _ = unbake_svg(image);
    for credential in ["{\"a\":\"]]> & <b>\"}", "eyJ.eyJ.c2ln"] {
        if let Ok(baked) = bake_svg(image, credential)
            && let Ok(found) = unbake_svg(&baked)
        {
            assert_eq!(found.replace("]]\\u003e", "]]>"), credential);
        }
    }
});
