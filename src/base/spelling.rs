//! The words by which the signs of a code are told aloud, over a telephone or to a room: first names in French, as they spell there, the alphabet of
//! aviation in English. Whoever types them is read in either language.

use unicode_normalization::UnicodeNormalization;

use super::lang::Lang;

/// A word for each of the 32 signs of a code, in their order: ten digits, then the letters without I, L, O, U.
const FRENCH: [&str; 32] = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "Anatole",
    "Berthe",
    "Célestin",
    "Désiré",
    "Eugène",
    "François",
    "Gaston",
    "Henri",
    "Joseph",
    "Kléber",
    "Marcel",
    "Nicolas",
    "Pierre",
    "Quintal",
    "Raoul",
    "Suzanne",
    "Thérèse",
    "Victor",
    "William",
    "Xavier",
    "Yvonne",
    "Zoé",
];

const ENGLISH: [&str; 32] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "Alfa",
    "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike",
    "November", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Victor", "Whiskey", "Xray",
    "Yankee", "Zulu",
];

/// Other ways to write a word, with the place of its sign.
const OTHERWISE: [(&str, u8); 5] = [
    ("alpha", 10),
    ("juliet", 18),
    ("juliette", 18),
    ("whisky", 28),
    ("une", 1),
];

/// The word of a sign, by its place among the signs.
pub fn word(place: usize, lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => FRENCH[place % 32],
        Lang::En => ENGLISH[place % 32],
    }
}

/// Reads exactly `N` words, typed with or without spaces, accents, capitals; digits may stand for their words. Where letters could be cut into words in
/// more than one way, the first that `accept` takes is right.
pub fn read<const N: usize, T>(typed: &str, accept: impl Fn(&[u8; N]) -> Option<T>) -> Option<T> {
    // The longest words that there are, and what separates them.
    if typed.len() > N * 24 {
        return None;
    }
    let letters = folded(typed);
    let mut signs = [0; N];
    read_on(&letters, &mut signs, 0, &accept)
}

/// Small letters and digits alone, without accents.
fn folded(text: &str) -> String {
    text.nfd()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_lowercase())
        .collect()
}

fn read_on<const N: usize, T>(
    letters: &str,
    signs: &mut [u8; N],
    length: usize,
    accept: &impl Fn(&[u8; N]) -> Option<T>,
) -> Option<T> {
    if length == N {
        return letters.is_empty().then(|| accept(signs)).flatten();
    }
    let digit = letters
        .bytes()
        .next()
        .filter(u8::is_ascii_digit)
        .map(|digit| (1, digit - b'0'));
    let words = words().iter().filter_map(|(word, sign)| {
        letters
            .starts_with(word.as_str())
            .then_some((word.len(), *sign))
    });
    for (taken, sign) in digit.into_iter().chain(words) {
        signs[length] = sign;
        if let Some(read) = read_on(&letters[taken..], signs, length + 1, accept) {
            return Some(read);
        }
    }
    None
}

/// Every word that is read, folded, with the place of its sign; each once.
fn words() -> &'static [(String, u8)] {
    static WORDS: std::sync::LazyLock<Vec<(String, u8)>> = std::sync::LazyLock::new(|| {
        let told = [FRENCH, ENGLISH].into_iter().flat_map(|words| {
            let places = 0_u8..;
            words.into_iter().zip(places)
        });
        let mut words: Vec<(String, u8)> = told
            .chain(OTHERWISE)
            .map(|(word, sign)| (folded(word), sign))
            .collect();
        words.sort();
        words.dedup();
        words
    });
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_one_sign_whatever_the_language() {
        for (place, (word, sign)) in words().iter().enumerate() {
            for (other, another) in &words()[place + 1..] {
                assert!(word != other || sign == another, "{word}");
            }
        }
        // Letters begin with themselves, so that a word half heard is still a sign.
        let letters = "ABCDEFGHJKMNPQRSTVWXYZ";
        for (place, letter) in letters.chars().enumerate() {
            for lang in Lang::ALL {
                assert!(word(place + 10, lang).starts_with(letter));
            }
        }
    }
}
