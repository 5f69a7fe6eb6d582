//! What stands where on a certificate: on the left what is looked at, on the right what is read.

use std::num::NonZeroU16;

use krilla::{
    geom::Rect,
    surface::Surface,
    tagging::{ListNumbering, Node, Tag, TagGroup, TagKind},
};
use resvg::usvg;

use super::{
    Certificate, PAGE,
    pen::{Face, Pen, Style, lines, width, writable},
};
use crate::badges::{artwork, qr};

/// The panel on the left, with what is looked at.
const PANEL: f32 = 276.0;

/// Where the column on the right begins, with what is read.
pub const LEFT: f32 = 318.0;

/// How wide that column is.
const WIDTH: f32 = 482.0;

const INK: u32 = 0x2b2019;
const SOFT: u32 = 0x5f5146;
const FOAM: u32 = 0xfff8ec;

const fn style(face: Face, size: f32, colour: u32) -> Style {
    Style {
        face,
        size,
        leading: size * 1.36,
        colour,
    }
}

const BODY: Style = style(Face::Regular, 10.5, INK);
const SMALL: Style = style(Face::Regular, 9.0, SOFT);
const HEADING: Style = style(Face::Bold, 12.5, INK);

/// What is on the page, for the file to know.
pub struct Written {
    /// What is read, in order, but for the address.
    pub tags: Vec<Node>,
    /// The headings, and how far down they begin.
    pub headings: Vec<(String, f32)>,
    /// The address, to be tagged with its link.
    pub link: Vec<Node>,
    /// Where the address stands.
    pub link_area: Rect,
}

/// The page while it is filled, in the order in which it is read.
pub struct Sheet<'c, 'p> {
    certificate: &'c Certificate,
    pen: Pen<'p>,
    tags: Vec<Node>,
    headings: Vec<(String, f32)>,
    /// The lower edge of what is written so far.
    y: f32,
    /// Nothing had to be left out.
    is_whole: bool,
}

impl<'c, 'p> Sheet<'c, 'p> {
    /// Takes an empty page.
    pub fn new(certificate: &'c Certificate, surface: Surface<'p>) -> Sheet<'c, 'p> {
        Sheet {
            certificate,
            pen: Pen::new(surface),
            tags: Vec::new(),
            headings: Vec::new(),
            y: 0.0,
            is_whole: true,
        }
    }

    /// Fills the page.
    ///
    /// # Errors
    /// In words, where a drawing cannot be made.
    pub fn fill(mut self) -> Result<Written, String> {
        let certificate = self.certificate;
        let colour = artwork::colour(&certificate.artwork);
        self.area(0.0, 0.0, PANEL, PAGE.1, FOAM);
        self.area(PANEL, 0.0, 5.0, PAGE.1, colour);

        self.y = 44.0;
        self.paragraph(&certificate.overline, style(Face::Bold, 10.0, colour), 1);
        self.title(colour)?;
        for (word, sentence) in &certificate.notices {
            self.notice(word, sentence);
        }
        self.person();
        self.y += 8.0;
        self.paragraph(&certificate.description, BODY, 4);
        self.facts();

        let (check, check_whole) = writable(&certificate.check);
        let check = lines(&check, BODY, WIDTH);
        let url_style = Style {
            colour,
            ..style(Face::Bold, 10.0, colour)
        };
        let url = lines(&certificate.url, url_style, WIDTH);
        let foot = PAGE.1
            - 36.0
            - url_style.leading * url.len() as f32
            - BODY.leading * check.len() as f32
            - HEADING.leading
            - 8.0;
        self.criteria(foot - 14.0);

        self.is_whole &= check_whole;
        self.area(LEFT, foot - 6.0, WIDTH, 0.75, 0xd8c9b4);
        self.y = foot;
        self.heading(&certificate.check_title, 2);
        self.block(Tag::P, &check, BODY, 0.0);
        self.code()?;
        if !self.is_whole {
            let at = (22.0, PAGE.1 - 52.0);
            let told = lines(&certificate.signs_left_out, SMALL, PANEL - 44.0);
            let told = self.pen.write(Tag::P, at, &told, SMALL);
            self.tags.push(told.into());
        }
        let top = self.y;
        let link = self
            .pen
            .spans((LEFT, top + url_style.size + 3.0), &url, url_style);
        let height = url_style.leading * url.len() as f32 + 4.0;
        let link_area =
            Rect::from_xywh(LEFT, top, WIDTH, height).ok_or("a link without an area")?;
        self.pen.finish();
        Ok(Written {
            tags: self.tags,
            headings: self.headings,
            link,
            link_area,
        })
    }

    fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: u32) {
        if let Some(area) = Rect::from_xywh(x, y, width, height) {
            self.pen.area(area, colour);
        }
    }

    /// Writes lines below what is there.
    fn block(&mut self, tag: impl Into<TagKind>, lines: &[String], style: Style, indent: f32) {
        if lines.is_empty() {
            return;
        }
        let at = (LEFT + indent, self.y + style.leading * 0.78);
        let written = self.pen.write(tag, at, lines, style);
        self.tags.push(written.into());
        self.y += style.leading * lines.len() as f32;
    }

    /// What can be written of a text; that something was left out is remembered.
    fn written(&mut self, text: &str) -> String {
        let (text, is_whole) = writable(text);
        self.is_whole &= is_whole;
        text
    }

    /// A paragraph of at most so many lines.
    fn paragraph(&mut self, text: &str, style: Style, most: usize) {
        let text = self.written(text);
        let lines = cut(lines(&text, style, WIDTH), most, style, WIDTH);
        self.block(Tag::P, &lines, style, 0.0);
    }

    fn heading(&mut self, text: &str, level: u16) {
        let text = self.written(text);
        self.headings.push((text.clone(), self.y));
        let lines = lines(&text, HEADING, WIDTH);
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.block(Tag::Hn(level, Some(text)), &lines, HEADING, 0.0);
    }

    /// The name of the badge as large as it fits in two lines, then its image.
    fn title(&mut self, colour: u32) -> Result<(), String> {
        let certificate = self.certificate;
        let name = self.written(&certificate.name);
        self.y += 4.0;
        let (lines, fitting) = fitted(&name, &[29.0, 26.0, 23.0, 20.0, 17.0], 2, INK);
        self.headings.push((name.clone(), self.y));
        let heading = Tag::Hn(NonZeroU16::MIN, Some(name));
        self.block(heading, &lines, fitting, 0.0);
        let image = artwork::tree(&certificate.artwork)?;
        let alt = &certificate.artwork.description;
        let side = 214.0;
        let at = ((PANEL - side) / 2.0, 60.0);
        let figure = self.pen.figure(&image, at, side, alt)?;
        self.tags.push(figure.into());
        self.area(LEFT, self.y + 5.0, 46.0, 2.5, colour);
        self.y += 14.0;
        Ok(())
    }

    /// What must not be missed: on a ground of its own.
    fn notice(&mut self, word: &str, sentence: &str) {
        const WARNING: u32 = 0x7a4a00;
        let bold = style(Face::Bold, 11.0, WARNING);
        let plain = style(Face::Regular, 9.5, WARNING);
        let word = self.written(word);
        let sentence = self.written(sentence);
        let beside = width(&word, bold) + 22.0;
        let told = cut(
            lines(&sentence, plain, WIDTH - beside - 12.0),
            3,
            plain,
            WIDTH - beside - 12.0,
        );
        let height = plain.leading * told.len().max(1) as f32 + 11.0;
        self.area(LEFT, self.y, WIDTH, height, 0xfbeed3);
        self.area(LEFT, self.y, 3.0, height, WARNING);
        let line = self.y + 5.0 + plain.leading * 0.8;
        let spaced = [format!("{word} ")];
        let mut spans = self.pen.spans((LEFT + 12.0, line), &spaced, bold);
        spans.extend(self.pen.spans((LEFT + beside, line), &told, plain));
        self.tags
            .push(TagGroup::with_children(Tag::P, spans).into());
        self.y += height + 8.0;
    }

    fn person(&mut self) {
        let certificate = self.certificate;
        let Some(name) = &certificate.person else {
            self.paragraph(&certificate.nobody, style(Face::Regular, 11.0, SOFT), 2);
            return;
        };
        self.paragraph(&certificate.given_to, style(Face::Regular, 11.0, SOFT), 1);
        let (name, is_whole) = writable(name);
        if is_whole {
            let (lines, fitting) = fitted(&name, &[24.0, 21.0, 18.0, 15.0], 2, INK);
            self.block(Tag::P, &lines, fitting, 0.0);
        } else {
            self.paragraph(&certificate.elsewhere, style(Face::Bold, 13.0, INK), 3);
        }
        self.paragraph(&certificate.identity, SMALL, 2);
    }

    /// Labels and values, three beside each other; the last takes the rest of its row.
    fn facts(&mut self) {
        let value_style = style(Face::Bold, 10.5, INK);
        let gap = 16.0;
        let narrow = (WIDTH - 2.0 * gap) / 3.0;
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        let count = self.certificate.facts.len();
        self.y += 12.0;
        let mut row_height: f32 = 0.0;
        for place in 0..count {
            let (label, value) = &self.certificate.facts[place];
            let (label, value) = (self.written(label), self.written(value));
            let column = place % 3;
            if column == 0 {
                self.y += row_height;
                row_height = 0.0;
            }
            let is_last = place + 1 == count;
            let most = if is_last {
                WIDTH - (narrow + gap) * column as f32
            } else {
                narrow
            };
            let x = LEFT + (narrow + gap) * column as f32;
            let label = [format!("{label} ")];
            let value = cut(lines(&value, value_style, most), 2, value_style, most);
            let mut item = TagGroup::new(Tag::LI);
            item.push(self.pen.write(Tag::Lbl, (x, self.y + 9.0), &label, SMALL));
            let below = (x, self.y + 9.0 + SMALL.leading + 2.0);
            item.push(self.pen.write(Tag::LBody, below, &value, value_style));
            list.push(item);
            let height = SMALL.leading + value_style.leading * value.len() as f32 + 9.0;
            row_height = row_height.max(height);
        }
        self.y += row_height;
        if count > 0 {
            self.tags.push(list.into());
        }
    }

    /// The criteria, as far as they fit above `end`.
    fn criteria(&mut self, end: f32) {
        let certificate = self.certificate;
        if certificate.criteria.is_empty()
            || self.y + HEADING.leading + 2.0 * BODY.leading + 6.0 > end
        {
            return;
        }
        self.y += 6.0;
        self.heading(&certificate.criteria_title, 2);
        let more = lines(&certificate.more, SMALL, WIDTH);
        let indent = 12.0;
        let mut is_cut = false;
        'blocks: for (block, is_list) in &certificate.criteria {
            let mut list = TagGroup::new(Tag::L(ListNumbering::Disc));
            for line in block {
                let (text, line_whole) = writable(line);
                let inset = if *is_list { indent } else { 0.0 };
                let broken = lines(&text, BODY, WIDTH - inset);
                let room = end - self.y - SMALL.leading;
                if BODY.leading * broken.len() as f32 > room {
                    is_cut = true;
                    if !list.children.is_empty() {
                        self.tags.push(list.into());
                    }
                    break 'blocks;
                }
                // Of what is read elsewhere altogether no sign is missing here.
                self.is_whole &= line_whole;
                if *is_list {
                    list.push(self.item(&broken, indent));
                } else {
                    self.block(Tag::P, &broken, BODY, 0.0);
                }
            }
            if !list.children.is_empty() {
                self.tags.push(list.into());
            }
        }
        if is_cut {
            self.block(Tag::P, &more, SMALL, 0.0);
        }
    }

    fn item(&mut self, lines: &[String], indent: f32) -> TagGroup {
        let line = self.y + BODY.leading * 0.78;
        let mut item = TagGroup::new(Tag::LI);
        let dot = ["• ".to_owned()];
        item.push(self.pen.write(Tag::Lbl, (LEFT, line), &dot, BODY));
        item.push(
            self.pen
                .write(Tag::LBody, (LEFT + indent, line), lines, BODY),
        );
        self.y += BODY.leading * lines.len() as f32;
        item
    }

    /// The QR code on white, with its words.
    fn code(&mut self) -> Result<(), String> {
        let certificate = self.certificate;
        let side = 124.0;
        let (x, y) = ((PANEL - side) / 2.0, 342.0);
        let drawn = qr::svg(&certificate.url, "")?;
        let drawn = usvg::Tree::from_str(&drawn, &usvg::Options::default())
            .map_err(|error| format!("the QR code does not draw: {error}"))?;
        let figure = self.pen.figure(&drawn, (x, y), side, &certificate.qr_alt)?;
        self.tags.push(figure.into());
        let caption = self.written(&certificate.qr_caption);
        let broken = lines(&caption, SMALL, PANEL - 60.0);
        let mut spans = Vec::new();
        for (row, line) in broken.iter().enumerate() {
            let x = (PANEL - width(line.trim_end(), SMALL)) / 2.0;
            let y = y + side + 16.0 + SMALL.leading * row as f32;
            spans.extend(self.pen.spans((x, y), std::slice::from_ref(line), SMALL));
        }
        self.tags
            .push(TagGroup::with_children(Tag::P, spans).into());
        Ok(())
    }
}

/// The first of these sizes, from the largest, at which a text fits in so many lines of the column; in the smallest it is cut.
fn fitted(text: &str, sizes: &[f32], most: usize, colour: u32) -> (Vec<String>, Style) {
    let mut tried = (Vec::new(), BODY);
    for size in sizes {
        let style = Style {
            leading: size * 1.2,
            ..style(Face::Bold, *size, colour)
        };
        tried = (lines(text, style, WIDTH), style);
        if tried.0.len() <= most {
            return tried;
        }
    }
    let (lines, style) = tried;
    (cut(lines, most, style, WIDTH), style)
}

/// At most so many lines; where more was to be said, the last ends in an ellipsis.
fn cut(mut lines: Vec<String>, most: usize, style: Style, room: f32) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let mut kept = last.trim_end().to_owned();
            while !kept.is_empty() && width(&format!("{kept}…"), style) > room {
                kept.pop();
            }
            *last = format!("{}…", kept.trim_end_matches([' ', ',', ';', ':']));
        }
    }
    lines
}
