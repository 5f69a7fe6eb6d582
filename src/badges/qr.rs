//! QR codes as inline SVG: black on white whatever the page's colours, one path.

use qrcode::{Color, EcLevel, QrCode};

/// Quiet zone around the code, in modules (ISO/IEC 18004, section 6.3.8).
const MARGIN: usize = 4;

/// The QR code of an address as an SVG element with a title for who does not see it.
///
/// # Errors
/// In words, where the address is too long for a QR code.
pub fn svg(url: &str, title: &str) -> Result<String, String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M)
        .map_err(|error| format!("no QR code: {error}"))?;
    let width = code.width();
    let side = width + 2 * MARGIN;
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = line[column..]
                .iter()
                .take_while(|color| **color == Color::Dark)
                .count();
            if run > 0 {
                path.push_str(&format!(
                    "M{} {}h{run}v1h-{run}z",
                    column + MARGIN,
                    row + MARGIN
                ));
            }
            column += run.max(1);
        }
    }
    let title = title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"180\" height=\"180\" role=\"img\" aria-label=\"{title}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_can_be_read_back() {
        let url = "http://localhost:8080/credentials/8f1d7d9e-3f4b-4a51-9c39-0f0a6c1d2b11";
        let svg = svg(url, "a \"b\" <c>").unwrap();
        let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
        let mut pixels = resvg::tiny_skia::Pixmap::new(360, 360).unwrap();
        resvg::render(
            &tree,
            resvg::tiny_skia::Transform::from_scale(2.0, 2.0),
            &mut pixels.as_mut(),
        );
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(360, 360, |x, y| {
            pixels.pixel(x as u32, y as u32).unwrap().red()
        });
        let (_, read) = image.detect_grids()[0].decode().unwrap();
        assert_eq!(read, url);
    }
}
