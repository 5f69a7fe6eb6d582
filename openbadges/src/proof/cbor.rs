//! The little of CBOR (RFC 8949) in which a proof of `ecdsa-sd-2023` stands: arrays, maps, byte strings and whole numbers, of definite length and in their
//! shortest form. Everything else is refused, and no length is believed before the bytes are there.

use crate::Error;

/// What is left to read.
pub(super) struct Reader<'b>(&'b [u8]);

/// The kinds of data items, by their major type (RFC 8949, section 3.1).
#[derive(Clone, Copy)]
enum Kind {
    Number = 0,
    Bytes = 2,
    Array = 4,
    Map = 5,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader(bytes)
    }

    /// How many items follow that belong to an array.
    pub(super) fn array(&mut self) -> Result<usize, Error> {
        self.counted(Kind::Array)
    }

    /// How many pairs follow that belong to a map.
    pub(super) fn map(&mut self) -> Result<usize, Error> {
        self.counted(Kind::Map)
    }

    pub(super) fn number(&mut self) -> Result<usize, Error> {
        self.head(Kind::Number)
    }

    /// A byte string of the one length that is expected.
    pub(super) fn bytes<const N: usize>(&mut self) -> Result<&'b [u8; N], Error> {
        if self.head(Kind::Bytes)? != N {
            return Err(broken());
        }
        let (bytes, rest) = self.0.split_first_chunk().ok_or_else(broken)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// Nothing follows.
    pub(super) fn end(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(broken())
        }
    }

    /// Each item has a byte at least, so that no more are announced than can be there.
    fn counted(&mut self, kind: Kind) -> Result<usize, Error> {
        let count = self.head(kind)?;
        if count > self.0.len() {
            return Err(broken());
        }
        Ok(count)
    }

    /// The argument of the next item, which has to be of a kind (section 3).
    fn head(&mut self, kind: Kind) -> Result<usize, Error> {
        let (first, rest) = self.0.split_first().ok_or_else(broken)?;
        if first >> 5 != kind as u8 {
            return Err(broken());
        }
        let (argument, least, rest) = match first & 31 {
            small @ 0..=23 => (usize::from(small), 0, rest),
            24 => {
                let (byte, rest) = rest.split_first().ok_or_else(broken)?;
                (usize::from(*byte), 24, rest)
            }
            25 => {
                let (bytes, rest) = rest.split_first_chunk().ok_or_else(broken)?;
                (usize::from(u16::from_be_bytes(*bytes)), 1 << 8, rest)
            }
            // What is longer than 64 KiB, and what has no length, is in no proof.
            _ => return Err(broken()),
        };
        if argument < least {
            return Err(broken());
        }
        self.0 = rest;
        Ok(argument)
    }
}

fn broken() -> Error {
    Error::Proof("proofValue is no CBOR of the suite's form".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shortest_form_of_what_is_expected_is_read() {
        let number = |bytes: &[u8]| {
            let mut reader = Reader::new(bytes);
            let number = reader.number()?;
            reader.end().map(|()| number)
        };
        for (bytes, value) in [
            (&[0][..], 0),
            (&[23], 23),
            (&[24, 24], 24),
            (&[24, 255], 255),
            (&[25, 1, 0], 256),
            (&[25, 255, 255], 65_535),
        ] {
            assert_eq!(number(bytes), Ok(value));
        }
        for bytes in [
            &[][..],
            &[24],
            &[24, 23],
            &[25, 0, 255],
            &[26, 0, 1, 0, 0],
            &[31],
            &[0x20],
            &[0xc0, 0],
            &[0, 0],
        ] {
            assert!(number(bytes).is_err(), "{bytes:x?}");
        }
        assert_eq!(Reader::new(&[0x42, 7, 8]).bytes(), Ok(&[7, 8]));
        for bytes in [&[0x41, 7, 8][..], &[0x42, 7], &[0x5f, 0x42, 7, 8, 0xff]] {
            assert!(Reader::new(bytes).bytes::<2>().is_err(), "{bytes:x?}");
        }
        assert!(Reader::new(&[0x99, 255, 255, 0]).array().is_err());
        assert!(Reader::new(&[0x9f, 0, 0xff]).array().is_err());
        assert!(Reader::new(&[0xb9, 255, 255, 0]).map().is_err());
    }
}
