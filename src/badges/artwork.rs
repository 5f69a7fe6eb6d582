//! The image of a badge, drawn from a template: a cup whose level is told by its stars, by a word, by the shape of its edge and by its colour. The same input
//! gives the same bytes everywhere: the one font is part of the program and its letters become paths.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, WriteOptions, fontdb::Database},
};

use super::design::Design;

/// What an image says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artwork {
    /// The level, in the middle.
    pub title: String,
    /// What the badge is about, around the top.
    pub ring: String,
    /// Who issues it, around the bottom.
    pub issuer: String,
    /// The height of the level, from 1.
    pub step: usize,
    /// How many levels there are.
    pub steps: usize,
    /// Its own parts, where it was put together by hand; then no level is drawn, and no title.
    pub design: Option<Design>,
    /// A word across it, where it is only a test.
    pub ribbon: Option<String>,
    /// The image in words, for who does not see it.
    pub description: String,
}

/// The side of the drawing.
const SIDE: f32 = 512.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(include_bytes!("../../static/badges/Nunito-Bold.subset.ttf").to_vec());
    Arc::new(fonts)
});

/// Colours of a level: the band, the cup, the stars.
const PALETTES: [[&str; 3]; 4] = [
    ["#2d5f8b", "#3d7fb5", "#f2b84b"],
    ["#2f6b47", "#3f8f60", "#f2b84b"],
    ["#8a5a12", "#d9982b", "#fff3d6"],
    ["#6b2f56", "#a04c80", "#f2b84b"],
];

const STEAM: &str = "<path d=\"M222 168c0-14 12-14 12-30m22 30c0-14 12-14 12-30m22 30c0-14 12-14 12-30\" fill=\"none\" stroke=\"#b59a7c\" stroke-width=\"7\" stroke-linecap=\"round\"/>";

/// The image as a drawing, for who draws it elsewhere than in a file of its own.
///
/// # Errors
/// In words, where the drawing cannot be read back.
pub fn tree(artwork: &Artwork) -> Result<Tree, String> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: "Nunito".into(),
        ..Options::default()
    };
    Tree::from_str(&draft(artwork), &options)
        .map_err(|error| format!("the image of the badge does not draw: {error}"))
}

/// The image as SVG, without any outside reference; every letter is a path.
///
/// # Errors
/// In words, where the drawing cannot be read back.
pub fn svg(artwork: &Artwork) -> Result<String, String> {
    let drawn = tree(artwork)?.to_string(&WriteOptions {
        preserve_text: false,
        coordinates_precision: 1,
        transforms_precision: 4,
        ..WriteOptions::default()
    });
    let (head, rest) = drawn
        .split_once('>')
        .ok_or("the image of the badge is no SVG")?;
    let words = escape(&clean(&artwork.description, 300));
    Ok(format!(
        "{head} role=\"img\" aria-label=\"{words}\"><title>{words}</title>{rest}"
    ))
}

/// The image as PNG, `side` pixels wide and high.
///
/// # Errors
/// In words, where it cannot be drawn.
pub fn png(artwork: &Artwork, side: u32) -> Result<Vec<u8>, String> {
    let mut pixels = Pixmap::new(side, side).ok_or("an image without a side")?;
    let scale = side as f32 / SIDE;
    resvg::render(
        &tree(artwork)?,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    let mut image = Vec::new();
    let mut encoder = png::Encoder::new(&mut image, side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    // Plain areas repeat byte for byte: without the filters, made for photographs, the file is half as large.
    encoder.set_filter(png::Filter::NoFilter);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels.take_demultiplied()))
        .map_err(|error| error.to_string())?;
    Ok(image)
}

/// The badge of a level without its words, to stand in a page beside them: inline SVG, a few hundred bytes once compressed. Without `alt` it only adorns.
pub fn emblem(step: usize, alt: &str) -> String {
    let [dark, bright, star] = palette(step);
    let said = match escape(&clean(alt, 300)).as_str() {
        "" => "aria-hidden=\"true\"".to_owned(),
        alt => format!("role=\"img\" aria-label=\"{alt}\""),
    };
    format!(
        "<svg class=\"emblem\" viewBox=\"0 0 512 512\" width=\"120\" height=\"120\" {said}><path d=\"{edge}\" fill=\"{dark}\"/>\
<circle cx=\"256\" cy=\"256\" r=\"196\" fill=\"#fff8ec\"/><g transform=\"translate(-51 -36) scale(1.2)\">{STEAM}{cup}{stars}</g></svg>",
        edge = edge(step),
        cup = cup(bright),
        stars = stars(step, star),
    )
}

/// The dark colour of an image, as in `0x2d5f8b`, for what stands beside its image.
pub fn colour(artwork: &Artwork) -> u32 {
    let dark = match &artwork.design {
        Some(design) => design.palette()[0],
        None => palette(artwork.step)[0],
    };
    u32::from_str_radix(&dark[1..], 16).unwrap_or_default()
}

fn palette(step: usize) -> [&'static str; 3] {
    PALETTES[(step.max(1) - 1) % PALETTES.len()]
}

fn draft(artwork: &Artwork) -> String {
    let [dark, bright, star] = match &artwork.design {
        Some(design) => design.palette(),
        None => palette(artwork.step),
    };
    let title = escape(&clean(&artwork.title, 22));
    let size = (300.0 / title.chars().count().max(1) as f32 * 1.7).clamp(24.0, 46.0);
    let ring = escape(&clean(&artwork.ring, 44).to_uppercase());
    let issuer = escape(&clean(&artwork.issuer, 34));
    // The arc is 581 units long; a capital is two thirds as wide as it is tall, with a unit and a half of air after it.
    let signs = ring.chars().count().max(1) as f32;
    let ring_size = ((575.0 - 1.5 * signs) / (0.66 * signs)).clamp(14.0, 30.0);
    let issuer_size = (1000.0 / issuer.chars().count().max(1) as f32).clamp(17.0, 25.0);
    let ribbon = artwork.ribbon.as_ref().map(|word| {
        let word = escape(&clean(word, 10).to_uppercase());
        format!(
            "<rect x=\"176\" y=\"106\" width=\"160\" height=\"46\" rx=\"8\" fill=\"#fbeed3\" stroke=\"#7a4a00\" stroke-width=\"4\"/>\
<text x=\"259\" y=\"140\" font-size=\"31\" letter-spacing=\"6\" text-anchor=\"middle\" fill=\"#7a4a00\">{word}</text>"
        )
    });
    let middle = match &artwork.design {
        // A test says so beneath the pictogram, which makes room for it.
        Some(design) => match ribbon {
            Some(ribbon) => format!(
                "<g transform=\"translate(38.4 16) scale(0.85)\">{}</g><g transform=\"translate(0 226)\">{ribbon}</g>",
                design.pictogram()
            ),
            None => format!(
                "<g transform=\"translate(-38.4 -38.4) scale(1.15)\">{}</g>",
                design.pictogram()
            ),
        },
        // And where the steam would rise from the cup of a level.
        None => format!(
            "{}{}{}<text x=\"256\" y=\"374\" font-size=\"{size:.1}\" text-anchor=\"middle\" fill=\"#2b2019\">{title}</text>",
            ribbon.unwrap_or_else(|| STEAM.to_owned()),
            cup(bright),
            stars(artwork.step, star),
        ),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\" width=\"512\" height=\"512\" font-family=\"Nunito\" font-weight=\"700\">\
<path d=\"{edge}\" fill=\"{dark}\"/><circle cx=\"256\" cy=\"256\" r=\"222\" fill=\"{dark}\" stroke=\"#fff8ec\" stroke-width=\"4\"/><circle cx=\"256\" cy=\"256\" r=\"168\" fill=\"#fff8ec\"/>\
<path id=\"top\" d=\"M71 256a185 185 0 0 1 370 0\" fill=\"none\"/><path id=\"low\" d=\"M53 256a203 203 0 0 0 406 0\" fill=\"none\"/>\
<text font-size=\"{ring_size:.1}\" fill=\"#fff8ec\" letter-spacing=\"1.5\" text-anchor=\"middle\"><textPath href=\"#top\" startOffset=\"50%\">{ring}</textPath></text>\
<text font-size=\"{issuer_size:.1}\" fill=\"#fff8ec\" letter-spacing=\"1\" text-anchor=\"middle\"><textPath href=\"#low\" startOffset=\"50%\">{issuer}</textPath></text>\
{middle}</svg>",
        edge = match &artwork.design {
            Some(design) => design.outline(),
            None => edge(artwork.step),
        },
    )
}

/// The cup with its crema, on its saucer.
fn cup(bright: &str) -> String {
    format!(
        "<path d=\"M336 200h18a34 34 0 0 1 0 68h-26\" fill=\"none\" stroke=\"{bright}\" stroke-width=\"16\"/><path d=\"M172 182h168v56a72 72 0 0 1-72 72h-24a72 72 0 0 1-72-72z\" fill=\"{bright}\"/><path d=\"M184 190h144v10c-22 14-46-6-72 4s-50 8-72-4z\" fill=\"#fff8ec\"/><rect x=\"156\" y=\"316\" width=\"200\" height=\"10\" rx=\"5\" fill=\"#b59a7c\"/>"
    )
}

/// The outline: smooth for the first level, scalloped for the second, with points for the third and those above.
fn edge(step: usize) -> String {
    let (count, depth) = match step {
        0 | 1 => return "M256 6a250 250 0 1 1 0 500a250 250 0 1 1 0-500z".to_owned(),
        2 => (24, 14.0),
        _ => (16 + 4 * (step.min(6) - 3), 24.0),
    };
    let mut path = String::new();
    for point in 0..count * 2 {
        let angle = std::f32::consts::PI * point as f32 / count as f32;
        let radius = if point % 2 == 0 { 252.0 } else { 252.0 - depth };
        let (x, y) = (256.0 + radius * angle.sin(), 256.0 - radius * angle.cos());
        path.push_str(&format!(
            "{}{x:.1} {y:.1}",
            if point == 0 { 'M' } else { 'L' }
        ));
    }
    path + "z"
}

/// As many stars on the cup as the level is high, six at most.
fn stars(step: usize, colour: &str) -> String {
    let count = step.clamp(1, 6);
    let (gap, radius) = if count > 3 {
        (25.0, 13.0)
    } else {
        (46.0, 21.0)
    };
    let star = |n: usize| {
        let x = 256.0 + gap * (n as f32 - (count as f32 - 1.0) / 2.0);
        let points = (0..10).map(|point| {
            let angle = std::f32::consts::PI * point as f32 / 5.0;
            let radius = if point % 2 == 0 {
                radius
            } else {
                radius * 0.45
            };
            format!(
                "{:.1},{:.1}",
                x + radius * angle.sin(),
                252.0 - radius * angle.cos()
            )
        });
        format!(
            "<polygon points=\"{}\" fill=\"{colour}\"/>",
            points.collect::<Vec<_>>().join(" ")
        )
    };
    (0..count).map(star).collect()
}

/// Text without control characters, cut with an ellipsis where it is longer than fits.
fn clean(text: &str, most: usize) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect();
    if plain.chars().count() <= most {
        plain
    } else {
        plain.chars().take(most - 1).chain(['…']).collect()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn an_artwork(step: usize) -> Artwork {
        Artwork {
            title: ["Découverte", "Repères", "Pratique"][(step - 1) % 3].into(),
            ring: "L'IA générative : premiers pas".into(),
            issuer: "Café IA (instance d'essai)".into(),
            step,
            steps: 3,
            design: None,
            ribbon: Some("Essai".into()),
            description: "Tasse de café".into(),
        }
    }

    #[test]
    fn images_are_small_and_always_the_same() {
        for step in 1..=3 {
            let (svg, png) = (
                svg(&an_artwork(step)).unwrap(),
                png(&an_artwork(step), 512).unwrap(),
            );
            assert!(
                svg.len() < 60_000 && png.len() < 35_000,
                "{} {}",
                svg.len(),
                png.len()
            );
            assert_eq!(svg, super::svg(&an_artwork(step)).unwrap());
            assert!(!svg.contains("<text") && !svg.contains("href=\"http"));
            if let Ok(folder) = std::env::var("CREMA_PICTURES") {
                std::fs::write(format!("{folder}/badge-{step}.png"), &png).unwrap();
                std::fs::write(
                    format!("{folder}/badge-{step}-96.png"),
                    super::png(&an_artwork(step), 96).unwrap(),
                )
                .unwrap();
            }
            eprintln!(
                "step {step}: svg {} bytes, png {} bytes",
                svg.len(),
                png.len()
            );
        }
    }

    #[test]
    fn every_image_put_together_by_hand_is_small_and_another_one() {
        use crate::badges::design::{COLOURS, PICTOGRAMS, SHAPES};
        let mut seen = std::collections::BTreeSet::new();
        for shape in SHAPES {
            for (colour, _) in COLOURS {
                for (pictogram, _) in PICTOGRAMS {
                    // Every part meets every other at least once, and each pictogram every colour.
                    if shape != SHAPES[0] && colour != COLOURS[0].0 && pictogram != PICTOGRAMS[0].0
                    {
                        continue;
                    }
                    let design = Design {
                        shape: shape.into(),
                        colour: colour.into(),
                        pictogram: pictogram.into(),
                        // The longest ring is the largest file.
                        ring: "M".repeat(44),
                    };
                    assert!(design.is_whole());
                    let artwork = Artwork {
                        design: Some(design),
                        ring: "MENER UN CAFÉ IA PRÈS DE CHEZ SOI, ET AILLEURS".into(),
                        ..an_artwork(1)
                    };
                    let png = png(&artwork, 512).unwrap();
                    assert!(
                        png.len() < 40_000,
                        "{shape} {colour} {pictogram}: {}",
                        png.len()
                    );
                    assert!(svg(&artwork).unwrap().len() < 60_000);
                    if let Ok(folder) = std::env::var("CREMA_PICTURES") {
                        let name = format!("{folder}/design-{shape}-{colour}-{pictogram}.png");
                        std::fs::write(name, &png).unwrap();
                    }
                    assert!(
                        seen.insert(png),
                        "{shape} {colour} {pictogram} looks like another"
                    );
                }
            }
        }
    }

    #[test]
    fn any_text_is_drawn_or_cut_and_never_markup() {
        for text in [
            "",
            "<script>alert(1)</script>",
            "\u{0}\u{8}",
            "日本語のバッジ",
            "👩🏽‍🚀",
            &"mot ".repeat(500),
            "&amp;\"'",
        ] {
            let artwork = Artwork {
                title: text.into(),
                ring: text.into(),
                issuer: text.into(),
                ribbon: Some(text.into()),
                description: text.into(),
                step: 99,
                steps: 0,
                design: None,
            };
            let svg = svg(&artwork).unwrap();
            assert!(!svg.contains("<script"));
        }
    }
}
