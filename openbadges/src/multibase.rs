//! Multibase text in base58btc, in which keys and signatures are written (Controlled Identifiers 1.0, section 2.4).

use crate::Error;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The longest text, in digits: the time that it takes grows with the square.
const MAX_DIGITS: usize = 1_024;

/// What five digits count up to: the largest power of 58 in 32 bits.
const FIVE_DIGITS: u64 = 58u64.pow(5);

/// The value of each digit, by its byte; 255 for what is none.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 58 {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Writes bytes as `z` and their digits: a `1` for each zero that they begin with, then the number that they are, big-endian.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut limbs: Vec<u32> = Vec::with_capacity(bytes.len() / 3 + 1);
    let head = bytes.len() % 4;
    let words = std::iter::once(&bytes[..head]).chain(bytes[head..].chunks(4));
    for word in words {
        let word = word
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte));
        multiply_and_add(&mut limbs, 1 << 32, word, FIVE_DIGITS);
    }
    let mut digits = Vec::with_capacity(limbs.len() * 5);
    for mut limb in limbs {
        for _ in 0..5 {
            digits.push(ALPHABET[(limb % 58) as usize]);
            limb /= 58;
        }
    }
    while digits.last() == Some(&ALPHABET[0]) {
        digits.pop();
    }
    digits.resize(digits.len() + zeros, ALPHABET[0]);
    let digits = digits.into_iter().rev().map(char::from);
    std::iter::once('z').chain(digits).collect()
}

/// Reads what [`encode`] writes.
///
/// # Errors
/// [`Error::Key`] where it is no such text, [`Error::Limit`] where it is longer than 1,024 digits.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let wrong = Error::Key("no multibase text in base58btc");
    let digits = text.strip_prefix('z').ok_or(wrong.clone())?;
    if digits.len() > MAX_DIGITS {
        let all = digits.bytes().all(|digit| ALPHABET.contains(&digit));
        return Err(if all {
            Error::Limit("1,024 digits of a key")
        } else {
            wrong
        });
    }
    let zeros = digits.bytes().take_while(|digit| *digit == ALPHABET[0]);
    let zeros = zeros.count();
    let mut limbs: Vec<u32> = Vec::with_capacity(digits.len() / 5 + 1);
    for group in digits.as_bytes().chunks(5) {
        let (mut value, mut power) = (0, 1);
        for digit in group {
            match VALUES[usize::from(*digit)] {
                u8::MAX => return Err(wrong),
                digit => value = value * 58 + u64::from(digit),
            }
            power *= 58;
        }
        multiply_and_add(&mut limbs, power, value, 1 << 32);
    }
    let mut bytes: Vec<u8> = limbs.into_iter().flat_map(u32::to_le_bytes).collect();
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes.resize(bytes.len() + zeros, 0);
    bytes.reverse();
    Ok(bytes)
}

/// Multiplies a number, whose limbs to a base stand from the lowest to the highest, and adds to it. No base and no factor is above 2^32.
fn multiply_and_add(limbs: &mut Vec<u32>, factor: u64, add: u64, base: u64) {
    let mut carry = add;
    for limb in limbs.iter_mut() {
        carry += u64::from(*limb) * factor;
        *limb = (carry % base) as u32;
        carry /= base;
    }
    while carry > 0 {
        limbs.push((carry % base) as u32);
        carry /= base;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_vectors_of_the_draft_are_written_and_read() {
        // draft-msporny-base58-03, section 5.
        for (bytes, text) in [
            (&b"Hello World!"[..], "z2NEpo7TZRRrLZSi2U"),
            (
                b"The quick brown fox jumps over the lazy dog.",
                "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
            ),
            (&[0, 0, 0x28, 0x7f, 0xb4, 0xcd], "z11233QC4"),
            (b"", "z"),
            (&[0], "z1"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).unwrap(), bytes);
        }
        for bad in ["", "2NEpo7", "z0", "zO", "zI", "zl", "zé", "z 2", "u11"] {
            assert!(decode(bad).is_err(), "{bad}");
        }
        assert!(decode(&format!("z{}", "2".repeat(1_024))).is_ok());
        assert!(decode(&format!("z{}", "2".repeat(1_025))).is_err());
    }

    proptest! {
        #[test]
        fn it_writes_and_reads_as_another_library_does(zeros in 0usize..6, bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[1-9A-Za-z]{0,80}") {
            let bytes = [vec![0; zeros], bytes].concat();
            let written = format!("z{}", bs58::encode(&bytes).into_string());
            prop_assert_eq!(encode(&bytes), &*written);
            prop_assert_eq!(decode(&written).unwrap(), bytes);
            prop_assert_eq!(decode(&format!("z{text}")).ok(), bs58::decode(&text).into_vec().ok());
        }
    }
}
