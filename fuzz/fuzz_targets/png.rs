//! An image, as it comes and with the checksums of its chunks put right, so that what lies behind them is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::bake::{bake_png, bake_png_2, unbake_png, unbake_png_2};

fuzz_target!(|input: &[u8]| {
    for image in [input.to_vec(), with_checksums(input)] {
        let _ = unbake_png(&image);
        if let Ok(baked) = bake_png(&image, "{\"é\":1}") {
            assert_eq!(unbake_png(&baked).as_deref(), Ok("{\"é\":1}"));
            let both = bake_png_2(&baked, "a.b.c").expect("an image");
            assert_eq!(unbake_png_2(&both).as_deref(), Ok("a.b.c"));
            assert_eq!(unbake_png(&both), unbake_png(&baked));
        }
    }
});

fn with_checksums(input: &[u8]) -> Vec<u8> {
    let mut image = input.to_vec();
    let mut at = 8;
    while let Some(head) = image.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let length = u32::from_be_bytes(*head) as usize;
        let (start, end) = (at + 4, at + 8 + length);
        let Some(crc) = image.get(start..end).map(crc32fast::hash) else {
            break;
        };
        match image.get_mut(end..end + 4) {
            Some(place) => place.copy_from_slice(&crc.to_be_bytes()),
            None => break,
        }
        at = end + 4;
    }
    image
}
