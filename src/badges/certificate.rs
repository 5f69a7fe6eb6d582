//! The certificate of a badge: one page of paper, as a PDF that is also read aloud (PDF/UA-1, ISO 14289-1) and kept for long (PDF/A-2a, ISO 19005-2). It
//! proves nothing by itself and says so: it tells where the badge is checked. The same input gives the same bytes.

mod pen;
mod sheet;

use jiff::{Timestamp, tz::TimeZone};
use krilla::{
    Document, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::Point,
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    tagging::{Tag, TagGroup, TagTree},
};

use self::sheet::{LEFT, Sheet};
use super::artwork::Artwork;
use crate::base::Lang;

/// What a certificate says. Every text is ready, in the language of the badge.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The language of the texts.
    pub lang: Lang,
    /// The title of the document.
    pub title: String,
    /// What kind of paper this is, and who gives it, above everything.
    pub overline: String,
    /// The name of the badge.
    pub name: String,
    /// What its holder has shown.
    pub description: String,
    /// The image of the badge.
    pub artwork: Artwork,
    /// The word before the person's name.
    pub given_to: String,
    /// The person's name, where one is shown.
    pub person: Option<String>,
    /// What stands in place of a name, where none is shown.
    pub nobody: String,
    /// What stands in place of a name that cannot be written here.
    pub elsewhere: String,
    /// What is known of who that is, below the name.
    pub identity: String,
    /// What else is to be known: a label and a value each.
    pub facts: Vec<(String, String)>,
    /// The heading of the criteria.
    pub criteria_title: String,
    /// The criteria: blocks of lines, a list where the flag says so.
    pub criteria: Vec<(Vec<String>, bool)>,
    /// Said where the criteria go on elsewhere.
    pub more: String,
    /// The heading of how it is checked.
    pub check_title: String,
    /// How it is checked.
    pub check: String,
    /// The address of the badge.
    pub url: String,
    /// The link in words, for who does not see it.
    pub url_alt: String,
    /// The QR code in words, for who does not see it.
    pub qr_alt: String,
    /// What stands below the QR code.
    pub qr_caption: String,
    /// Why it does not hold, or is only a test: a word and its sentence.
    pub notices: Vec<(String, String)>,
    /// Said where signs had to be left out.
    pub signs_left_out: String,
    /// The issuer.
    pub issuer: String,
    /// When the badge was issued.
    pub issued_at: Timestamp,
}

/// A4, lying, in points.
const PAGE: (f32, f32) = (841.89, 595.28);

/// Draws the certificate.
///
/// # Errors
/// In words, where a drawing or the file cannot be made.
pub fn pdf(certificate: &Certificate) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("no such kind of PDF: {error:?}"))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("a page without a side")?;
    let mut page = document.start_page_with(settings);
    let written = Sheet::new(certificate, page.surface()).fill()?;
    let target = Target::Action(Action::Link(LinkAction::new(certificate.url.clone())));
    let alt = Some(certificate.url_alt.clone());
    let link_id = page.add_tagged_annotation(Annotation::new_link(
        LinkAnnotation::new(written.link_area, target),
        alt,
    ));
    page.finish();
    let mut children = written.link;
    children.push(link_id.into());
    let mut paragraph = TagGroup::new(Tag::P);
    paragraph.push(TagGroup::with_children(Tag::Link, children));
    let mut tags = written.tags;
    // The address is the last thing that is read.
    tags.push(paragraph.into());

    let mut tree = TagTree::new().with_lang(Some(certificate.lang.tag().to_owned()));
    tree.children = tags;
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    for (text, y) in written.headings {
        outline.push_child(OutlineNode::new(
            text,
            XyzDestination::new(0, Point::from_xy(LEFT, y)),
        ));
    }
    document.set_outline(outline);
    document.set_metadata(metadata(certificate));
    document.finish().map_err(|error| error.to_string())
}

fn metadata(certificate: &Certificate) -> Metadata {
    let at = certificate.issued_at.to_zoned_datetime(TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    Metadata::new()
        .title(certificate.title.clone())
        .description(certificate.description.clone())
        .language(certificate.lang.tag().to_owned())
        .authors(vec![certificate.issuer.clone()])
        .creator("crema".to_owned())
        .creation_date(
            DateTime::new(u16::try_from(at.year()).unwrap_or_default())
                .month(part(at.month()))
                .day(part(at.day()))
                .hour(part(at.hour()))
                .minute(part(at.minute()))
                .second(part(at.second()))
                .utc_offset_hour(0)
                .utc_offset_minute(0),
        )
}

#[cfg(test)]
mod tests;
