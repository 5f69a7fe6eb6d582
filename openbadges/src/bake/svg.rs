//! SVG: one `openbadges:credential` element directly after the `<svg>` tag; JSON in a CDATA section, a JWS in the attribute `verify` (Open Badges 3.0, section
//! 5.3.2). Of Open Badges 2.0 one `openbadges:assertion` in a namespace of its own (Baking Specification 1.0, "SVGs").

use quick_xml::{NsReader, events::Event, name::ResolveResult};

use crate::{Error, json::MAX_BYTES, jwt};

/// The namespace of the element.
const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";

/// The namespace of Open Badges 2.0 (Baking Specification 1.0, "SVGs").
const NAMESPACE_2: &str = "http://openbadges.org";

/// What is said of an image without a badge.
pub(crate) const NONE: Error = Error::Image("the SVG holds no Open Badges 3.0 credential");

/// The largest image, in bytes.
const MAX_IMAGE: usize = 4 << 20;

/// The deepest nesting of elements, and the most events read.
const MAX_DEPTH: usize = 256;
const MAX_EVENTS: usize = 200_000;

/// Puts a credential, its JSON or its compact JWS, into an image that holds none (Open Badges 3.0, section 5.3.2, "Baking").
///
/// # Errors
/// [`Error::Image`] where it is no SVG, or holds a credential; [`Error::Limit`] where [`unbake`] would not read what comes of it.
pub fn bake(image: &str, credential: &str) -> Result<String, Error> {
    let element = if jwt::looks_like(credential) {
        format!("<openbadges:credential verify=\"{credential}\"/>")
    } else {
        let json = in_cdata(credential);
        format!("<openbadges:credential>{json}</openbadges:credential>")
    };
    put(image, (NAMESPACE, "credential"), &element)
}

/// Puts a badge of Open Badges 2.0, the JSON of its hosted assertion or its JWS, into an image that holds none (Baking Specification 1.0, "SVGs", "Baking").
///
/// # Errors
/// Those of [`bake`]; [`Error::Json`] and [`Error::Invalid`] for JSON that cannot be read, or has no `id` that is an address.
#[cfg(feature = "ob2")]
pub fn bake_2(image: &str, badge: &str) -> Result<String, Error> {
    let element = if jwt::looks_like(badge) {
        format!("<openbadges:assertion verify=\"{badge}\"/>")
    } else {
        let assertion = crate::json::parse(badge.as_bytes())?;
        let id = crate::Uri::new(assertion["id"].as_str().unwrap_or_default())?;
        // Of the signs that XML writes otherwise an address may have these two.
        let address = id.as_str().replace('&', "&amp;").replace('\'', "&apos;");
        let json = in_cdata(badge);
        format!("<openbadges:assertion verify=\"{address}\">{json}</openbadges:assertion>")
    };
    put(image, (NAMESPACE_2, "assertion"), &element)
}

/// JSON as it may stand in XML: `]]>`, and the two signs that XML has not (XML 1.0, section 2.2), stand only in its strings, where a sign may be written by its
/// number.
fn in_cdata(json: &str) -> String {
    let json = json.replace("]]>", "]]\\u003e");
    let json = json
        .replace('\u{fffe}', "\\ufffe")
        .replace('\u{ffff}', "\\uffff");
    format!("<![CDATA[{json}]]>")
}

/// Puts an element directly after the tag `<svg>`, whose prefix is declared in it.
fn put(image: &str, (namespace, name): (&str, &str), element: &str) -> Result<String, Error> {
    const DECLARED: &str = "xmlns:openbadges";
    let broken = || Error::Image("no SVG");
    // A byte order mark is counted by no reader of XML.
    let image = image.trim_start_matches('\u{feff}');
    match find(image, namespace, name) {
        Err(NONE) => {}
        Ok(_) => return Err(Error::Image("the SVG holds a credential already")),
        Err(error) => return Err(error),
    }
    let mut reader = NsReader::from_str(image);
    let (declared, closed) = loop {
        let event = reader.read_event().map_err(|_| broken())?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "svg" => {
                let declared = tag.try_get_attribute(DECLARED).map_err(|_| broken())?;
                let declared = declared.map(|one| one.value.into_owned());
                // An image of nothing at all gets an end of its own.
                let name = tag.name().as_ref().to_owned();
                break (declared, matches!(event, Event::Empty(_)).then_some(name));
            }
            Event::Decl(_)
            | Event::PI(_)
            | Event::Comment(_)
            | Event::Text(_)
            | Event::DocType(_) => {}
            _ => return Err(broken()),
        }
    };
    let declaration = match declared.as_deref() {
        None => format!(" {DECLARED}=\"{namespace}\""),
        Some(same) if same == namespace => String::new(),
        Some(_) => {
            return Err(Error::Image(
                "the SVG gives the prefix openbadges another sense",
            ));
        }
    };
    let end = usize::try_from(reader.buffer_position()).map_err(|_| broken())?;
    let (head, rest) = image.split_at_checked(end).ok_or_else(broken)?;
    let head = head.strip_suffix('>').ok_or_else(broken)?;
    let baked = match closed {
        None => format!("{head}{declaration}>{element}{rest}"),
        Some(name) => {
            let head = head.strip_suffix('/').ok_or_else(broken)?;
            format!("{head}{declaration}>{element}</{name}>{rest}")
        }
    };
    find(&baked, namespace, name).map(|_| baked)
}

/// Takes the credential out of an image (Open Badges 3.0, section 5.3.2, "Extracting"). No document type, no entity beyond XML's own, bounded in size and depth.
///
/// # Errors
/// [`Error::Image`]: no SVG, no badge in it, or two; [`Error::Limit`].
pub fn unbake(image: &str) -> Result<String, Error> {
    let found = find(image, NAMESPACE, "credential")?;
    match (found.attribute, found.body.filter(|text| !text.is_empty())) {
        (Some(_), Some(_)) => Err(TWO),
        (attribute, body) => attribute.or(body).ok_or(EMPTY),
    }
}

/// Takes a badge of Open Badges 2.0 out of an image: the JSON of the assertion in the body, else what the attribute says, a JWS or the address of the assertion
/// (Baking Specification 1.0, "SVGs", "Extracting").
///
/// # Errors
/// Those of [`unbake`].
#[cfg(feature = "ob2")]
pub fn unbake_2(image: &str) -> Result<String, Error> {
    let found = find(image, NAMESPACE_2, "assertion")?;
    let body = found.body.filter(|text| !text.is_empty());
    // The signs of an address that XML writes otherwise.
    let attribute = found
        .attribute
        .map(|text| text.replace("&apos;", "'").replace("&amp;", "&"));
    body.or(attribute).ok_or(EMPTY)
}

/// Whether a badge of Open Badges 2.0 is in it, where those are not read.
#[cfg(not(feature = "ob2"))]
pub(crate) fn holds_2(image: &str) -> bool {
    find(image, NAMESPACE_2, "assertion").is_ok()
}

const EMPTY: Error = Error::Image("the credential is empty");
const TWO: Error = Error::Image("the SVG holds two credentials");

/// What one element holds.
#[derive(Default)]
struct Found {
    attribute: Option<String>,
    body: Option<String>,
}

fn find(image: &str, wanted: &str, element: &str) -> Result<Found, Error> {
    if image.len() > MAX_IMAGE {
        return Err(Error::Limit("an SVG of 4 MiB"));
    }
    let broken = |_| Error::Image("the SVG is no well-formed XML");
    let mut reader = NsReader::from_str(image);
    let (mut depth, mut inside, mut found): (usize, Option<(usize, String)>, Option<Found>) =
        (0, None, None);
    let mut ended = false;
    for _ in 0..MAX_EVENTS {
        let (namespace, event) = reader.read_resolved_event().map_err(broken)?;
        let ours = matches!(namespace, ResolveResult::Bound(bound) if bound.as_ref() == wanted);
        // One element is the image, and nothing but remarks stands around it (XML 1.0, section 2.1): what else does is shown by no viewer and read by some tools.
        let outside = match &event {
            Event::Text(text) => text.contains(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')),
            Event::CData(_) | Event::GeneralRef(_) => true,
            Event::Start(_) | Event::Empty(_) | Event::DocType(_) => ended,
            _ => false,
        };
        if depth == 0 && outside {
            return Err(Error::Image("something stands outside of the SVG"));
        }
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                if depth == 0 && tag.local_name().as_ref() != "svg" {
                    return Err(Error::Image("no SVG"));
                }
                if ours && tag.local_name().as_ref() == element {
                    if found.is_some() {
                        return Err(TWO);
                    }
                    let verify = tag
                        .try_get_attribute("verify")
                        .map_err(|_| Error::Image("the SVG is no well-formed XML"))?;
                    found = Some(Found {
                        attribute: verify.map(|token| token.value.into_owned()),
                        body: None,
                    });
                    if matches!(event, Event::Start(_)) {
                        inside = Some((depth, String::new()));
                    }
                }
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return Err(Error::Limit("an SVG nested deeper than 256"));
                    }
                }
                ended = depth == 0;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                ended = depth == 0;
                if inside.as_ref().is_some_and(|(at, _)| *at == depth)
                    && let (Some(found), Some((_, text))) = (&mut found, inside.take())
                {
                    found.body = Some(text.trim().to_owned());
                }
            }
            Event::CData(data) => {
                if let Some((_, text)) = &mut inside {
                    text.push_str(&data);
                }
            }
            Event::Text(data) => {
                if let Some((_, text)) = &mut inside {
                    text.push_str(&data);
                }
            }
            Event::GeneralRef(name) => {
                let Some((_, text)) = &mut inside else {
                    continue;
                };
                match name
                    .resolve_char_ref()
                    .map_err(|_| Error::Image("an unknown entity"))?
                {
                    Some(c) => text.push(c),
                    None => text.push(match name.as_ref() {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return Err(Error::Image("an unknown entity")),
                    }),
                }
            }
            // Drawing programs write a bare document type; one that declares entities is refused, and none is ever fetched.
            Event::DocType(kind) if !kind.contains('[') => {}
            Event::DocType(_) => {
                return Err(Error::Image("an SVG with a document type of its own"));
            }
            Event::Eof if depth == 0 => {
                let fits = |text: &Option<String>| {
                    text.as_ref().is_none_or(|text| text.len() <= MAX_BYTES * 2)
                };
                return found
                    .filter(|found| fits(&found.attribute) && fits(&found.body))
                    .ok_or(NONE);
            }
            Event::Eof => return Err(Error::Image("the SVG is cut off")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    Err(Error::Limit("an SVG of 200,000 parts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>";

    #[test]
    fn what_is_baked_is_found() {
        for credential in ["{\"a\":\"<é&]] >\"}", "eyJ.eyJ.c2ln"] {
            let baked = bake(PLAIN, credential).unwrap();
            assert_eq!(unbake(&baked).as_deref(), Ok(credential));
            assert!(
                baked.contains("><openbadges:credential"),
                "directly after the svg tag"
            );
        }
        let tricky = bake(PLAIN, "{\"a\":\"]]>\"}").unwrap();
        let value: serde_json::Value = serde_json::from_str(&unbake(&tricky).unwrap()).unwrap();
        assert_eq!(value["a"], "]]>");
    }

    #[test]
    fn an_image_holds_one_credential_and_declares_the_prefix_once() {
        let baked = bake(PLAIN, "{}").unwrap();
        let refused = Error::Image("the SVG holds a credential already");
        assert_eq!(bake(&baked, "{}"), Err(refused));
        let declares =
            |url: &str| PLAIN.replacen("<svg ", &format!("<svg xmlns:openbadges='{url}' "), 1);
        let baked = bake(&declares(NAMESPACE), "{}").unwrap();
        assert_eq!(unbake(&baked).as_deref(), Ok("{}"));
        assert_eq!(baked.matches("xmlns:openbadges").count(), 1);
        assert!(bake(&declares("https://b.example"), "{}").is_err());
        assert!(bake("<svg><g></svg>", "{}").is_err());
        for empty in ["<svg/>", "<s:svg xmlns:s='http://www.w3.org/2000/svg' />"] {
            let baked = bake(empty, "{}").unwrap();
            assert_eq!(unbake(&baked).as_deref(), Ok("{}"), "{baked}");
        }
    }

    #[test]
    fn what_may_stand_before_the_image_is_kept() {
        for before in [
            "<?xml version=\"1.0\"?><?xml-stylesheet href=\"a.css\"?>",
            "\u{feff}",
            "<!-- é > -->\r\n",
        ] {
            let image = PLAIN.replacen("<?xml version=\"1.0\"?>\n", before, 1);
            let baked = bake(&image, "{}").unwrap();
            assert!(baked.starts_with(before.trim_start_matches('\u{feff}')));
            assert_eq!(unbake(&baked).as_deref(), Ok("{}"), "{before}");
        }
    }

    #[test]
    fn signs_that_xml_has_not_are_written_by_their_numbers() {
        let baked = bake(PLAIN, "{\"a\":\"\u{fffe}\u{ffff}\"}").unwrap();
        assert_eq!(unbake(&baked).as_deref(), Ok("{\"a\":\"\\ufffe\\uffff\"}"));
    }

    #[test]
    fn one_element_holds_one_credential() {
        let with = |attribute: &str, body: &str| {
            unbake(&format!(
                "<svg xmlns:o=\"{NAMESPACE}\"><o:credential{attribute}>{body}</o:credential></svg>"
            ))
        };
        assert_eq!(with(" verify=\"a.b.c\"", "{}"), Err(TWO));
        assert_eq!(with(" verify=\"a.b.c\"", " ").as_deref(), Ok("a.b.c"));
        assert_eq!(with("", "{}").as_deref(), Ok("{}"));
        assert_eq!(with("", ""), Err(EMPTY));
    }

    #[test]
    fn nothing_but_remarks_stands_around_the_image() {
        let baked = bake(PLAIN, "{}").unwrap();
        let outside = Err(Error::Image("something stands outside of the SVG"));
        let second = bake("<svg/>", "{\"b\":1}").unwrap();
        for more in [
            "x",
            "&amp;",
            "<![CDATA[x]]>",
            "<g/>",
            "<g></g>",
            "\u{a0}",
            "<!DOCTYPE svg>",
            &second,
        ] {
            assert_eq!(unbake(&format!("{baked}\n{more}")), outside, "{more}");
            assert_eq!(bake(&format!("{PLAIN}{more}"), "{}"), outside, "{more}");
        }
        assert_eq!(
            unbake(&format!("x{}", bake("<svg/>", "{}").unwrap())),
            outside
        );
        for remark in ["\n", "<!-- x -->", "<?x y?>", " \t\r\n<!-- é -->\n"] {
            assert_eq!(
                unbake(&format!("{baked}{remark}")).as_deref(),
                Ok("{}"),
                "{remark}"
            );
        }
    }

    #[cfg(feature = "ob2")]
    #[test]
    fn badges_of_2_0_are_baked_with_their_address() {
        let json = "{\"id\":\"https://a.example/1?b=l'eau&c\",\"d\":\"]]>\"}";
        let baked = bake_2(PLAIN, json).unwrap();
        let start = "xmlns:openbadges=\"http://openbadges.org\"><openbadges:assertion verify=\"https://a.example/1?b=l&apos;eau&amp;c\">";
        assert!(baked.contains(start), "{baked}");
        let found = unbake_2(&baked).unwrap();
        assert_eq!(found.replace("]]\\u003e", "]]>"), json);
        let bare =
            baked.split_once("<![CDATA[").unwrap().0.to_owned() + "</openbadges:assertion></svg>";
        assert_eq!(
            unbake_2(&bare).as_deref(),
            Ok("https://a.example/1?b=l'eau&c")
        );
        let token = bake_2(PLAIN, "eyJ.eyJ.c2ln").unwrap();
        assert_eq!(unbake_2(&token).as_deref(), Ok("eyJ.eyJ.c2ln"));
        for without in ["{}", "{\"id\":\"1\"}", "[", "https://a.example/1"] {
            assert!(bake_2(PLAIN, without).is_err(), "{without}");
        }
    }

    #[cfg(feature = "ob2")]
    #[test]
    fn badges_of_2_0_are_found_in_body_and_attribute() {
        let with = |element: &str| {
            format!("<svg xmlns:o=\"http://openbadges.org\">{element}<path/></svg>")
        };
        for (element, text) in [
            ("<o:assertion verify=\"a.b.c\"/>", "a.b.c"),
            ("<o:assertion verify=\"a.b.c\"></o:assertion>", "a.b.c"),
            (
                "<o:assertion verify=\"https://a.example/1\"> <![CDATA[ {\"a\":1} ]]> </o:assertion>",
                "{\"a\":1}",
            ),
            (
                "<o:assertion verify=\"https://a.example/1\"/>",
                "https://a.example/1",
            ),
        ] {
            assert_eq!(unbake_2(&with(element)).as_deref(), Ok(text), "{element}");
            assert_eq!(unbake(&with(element)), Err(NONE));
        }
        assert!(unbake_2(&with("<o:assertion/>")).is_err());
        assert!(
            unbake_2(&with(
                "<o:assertion>{}</o:assertion><o:assertion>{}</o:assertion>"
            ))
            .is_err()
        );
        assert_eq!(unbake_2(PLAIN), Err(NONE));
    }

    #[test]
    fn hostile_images_are_refused() {
        let ours = "xmlns:o=\"https://purl.imsglobal.org/ob/v3p0\"";
        for (image, why) in [
            (PLAIN.to_owned(), "no badge"),
            (format!("<svg {ours}><o:credential>{{}}</o:credential><o:credential>{{}}</o:credential></svg>"), "two"),
            (format!("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg {ours}><o:credential>&a;</o:credential></svg>"), "a document type"),
            (format!("<svg {ours}><o:credential>&a;</o:credential></svg>"), "an entity"),
            (format!("<svg {ours}><o:credential>{{}}</svg>"), "not well-formed"),
            (format!("<svg {ours}><o:credential>{{}}"), "cut off"),
            ("<svg xmlns:openbadges=\"https://b.example\"><openbadges:credential>{}</openbadges:credential></svg>".into(), "another namespace"),
            (format!("<html {ours}><o:credential>{{}}</o:credential></html>"), "no SVG"),
            (format!("<svg {ours}>{}", "<g>".repeat(300)), "deep"),
        ] {
            assert!(unbake(&image).is_err(), "{why}");
        }
    }
}
