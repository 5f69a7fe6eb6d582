//! The parts of which the image of a badge written by hand is put together: a shape, a colour, a pictogram. Each is drawn here, so that nothing is owed to
//! anybody, and each has a name, which pages put into words.

use serde::{Deserialize, Serialize};

/// How the image of a badge written by hand looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// The outline, one of [`SHAPES`].
    pub shape: String,
    /// The colour, one of [`COLOURS`].
    pub colour: String,
    /// What is in the middle, one of [`PICTOGRAMS`].
    pub pictogram: String,
    /// The words around the top; the name of the badge where there are none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ring: String,
}

impl Default for Design {
    fn default() -> Design {
        Design {
            shape: SHAPES[0].to_owned(),
            colour: COLOURS[0].0.to_owned(),
            pictogram: PICTOGRAMS[0].0.to_owned(),
            ring: String::new(),
        }
    }
}

/// The longest words around the top: more would have to be drawn too small.
pub const LONGEST_RING: usize = 44;

/// The outlines that there are.
pub const SHAPES: [&str; 6] = ["round", "scallops", "sun", "shield", "hexagon", "square"];

/// The colours that there are: the band, the pictogram, what is picked out in it. Both of the first stand out against cream and white (WCAG 2.2, 1.4.11).
pub const COLOURS: [(&str, [&str; 3]); 6] = [
    ("blue", ["#2d5f8b", "#3d7fb5", "#f2b84b"]),
    ("green", ["#2f6b47", "#3a8558", "#f2b84b"]),
    ("coffee", ["#5a4030", "#8a6346", "#f2b84b"]),
    ("plum", ["#6b2f56", "#a04c80", "#f2b84b"]),
    ("brick", ["#8c3a2b", "#b9513d", "#f7d58a"]),
    ("slate", ["#3d4650", "#5f6c79", "#f2b84b"]),
];

/// The pictograms that there are, drawn in a square of 200 around the middle of the image. `A` stands for the colour, `B` for what is picked out, `C` for
/// the ground.
pub const PICTOGRAMS: [(&str, &str); 10] = [
    (
        "cup",
        "<path d='M322 214h14a30 30 0 0 1 0 60h-20' fill='none' stroke='A' stroke-width='15'/><path d='M178 196h148v56a66 66 0 0 1-66 66h-16a66 66 0 0 1-66-66z' fill='A'/><path d='M190 206h124v9c-20 13-42 6-64 4s-44 7-60-4z' fill='C'/><rect x='166' y='328' width='172' height='11' rx='5.5' fill='A'/><path d='M222 178c0-13 12-13 12-28m22 28c0-13 12-13 12-28' fill='none' stroke='B' stroke-width='8' stroke-linecap='round'/>",
    ),
    (
        "people",
        "<circle cx='256' cy='204' r='34' fill='A'/><path d='M196 316v-16a60 60 0 0 1 120 0v16z' fill='A'/><circle cx='180' cy='232' r='24' fill='B'/><path d='M140 316v-10a40 40 0 0 1 48-39a76 76 0 0 0-10 37v12z' fill='B'/><circle cx='332' cy='232' r='24' fill='B'/><path d='M372 316v-10a40 40 0 0 0-48-39a76 76 0 0 1 10 37v12z' fill='B'/>",
    ),
    (
        "speech",
        "<path d='M268 236h78a18 18 0 0 1 18 18v46a18 18 0 0 1-18 18h-8v28l-32-28h-38a18 18 0 0 1-18-18v-46a18 18 0 0 1 18-18z' fill='B'/><path d='M168 168h132a22 22 0 0 1 22 22v64a22 22 0 0 1-22 22h-72l-40 36v-36h-20a22 22 0 0 1-22-22v-64a22 22 0 0 1 22-22z' fill='A' stroke='C' stroke-width='9'/><circle cx='196' cy='222' r='11' fill='C'/><circle cx='234' cy='222' r='11' fill='C'/><circle cx='272' cy='222' r='11' fill='C'/>",
    ),
    (
        "heart",
        "<path d='M256 328l-84-82a50 50 0 0 1 70-71l14 14l14-14a50 50 0 0 1 70 71z' fill='A'/><path d='M206 232a22 22 0 0 1 22-22' fill='none' stroke='C' stroke-width='10' stroke-linecap='round'/>",
    ),
    (
        "bulb",
        "<path d='M256 160a70 70 0 0 1 40 127v19h-80v-19a70 70 0 0 1 40-127z' fill='A'/><path d='M232 306v-50l-16-22m64 72v-50l16-22m-64 22h48' fill='none' stroke='B' stroke-width='9' stroke-linecap='round' stroke-linejoin='round'/><rect x='220' y='314' width='72' height='12' rx='6' fill='A'/><rect x='230' y='332' width='52' height='12' rx='6' fill='A'/>",
    ),
    (
        "book",
        "<path d='M248 198c-24-16-56-20-92-18v132c36-2 68 2 92 18z' fill='A'/><path d='M264 198c24-16 56-20 92-18v132c-36-2-68 2-92 18z' fill='A'/><path d='M176 214c20 0 36 2 52 9m-52 25c20 0 36 2 52 9m108-43c-20 0-36 2-52 9m52 25c-20 0-36 2-52 9' fill='none' stroke='C' stroke-width='9' stroke-linecap='round'/>",
    ),
    (
        "compass",
        "<circle cx='256' cy='252' r='90' fill='A'/><circle cx='256' cy='252' r='70' fill='C'/><path d='M306 202l-34 66l-66 34l34-66z' fill='A'/><path d='M306 202l-34 66l-32-32z' fill='B'/><circle cx='256' cy='252' r='9' fill='C'/>",
    ),
    (
        "key",
        "<path d='M206 196a48 48 0 1 1 0 96a48 48 0 1 1 0-96zm0 28a20 20 0 1 0 0 40a20 20 0 1 0 0-40z' fill='A' fill-rule='evenodd'/><path d='M248 232h124v24h-16v30h-26v-30h-16v22h-24v-22h-42z' fill='A'/><circle cx='206' cy='244' r='9' fill='B'/>",
    ),
    (
        "star",
        "<path d='M256 156l29 62l68 8l-50 47l13 67l-60-33l-60 33l13-67l-50-47l68-8z' fill='A'/><path d='M256 206l14 30l33 4l-24 23l6 33l-29-16l-29 16l6-33l-24-23l33-4z' fill='B'/>",
    ),
    (
        "network",
        "<path d='M256 256l-72-60m72 60l80-52m-80 52l-58 70m58-70l70 66m-142-126l152 8' fill='none' stroke='A' stroke-width='10'/><circle cx='256' cy='256' r='34' fill='A'/><circle cx='184' cy='196' r='22' fill='B'/><circle cx='336' cy='204' r='22' fill='B'/><circle cx='198' cy='326' r='22' fill='A'/><circle cx='326' cy='322' r='22' fill='A'/>",
    ),
];

impl Design {
    /// Whether every part is one of those that there are, and the words fit.
    pub fn is_whole(&self) -> bool {
        SHAPES.contains(&self.shape.as_str())
            && COLOURS.iter().any(|(name, _)| *name == self.colour)
            && PICTOGRAMS.iter().any(|(name, _)| *name == self.pictogram)
            && self.ring.chars().count() <= LONGEST_RING
    }

    /// The band, the pictogram, what is picked out.
    pub fn palette(&self) -> [&'static str; 3] {
        let found = COLOURS.iter().find(|(name, _)| *name == self.colour);
        found.unwrap_or(&COLOURS[0]).1
    }

    /// The pictogram as SVG, in its colours.
    pub fn pictogram(&self) -> String {
        let found = PICTOGRAMS.iter().find(|(name, _)| *name == self.pictogram);
        let [_, bright, picked] = self.palette();
        let drawn = found.unwrap_or(&PICTOGRAMS[0]).1;
        drawn
            .replace("'A'", &format!("'{bright}'"))
            .replace("'B'", &format!("'{picked}'"))
            .replace("'C'", "'#fff8ec'")
    }

    /// The outline as the path of an SVG, 512 wide and high.
    pub fn outline(&self) -> String {
        match self.shape.as_str() {
            "scallops" => wave(18, 16.0),
            "sun" => points(24, 24.0),
            // The ring of words stays round: these two hold it whole.
            "shield" => "M256 4c70 34 150 34 210 22c22 110 22 210-8 290c-34 92-112 160-202 192c-90-32-168-100-202-192c-30-80-30-180-8-290c60 12 140 12 210-22z".to_owned(),
            "hexagon" => "M256 0l222 128v256l-222 128l-222-128v-256z".to_owned(),
            "square" => "M76 6h360a70 70 0 0 1 70 70v360a70 70 0 0 1-70 70h-360a70 70 0 0 1-70-70v-360a70 70 0 0 1 70-70z".to_owned(),
            _ => "M256 6a250 250 0 1 1 0 500a250 250 0 1 1 0-500z".to_owned(),
        }
    }
}

/// A circle with so many points.
fn points(count: usize, depth: f32) -> String {
    let mut path = String::new();
    for point in 0..count * 2 {
        let (x, y) = place(
            std::f32::consts::PI * point as f32 / count as f32,
            if point % 2 == 0 { 252.0 } else { 252.0 - depth },
        );
        let step = if point == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{step}{x:.1} {y:.1}"));
    }
    path + "z"
}

/// A circle with so many round bulges.
fn wave(count: usize, depth: f32) -> String {
    let turn = std::f32::consts::TAU / count as f32;
    let inner = 252.0 - depth;
    let (x, y) = place(0.0, inner);
    let mut path = format!("M{x:.1} {y:.1}");
    for bulge in 0..count {
        let (cx, cy) = place(turn * (bulge as f32 + 0.5), 252.0 + depth);
        let (x, y) = place(turn * (bulge as f32 + 1.0), inner);
        path.push_str(&format!("Q{cx:.1} {cy:.1} {x:.1} {y:.1}"));
    }
    path + "z"
}

fn place(angle: f32, radius: f32) -> (f32, f32) {
    (256.0 + radius * angle.sin(), 256.0 - radius * angle.cos())
}
