//! The forms of Ed25519 about which verifiers disagree (H. de Valence, "It's 255:19AM"; K. Chalkias and others, "Taming the Many EdDSAs"): points of small or
//! mixed order, second forms of points and scalars. The vectors were computed for this test from the equations of RFC 8032, section 5.1, in another program.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openbadges::{Error, key::PublicKey};
use serde_json::json;

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    let text = digits.map(|pair| std::str::from_utf8(pair).unwrap());
    text.map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn key(hex: &str) -> Result<PublicKey, Error> {
    let x = URL_SAFE_NO_PAD.encode(bytes(hex));
    PublicKey::from_jwk(&json!({"kty": "OKP", "crv": "Ed25519", "x": x}))
}

/// A point of the prime order, and the same with a point of order 8 added.
const PRIME: &str = "758b890e14d86cb8ce8eaf22f7061c54801d3f8956784eddeb864b6efffd4e3e";
const MIXED: &str = "d13dacd8c8150d4195aca040a14105fa27d0290dc1a93a50f1a64e81317b3c18";

#[test]
fn points_of_small_order_are_no_keys_in_any_form() {
    for point in [
        // The eight.
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // Heights of the prime and above, and a sign where x is 0.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert!(matches!(key(point), Err(Error::Key(_))), "{point}");
    }
}

#[test]
fn a_signature_whose_points_are_odd_is_refused() {
    let plain = "cc44142865fb2f5d13200efe9d37119d0c99ea3f68b5f5cea81ac815f9b5dc9621cb1204a7f12e3f0fb249c6407611a51f5dbab5e7a1b28cc93335ddb6e66c06";
    let good = key(PRIME).unwrap();
    assert_eq!(good.verify(b"message", &bytes(plain)), Ok(()));
    for (what, signature) in [
        (
            "R is the neutral element; the equation holds",
            "0100000000000000000000000000000000000000000000000000000000000000037509bf5594ff14dda453d35871eb283580b27847cb48bbd415602224d76c01",
        ),
        (
            "the same in a second form",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f74dbb0d40d0558b51c3e214e862065b2f177c0fd3b8cf7ba93f8dd4c6114660c",
        ),
        (
            "R is of order 8; the equation holds times the cofactor",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037aee94b2d1abde24427ea4f83a4bcc7cd4801c9bd06f1b6d73b195d4a90521250c",
        ),
        (
            "R is of mixed order; the equation holds times the cofactor",
            "90d8118ee4d5d12f17cb19bf44509a60ad7527a67b7c42ccd18019de54527ebdb8a3129a2157246592c758af712e4818c8861f5206cc81400b00aa61fd256604",
        ),
    ] {
        let checked = good.verify(b"message", &bytes(signature));
        assert_eq!(checked, Err(Error::Signature), "{what}");
    }
}

#[test]
fn by_a_key_of_mixed_order_the_equation_holds_without_the_cofactor_or_not_at_all() {
    let mixed = key(MIXED).unwrap();
    let times_the_cofactor = "cc44142865fb2f5d13200efe9d37119d0c99ea3f68b5f5cea81ac815f9b5dc96e368a6e274365f0ee5dc8d0af99ebc91b44b4fdcc175aa9457c7d55801a8320f";
    let checked = mixed.verify(b"message 0", &bytes(times_the_cofactor));
    assert_eq!(checked, Err(Error::Signature));
    // Whoever made such a key can find messages for which it holds, and nobody else: that is no forgery.
    let without = "a2350052a6415dcc5d90ecd79397acb6de2b6a51448f854e4b22f7b7deeecf3fd59d64b530382280b3efa7aefc1fdabd09a41a3c54b1062bce10fffbc3beaa00";
    assert_eq!(mixed.verify(b"message 4", &bytes(without)), Ok(()));
}
