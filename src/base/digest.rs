//! SHA-256 in hex: how bytes are named, in the log, in addresses of files, and where only a hash of a secret is kept.

use sha2::{Digest, Sha256};

/// SHA-256 of bytes, 64 hexadecimal digits.
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
