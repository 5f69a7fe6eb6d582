//! Codes by time (RFC 6238), as authenticator apps make them: SHA-1, six digits, half a minute.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// Seconds that a code is shown.
const STEP: i64 = 30;

/// The secret of an account, which its app shares.
pub type Secret = [u8; 20];

/// The step of time at `at`.
pub fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// The code of a step (RFC 4226, section 5.3).
pub fn code(secret: &Secret, step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let number = hash[offset..offset + 4]
        .iter()
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
        & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The step whose code was typed: the present one or one beside it, for clocks that differ a little.
pub fn find(secret: &Secret, typed: &str, at: Timestamp) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step(at);
    // Each candidate is compared whole, whatever comes of the ones before.
    [now - 1, now, now + 1].into_iter().rfind(|step| {
        let code = code(secret, *step);
        code.len() == typed.len()
            && code
                .bytes()
                .zip(typed.bytes())
                .fold(0, |differ, (a, b)| differ | (a ^ b))
                == 0
    })
}

/// The secret as people type it into an app: base 32 (RFC 4648), in groups of four.
pub fn words(secret: &Secret) -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for group in secret.chunks(5) {
        let bits = group
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            if text.len() % 5 == 4 {
                text.push(' ');
            }
            text.push(char::from(SIGNS[(bits >> (5 * place) & 31) as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &Secret = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(code(SECRET, step(at)), expected);
            assert_eq!(find(SECRET, &format!(" {expected} "), at), Some(step(at)));
        }
    }

    #[test]
    fn a_code_holds_a_step_longer_and_no_more() {
        let at = Timestamp::from_second(1_795_600_000).unwrap();
        let now = code(SECRET, step(at));
        let after = |seconds| {
            at.checked_add(jiff::SignedDuration::from_secs(seconds))
                .unwrap()
        };
        assert_eq!(find(SECRET, &now, after(30)), Some(step(at)));
        assert_eq!(find(SECRET, &now, after(90)), None);
        for wrong in ["", "12345", "1234567", "abcdef", "é"] {
            assert_eq!(find(SECRET, wrong, at), None);
        }
    }

    #[test]
    fn the_secret_is_written_in_base_32() {
        assert_eq!(words(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
