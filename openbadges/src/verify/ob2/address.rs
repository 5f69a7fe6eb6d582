//! Addresses of 2.0, on which everything rests that is not signed: https, read in one way only.

/// The longest address.
const MAX_BYTES: usize = 2_048;

/// An https address that every reader takes apart in the same way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Address<'a> {
    pub(super) whole: &'a str,
    authority: &'a str,
}

impl<'a> Address<'a> {
    /// None where two readers could differ: user names, escaped or relative steps, backslashes, hosts that are no names.
    pub(super) fn of(text: &'a str) -> Option<Address<'a>> {
        let rest = text.strip_prefix("https://")?;
        let odd = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'<' | b'>' | b'"');
        if text.len() > MAX_BYTES || text.bytes().any(odd) {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let is_name = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        let is_port =
            !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let steps_back = path.split('/').any(|step| {
            let step = step.replace("%2e", ".").replace("%2E", ".");
            step == "." || step == ".."
        });
        (is_name && is_port && !steps_back).then_some(Address {
            whole: text,
            authority,
        })
    }

    /// The host, without its port.
    pub(super) fn host(&self) -> &'a str {
        let authority = self.authority;
        authority
            .split_once(':')
            .map_or(authority, |(host, _)| host)
    }

    /// Whether it is at an origin that an issuer allows, written as a host, with a port or without.
    pub(super) fn is_at(&self, origin: &str) -> bool {
        let origin = origin.strip_prefix("https://").unwrap_or(origin);
        let origin = origin.strip_suffix('/').unwrap_or(origin);
        [self.host(), self.authority]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(origin))
    }

    /// Whether both are of one origin (RFC 6454).
    pub(super) fn is_beside(&self, other: &Address<'_>) -> bool {
        let plain = |authority: &'_ str| {
            let short = authority.strip_suffix(":443").unwrap_or(authority);
            short.to_ascii_lowercase()
        };
        plain(self.authority) == plain(other.authority)
    }

    /// Whether it begins with a text that is an origin at least, and its slash.
    pub(super) fn is_under(&self, start: &str) -> bool {
        let has_origin = Address::of(start)
            .is_some_and(|start| start.whole.len() > "https://".len() + start.authority.len());
        has_origin && self.whole.starts_with(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_one_way() {
        for good in [
            "https://a.example/1",
            "https://A.example:8443/x?y#z",
            "https://a.example",
        ] {
            assert!(Address::of(good).is_some(), "{good}");
        }
        for bad in [
            "http://a.example/1",
            "HTTPS://a.example/1",
            "https://a@b.example/1",
            "https://a.example\\@b.example/",
            "https://a.example/x/../y",
            "https://a.example/%2E%2e/y",
            "https://a.example/./y",
            "https://[::1]/",
            "https://a.example:x/",
            "https://a.example:/",
            "https:///x",
            "https://é.example/",
            "https://a.example/a b",
            "urn:uuid:1",
            "",
        ] {
            assert!(Address::of(bad).is_none(), "{bad}");
        }
        let one = Address::of("https://a.example:443/x/1").unwrap();
        assert!(
            one.is_at("a.example") && one.is_at("A.EXAMPLE") && one.is_at("https://a.example/")
        );
        assert!(!one.is_at("example") && !one.is_at("b.example"));
        assert!(one.is_beside(&Address::of("https://a.example/y").unwrap()));
        assert!(!one.is_beside(&Address::of("https://a.example:8443/y").unwrap()));
        let two = Address::of("https://a.example.b.example/x").unwrap();
        assert!(!two.is_under("https://a.example") && two.is_under("https://a.example.b.example/"));
    }
}
