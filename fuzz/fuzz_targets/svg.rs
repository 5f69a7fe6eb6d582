//! A drawing: what is baked into it is what is found, or nothing is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::bake::{bake_svg, bake_svg_2, unbake_svg, unbake_svg_2};

fuzz_target!(|image: &str| {
    let _ = unbake_svg(image);
    for credential in ["{\"a\":\"]]> & <b>\"}", "eyJ.eyJ.c2ln"] {
        if let Ok(baked) = bake_svg(image, credential) {
            let found = unbake_svg(&baked).expect("what was baked");
            assert_eq!(found.replace("]]\\u003e", "]]>"), credential);
        }
    }
    let _ = unbake_svg_2(image);
    let badge = "{\"id\":\"https://a.example/?a&b\"}";
    if let Ok(baked) = bake_svg_2(image, badge) {
        assert_eq!(unbake_svg_2(&baked).as_deref(), Ok(badge));
    }
});
