//! Writes and draws on a page of a PDF: lines that are broken where they must be, every piece of them tagged with what it is.

use std::sync::LazyLock;

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::{
    color::rgb,
    geom::{PathBuilder, Point, Rect, Transform},
    num::NormalizedF32,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{Artifact, ArtifactType, BBox, ContentTag, Node, SpanTag, Tag, TagGroup, TagKind},
    text::{Font, GlyphId, KrillaGlyph},
};
use resvg::usvg;
use unicode_normalization::UnicodeNormalization;

/// What stands where a sign cannot be written.
const LEFT_OUT: char = '…';

/// A face of the one family of letters that the program carries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// For what is read at length.
    Regular,
    /// For what is seen first.
    Bold,
}

impl Face {
    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../static/badges/Nunito-Regular.subset.ttf"),
            Face::Bold => include_bytes!("../../../static/badges/Nunito-Bold.subset.ttf"),
        }
    }

    fn font(self) -> &'static Letters {
        static REGULAR: LazyLock<Letters> = LazyLock::new(|| Letters::open(Face::Regular));
        static BOLD: LazyLock<Letters> = LazyLock::new(|| Letters::open(Face::Bold));
        match self {
            Face::Regular => &REGULAR,
            Face::Bold => &BOLD,
        }
    }
}

/// An opened face: as the file wants it, and as letters are put beside each other.
struct Letters {
    drawn: Font,
    shaped: FontRef<'static>,
    shaper: ShaperData,
    units: f32,
}

impl Letters {
    fn open(face: Face) -> Letters {
        let whole = "the font is part of the program, and a test opens it";
        let shaped = FontRef::new(face.bytes()).expect(whole);
        let shaper = ShaperData::new(&shaped);
        Letters {
            drawn: Font::new(face.bytes().into(), 0).expect(whole),
            units: shaper.shaper(&shaped).build().units_per_em() as f32,
            shaper,
            shaped,
        }
    }

    /// The glyphs of one line, from left to right.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaper = self.shaper.shaper(&self.shaped).build();
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let infos = shaped.glyph_infos();
        let scaled = |value: i32| value as f32 / self.units;
        infos
            .iter()
            .zip(shaped.glyph_positions())
            .enumerate()
            .map(|(place, (info, at))| {
                let next = infos[place..]
                    .iter()
                    .find(|other| other.cluster != info.cluster);
                let end = next.map_or(text.len(), |other| other.cluster as usize);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    scaled(at.x_advance),
                    scaled(at.x_offset),
                    scaled(at.y_offset),
                    scaled(at.y_advance),
                    info.cluster as usize..end,
                    None,
                )
            })
            .collect()
    }
}

/// How letters look.
#[derive(Clone, Copy)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// The size, in points.
    pub size: f32,
    /// From one line to the next, in points.
    pub leading: f32,
    /// The colour, as in `0x2b2019`.
    pub colour: u32,
}

/// Text that the letters can write: composed, on one line, without signs that nobody sees. Whether something had to be left out is told.
pub fn writable(text: &str) -> (String, bool) {
    let mut kept = String::new();
    let mut is_whole = true;
    for sign in text.nfc() {
        if sign.is_whitespace() {
            // Spaces that do not break are kept for what they mean; all others are one.
            if matches!(sign, '\u{a0}' | '\u{202f}') {
                kept.push(sign);
            } else if !kept.ends_with(' ') {
                kept.push(' ');
            }
        } else if is_unseen(sign) {
        } else if can_write(sign) {
            kept.push(sign);
        } else {
            is_whole = false;
            if !kept.ends_with(LEFT_OUT) {
                kept.push(LEFT_OUT);
            }
        }
    }
    (kept.trim().to_owned(), is_whole)
}

/// Signs that steer others and are not drawn themselves.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn can_write(sign: char) -> bool {
    let mut bytes = [0; 4];
    let text = sign.encode_utf8(&mut bytes);
    [Face::Regular, Face::Bold].into_iter().all(|face| {
        let glyphs = face.font().glyphs(text);
        glyphs.iter().all(|glyph| glyph.glyph_id.to_u32() != 0)
    })
}

/// How wide a line is, in points.
pub fn width(text: &str, style: Style) -> f32 {
    let glyphs = style.face.font().glyphs(text);
    glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size
}

/// Breaks a text into lines no wider than `most`, between words where it can be. Every line but the last ends in its space, so that words stay apart for
/// who has them read aloud.
pub fn lines(text: &str, style: Style, most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, style) <= most {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line) + " ");
        }
        for sign in word.chars() {
            line.push(sign);
            if line.chars().count() > 1 && width(&line, style) > most {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(sign);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A page that is being filled.
pub struct Pen<'p> {
    surface: Surface<'p>,
}

impl<'p> Pen<'p> {
    /// Takes an empty page.
    pub fn new(surface: Surface<'p>) -> Pen<'p> {
        Pen { surface }
    }

    /// Lays the page down, filled.
    pub fn finish(self) {
        self.surface.finish();
    }

    /// Writes lines from a first baseline down, and tags them as one piece.
    pub fn write(
        &mut self,
        tag: impl Into<TagKind>,
        at: (f32, f32),
        lines: &[String],
        style: Style,
    ) -> TagGroup {
        TagGroup::with_children(tag, self.spans(at, lines, style))
    }

    /// Writes lines whose tag is still to come.
    pub fn spans(&mut self, (x, y): (f32, f32), lines: &[String], style: Style) -> Vec<Node> {
        let letters = style.face.font();
        let mut spans = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            self.surface.set_fill(Some(fill(style.colour)));
            let id = self
                .surface
                .start_tagged(ContentTag::Span(SpanTag::empty()));
            let start = Point::from_xy(x, y + style.leading * row as f32);
            let font = letters.drawn.clone();
            self.surface
                .draw_glyphs(start, &letters.glyphs(line), font, line, style.size, false);
            self.surface.end_tagged();
            spans.push(id.into());
        }
        spans
    }

    /// A plain area that says nothing.
    pub fn area(&mut self, area: Rect, colour: u32) {
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(
                ArtifactType::Layout,
            )));
        let mut path = PathBuilder::new();
        path.push_rect(area);
        self.surface.set_fill(Some(fill(colour)));
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.end_tagged();
    }

    /// A drawing that fills a square, as a figure with its words.
    ///
    /// # Errors
    /// In words, where it has something that is not drawn here.
    pub fn figure(
        &mut self,
        drawing: &usvg::Tree,
        (x, y): (f32, f32),
        side: f32,
        words: &str,
    ) -> Result<TagGroup, String> {
        let id = self.surface.start_tagged(ContentTag::Other);
        let scale = side / drawing.size().width();
        self.surface
            .push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
        let drawn = self.group(drawing.root());
        self.surface.pop();
        self.surface.end_tagged();
        drawn?;
        let covered = Rect::from_xywh(x, y, side, side).map(|area| BBox::new(0, area));
        let figure = Tag::Figure(Some(words.to_owned())).with_bbox(covered);
        Ok(TagGroup::with_children(figure, vec![id.into()]))
    }

    fn group(&mut self, group: &usvg::Group) -> Result<(), String> {
        // The drawings of this program have no veils and no cut-outs.
        if group.should_isolate() || group.clip_path().is_some() {
            return Err("a veil within a drawing".into());
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.group(inner)?,
                usvg::Node::Text(text) => self.group(text.flattened())?,
                usvg::Node::Path(path) => self.path(path)?,
                usvg::Node::Image(_) => return Err("a picture within a drawing".into()),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path) -> Result<(), String> {
        use usvg::tiny_skia_path::PathSegment;
        let colour = |paint: &usvg::Paint| match paint {
            usvg::Paint::Color(colour) => {
                Ok(rgb::Color::new(colour.red, colour.green, colour.blue))
            }
            _ => Err("a shade within a drawing".to_owned()),
        };
        let opacity =
            |value: usvg::Opacity| NormalizedF32::new(value.get()).unwrap_or(NormalizedF32::ONE);
        let fill = match path.fill() {
            Some(fill) => Some(Fill {
                paint: colour(fill.paint())?.into(),
                opacity: opacity(fill.opacity()),
                rule: match fill.rule() {
                    usvg::FillRule::NonZero => FillRule::NonZero,
                    usvg::FillRule::EvenOdd => FillRule::EvenOdd,
                },
            }),
            None => None,
        };
        // An outline is drawn as the area that it covers.
        let outline = match path.stroke() {
            Some(stroke) => path
                .data()
                .stroke(&stroke.to_tiny_skia(), 1.0)
                .map(|area| {
                    Ok::<_, String>((area, colour(stroke.paint())?, opacity(stroke.opacity())))
                })
                .transpose()?,
            None => None,
        };
        let at = path.abs_transform();
        self.surface.push_transform(&Transform::from_row(
            at.sx, at.ky, at.kx, at.sy, at.tx, at.ty,
        ));
        let mut draw = |data: &usvg::tiny_skia_path::Path, fill: Fill| {
            let mut built = PathBuilder::new();
            for segment in data.segments() {
                match segment {
                    PathSegment::MoveTo(to) => built.move_to(to.x, to.y),
                    PathSegment::LineTo(to) => built.line_to(to.x, to.y),
                    PathSegment::QuadTo(by, to) => built.quad_to(by.x, by.y, to.x, to.y),
                    PathSegment::CubicTo(a, b, to) => {
                        built.cubic_to(a.x, a.y, b.x, b.y, to.x, to.y)
                    }
                    PathSegment::Close => built.close(),
                }
            }
            if let Some(built) = built.finish() {
                self.surface.set_fill(Some(fill));
                self.surface.draw_path(&built);
            }
        };
        if let Some(fill) = fill {
            draw(path.data(), fill);
        }
        if let Some((area, colour, opacity)) = outline {
            draw(
                &area,
                Fill {
                    paint: colour.into(),
                    opacity,
                    rule: FillRule::NonZero,
                },
            );
        }
        self.surface.pop();
        Ok(())
    }
}

fn fill(colour: u32) -> Fill {
    let [_, red, green, blue] = colour.to_be_bytes();
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        face: Face::Regular,
        size: 10.0,
        leading: 14.0,
        colour: 0,
    };

    #[test]
    fn what_can_be_written_is_kept_and_what_cannot_is_told() {
        for text in [
            "Zoé",
            "Łukasz Żółć",
            "Наталья",
            "Nguyễn Thị Ánh",
            "d’Été – « oui »",
        ] {
            assert_eq!(writable(text), (text.to_owned(), true));
        }
        assert_eq!(
            writable("Zoe\u{301}\n\n  \u{202e}A"),
            ("Zoé A".to_owned(), true)
        );
        assert_eq!(writable("名前 Li"), ("… Li".to_owned(), false));
        assert_eq!(writable("سلام"), ("…".to_owned(), false));
        assert_eq!(
            writable("Bravo 👩🏽\u{200d}🚀 !"),
            ("Bravo … !".to_owned(), false)
        );
    }

    #[test]
    fn lines_are_no_wider_than_they_may_be() {
        let text = format!("un deux trois {} quatre", "x".repeat(200));
        let broken = lines(&text, PLAIN, 90.0);
        assert!(broken.len() > 5);
        assert!(
            broken
                .iter()
                .all(|line| width(line.trim_end(), PLAIN) <= 90.0)
        );
        assert_eq!(broken.concat(), text);
        assert!(lines("  ", PLAIN, 90.0).is_empty());
    }
}
