//! PNG: one `iTXt` chunk named `openbadgecredential`, not compressed (Open Badges 3.0, section 5.3.1); of Open Badges 2.0 one named `openbadges` (Baking
//! Specification 1.0, "PNGs", whose headings have no numbers).

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::{Error, json::MAX_BYTES};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
const KEYWORD: &[u8] = b"openbadgecredential";

/// The keyword of Open Badges 2.0 (Baking Specification 1.0, "PNGs").
const KEYWORD_2: &[u8] = b"openbadges";

const TOO_LONG: Error = Error::Limit("a credential of 2 MiB");

/// What is said of an image without a badge.
pub(crate) const NONE: Error = Error::Image("the PNG holds no Open Badges 3.0 credential");

/// The most chunks of an image.
const MAX_CHUNKS: usize = 10_000;

/// The largest side of an image, in pixels, and the most pixels in all.
const MAX_SIDE: u32 = 10_000;
const MAX_PIXELS: u64 = 25_000_000;

struct Chunk<'p> {
    kind: [u8; 4],
    data: &'p [u8],
    whole: &'p [u8],
}

/// Puts a credential, its JSON or its compact JWS, into an image (Open Badges 3.0, section 5.3.1, "Baking"), in place of one that it may hold.
///
/// # Errors
/// [`Error::Image`] where it is no PNG; [`Error::Limit`] for a credential that [`unbake`] would not read.
pub fn bake(image: &[u8], credential: &str) -> Result<Vec<u8>, Error> {
    put(image, KEYWORD, credential)
}

/// Puts a badge of Open Badges 2.0, the JSON of its assertion or its JWS, into an image, in place of one that it may hold (Baking Specification 1.0,
/// "PNGs", "Baking").
///
/// # Errors
/// Those of [`bake`].
#[cfg(feature = "ob2")]
pub fn bake_2(image: &[u8], badge: &str) -> Result<Vec<u8>, Error> {
    put(image, KEYWORD_2, badge)
}

fn put(image: &[u8], keyword: &[u8], text: &str) -> Result<Vec<u8>, Error> {
    if text.len() > MAX_BYTES * 2 {
        return Err(TOO_LONG);
    }
    let mut baked = SIGNATURE.to_vec();
    for chunk in chunks(image)? {
        if text_of(&chunk, b"iTXt", keyword).is_some() {
            continue;
        }
        baked.extend_from_slice(chunk.whole);
        if &chunk.kind == b"IHDR" {
            // Keyword, no compression, no language, no translated keyword (PNG, section 11.3.3.4).
            let data = [keyword, b"\0\0\0\0\0", text.as_bytes()].concat();
            let length = u32::try_from(data.len()).map_err(|_| TOO_LONG)?;
            let mut crc = crc32fast::Hasher::new();
            crc.update(b"iTXt");
            crc.update(&data);
            baked.extend_from_slice(&length.to_be_bytes());
            baked.extend_from_slice(b"iTXt");
            baked.extend_from_slice(&data);
            baked.extend_from_slice(&crc.finalize().to_be_bytes());
        }
    }
    Ok(baked)
}

/// Takes the credential out of an image (Open Badges 3.0, section 5.3.1, "Extracting"). A compressed one, which the standard forbids, is read all the same; of either 2 MiB at most.
///
/// # Errors
/// [`Error::Image`]: no PNG, a broken chunk, no badge in it, or two; [`Error::Limit`].
pub fn unbake(image: &[u8]) -> Result<String, Error> {
    let chunks = chunks(image)?;
    only(&chunks, b"iTXt", KEYWORD)?.map_or(Err(NONE), international)
}

/// Takes a badge of Open Badges 2.0 out of an image: the JSON of the assertion, its JWS, or, where a `tEXt` chunk holds it, the address of the assertion
/// (Baking Specification 1.0, "PNGs", "Extracting" and "Legacy PNGs").
///
/// # Errors
/// Those of [`unbake`].
#[cfg(feature = "ob2")]
pub fn unbake_2(image: &[u8]) -> Result<String, Error> {
    let chunks = chunks(image)?;
    if let Some(text) = only(&chunks, b"iTXt", KEYWORD_2)? {
        return international(text);
    }
    let text = only(&chunks, b"tEXt", KEYWORD_2)?.ok_or(NONE)?;
    if text.len() > MAX_BYTES * 2 {
        return Err(TOO_LONG);
    }
    // Latin-1 by its standard; UTF-8 is what is written all the same.
    String::from_utf8(text.to_vec()).map_err(|_| Error::Image("the credential is no UTF-8"))
}

/// Whether a badge of Open Badges 2.0 is in it, where those are not read.
#[cfg(not(feature = "ob2"))]
pub(crate) fn holds_2(image: &[u8]) -> bool {
    let of_2 = |chunk: &Chunk<'_>| {
        [b"iTXt", b"tEXt"]
            .iter()
            .any(|kind| text_of(chunk, kind, KEYWORD_2).is_some())
    };
    chunks(image).is_ok_and(|chunks| chunks.iter().any(of_2))
}

/// The one chunk that carries a credential, without its keyword.
fn only<'p>(
    chunks: &[Chunk<'p>],
    kind: &[u8; 4],
    keyword: &[u8],
) -> Result<Option<&'p [u8]>, Error> {
    let mut texts = chunks
        .iter()
        .filter_map(|chunk| text_of(chunk, kind, keyword));
    let text = texts.next();
    match texts.next() {
        Some(_) => Err(Error::Image("the PNG holds two credentials")),
        None => Ok(text),
    }
}

/// The text of an `iTXt` chunk.
fn international(text: &[u8]) -> Result<String, Error> {
    let [compressed, method, rest @ ..] = text else {
        return Err(Error::Image("a broken iTXt chunk"));
    };
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let body = parts.nth(2).ok_or(Error::Image("a broken iTXt chunk"))?;
    let bytes = match (compressed, method) {
        (0, _) => body.to_vec(),
        (1, 0) => {
            let mut inflated = Vec::new();
            ZlibDecoder::new(body)
                .take(MAX_BYTES as u64 * 2 + 1)
                .read_to_end(&mut inflated)
                .map_err(|_| Error::Image("a broken compressed text"))?;
            inflated
        }
        _ => return Err(Error::Image("a broken iTXt chunk")),
    };
    if bytes.len() > MAX_BYTES * 2 {
        return Err(TOO_LONG);
    }
    String::from_utf8(bytes).map_err(|_| Error::Image("the credential is no UTF-8"))
}

/// What follows the keyword in a chunk that carries a credential.
fn text_of<'p>(chunk: &Chunk<'p>, kind: &[u8; 4], keyword: &[u8]) -> Option<&'p [u8]> {
    if &chunk.kind != kind {
        return None;
    }
    chunk.data.strip_prefix(keyword)?.strip_prefix(b"\0")
}

fn chunks(image: &[u8]) -> Result<Vec<Chunk<'_>>, Error> {
    let mut rest = image
        .strip_prefix(&SIGNATURE)
        .ok_or(Error::Image("no PNG"))?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let broken = || Error::Image("a broken chunk");
        let head = rest.first_chunk::<8>().ok_or_else(broken)?;
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let whole = rest
            .get(..length.checked_add(12).ok_or_else(broken)?)
            .ok_or_else(broken)?;
        let (covered, crc) = whole[4..].split_at(length + 4);
        if crc32fast::hash(covered).to_be_bytes() != crc {
            return Err(Error::Image("a chunk whose checksum does not fit"));
        }
        let chunk = Chunk {
            kind,
            data: &covered[4..],
            whole,
        };
        // One header, and first (PNG, section 11.2.1): viewers differ in which of two they take.
        if chunks.is_empty() {
            check_header(&chunk)?;
        } else if &kind == b"IHDR" {
            return Err(Error::Image("the PNG has two headers"));
        } else if &kind == b"acTL" {
            // Who does not play it sees another picture than who does (PNG, third edition, section 11.3.6.1).
            return Err(Error::Image("the PNG is animated"));
        }
        chunks.push(chunk);
        rest = &rest[whole.len()..];
        if &kind == b"IEND" {
            // What follows is shown by no viewer and read by some tools: a second file hides there.
            if !rest.is_empty() {
                return Err(Error::Image("something follows the end of the PNG"));
            }
            break;
        }
        if chunks.len() > MAX_CHUNKS {
            return Err(Error::Limit("10,000 chunks"));
        }
    }
    if chunks.last().is_none_or(|chunk| &chunk.kind != b"IEND") {
        return Err(Error::Image("the PNG is cut off"));
    }
    Ok(chunks)
}

fn check_header(chunk: &Chunk<'_>) -> Result<(), Error> {
    let size = |at: usize| {
        chunk
            .data
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map(u32::from_be_bytes)
    };
    // A side has 1 to 2^31 - 1 pixels (PNG, section 11.2.1).
    const SIDES: std::ops::RangeInclusive<u32> = 1..=i32::MAX as u32;
    match (&chunk.kind, size(0), size(4)) {
        (b"IHDR", Some(width), Some(height))
            if chunk.data.len() == 13 && SIDES.contains(&width) && SIDES.contains(&height) =>
        {
            if width.max(height) <= MAX_SIDE && u64::from(width) * u64::from(height) <= MAX_PIXELS {
                Ok(())
            } else {
                Err(Error::Limit("an image of 25 million pixels"))
            }
        }
        (b"IHDR", ..) => Err(Error::Image("an image of no size")),
        _ => Err(Error::Image("no PNG")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut covered = kind.to_vec();
        covered.extend_from_slice(data);
        [
            &(data.len() as u32).to_be_bytes()[..],
            &covered,
            &crc32fast::hash(&covered).to_be_bytes(),
        ]
        .concat()
    }

    fn image(width: u32) -> Vec<u8> {
        let header = [&width.to_be_bytes()[..], &[0, 0, 0, 1, 8, 0, 0, 0, 0]].concat();
        [
            &SIGNATURE[..],
            &chunk(b"IHDR", &header),
            &chunk(b"IDAT", &[]),
            &chunk(b"IEND", &[]),
        ]
        .concat()
    }

    #[test]
    fn what_is_baked_is_found_and_baked_anew() {
        let baked = bake(&image(1), "{\"é\":1}").unwrap();
        assert_eq!(unbake(&baked).as_deref(), Ok("{\"é\":1}"));
        let again = bake(&baked, "a.b.c").unwrap();
        assert_eq!(
            unbake(&again).as_deref(),
            Ok("a.b.c"),
            "the former one is gone"
        );
    }

    #[test]
    fn what_could_not_be_read_again_is_not_baked() {
        let most = "x".repeat(MAX_BYTES * 2);
        assert_eq!(
            unbake(&bake(&image(1), &most).unwrap()).as_deref(),
            Ok(most.as_str())
        );
        assert_eq!(bake(&image(1), &(most + "x")), Err(TOO_LONG));
    }

    #[cfg(feature = "ob2")]
    #[test]
    fn badges_of_2_0_are_found_in_both_kinds_of_text() {
        let with = |kind: &[u8; 4], data: &[u8]| {
            let head = 8 + 25;
            let image = image(1);
            [&image[..head], &chunk(kind, data), &image[head..]].concat()
        };
        let json = with(b"iTXt", b"openbadges\0\0\0\0\0{\"\xc3\xa9\":1}");
        assert_eq!(unbake_2(&json).as_deref(), Ok("{\"é\":1}"));
        assert_eq!(unbake(&json), Err(NONE));
        let address = with(b"tEXt", b"openbadges\0https://a.example/1");
        assert_eq!(unbake_2(&address).as_deref(), Ok("https://a.example/1"));
        assert_eq!(unbake_2(&image(1)), Err(NONE));
        let baked = bake_2(&json, "a.b.c").unwrap();
        assert_eq!(
            unbake_2(&baked).as_deref(),
            Ok("a.b.c"),
            "the former one is gone"
        );
        let both = bake(&baked, "{}").unwrap();
        assert_eq!(unbake(&both).as_deref(), Ok("{}"), "beside one of 3.0");
        assert_eq!(unbake_2(&both).as_deref(), Ok("a.b.c"));
        for broken in [
            with(b"iTXt", b"openbadges\0\0\0"),
            with(b"iTXt", b"openbadges\0\x01\0\0\0x"),
            with(b"iTXt", b"openbadges\0\0\0\0\0\xff"),
            with(b"tEXt", b"openbadges\0\xff"),
        ] {
            assert!(unbake_2(&broken).is_err());
        }
        let text = chunk(b"tEXt", b"openbadges\0https://b.example/1");
        let two = [&address[..33], &text, &address[33..]].concat();
        assert!(unbake_2(&two).is_err(), "two addresses");
    }

    #[test]
    fn broken_images_are_refused() {
        let good = bake(&image(1), "{}").unwrap();
        assert!(unbake(&image(1)).is_err(), "no badge");
        assert!(unbake(&image(50_000)).is_err(), "a flood of pixels");
        for end in 0..good.len() {
            assert!(unbake(&good[..end]).is_err(), "cut at {end}");
        }
        for at in 0..good.len() {
            let mut flipped = good.clone();
            flipped[at] ^= 1;
            assert!(unbake(&flipped).is_err(), "flipped at {at}");
        }
        for rest in [&b"\0"[..], b"PK\x03\x04", &chunk(b"IEND", &[])] {
            let longer = [&good[..], rest].concat();
            let refused = Error::Image("something follows the end of the PNG");
            assert_eq!(unbake(&longer), Err(refused.clone()));
            assert_eq!(bake(&longer, "{}"), Err(refused));
        }
        let header = [&good[..33], &good[8..]].concat();
        let refused = Error::Image("the PNG has two headers");
        assert_eq!(unbake(&header), Err(refused.clone()));
        assert_eq!(bake(&header, "{}"), Err(refused));
        let head = 8 + 25;
        let frames = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
        let animated = [&good[..head], &frames, &good[head..]].concat();
        let refused = Error::Image("the PNG is animated");
        assert_eq!(unbake(&animated), Err(refused.clone()));
        assert_eq!(bake(&animated, "{}"), Err(refused));
        let text = chunk(b"iTXt", &[KEYWORD, b"\0\0\0\0\0{}"].concat());
        let two = [&good[..head], &text, &good[head..]].concat();
        assert_eq!(
            unbake(&two),
            Err(Error::Image("the PNG holds two credentials"))
        );
    }
}
