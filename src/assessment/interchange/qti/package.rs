//! Packages: a zip file whose `imsmanifest.xml` names the items and the test that orders them. A single XML file of one item is read too.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read, Write},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{body, read as item};
use crate::assessment::{
    interchange::{
        Reading, Unreadable,
        draft::Entry,
        note::{Note, Notes},
        text,
        xml::{self, Element, escaped},
    },
    item::Item,
    module::Module,
};

/// The most files of a package, and the size of one and of all, unpacked.
const MAX_FILES: usize = 10_000;
const MAX_FILE: u64 = 4 << 20;
const MAX_ALL: u64 = 64 << 20;

/// Reads a package or a single item.
///
/// # Errors
/// [`Unreadable`]: no zip and no XML, no item inside, or beyond the bounds.
pub(in crate::assessment::interchange) fn read(
    bytes: &[u8],
    lang: &str,
) -> Result<Reading, Unreadable> {
    if !bytes.starts_with(b"PK") {
        let mut root = xml::parse(text(bytes)?)?;
        body::alike(&mut root);
        if root.name != "assessment-item" {
            return Err(Unreadable::new(
                root.line,
                &format!("`assessmentItem` is expected, not `{}`", root.name),
            ));
        }
        return Ok(Reading {
            lang: item::lang(&root),
            title: None,
            entries: item::entry(&root, Some(root.line), None, lang)
                .into_iter()
                .collect(),
        });
    }
    let mut package = Package::open(bytes)?;
    let mut reading = Reading::default();
    for (path, weight) in package.order(&mut reading) {
        match package.parse(&path) {
            Ok(root) if root.name == "assessment-item" => {
                reading.lang = reading.lang.or_else(|| item::lang(&root));
                let lang = reading.lang.as_deref().unwrap_or(lang);
                reading
                    .entries
                    .extend(item::entry(&root, None, weight, lang));
            }
            Ok(_) => {}
            Err(broken) => reading.entries.push(Entry {
                line: None,
                name: path.clone(),
                title: path,
                item: Err(Note::Broken(broken.to_string())),
                notes: Notes::default(),
            }),
        }
    }
    if reading.entries.is_empty() {
        return Err(Unreadable::new(1, "no item in this package"));
    }
    Ok(reading)
}

/// A package that is being read, within its bounds.
struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8]) -> Result<Package<'b>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::new(1, &error.to_string()))?;
        if archive.len() > MAX_FILES {
            return Err(Unreadable::new(1, "more than 10 000 files"));
        }
        Ok(Package {
            archive,
            left: MAX_ALL,
        })
    }

    fn parse(&mut self, path: &str) -> Result<Element, Unreadable> {
        let refused = |why: &str| Unreadable::new(1, &format!("{path}: {why}"));
        let file = self
            .archive
            .by_name(path)
            .map_err(|error| refused(&error.to_string()))?;
        let limit = MAX_FILE.min(self.left);
        let mut bytes = Vec::new();
        // What the header says of the size is not believed.
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| refused(&error.to_string()))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(refused("too large"));
        }
        self.left -= size;
        let mut root = xml::parse(text(&bytes)?)?;
        body::alike(&mut root);
        Ok(root)
    }

    /// The paths of the items, each with its weight: in the order of the test, then of the manifest, else of their names.
    fn order(&mut self, reading: &mut Reading) -> Vec<(String, Option<f64>)> {
        let mut names: Vec<String> = self
            .archive
            .file_names()
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .collect();
        names.sort();
        let manifest = names
            .iter()
            .filter(|name| name.rsplit('/').next() == Some("imsmanifest.xml"))
            .min_by_key(|name| name.len())
            .cloned();
        let Some((path, root)) =
            manifest.and_then(|path| Some((path.clone(), self.parse(&path).ok()?)))
        else {
            let files = names
                .into_iter()
                .filter(|name| name.ends_with(".xml") && !name.ends_with("imsmanifest.xml"));
            return files.map(|name| (name, None)).collect();
        };
        let mut resources = Vec::new();
        root.find(&|element| element.name == "resource", &mut resources);
        let (mut found, mut later) = (Vec::new(), Vec::new());
        for resource in resources {
            let kind = resource.attribute("type").unwrap_or_default();
            let Some(href) = resource.attribute("href").map(|href| resolved(&path, href)) else {
                continue;
            };
            if kind.starts_with("imsqti_item") {
                later.push((href, None));
            } else if (kind.starts_with("imsqti_test") || kind.starts_with("imsqti_assessment"))
                && let Ok(test) = self.parse(&href)
            {
                reading.title = reading
                    .title
                    .take()
                    .or_else(|| test.attribute("title").map(str::to_owned));
                reading.lang = reading.lang.take().or_else(|| item::lang(&test));
                let mut refs = Vec::new();
                test.find(&|element| element.name == "assessment-item-ref", &mut refs);
                for one in refs {
                    let weight = one
                        .first("weight")
                        .and_then(|weight| weight.attribute("value")?.parse().ok());
                    let path = one.attribute("href").map(|inner| resolved(&href, inner));
                    found.extend(path.map(|path| (path, weight)));
                }
            }
        }
        found.extend(later);
        let mut seen = BTreeSet::new();
        found.retain(|(path, _)| seen.insert(path.clone()));
        found
    }
}

/// A path named in a file, as a path of the package.
fn resolved(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split(['#', '?']).next().unwrap_or_default().split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Writes a package of items and a test that orders and weighs them.
///
/// # Errors
/// The zip writer's message.
pub(in crate::assessment::interchange) fn write(
    module: &Module,
    items: &[(&Item, String)],
) -> Result<Vec<u8>, String> {
    let names: Vec<(String, f64)> = items
        .iter()
        .map(|(item, _)| {
            (
                super::write::identifier(&item.id),
                if item.kind.is_marked() {
                    item.points
                } else {
                    1.0
                },
            )
        })
        .collect();
    let mut files = vec![
        ("imsmanifest.xml".to_owned(), manifest(module, &names)),
        ("assessment.xml".to_owned(), test(module, &names)),
    ];
    files.extend(
        names
            .iter()
            .zip(items)
            .map(|((name, _), (_, text))| (format!("items/{name}.xml"), text.clone())),
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in files {
        zip.start_file(name, options)
            .map_err(|error| error.to_string())?;
        zip.write_all(text.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    Ok(zip
        .finish()
        .map_err(|error| error.to_string())?
        .into_inner())
}

fn manifest(module: &Module, names: &[(String, f64)]) -> String {
    let items: String = names
        .iter()
        .map(|(name, _)| format!("    <resource identifier=\"r-{name}\" type=\"imsqti_item_xmlv3p0\" href=\"items/{name}.xml\"><file href=\"items/{name}.xml\"/></resource>\n"))
        .collect();
    let dependencies: String = names
        .iter()
        .map(|(name, _)| format!("<dependency identifierref=\"r-{name}\"/>"))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1\" identifier=\"m-{}\">\n  <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n  <organizations/>\n  <resources>\n    <resource identifier=\"assessment\" type=\"imsqti_test_xmlv3p0\" href=\"assessment.xml\"><file href=\"assessment.xml\"/>{dependencies}</resource>\n{items}  </resources>\n</manifest>\n",
        escaped(&module.id)
    )
}

fn test(module: &Module, names: &[(String, f64)]) -> String {
    let items: String = names
        .iter()
        .map(|(name, points)| {
            let weight = if *points == 1.0 { String::new() } else { format!("<qti-weight identifier=\"W\" value=\"{points}\"/>") };
            format!("      <qti-assessment-item-ref identifier=\"{name}\" href=\"items/{name}.xml\">{weight}</qti-assessment-item-ref>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<qti-assessment-test xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" identifier=\"t-{}\" title=\"{}\" xml:lang=\"{}\">\n  <qti-test-part identifier=\"part\" navigation-mode=\"nonlinear\" submission-mode=\"individual\">\n    <qti-assessment-section identifier=\"section\" title=\"{1}\" visible=\"false\">\n{items}    </qti-assessment-section>\n  </qti-test-part>\n</qti-assessment-test>\n",
        escaped(&module.id),
        escaped(&module.title),
        escaped(&module.lang)
    )
}
