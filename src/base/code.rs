//! Codes that people read aloud, copy by hand and type on a phone: Crockford's 32 signs in groups of four, the last sign a check
//! that finds every single wrong sign and every swap of two.

use std::fmt;

use super::{error::Refusal, lang::Lang, spelling};

/// Crockford's base 32: no I, L, O, U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code of `N` signs, the last of which is the check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code<const N: usize>([u8; N]);

/// The longest thing that a field for a code takes: twelve words.
pub const LONGEST: usize = 160;

/// Opens a badge to claim: 11 free signs, 55 bits.
pub type ClaimCode = Code<12>;

/// Opens an attempt on another device: 11 free signs, 55 bits.
pub type ResumeCode = Code<12>;

/// Enters with a letter: 7 free signs, 35 bits, of which five tries find nothing.
pub type EntryCode = Code<8>;

impl<const N: usize> Code<N> {
    /// Makes the code that `bytes`, random or derived from a secret, stand for. At least `N - 1` bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut signs = [0; N];
        for (sign, byte) in signs[..N - 1].iter_mut().zip(bytes) {
            *sign = byte & 31;
        }
        signs[N - 1] = check(&signs[..N - 1]);
        Code(signs)
    }

    /// Reads what somebody typed: case, spaces and dashes do not matter, and O, I, L are taken for the digits they look like. The words by which a code is
    /// told aloud are read as well, in any language.
    ///
    /// # Errors
    /// [`Refusal::CodeMistyped`] where the length, a sign or the check does not fit.
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        read_signs(typed)
            .map(Code)
            .filter(Code::is_whole)
            .or_else(|| spelling::read(typed, |signs| Some(Code(*signs)).filter(Code::is_whole)))
            .ok_or(Refusal::CodeMistyped)
    }

    /// Whether the check fits.
    fn is_whole(&self) -> bool {
        check(&self.0[..N - 1]) == self.0[N - 1]
    }

    /// The code as it is told aloud: a word for each sign, in the same groups as its signs.
    pub fn aloud(&self, lang: Lang) -> Vec<String> {
        self.0
            .chunks(4)
            .map(|group| {
                let words = group
                    .iter()
                    .map(|value| spelling::word(usize::from(*value), lang));
                words.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

/// Exactly `N` signs, however they are grouped.
fn read_signs<const N: usize>(typed: &str) -> Option<[u8; N]> {
    let mut signs = [0; N];
    let mut length = 0;
    for c in typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.' | '_'))
    {
        let folded = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = SIGNS.iter().position(|sign| char::from(*sign) == folded)?;
        *signs.get_mut(length)? = value as u8;
        length += 1;
    }
    (length == N).then_some(signs)
}

impl<const N: usize> fmt::Display for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, value) in self.0.iter().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(SIGNS[usize::from(*value)]))?;
        }
        Ok(())
    }
}

impl<const N: usize> fmt::Debug for Code<N> {
    /// Prints nothing of it: a code is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The weighted sum in GF(32), with a different non-zero weight at each place: the check of a Reed-Solomon code.
fn check(values: &[u8]) -> u8 {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        weight = times(weight, 2);
        sum ^= times(weight, *value);
    }
    sum
}

/// The product in GF(32) modulo x^5 + x^2 + 1.
fn times(a: u8, b: u8) -> u8 {
    (0..5).rev().fold(0, |product: u8, bit| {
        let doubled = (product << 1) ^ if product & 16 == 0 { 0 } else { 0b10_0101 };
        doubled ^ if b >> bit & 1 == 1 { a } else { 0 }
    }) & 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_sign_and_every_swap_is_found() {
        let code = ClaimCode::from_bytes(&[7, 1, 250, 3, 44, 91, 16, 8, 0, 31, 5]);
        let good = code.to_string().replace('-', "");
        assert_eq!(ClaimCode::read(&good), Ok(code));
        for place in 0..good.len() {
            for sign in SIGNS.iter().map(|sign| char::from(*sign)) {
                let typed: String = good
                    .char_indices()
                    .map(|(at, c)| if at == place { sign } else { c })
                    .collect();
                assert_eq!(ClaimCode::read(&typed).is_ok(), typed == good, "{typed}");
            }
            for other in place + 1..good.len() - 1 {
                let mut signs: Vec<char> = good.chars().collect();
                signs.swap(place, other);
                let typed: String = signs.into_iter().collect();
                assert_eq!(ClaimCode::read(&typed).is_ok(), typed == good, "{typed}");
            }
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = ResumeCode::from_bytes(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let shown = code.to_string();
        assert_eq!(
            ResumeCode::read(&shown.to_lowercase().replace('-', " ")),
            Ok(code)
        );
        assert_eq!(
            ResumeCode::read(&shown.replace('0', "O").replace('1', "l")),
            Ok(code)
        );
        for typed in ["", "0", "é", &shown[1..], &format!("{shown}0")] {
            assert_eq!(ResumeCode::read(typed), Err(Refusal::CodeMistyped));
        }
    }

    #[test]
    fn a_code_told_aloud_is_read_however_its_words_are_typed() {
        for seed in 0..32_u8 {
            let bytes: Vec<u8> = (0..11).map(|n| seed.wrapping_add(n * 7)).collect();
            let code = ClaimCode::from_bytes(&bytes);
            for lang in Lang::ALL {
                let told = code.aloud(lang).join(" ");
                assert_eq!(told.split(' ').count(), 12);
                for typed in [
                    told.clone(),
                    told.to_uppercase(),
                    told.replace(' ', ""),
                    told.replace(' ', "-"),
                    told.replace(' ', ", "),
                    told.replace('é', "e").replace('ç', "c"),
                ] {
                    assert!(typed.len() <= LONGEST, "{typed}");
                    assert_eq!(ClaimCode::read(&typed), Ok(code), "{typed}");
                }
            }
        }
    }

    #[test]
    fn every_wrong_word_and_every_swap_of_words_is_found() {
        let code = ClaimCode::from_bytes(&[7, 1, 250, 3, 44, 91, 16, 8, 0, 31, 5]);
        for lang in Lang::ALL {
            let told = code.aloud(lang).join(" ");
            let words: Vec<&str> = told.split(' ').collect();
            for place in 0..words.len() {
                for value in 0..32 {
                    let mut wrong = words.clone();
                    wrong[place] = spelling::word(value, lang);
                    let is_right = wrong == words;
                    let read = ClaimCode::read(&wrong.join(" "));
                    assert_eq!(read.is_ok(), is_right, "{wrong:?}");
                }
                let mut swapped = words.clone();
                swapped.swap(place, (place + 1) % words.len());
                let same = swapped == words;
                assert_eq!(ClaimCode::read(&swapped.join(" ")).is_ok(), same);
            }
        }
        for typed in [
            "anatole",
            "anatole berthe",
            "anatole zut",
            &"zoé ".repeat(400),
        ] {
            assert_eq!(ClaimCode::read(typed), Err(Refusal::CodeMistyped));
        }
    }
}
